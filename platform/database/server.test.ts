import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { openStore, StoreUnavailable, sql } from './index.ts'
import { type PrivatePostgres, startPrivatePostgres } from './testing.ts'

const open = (databaseUrl: string) => openStore<unknown>({ databaseUrl, dataDir: '' })

async function refusal(databaseUrl: string): Promise<string> {
  try {
    await (await open(databaseUrl)).close()
  } catch (error) {
    assert.ok(error instanceof StoreUnavailable, String(error))
    return error.message
  }
  assert.fail('it opened')
}

describe('a server', () => {
  // Its own, because roles belong to the whole server and these tests need one that has none yet.
  let server: PrivatePostgres

  before(async () => {
    server = await startPrivatePostgres()
  })
  after(() => server.stop())

  const run = async (statements: string[], database = 'postgres') => {
    const client = new pg.Client({
      connectionString: server.superuserUrl.replace('/postgres?', `/${database}?`),
    })
    await client.connect()
    for (const statement of statements) await client.query(statement)
    await client.end()
  }
  const address = (user: string, database: string) =>
    server.superuserUrl.replace('//postgres@/postgres?', `//${user}@/${database}?`)

  test('whose user may not create roles: the message is what the administrator must run', async () => {
    await run(['create role clerk login', 'create database town'])
    const message = await refusal(address('clerk', 'town'))
    assert.match(message, /^The user clerk may not set up the database town/)
    const statements = message.split('\n').filter((line) => line.endsWith(';'))
    assert.equal(statements[0], 'CREATE ROLE fingerpost_owner NOLOGIN;')
    assert.equal(statements.at(-1), 'GRANT CREATE ON DATABASE town TO fingerpost_owner;')
    await run(statements, 'town')
    const store = await open(address('clerk', 'town'))
    const { rows } = await store.as('public', {}, (tx) => sql`select current_user::text as role`.execute(tx))
    assert.deepEqual(rows, [{ role: 'fingerpost_public' }])
    await store.close()

    await run(['create database village'])
    assert.match(
      await refusal(address('clerk', 'village')),
      /\n\nGRANT CREATE ON DATABASE village TO fingerpost_owner;$/,
    )
  })

  test('on which several databases are opened for the first time at once', async () => {
    await run([
      'drop database town',
      'drop database village',
      'drop role fingerpost_owner, fingerpost_ledger, fingerpost_staff, fingerpost_public, fingerpost_accounts',
      'create role builder login createrole createdb',
    ])
    const names = ['one', 'two', 'three', 'four']
    await run(names.map((name) => `create database ${name} owner builder`))
    const stores = await Promise.all([...names, ...names].map((name) => open(address('builder', name))))
    for (const store of stores) await store.owner((tx) => sql`select 1`.execute(tx))
    await Promise.all(stores.map((store) => store.close()))
  })

  test('that cannot be reached, or is not there: which, and what to do', async () => {
    assert.match(
      await refusal('postgresql://nobody:secret@127.0.0.1:1/fingerpost'),
      /^PostgreSQL at 127.0.0.1:1\/fingerpost cannot be used .*Nothing is listening there/,
    )
    assert.ok(!(await refusal('postgresql://nobody:secret@127.0.0.1:1/fingerpost')).includes('secret'))
    assert.match(await refusal(address('postgres', 'atlantis')), /It has no database of that name/)
    assert.match(await refusal(address('stranger', 'postgres')), /It does not let this user in/)
    assert.match(await refusal('postgresql://[nonsense'), /DATABASE_URL/)
    await run([`create database latin encoding 'LATIN1' locale 'C' template template0`])
    assert.match(await refusal(address('postgres', 'latin')), /whose encoding is LATIN1/)
  })

  test('that is older than PostgreSQL 15 is refused', async () => {
    const old = createServer((socket) => {
      socket.once('data', () => {
        socket.write(Buffer.concat([message('R', int32(0)), message('Z', Buffer.from('I'))]))
        socket.on('data', () => {
          const values = ['140011', '14.11', 'UTF8']
          const columns = ['number', 'version', 'encoding'].map((name) =>
            Buffer.concat([
              Buffer.from(`${name}\0`),
              int32(0),
              int16(0),
              int32(25),
              int16(-1),
              int32(-1),
              int16(0),
            ]),
          )
          const cells = values.map((value) => Buffer.concat([int32(value.length), Buffer.from(value)]))
          socket.write(
            Buffer.concat([
              message('T', int16(3), ...columns),
              message('D', int16(3), ...cells),
              message('C', Buffer.from('SELECT 1\0')),
              message('Z', Buffer.from('I')),
            ]),
          )
        })
      })
    })
    await new Promise<void>((resolve) => old.listen(0, '127.0.0.1', resolve))
    const bound = old.address()
    assert.ok(typeof bound === 'object' && bound)
    const words = await refusal(`postgresql://someone@127.0.0.1:${bound.port}/old`)
    assert.match(
      words,
      /points at PostgreSQL 14.11. Fingerpost needs version 15 or later: upgrade the server/,
    )
    old.close()
  })
})

describe('the private server of the tests', () => {
  test('goes with the process that started it, even a killed one', async () => {
    const program = `
      import { startPrivatePostgres } from '${new URL('testing.ts', import.meta.url).href}'
      console.log((await startPrivatePostgres()).url)
      setInterval(() => {}, 1000)
    `
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const url = await new Promise<string>((resolve) =>
      child.stdout.once('data', (text) => resolve(String(text).trim())),
    )
    const home = new URL(url.replace('@/', '@localhost/')).searchParams.get('host') ?? ''
    assert.ok(existsSync(join(home, 'data', 'postmaster.pid')))
    child.kill('SIGKILL')
    for (let attempt = 0; existsSync(home) && attempt < 200; attempt++)
      await new Promise((resolve) => setTimeout(resolve, 50))
    assert.ok(!existsSync(home), 'the server has stopped and its folder is gone')
  })
})

function message(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body])
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
