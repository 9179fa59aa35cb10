import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { openStore, StoreInUse, StoreUnavailable, sql } from './index.ts'
import { folderUnavailable } from './problems.ts'

const FRONT_DOOR = new URL('index.ts', import.meta.url).href

// A process of its own that opens the folder, writes rows for as long as it lives, and says each one it has saved.
const WRITER = `
  import { openStore, sql } from '${FRONT_DOOR}'
  const store = await openStore({ dataDir: process.argv[1] })
  for (let number = 1; ; number++) {
    await store.owner((tx) => sql\`insert into t.row values (\${number})\`.execute(tx))
    console.log(number)
  }
`

function start(program: string, folder: string): ChildProcess & { lines: string[] } {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  child.stdout.setEncoding('utf8').on('data', (text: string) => lines.push(...text.trimEnd().split('\n')))
  return Object.assign(child, { lines })
}

async function until(child: ChildProcess, met: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 60_000; !met(); ) {
    assert.ok(Date.now() < deadline && child.exitCode === null, 'it did not happen within a minute')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

describe('the embedded database in a folder', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'fingerpost-folder-'))
  const open = (report?: (line: string) => void) =>
    openStore<unknown>({ dataDir, ...(report ? { report } : {}) })

  after(() => rmSync(dataDir, { recursive: true }))

  test('is never half made: one whose making was killed is made again', async () => {
    const creating = start(WRITER, dataDir)
    const ended = new Promise((resolve) => creating.once('exit', resolve))
    await until(creating, () => existsSync(join(dataDir, 'database.unfinished', 'PG_VERSION')))
    creating.kill('SIGKILL')
    await ended
    assert.ok(!existsSync(join(dataDir, 'database')))
  })

  test('is created once, saying so, and is there again after closing', async () => {
    const lines: string[] = []
    const store = await open((line) => lines.push(line))
    assert.match(lines.join('\n'), /^Creating the database in .*\nCreated the database in \d+\.\d seconds\.$/)
    assert.equal(store.kind, 'pglite')
    assert.ok(!existsSync(join(dataDir, 'database.unfinished')))
    await store.owner((tx) =>
      sql.raw('create schema t; create table t.row (number bigint primary key)').execute(tx),
    )
    await store.close()
    await store.close()
    const again = await open((line) => lines.push(line))
    assert.equal(lines.length, 2)
    assert.deepEqual((await again.owner((tx) => sql`select * from t.row`.execute(tx))).rows, [])
    await again.close()
  })

  test('admits one process, and outlives one that is killed', async () => {
    const writer = start(WRITER, dataDir)
    const ended = new Promise((resolve) => writer.once('exit', resolve))
    await until(writer, () => writer.lines.length > 20)
    await assert.rejects(open(), (error) => {
      assert.ok(error instanceof StoreInUse)
      assert.equal(error.pid, writer.pid)
      assert.match(
        error.message,
        new RegExp(`is in use by process ${writer.pid}, since .* Stop that process, or set DATA_DIR`),
      )
      return true
    })
    writer.kill('SIGKILL')
    await ended

    const store = await open()
    const { rows } = await store.owner((tx) =>
      sql<{ saved: number }>`select count(*) as saved from t.row`.execute(tx),
    )
    assert.ok(Number(rows[0]?.saved) >= writer.lines.length, 'every row that was said to be saved is there')
    await store.close()
  })

  test('admits one store within a process', async () => {
    const store = await open()
    await assert.rejects(open(), (error) => error instanceof StoreInUse && error.pid === process.pid)
    await store.close()
    await (await open()).close()
  })

  test('takes no notice of a process id left behind in the folder', async () => {
    writeFileSync(
      join(dataDir, 'database.lock.json'),
      JSON.stringify({ pid: process.ppid, since: 'long ago' }),
    )
    await (await open()).close()
  })

  test('is not made on top of something else', async () => {
    const occupied = join(dataDir, 'occupied')
    mkdirSync(join(occupied, 'database'), { recursive: true })
    writeFileSync(join(occupied, 'database', 'holiday.jpg'), '')
    await assert.rejects(openStore({ dataDir: occupied }), /is not a database: it has files in it/)
  })

  test('says in plain words why a folder cannot be used', async () => {
    const file = join(dataDir, 'a-file')
    writeFileSync(file, '')
    await assert.rejects(openStore({ dataDir: join(file, 'data') }), (error) => {
      assert.ok(error instanceof StoreUnavailable)
      assert.match(error.message, /A part of that path is a file, not a folder/)
      return true
    })
    const refused = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' })
    assert.match(
      folderUnavailable('/srv/data', refused).message,
      /\/srv\/data cannot be used. This user may not write to it/,
    )
  })
})
