import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { fastify } from 'fastify'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { createPeople, keepAccounts } from './create-people.ts'
import type { Fresh } from './people.ts'
import { finishSignOuts } from './sign-outs.ts'
import {
  aJourney,
  type MadeAccount,
  makeAccount,
  nextCode,
  PASSWORD,
  type StartedPeople,
  startPeople,
} from './testing.ts'

const NEW = 'slipway-tide-2031'
const notFresh = { ok: false, why: 'not fresh' } as const

eachDatabase((_kind, open) => {
  let started: StartedPeople
  before(async () => {
    started = await startPeople(open)
  })
  const freshOf = ({ account }: MadeAccount, more: Partial<Fresh> = {}): Fresh => ({
    accountId: account.accountId,
    level: 'Cl.Cm',
    at: started.clock.now,
    ...more,
  })

  test('a password is changed by whoever has just signed in at the strongest level', async () => {
    const { people, clock } = started
    const made = await makeAccount(started)
    const during = aJourney()
    const change = (fresh: Fresh, password = NEW) => people.changePassword(during, fresh, password)
    for (const stale of [freshOf(made, { level: 'Cl' }), freshOf(made, { at: clock.now - 900_001 })]) {
      assert.equal(await people.isFresh(stale), false)
      assert.deepEqual(await change(stale), notFresh)
    }
    assert.deepEqual(await change(freshOf(made, { accountId: 'no-such-account' })), notFresh)
    const fresh = freshOf(made)
    assert.equal(await people.isFresh(fresh), true)
    assert.deepEqual(await change(fresh, 'Password1'), { ok: false, why: 'bad password', fault: 'common' })
    assert.deepEqual(await change(fresh, PASSWORD), { ok: false, why: 'bad password', fault: 'same' })
    assert.deepEqual(await change(fresh), { ok: true })
    const { email, account } = made
    assert.equal((await people.tryPassword(during, { email, password: NEW })).ok, true)
    const mails = await started.mailsTo(email)
    assert.equal(mails.at(-1)?.subject, 'Your One Login password was changed')
    assert.deepEqual(started.signedOut.at(-1), {
      accountId: account.accountId,
      reason: 'password_changed',
      kept: false,
    })
  })

  test('of changes at the same time, the password of one that was told so is in force', async () => {
    const made = await makeAccount(started)
    const passwords = [1, 2, 3].map((n) => `${NEW}-${n}`)
    const changed = await Promise.all(
      passwords.map((password) => started.people.changePassword(aJourney(), freshOf(made), password)),
    )
    const told = passwords.filter((_, index) => changed[index]?.ok)
    const opens = await Promise.all(
      told.map((password) => started.people.tryPassword(aJourney(), { email: made.email, password })),
    )
    assert.equal(opens.filter(({ ok }) => ok).length, 1)
  })

  test('an address is changed by the code sent to the new one; the old one is told', async () => {
    const { people } = started
    const made = await makeAccount(started)
    const { accountId } = made.account
    const to = `new-${made.email}`
    const during = aJourney()
    assert.deepEqual(await people.beginEmailChange(during, freshOf(made, { level: 'Cl' }), to), notFresh)
    assert.deepEqual(await people.beginEmailChange(during, freshOf(made), made.email.toUpperCase()), {
      ok: false,
      why: 'same',
    })
    assert.deepEqual(await people.beginEmailChange(during, freshOf(made), to), { ok: true })
    const code = (await started.codeTo(to)) ?? ''
    // The code is for that address alone.
    const other = await people.changeEmail(during, freshOf(made), { email: `x${to}`, code })
    assert.deepEqual(other, { ok: false, why: 'wrong' })
    const changed = await people.changeEmail(during, freshOf(made), { email: to, code })
    assert.deepEqual(changed, { ok: true, account: { ...made.account, email: to } })
    assert.equal((await people.account(accountId))?.email, to)
    assert.equal((await people.tryPassword(during, { email: to, password: PASSWORD })).ok, true)
    const old = await people.tryPassword(during, { email: made.email, password: PASSWORD })
    assert.deepEqual(old, { ok: false, why: 'wrong' })
    const told = (await started.mailsTo(made.email)).at(-1)
    assert.equal(told?.subject, 'The email address of your One Login was changed')
    assert.deepEqual(started.signedOut.at(-1), { accountId, reason: 'email_changed', kept: false })
    // The old address is free for another account.
    const again = await makeAccount(started, { email: made.email })
    assert.notEqual(again.account.accountId, accountId)
  })

  test('a reset that was under way ends when the address changes', async () => {
    const { people } = started
    const made = await makeAccount(started, { authenticator: false })
    const fresh = freshOf(made, { level: 'Cl' })
    const thief = aJourney()
    await people.sendCode(thief, { email: made.email, for: 'EMAIL_PASSWORD_RESET' })
    const reset = (await started.codeTo(made.email)) ?? ''
    await people.tryEmailCode(thief, { email: made.email, code: reset, for: 'EMAIL_PASSWORD_RESET' })
    const during = aJourney()
    const to = `new-${made.email}`
    await people.beginEmailChange(during, fresh, to)
    const code = (await started.codeTo(to)) ?? ''
    assert.equal((await people.changeEmail(during, fresh, { email: to, code })).ok, true)
    for (const email of [made.email, to])
      assert.deepEqual(await people.resetPassword(thief, { email, password: NEW }), {
        ok: false,
        why: 'not proved',
      })
  })

  test('an address that has an account gets a mail that says so, and the page is the same', async () => {
    const { people, clock } = started
    const made = await makeAccount(started)
    const other = await makeAccount(started)
    const during = aJourney()
    assert.deepEqual(await people.beginEmailChange(during, freshOf(made), other.email), { ok: true })
    const mails = await started.mailsTo(other.email)
    assert.equal(mails.at(-1)?.subject, 'This email address already has a One Login')
    const input = { email: other.email, code: '000000' }
    for (let n = 1; n <= 5; n++)
      assert.deepEqual(await people.changeEmail(during, freshOf(made), input), { ok: false, why: 'wrong' })
    assert.deepEqual(await people.changeEmail(during, freshOf(made), input), {
      ok: false,
      why: 'locked',
      of: 'codes',
      until: clock.now + 7_200_000,
      just: true,
    })
  })

  test('of two who move to one address, one does, and the other is told that it is taken', async () => {
    const { people } = started
    const to = 'wanted@harbourton.example'
    const movers = await Promise.all(
      [1, 2].map(async () => ({ made: await makeAccount(started), during: aJourney(), code: '' })),
    )
    for (const mover of movers) {
      await people.beginEmailChange(mover.during, freshOf(mover.made), to)
      mover.code = (await started.codeTo(to)) ?? ''
    }
    const moved = await Promise.all(
      movers.map(({ made, during, code }) => people.changeEmail(during, freshOf(made), { email: to, code })),
    )
    assert.deepEqual(moved.map((each) => (each.ok ? 'moved' : each.why)).sort(), ['moved', 'taken'])
  })

  test('the session of whoever changes something goes on, all others end', async () => {
    const made = await makeAccount(started, { authenticator: false })
    const app = fastify()
    app.get('/', async (request) => {
      await started.people.changePassword(aJourney(), freshOf(made, { level: 'Cl', keep: request }), NEW)
      await started.people.signOutEverywhere(aJourney(), made.account.accountId, request)
      await started.people.signOutEverywhere(aJourney(), made.account.accountId)
      return 'done'
    })
    assert.equal((await app.inject('/')).body, 'done')
    const { accountId } = made.account
    assert.deepEqual(started.signedOut.slice(-3), [
      { accountId, reason: 'password_changed', kept: true },
      { accountId, reason: 'asked', kept: true },
      { accountId, reason: 'asked', kept: false },
    ])
  })

  test('sessions that a process leaves when it dies are ended by another', async () => {
    const made = await makeAccount(started)
    const { accountId } = made.account
    const dying = createPeople({
      ...started.needs,
      signOutEverywhere: async () => {
        throw new Error('the process died here')
      },
    })
    assert.deepEqual(await dying.changePassword(aJourney(), freshOf(made), NEW), { ok: true })
    const ended = () => started.signedOut.filter((each) => each.accountId === accountId)
    const before = ended().length
    await finishSignOuts(started.needs)
    assert.equal(ended().length, before)
    started.pass(30)
    await finishSignOuts(started.needs)
    assert.deepEqual(ended().at(-1), { accountId, reason: 'password_changed', kept: false })
    await finishSignOuts(started.needs)
    assert.equal(ended().length, before + 1)
  })

  test('a change that takes a while leaves no sign-out for later: the session that made it goes on', async () => {
    const base = { ...started.needs.base, now: () => (started.clock.now += 1) }
    const people = createPeople({ ...started.needs, base })
    const made = await makeAccount({ ...started, people })
    const { accountId } = made.account
    const during = aJourney()
    const ended = () => started.signedOut.filter((each) => each.accountId === accountId).length
    const nothingIsLeft = async (what: string) => {
      const before = ended()
      started.pass(120)
      await finishSignOuts(started.needs)
      assert.equal(ended(), before, what)
    }
    await nothingIsLeft('an authenticator')
    assert.ok((await people.changePassword(during, freshOf(made), NEW)).ok)
    await nothingIsLeft('a password')
    await people.signOutEverywhere(during, accountId)
    await nothingIsLeft('signing out of everything')
    const address = `moved-${made.email}`
    assert.ok((await people.beginEmailChange(during, freshOf(made), address)).ok)
    const code = (await started.codeTo(address)) ?? ''
    assert.ok((await people.changeEmail(during, freshOf(made), { email: address, code })).ok)
    await nothingIsLeft('an address')
  })

  test('one whose sessions cannot be ended does not keep the others from it', async () => {
    const [one, other] = [await makeAccount(started), await makeAccount(started)]
    const ended: string[] = []
    const signOutEverywhere = async (accountId: string) => {
      if (accountId === one.account.accountId) throw new Error('not just now')
      ended.push(accountId)
    }
    const needs = { ...started.needs, signOutEverywhere: async () => Promise.reject(new Error('dead')) }
    await createPeople(needs).signOutEverywhere(aJourney(), one.account.accountId)
    await createPeople(needs).signOutEverywhere(aJourney(), other.account.accountId)
    started.pass(30)
    await assert.rejects(finishSignOuts({ ...started.needs, signOutEverywhere }), AggregateError)
    assert.deepEqual(ended, [other.account.accountId])
  })

  test('what counts no more is removed by itself', async () => {
    const { people, needs } = started
    await people.sendCode(aJourney(), { email: 'gone@harbourton.example', for: 'EMAIL_REGISTRATION' })
    const rounds: (() => Promise<void>)[] = []
    keepAccounts(needs, { every: (_name, _period, handler) => void rounds.push(handler) })
    started.pass(86_400)
    for (const round of rounds) await round().catch(() => {})
    const db = needs.base.store.quick('accounts')
    for (const table of ['one_login.attempt', 'one_login.email_code'] as const)
      assert.deepEqual(await db.selectFrom(table).select('account_id').execute(), [])
  })

  test('a second factor is needed for changes once there is one', async () => {
    const { people, clock } = started
    const made = await makeAccount(started)
    const { accountId } = made.account
    const code = nextCode(started, made.secret)
    assert.deepEqual(await people.tryCode(aJourney(), { accountId, code, for: 'MFA_SIGN_IN' }), { ok: true })
    assert.equal(await people.isFresh({ accountId, level: 'Cl', at: clock.now }), false)
    assert.equal(await people.isFresh({ accountId, level: 'Cl.Cm', at: clock.now }), true)
  })
})
