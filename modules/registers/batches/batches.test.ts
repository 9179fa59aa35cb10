import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { readGovernment } from '#definitions'
import type { Store } from '#platform/database'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { sayProblem } from '../imports/problems.ts'
import { adoptBay, bay, noLedger } from '../imports/testing.ts'
import { type RegistersTables, registersModule } from '../tables.ts'
import { checkBatches } from './check.ts'
import { recordBatches } from './record.ts'

const folder = mkdtempSync(join(tmpdir(), 'fingerpost-batches-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const HEAD = 'id,organisation,effectiveOn,name'
const FIRST = `recordedAt: 2024-01-10T09:00:00Z
by: example
source: First letter
entries:
  - { register: systems, file: systems.csv }
  - { register: staff, file: staff.csv }
`
const SECOND = `recordedAt: 2024-02-10T09:00:00Z
by: example
source: Second letter
entries:
  - { register: systems, file: systems.csv }
statements:
  - { organisation: harbour, register: systems, part: red, says: none exist, effectiveOn: 2024-02-01, note: Counted }
`

function write(files: Record<string, string>): void {
  rmSync(folder, { recursive: true, force: true })
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, 'records', name)
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, text)
  }
}

beforeEach(() =>
  write({
    '01-first/batch.yaml': FIRST,
    '01-first/systems.csv': `${HEAD}\na,harbour,2024-01-01,A\n`,
    '01-first/staff.csv': 'id,organisation,effectiveOn,posts\nq,parks,2024-01-01,5\n',
    '02-second/batch.yaml': SECOND,
    '02-second/systems.csv': `${HEAD},replaces\nb,parks,2024-02-01,B,a\n`,
  }),
)

const check = async () => {
  const { files, problems } = await checkBatches(bay, folder)
  return { files, said: problems.kept.map(sayProblem) }
}

eachDatabase((_kind, open) => {
  const record = (store: Store<RegistersTables>, batches: string[] = []) =>
    recordBatches(bay, folder, (work) => store.as('ledger', {}, (tx) => work(tx, noLedger)), {
      batch: (name, number, of) => void batches.push(`${number} of ${of}: ${name}`),
    })

  test('each batch is one recording, at its asserted time, and is recorded once', async () => {
    const store = await open<RegistersTables>([registersModule])
    await store.as('ledger', {}, adoptBay)
    const batches: string[] = []
    const first = await record(store, batches)
    assert.deepEqual(
      { ...first, problems: 0 },
      { ok: true, recorded: 2, skipped: 0, entries: 3, problems: 0 },
    )
    assert.deepEqual(batches, ['1 of 2: 01-first', '2 of 2: 02-second'])
    const recordings = () =>
      store.as('ledger', {}, (tx) =>
        tx
          .selectFrom('registers.recording')
          .select(['number', 'recorded_at', 'asserted', 'source'])
          .orderBy('number')
          .execute(),
      )
    assert.deepEqual((await recordings()).slice(1), [
      { number: 2, recorded_at: '2024-01-10T09:00:00.000Z', asserted: true, source: 'First letter' },
      { number: 3, recorded_at: '2024-02-10T09:00:00.000Z', asserted: true, source: 'Second letter' },
    ])
    const again = await record(store)
    assert.deepEqual(
      { ...again, problems: 0 },
      { ok: true, recorded: 0, skipped: 2, entries: 0, problems: 0 },
    )
    assert.equal((await recordings()).length, 3)
  })

  test('a batch that is wrong stops there; when it is mended, recording goes on from it', async () => {
    const store = await open<RegistersTables>([registersModule])
    await store.as('ledger', {}, adoptBay)
    const path = join(folder, 'records/02-second/systems.csv')
    writeFileSync(path, `${HEAD},replaces\nb,parks,2024-02-01,B,nothing\n`)
    const stopped = await record(store)
    assert.equal(stopped.ok, false)
    assert.equal(stopped.recorded, 1)
    assert.deepEqual(stopped.problems.kept.map(sayProblem), [
      'records/02-second/systems.csv:2:replaces: The register systems has no record "nothing". Correct the id, or import that record first.',
    ])
    writeFileSync(path, `${HEAD},replaces\nb,parks,2024-02-01,B,a\n`)
    const mended = await record(store)
    assert.deepEqual([mended.ok, mended.recorded], [true, 1])
  })
})

test('a folder without records has none to check', async () => {
  rmSync(folder, { recursive: true, force: true })
  assert.deepEqual(await check(), { files: 0, said: [] })
})

test('what is right is read whole and counted', async () => {
  assert.deepEqual(await check(), { files: 5, said: [] })
})

test('what is wrong with a batch is said with file, line and column', async () => {
  writeFileSync(
    join(folder, 'records/02-second/batch.yaml'),
    `recordedAt: yesterday
by: example
source: Second letter
from: me
entries:
  - { register: systems, file: ../01-first/systems.csv }
`,
  )
  const { said } = await check()
  assert.deepEqual(said, [
    'records/02-second/batch.yaml:1:13: This is not a moment. Write it as 2024-02-29T09:30:00Z.',
    'records/02-second/batch.yaml:4:1: There is no "from" here. Use "recordedAt", "by", "source", "entries" or "statements".',
    'records/02-second/batch.yaml:6:32: This is not a file beside this one. Name a .csv or .jsonl file in the same folder.',
  ])
})

test('registers, organisations, parts and files that are not there are named', async () => {
  writeFileSync(
    join(folder, 'records/02-second/batch.yaml'),
    SECOND.replace('register: systems, file', 'register: system, file')
      .replace('part: red', 'part: rod')
      .replace('harbour', 'harbor'),
  )
  rmSync(join(folder, 'records/01-first/staff.csv'))
  assert.deepEqual((await check()).said, [
    'records/01-first/staff.csv: There is no such file. Check its name and folder.',
    'records/02-second/batch.yaml:5:17: There is no register "system". Did you mean "systems"?',
    'records/02-second/batch.yaml:7:21: There is no organisation "harbor". Did you mean "harbour"?',
    'records/02-second/batch.yaml:7:54: The register systems has no part "rod". Did you mean "red"?',
  ])
})

test('batches are in the order of time, and name only what is recorded by then', async () => {
  writeFileSync(join(folder, 'records/02-second/batch.yaml'), SECOND.replace('2024-02-10', '2024-01-10'))
  writeFileSync(join(folder, 'records/01-first/systems.csv'), `${HEAD},replaces\na,harbour,2024-01-01,A,b\n`)
  assert.deepEqual((await check()).said, [
    'records/02-second/batch.yaml:1:1: The time recordedAt is not after that of 01-first, 2024-01-10T09:00:00.000Z. Number the folders in the order of time, each at a moment of its own.',
    'records/01-first/systems.csv:2:replaces: The register systems has no record "b" by then. Correct the id, or record that one before.',
  ])
})

test('"none exist" beside records is found before anything is recorded', async () => {
  writeFileSync(join(folder, 'records/02-second/batch.yaml'), SECOND.replace('part: red, ', ''))
  assert.deepEqual((await check()).said, [
    'records/02-second/batch.yaml:7: Harbour Office says from 1 February 2024 that no systems exist, but on 1 February 2024 holds a. Leave the statement out, or end the records by 2024-02-01.',
  ])
})

test('an entry is taken back only after it was recorded, and no date moves in silence', async () => {
  const read = await readGovernment('governments/harbourton')
  assert.ok(read.ok)
  const batch = (month: string, register: string) =>
    `recordedAt: 2025-${month}-01T09:00:00Z\nby: example\nsource: Returns\nentries: [{ register: ${register}, file: rows.csv }]\n`
  const head = 'id,organisation,effectiveOn,state,commitment,milestone,due,reason'
  const row = (on: string, rest: string) => `fair-weather/1/all-tried,harbourton-council,${on},${rest}\n`
  write({
    '01-first/batch.yaml': batch('08', 'milestones'),
    '01-first/rows.csv': `${head}\n${row('2025-07-21', ',fair-weather/1,all-tried,2026-03,Out sailing')}${row('2025-07-01', 'void,,,,')}`,
    '02-second/batch.yaml': batch('09', 'milestones'),
    '02-second/rows.csv': `${head}\n${row('2025-07-21', 'void,,,,')}${row('2025-08-02', ',fair-weather/1,all-tried,2026-03,')}`,
  })
  const { problems } = await checkBatches(read.government, folder)
  assert.deepEqual(problems.kept.map(sayProblem), [
    'records/01-first/rows.csv:3:effectiveOn: "fair-weather/1/all-tried" has no entry from 2025-07-01 to take back. Give the effectiveOn of the entry that was never true.',
    'records/02-second/rows.csv:3:reason: The date moves from September 2025 to March 2026 without a reason. Say why.',
  ])
})
