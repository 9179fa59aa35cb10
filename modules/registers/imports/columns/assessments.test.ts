import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Framework, Government, Question } from '#definitions'
import type { Store } from '#platform/database'
import { eachDatabase } from '../../../../platform/database/testing.ts'
import { recordingAt } from '../../recordings/queries.ts'
import { type RegistersTables, registersModule } from '../../tables.ts'
import { sayProblem } from '../problems.ts'
import { standingRecords } from '../queries.ts'
import { adoptBay, bay, importText, readText } from '../testing.ts'
import { csvLines } from '../write.ts'

/* Versions of a framework side by side: each row is judged by one, and keeps it. */

const HEAD = 'id,organisation,effectiveOn,name'

const level = (id: string): Question => ({
  id,
  title: { en: id },
  group: 'all',
  type: 'level',
  levels: [1, 2, 3].map((score) => ({ score, title: { en: String(score) } })),
})

function version(name: string, from: string | undefined, ids: string[], red: number): Framework {
  const [first] = bay.frameworks
  assert.ok(first)
  return {
    ...first,
    version: name,
    ...(from !== undefined && { from }),
    questions: ids.map(level),
    results: {
      rule: 'mean and max product',
      sides: ['all'],
      decimals: 0,
      bands: [{ result: 'green' }, { result: 'red', from: red }],
    },
  }
}

const one = version('1', undefined, ['Q1'], 3)
const two = version('2', '2025-01-01', ['Q1', 'Q2'], 2)
const unchecked: Government = { ...bay, registers: bay.registers.map((each) => ({ ...each, checks: [] })) }
const withTwo: Government = { ...unchecked, frameworks: [one, two] }

async function read(text: string, government = withTwo) {
  const { items, problems } = await readText(text, 'csv', 'systems', government)
  return {
    risks: items.map(({ item }) => item.values.risk),
    said: problems.kept.map((problem) => sayProblem(problem).replace(/^file:?/, '')),
  }
}

test('a row is judged by the version of its day, or by the one it names, and keeps it', async () => {
  const rows = [
    'a,parks,2024-12-31,A,,2,',
    'b,parks,2025-01-01,B,,2,2',
    'c,parks,2025-01-01,C,1,2,',
    'd,parks,2024-01-01,D,2,2,1',
  ]
  const { risks, said } = await read(`${HEAD},risk.version,risk.Q1,risk.Q2\n${rows.join('\n')}\n`)
  assert.deepEqual(said, [])
  const kept = (of: string, answers: Record<string, number>, rating: string, score: number) => ({
    framework: 'risk',
    version: of,
    answers,
    rating,
    score,
  })
  assert.deepEqual(risks, [
    kept('1', { Q1: 2 }, 'green', 2),
    kept('2', { Q1: 2, Q2: 2 }, 'red', 2),
    kept('1', { Q1: 2 }, 'green', 2),
    // (1.5 + 2) / 2, rounded
    kept('2', { Q1: 2, Q2: 1 }, 'red', 2),
  ])
})

test('a rating alone names its version too', async () => {
  const { risks } = await read(
    `${HEAD},risk.version,risk.rating\na,parks,2025-06-01,A,1,green\nb,parks,2025-06-01,B,,green\n`,
  )
  assert.deepEqual(risks, [
    { framework: 'risk', version: '1', rating: 'green' },
    { framework: 'risk', version: '2', rating: 'green' },
  ])
})

test('a question of another version, a version that is not there, and one alone', async () => {
  const head = `${HEAD},risk.version,risk.rating,risk.Q1,risk.Q2`
  const { said } = await read(
    `${head}\na,parks,2024-06-01,A,,,1,1\nb,parks,2024-06-01,B,3,,1,\nc,parks,2024-06-01,C,2,,,\n`,
  )
  assert.deepEqual(said, [
    '2:risk.Q2: Version 1, by which this is judged, has no question "Q2". Leave it empty, or name the version that has it: 2.',
    '3:risk.version: Risk has no version "3". Did you mean "1"?',
    '4:risk.version: A version alone says nothing. Fill in the rating or the answers, or leave it empty.',
  ])
})

test('before any version began, the row must name the one by which it was judged', async () => {
  const { said } = await read(`${HEAD},risk.rating\na,parks,2024-06-01,A,red\n`, {
    ...bay,
    frameworks: [two],
  })
  assert.deepEqual(said, [
    '2:risk.version: No version of risk was there to judge by on 1 June 2024. Name the one by which it was judged: 2.',
  ])
})

eachDatabase((_kind, open) => {
  let store: Store<RegistersTables>
  before(async () => {
    store = await open<RegistersTables>([registersModule])
    await store.as('ledger', {}, adoptBay)
  })

  test('a record stays as it was judged when a new version comes, and is exported with its version', async () => {
    await store.as('ledger', {}, async (tx) => {
      const standing = async () => {
        const { number } = await recordingAt(tx, null)
        const asked = { organisation: null, on: '2026-01-01', recording: number }
        const [systems] = bay.registers
        assert.ok(systems)
        return { systems, records: await standingRecords(tx, systems, asked) }
      }
      const columns = `${HEAD},risk.Q1,risk.Q2`
      await importText(tx, `${columns}\nold,parks,2024-06-01,Old,2,\n`)
      await importText(tx, `${columns}\nnew,parks,2025-06-01,New,2,2\n`, { government: withTwo })
      const { systems, records } = await standing()
      const risks = records.map(({ key, values }) => [key, values.risk])
      assert.deepEqual(risks, [
        ['new', { framework: 'risk', version: '2', answers: { Q1: 2, Q2: 2 }, rating: 'red', score: 2 }],
        ['old', { framework: 'risk', version: '1', answers: { Q1: 2 }, rating: 'green', score: 2 }],
      ])
      // A version may also come that says nothing of when it begins, so that it would be the one for the old record.
      const withThree = { ...unchecked, frameworks: [one, two, version('3', undefined, ['Q1'], 2)] }
      const text = [...csvLines(withThree, systems, records)].join('')
      const again = await importText(tx, text, { government: withThree })
      assert.ok(again.ok)
      assert.deepEqual([again.skipped, again.recorded?.entries ?? 0], [2, 0])
      assert.match(text, /risk\.rating,risk\.version,risk\.Q1,risk\.Q2/)
    })
  })
})
