import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { type Store, sql } from '#platform/database'
import { createJobs, type JobProblem, jobsModule } from '#platform/jobs'
import { eachDatabase } from '../database/testing.ts'
import { createMail, type Delivery, type MailProvider, type Message } from './index.ts'
import { mailToMemory, sealForTests } from './testing.ts'

const MINUTE = 60_000
const message: Message = {
  to: 'registry@harbourton.example',
  subject: 'Your security code',
  body: 'The code is 123456.\n\nIt is good for 15 minutes.',
  reference: 'reference-1',
}

eachDatabase((_kind, open) => {
  let store: Store<unknown>
  let clock: number
  let problems: JobProblem[]

  beforeEach(async () => {
    store ??= await open([jobsModule])
    await store.owner((tx) => sql`delete from jobs.job`.execute(tx))
    clock = Date.UTC(2026, 0, 5, 9, 30)
    problems = []
  })

  const createProcess = (provider: MailProvider) => {
    const jobs = createJobs({
      store,
      role: 'accounts',
      now: () => clock,
      report: (problem) => problems.push(problem),
    })
    const mail = createMail({ provider, jobs, seal: sealForTests })
    return { jobs, send: (what: Message) => store.as('accounts', {}, (tx) => mail.send(tx, what)) }
  }
  const stored = async () =>
    JSON.stringify(
      (await store.owner((tx) => sql`select * from jobs.job where queue = 'mail'`.execute(tx))).rows,
    )

  test('a mail goes out once, however often it is sent', async () => {
    const provider = mailToMemory()
    const { jobs, send } = createProcess(provider)
    await send(message)
    await send(message)
    await jobs.runDue()
    await send(message)
    await jobs.runDue()
    assert.deepEqual(provider.mails, [message])
  })

  test('it lies in the queue sealed, and nothing of it but its reference stays', async () => {
    const { jobs, send } = createProcess(mailToMemory())
    await send(message)
    for (const word of ['harbourton', 'code', '123456']) assert.ok(!(await stored()).includes(word), word)
    await jobs.runDue()
    const after = await stored()
    assert.match(after, /"key":"reference-1","payload":null/)
    assert.match(after, /"state":"done"/)
  })

  test('it is tried for about twenty minutes, and then nothing of it stays either', async () => {
    let tries = 0
    const { jobs, send } = createProcess({
      async deliver() {
        tries++
        return { ok: false, why: 'the server is away', again: true }
      },
    })
    await send(message)
    for (let minute = 0; minute < 60; minute++) {
      await jobs.runDue()
      if (minute < 15) assert.match(await stored(), /"state":"open"/)
      clock += MINUTE
    }
    assert.equal(tries, 8)
    assert.match(await stored(), /"payload":null.*"state":"dead".*"problem":"the server is away"/)
    assert.ok(!JSON.stringify(problems).includes('harbourton'))
  })

  test('what is refused for good is not tried again', async () => {
    const refusal: Delivery = { ok: false, why: 'no such mailbox', again: false }
    const { jobs, send } = createProcess({ deliver: async () => refusal })
    await send(message)
    await jobs.runDue()
    assert.match(await stored(), /"payload":null.*"state":"dead"/)
    assert.deepEqual(
      problems.map(({ problem, dead }) => ({ problem, dead })),
      [{ problem: 'no such mailbox', dead: true }],
    )
  })

  test('a process that is killed when the provider has the mail, and before that is written down, sends it no second time', async () => {
    const provider = mailToMemory()
    const killed = createProcess({
      deliver: async (what) => {
        await provider.deliver(what)
        return await new Promise(() => {})
      },
    })
    await killed.send(message)
    void killed.jobs.runDue()
    await wait(200)
    assert.equal(provider.mails.length, 1)
    clock += MINUTE
    await createProcess(provider).jobs.runDue()
    assert.equal(provider.mails.length, 1)
    assert.match(await stored(), /"state":"done"/)
  })

  test('one that is killed before the provider has it sends it later; and nothing goes out while nobody can tell', async () => {
    const provider = mailToMemory()
    const killed = createProcess({ deliver: () => new Promise(() => {}) })
    await killed.send(message)
    void killed.jobs.runDue()
    await wait(200)
    clock += MINUTE
    let canTell = false
    const other = createProcess({
      deliver: provider.deliver,
      find: async () => (canTell ? 'not found' : 'cannot tell'),
    })
    await other.jobs.runDue()
    assert.equal(provider.mails.length, 0)
    canTell = true
    clock += MINUTE
    await other.jobs.runDue()
    assert.deepEqual(provider.mails, [message])
  })

  test('a reference that is none is a mistake of the program', async () => {
    const { send } = createProcess(mailToMemory())
    for (const reference of ['', 'short', '../../etc/passwd', 'a'.repeat(101), 'with space'])
      await assert.rejects(send({ ...message, reference }), /the reference of a mail/)
  })
})
