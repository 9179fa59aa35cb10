import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { test } from 'node:test'
import { migrate, openStore, sql } from '#platform/database'
import { startPrivatePostgres } from '../../../platform/database/testing.ts'
import type { OneLoginTables } from '../tables.ts'
import { oneLogin } from './artefacts.testing.ts'

const PROGRAM = `
  import { openStore } from '#platform/database'
  import { createArtefacts } from './modules/one-login/artefacts/artefacts.ts'
  import { postgresShelf } from './modules/one-login/artefacts/queries.ts'

  const store = await openStore({ databaseUrl: process.argv[1], dataDir: '' })
  const artefacts = createArtefacts(postgresShelf({ store, now: Date.now }))
  const expiresAt = Date.now() + 300_000
  const round = async (worker, number) => {
    const id = worker + '-' + number
    const from = { payload: { id }, expiresAt, accountId: 'account-' + worker, sessionUid: 'uid-' + id }
    await artefacts.together(async () => {
      await artefacts.put({ ...from, kind: 'Session', id })
      await artefacts.put({ ...from, kind: 'AuthorizationCode', id })
    })
    await artefacts.together(async () => {
      await artefacts.find('AuthorizationCode', id)
      await artefacts.spendOnWriting('AuthorizationCode', id)
      await artefacts.put({ ...from, kind: 'AccessToken', id })
      await artefacts.destroy('Session', id)
    })
    console.log(id)
  }
  const work = async (worker) => { for (let number = 0; ; number++) await round(worker, number) }
  await Promise.all(Array.from({ length: 100 }, (_, worker) => work(worker)))
`

test('a process killed among a hundred: what it had said is there, and nothing is half done', async () => {
  const server = await startPrivatePostgres()
  const store = await openStore<OneLoginTables>({ databaseUrl: server.url, dataDir: '' })
  try {
    await migrate(store, [oneLogin])
    const said = await saidUntilKilled(server.url)
    assert.ok(said.length > 100, `${said.length} rounds`)
    const { rows } = await store.as('accounts', {}, (tx) =>
      sql<{ id: string; kinds: string[] }>`
        select payload->>'id' as id,
               array_agg(kind || case when spent_at is null then '' else ' spent' end order by kind) as kinds
        from one_login.artefact group by 1`.execute(tx),
    )
    const held = new Map(rows.map(({ id, kinds }) => [id, kinds.join(', ')]))
    for (const id of said) assert.equal(held.get(id), DONE)
    for (const [id, kinds] of held) assert.ok(kinds === DONE || kinds === BEGUN, `${id}: ${kinds}`)
  } finally {
    await store.close()
    await server.stop()
  }
})

const BEGUN = 'AuthorizationCode, Session'
const DONE = 'AccessToken, AuthorizationCode spent'

async function saidUntilKilled(url: string): Promise<string[]> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM, url], {
    cwd: new URL('../../../', import.meta.url),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece
    if (text.split('\n').length > 500) child.kill('SIGKILL')
  })
  await ended
  // The last line may be a piece of one.
  return text.split('\n').slice(0, -1)
}
