import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { sql } from '#platform/database'
import { openDatabase } from './database.ts'
import { recordExample } from './example.ts'
import { socketFile } from './forwarding/socket.ts'
import { carryOut, configFor, start, temporaryFolders } from './testing.ts'

/* What only processes of their own can show: a kill, a second process on the same folder, the site and its signals. */

const folders = temporaryFolders()
after(folders.remove)

const run = (words: string[], settings: Record<string, string>) => start('cli', words, settings).ended
const LEGACY = ['--roadmap', '2022-to-2025', '--commitment', '10', '--on', '2024-02-29']

let example: string
before(async () => {
  example = folders.make()
  const store = await openDatabase({ dataDir: example }, () => {})
  await recordExample(store, configFor().government, () => {})
  // Each piece of 5,000 entries takes a while, so that a kill is in the middle of it on any machine.
  await store.owner(async (tx) => {
    await sql
      .raw(`
      create function registers.wait() returns trigger language plpgsql as $$ begin perform pg_sleep(1.2); return null; end $$;
      create trigger slow after insert on registers.entry for each statement execute function registers.wait()`)
      .execute(tx)
  })
  await store.close()
})

test('an import that is killed leaves nothing half done, and goes through the next time', async () => {
  const settings = { DATA_DIR: folders.copy(example) }
  const rows = Array.from(
    { length: 15_000 },
    (_, i) => `killed-${i},cabinet-office,2025-01-01,System ${i},red,none`,
  )
  const head = 'id,organisation,effectiveOn,name,risk.rating,plan'
  const importing = start(
    'cli',
    ['import', 'legacy-systems', folders.file('many.csv', [head, ...rows].join('\n'))],
    settings,
  )
  await importing.says(/Recording: [1-9]\d*%/)
  importing.child.kill('SIGKILL')
  await importing.ended

  const store = await openDatabase({ dataDir: settings.DATA_DIR }, () => {})
  const doctor = await carryOut(store, ['doctor', '--all'])
  assert.equal(doctor.code, 0, doctor.out + doctor.said)
  assert.match(doctor.out, /Chain of recordings: 24 recordings, 1264 entries/)
  const few = folders.file('few.csv', [head, ...rows.slice(0, 10)].join('\n'))
  const again = await carryOut(store, ['import', 'legacy-systems', few])
  assert.match(again.out, /^Recorded 10 entries of 10 records, as recording 25 /)
  const of = ['--organisation', 'cabinet-office']
  const listed = await carryOut(store, ['records', '--register', 'legacy-systems', ...of])
  assert.match(listed.out, /\n10 legacy systems on /)
  await store.close()
})

test('an example that is killed goes on where it stopped, and then is whole', async () => {
  const settings = { DATA_DIR: folders.make() }
  const recording = start('cli', ['example'], settings)
  await recording.says(/Migrated figures/)
  setTimeout(() => recording.child.kill('SIGKILL'), 400)
  await recording.ended
  const store = await openDatabase({ dataDir: settings.DATA_DIR }, () => {})
  const again = await carryOut(store, ['example'])
  assert.equal(again.code, 0, again.said)
  const doctor = await carryOut(store, ['doctor', '--all'])
  assert.match(doctor.out, /Chain of recordings: 24 recordings, 1264 entries/)
  await store.close()
})

test('the doctor only looks: it makes no database where there is none', async () => {
  const dataDir = folders.make()
  const { code, out } = await run(['doctor'], { DATA_DIR: dataDir })
  assert.equal(code, 0, out)
  assert.match(out, /^ok {5}Database: none yet\. "npm start" makes one/m)
  assert.deepEqual(readdirSync(dataDir), [])
})

test('a folder that another process has open is refused in words', async () => {
  const dataDir = folders.copy(example)
  const store = await openDatabase({ dataDir }, () => {})
  const refused = await run(['figures', ...LEGACY], { DATA_DIR: dataDir })
  assert.equal(refused.code, 1)
  assert.match(
    refused.said,
    new RegExp(`is in use by process ${process.pid}, since .+ Stop that process, or set DATA_DIR`),
  )
  const doctor = await run(['doctor'], { DATA_DIR: dataDir })
  assert.equal(doctor.code, 1)
  assert.match(doctor.out, /^WRONG {2}Database: cannot be opened\n +.+ is in use by process/m)
  const site = await start('server', [], { DATA_DIR: dataDir, PORT: '0' }).ended
  assert.equal(site.code, 1)
  assert.match(site.said, /is in use by process/)
  await store.close()
})

test('the site serves pages, carries out commands, keeps its port, and stops cleanly when told to', async () => {
  const settings = { DATA_DIR: folders.copy(example), PORT: '0' }
  const site = start('server', ['--example'], settings)
  const [, url = ''] = await site.says(/The site is at (http:\/\/localhost:\d+)\./)
  assert.equal((await fetch(`${url}/health`)).status, 200)
  assert.match(await (await fetch(`${url}/roadmaps/2022-to-2025/commitments/10`)).text(), /44/)
  const figures = await run(['figures', ...LEGACY], settings)
  assert.equal(figures.code, 0, figures.said)
  assert.match(figures.out, /44 of 63 systems/)
  assert.match((await run(['doctor'], settings)).out, new RegExp(`held by process ${site.child.pid},`))

  const port = new URL(url).port
  const empty = folders.make()
  const second = await start('server', [], { DATA_DIR: empty, PORT: port }).ended
  assert.equal(second.code, 1)
  assert.deepEqual(readdirSync(empty), [], 'it is found before a database is made')
  assert.match(
    second.said,
    new RegExp(
      `^Port ${port} is in use\\. Stop the program that uses it, or set PORT to another number\\.$`,
      'm',
    ),
  )

  site.child.kill('SIGTERM')
  assert.equal((await site.ended).code, 0)
  assert.equal(existsSync(socketFile(settings.DATA_DIR)), false)
  assert.equal((await run(['figures', ...LEGACY], settings)).code, 0)
})

test('settings that are wrong are all named, by the command line and by the site', async () => {
  const wrong = { PORT: 'http', LOG_LEVEL: 'loud' }
  for (const { code, said } of [await run(['doctor'], wrong), await start('server', [], wrong).ended]) {
    assert.equal(code, 1)
    assert.equal(said.trimEnd().split('\n').length, 2)
  }
})
