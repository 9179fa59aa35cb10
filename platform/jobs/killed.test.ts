import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { migrate, openStore, type Store } from '#platform/database'
import { type PrivatePostgres, startPrivatePostgres } from '../database/testing.ts'
import { createJobs, jobsModule } from './index.ts'
import { HOLD } from './jobs.ts'

const FOLDER = new URL('.', import.meta.url).href
const HARD_AT_WORK = `
  import { openStore } from '${new URL('../database/index.ts', import.meta.url).href}'
  import { createJobs } from '${FOLDER}index.ts'
  const store = await openStore({ databaseUrl: process.argv[1], dataDir: '' })
  const jobs = createJobs({ store, role: 'accounts', now: Date.now, report: console.error })
  jobs.work('letters', async ({ payload }) => {
    console.log(payload)
    return await new Promise(() => {})
  })
  await jobs.start()
`

let server: PrivatePostgres
let store: Store<unknown>
before(async () => {
  server = await startPrivatePostgres((line) => process.stderr.write(`${line}\n`))
  store = await openStore({ databaseUrl: server.url, dataDir: '' })
  await migrate(store, [jobsModule])
})
after(async () => {
  await store.close()
  await server.stop()
})

test('what a process was doing when it was killed is done by another', async () => {
  let clock = Date.now()
  const jobs = createJobs({ store, role: 'accounts', now: () => clock, report: () => {} })
  const done: unknown[] = []
  jobs.work('letters', async ({ payload, tries }) => {
    done.push([payload, tries])
    return 'done'
  })
  for (const letter of ['a', 'b', 'c'])
    await store.as('accounts', {}, (tx) => jobs.send(tx, 'letters', letter))

  const child = spawn(process.execPath, ['--input-type=module', '-e', HARD_AT_WORK, server.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  let said = ''
  for await (const text of child.stdout.setEncoding('utf8')) {
    said += text
    if (said.split('\n').length > 3) break
  }
  child.kill('SIGKILL')
  await ended

  await jobs.runDue()
  assert.deepEqual(done, [])
  clock = Date.now() + HOLD
  await jobs.runDue()
  assert.deepEqual(done.toSorted(), [
    ['a', 2],
    ['b', 2],
    ['c', 2],
  ])
})
