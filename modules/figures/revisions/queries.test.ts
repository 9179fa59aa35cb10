import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import type { Measure } from '#definitions'
import type { Kysely, Store } from '#platform/database'
import { type NewEntry, record, recordingsOf, registersModule } from '#registers'
import { nameOf, promisesOf } from '#roadmaps'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { accountsOf } from '../accounts/queries.ts'
import { figureOf } from '../accounts/rules.ts'
import { entry, government } from '../accounts/testing.ts'
import { explain, explainUpTo } from '../explanations/queries.ts'
import { type Known, knownAt } from '../known/queries.ts'
import { openAdoption, openLedger } from '../ledger/queries.ts'
import { act, adopt, perform } from '../ledger/testing/acts.ts'
import { DAYS } from '../ledger/testing/histories.ts'
import { rolledBack } from '../ledger/testing/rolled-back.ts'
import type { LedgerTables } from '../measures/queries.ts'
import { figuresModule } from '../tables.ts'
import { definitionsOf } from '../versions/queries.ts'
import { revisionsOf } from './queries.ts'

const MODULES = [registersModule, figuresModule]
const TODAY = '2026-01-01'
const asked = { organisation: null, organised: 'then', today: TODAY } as const

eachDatabase((kind, open) => {
  let store: Store<LedgerTables>
  before(async () => {
    store = await open<LedgerTables>(MODULES)
    await store.as('ledger', {}, recordHistory)
  })

  test('a figure on several dates, as each recording changed it', async () => {
    await store.as('public', {}, async (tx) => {
      const known = await knownOn(tx, '2024-12-31T00:00:00.000Z')
      const { every, columns, rows } = await revisionsOf(tx, known, measure(known, 'funded'), {
        ...asked,
        on: '2024-10-31',
      })
      assert.equal(every, 'recording')
      assert.deepEqual(
        columns.map(({ recordedAt, source }) => [recordedAt.slice(0, 10), source]),
        [
          ['2024-05-01', 'second return'],
          ['2024-09-01', 'correction'],
          ['2024-12-31', null],
        ],
      )
      const said = rows.map(({ on, cells }) => [
        on,
        ...cells.map(
          (cell) => cell && `${cell.counted} of ${cell.outOf} ${cell.revision} ${cell.by.counted}`,
        ),
      ])
      assert.deepEqual(said, [
        ['2024-03-31', '1 of 2 first 1', '0 of 2 changed -1', '0 of 2 same 0'],
        ['2024-06-30', null, '1 of 3 first 1', '1 of 3 same 0'],
        ['2024-10-31', null, null, '1 of 3 first 1'],
      ])
    })
  })

  test('each column is by the definition in force as known then', async () => {
    await store.as('public', {}, async (tx) => {
      const known = await knownOn(tx, '2025-06-01T00:00:00.000Z')
      const dates = ['2024-01-31']
      const { columns, rows } = await revisionsOf(tx, known, measure(known, 'funded'), {
        ...asked,
        on: '2025-03-01',
        dates,
      })
      assert.deepEqual(
        columns.map(({ source }) => source),
        ['first return', 'correction', 'redefined'],
      )
      assert.deepEqual(
        rows[0]?.cells.map((cell) => cell && `${cell.counted} of ${cell.outOf}`),
        ['1 of 2', '0 of 2', '2 of 2'],
      )
      const versions = await definitionsOf(tx, measure(known, 'funded'), known.recording)
      assert.deepEqual(
        versions.map(({ recordedAt, source, from, promised }) => [
          recordedAt.slice(0, 10),
          source,
          from,
          promised?.measure.counts,
        ]),
        [
          ['2024-01-01', 'adopted', null, 'record.funded == "yes"'],
          ['2025-01-01', 'redefined', null, 'record.funded == "yes" || record.funded == "no"'],
        ],
      )
      assert.equal(new Set(versions.map(({ version }) => version)).size, 2)
      assert.equal((await definitionsOf(tx, measure(known, 'size'), known.recording)).length, 1)
      // What is derived from a measure that is defined otherwise is another figure; a figure names what is in force.
      const derived = await definitionsOf(tx, measure(known, 'well funded'), known.recording)
      assert.equal(derived.length, 2)
      for (const [name, of] of [
        ['funded', versions],
        ['well funded', derived],
        ['mean size', await definitionsOf(tx, measure(known, 'mean size'), known.recording)],
      ] as const) {
        const promises = [measure(known, name)]
        const on = '2024-01-31'
        const [account] = await accountsOf(tx, known, { promises, on, organised: 'then', today: TODAY })
        assert.equal(account?.definition, of.at(-1)?.version, name)
      }
      assert.equal(new Set([...versions, ...derived].map(({ version }) => version)).size, 4)
      const withdrawn = await definitionsOf(tx, measure(known, 'number'), known.recording + 1)
      assert.deepEqual(
        withdrawn.map(({ version, promised, from }) => [version === 'withdrawn', promised === null, from]),
        [
          [false, false, null],
          [true, true, '2025-07-01'],
        ],
      )
    })
  })

  test('a cell is the figure as it was then known, whatever was recorded', async () => {
    const empty = await open<LedgerTables>(MODULES)
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 12 }), async (acts) => {
        await rolledBack(empty, async (tx) => {
          await adopt(tx, 0, null)
          const entries: NewEntry[] = []
          for (const each of acts) await perform(tx, each, entries)
          const known = await knownOn(tx, null)
          for (const promised of promisesOf(known.government)) {
            const revisions = await revisionsOf(tx, known, promised, {
              ...asked,
              on: '2025-12-31',
              dates: DAYS,
            })
            assert.ok(revisions.columns.length <= 8)
            for (const [i, { recording }] of revisions.columns.entries()) {
              const moment = (await recordingsOf(tx, [recording])).get(recording)?.recordedAt ?? null
              const then = await knownOn(tx, moment)
              const promises = promisesOf(then.government).filter((each) => nameOf(each) === nameOf(promised))
              for (const { on, cells } of revisions.rows) {
                const [account] = await accountsOf(tx, then, { ...asked, promises, on })
                const figure = account && figureOf(account, null)
                assert.equal(cells[i]?.counted ?? null, figure?.counted ?? null)
                assert.equal(cells[i]?.outOf ?? null, figure?.outOf ?? null)
              }
            }
          }
        })
      }),
      { numRuns: kind === 'pglite' ? 3 : 10 },
    )
  })

  test('where very many recordings made it, it is shown as known at the end of each quarter', async () => {
    const busy = await open<LedgerTables>(MODULES)
    await busy.as('ledger', {}, recordHistory)
    for (let i = 0; i < 20; i++) {
      const day = String(i + 1).padStart(2, '0')
      await busy.as('ledger', {}, async (tx) => {
        const entries = [entry(`more-${i}`, 'joined', '2024-01-11', 'yes', 1)]
        await recordAt(tx, `2025-08-${day}T00:00:00.000Z`, `${i}`, entries)
      })
    }
    await busy.as('public', {}, async (tx) => {
      const known = await knownOn(tx, '2025-09-01T00:00:00.000Z')
      const { every, columns, rows } = await revisionsOf(tx, known, measure(known, 'funded'), {
        ...asked,
        on: '2025-08-31',
        dates: ['2024-01-31'],
      })
      assert.equal(every, 'quarter')
      assert.deepEqual(
        columns.map(({ source }) => source),
        ['first return', 'correction', 'redefined', '19'],
      )
      assert.deepEqual(
        rows[0]?.cells.map((cell) => cell?.outOf),
        [2, 2, 2, 22],
      )
    })
  })

  test('an explanation says whether its records may be shown, and when they are too many', async () => {
    await store.as('ledger', {}, async (tx) => {
      const known = await knownOn(tx, '2024-12-31T00:00:00.000Z')
      const promised = measure(known, 'funded')
      const between = { from: { on: '2024-01-01', known }, to: { on: '2024-12-31', known } }
      const question = { ...asked, ...between, promised }
      assert.equal(await explainUpTo(tx, question, 2), 'too many')
      const explanation = await explainUpTo(tx, question, 3)
      assert.deepEqual(explanation, await explain(tx, question))
      assert.equal(explanation.isListed, false)
    })
  })
})

function measure(known: Known, name: string) {
  const found = promisesOf(known.government).find((each) => each.measure.name === name)
  assert.ok(found)
  return found
}

async function knownOn(tx: Kysely<LedgerTables>, moment: string | null): Promise<Known> {
  const known = await knownAt(tx, moment)
  assert.ok(known)
  return known
}

/** Two returns, a correction of the first, a redefinition, and a measure withdrawn. */
async function recordHistory(tx: Kysely<LedgerTables>): Promise<void> {
  await adoptAt(tx, '2024-01-01', 'adopted', (measures) => measures, null)
  await recordAt(tx, '2024-02-01T00:00:00.000Z', 'first return', [
    entry('a', 'joined', '2024-01-10', 'yes', 1),
    entry('b', 'joined', '2024-01-10', 'no', 2),
  ])
  await recordAt(tx, '2024-05-01T00:00:00.000Z', 'second return', [
    entry('c', 'joined', '2024-04-20', 'yes', 3),
  ])
  await recordAt(tx, '2024-09-01T00:00:00.000Z', 'correction', [entry('a', 'joined', '2024-01-10', 'no', 1)])
  const redefine = (measure: Measure) =>
    measure.name === 'funded' ? { ...measure, counts: `${measure.counts} || record.funded == "no"` } : measure
  await adoptAt(tx, '2025-01-01', 'redefined', (measures) => measures.map(redefine), null)
  const isKept = ({ name }: Measure) => name !== 'number' && name !== 'mean size'
  await adoptAt(
    tx,
    '2025-07-01',
    'withdrawn',
    (measures) => measures.map(redefine).filter(isKept),
    '2025-07-01',
  )
}

async function recordAt(
  tx: Kysely<LedgerTables>,
  recordedAt: string,
  source: string,
  entries: NewEntry[],
): Promise<void> {
  const recording = { kind: 'entries' as const, actor: 'test', statements: [] }
  assert.ok((await record(tx, { ...recording, recordedAt, source, entries }, await openLedger(tx))).ok)
}

async function adoptAt(
  tx: Kysely<LedgerTables>,
  day: string,
  source: string,
  change: (measures: Measure[]) => Measure[],
  from: string | null,
): Promise<void> {
  const roadmaps = government.roadmaps.map((roadmap) => ({
    ...roadmap,
    commitments: roadmap.commitments.map((each) => ({ ...each, measures: change(each.measures) })),
  }))
  const adopted = { ...government, roadmaps }
  const recording = { kind: 'adoption' as const, actor: 'test', entries: [], statements: [] }
  const at = { ...recording, recordedAt: `${day}T00:00:00.000Z`, source, government: adopted }
  assert.ok((await record(tx, at, openAdoption(tx, adopted, from))).ok)
}
