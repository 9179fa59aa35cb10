import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import type { Kysely, Store } from '#platform/database'
import { type NewEntry, record, registersModule } from '#registers'
import { promisesOf } from '#roadmaps'
import { addPeriod, type IsoDate } from '#shared/dates'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { accountsOf } from '../accounts/queries.ts'
import { figureOf } from '../accounts/rules.ts'
import { entry, recordEverything } from '../accounts/testing.ts'
import { type Known, knownAt } from '../known/queries.ts'
import { openLedger } from '../ledger/queries.ts'
import { act, adopt, perform } from '../ledger/testing/acts.ts'
import { DAYS } from '../ledger/testing/histories.ts'
import { rolledBack } from '../ledger/testing/rolled-back.ts'
import type { LedgerTables } from '../measures/queries.ts'
import type { Organised } from '../shares/queries.ts'
import { figuresModule } from '../tables.ts'
import { seriesOf } from './queries.ts'
import type { Point } from './rules.ts'

const MODULES = [registersModule, figuresModule]
const TODAY = '2026-01-01'
const UNTIL = '2026-07-31'

eachDatabase((kind, open) => {
  let store: Store<LedgerTables>
  before(async () => {
    store = await open<LedgerTables>(MODULES)
    await store.as('ledger', {}, recordEverything)
  })

  test('between its points a figure does not change, whatever was recorded', async () => {
    const empty = await open<LedgerTables>(MODULES)
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 12 }), async (acts) => {
        await rolledBack(empty, async (tx) => {
          await adopt(tx, 0, null)
          const entries: NewEntry[] = []
          for (const each of acts) await perform(tx, each, entries)
          const known = await knownNow(tx)
          const promises = promisesOf(known.government)
          const all = await seriesOf(tx, known, { promises, until: UNTIL, organised: 'then', today: TODAY })
          for (const on of [...DAYS, '2024-08-01', '2025-03-15', UNTIL]) {
            const figures = await figuresOn(tx, known, on, 'then')
            for (const [i, series] of all.entries()) {
              assert.deepEqual(sayPoint(series.points.findLast((each) => each.on <= on)), figures[i])
            }
          }
        })
      }),
      { numRuns: kind === 'pglite' ? 5 : 15 },
    )
  })

  test('each point is the figure on its date: derived ones too, and as organised then or now', async () => {
    await store.as('public', {}, async (tx) => {
      const known = await knownNow(tx)
      const promises = promisesOf(known.government)
      for (const organised of ['then', 'now'] as const) {
        const all = await seriesOf(tx, known, { promises, until: '2024-07-01', organised, today: TODAY })
        for (const on of ['2024-01-10', '2024-06-01', '2024-07-01']) {
          const figures = await figuresOn(tx, known, on, organised)
          for (const [i, { points }] of all.entries()) {
            const point = points.findLast((each) => each.on <= on)
            assert.deepEqual(sayPoint(point), figures[i], `${organised} ${on}`)
          }
        }
      }
    })
  })

  test('by organisation it adds up to the whole, and a split body is shared by who holds each record', async () => {
    await store.as('public', {}, async (tx) => {
      const known = await knownNow(tx)
      const promises = promisesOf(known.government).filter(({ measure }) => measure.name === 'funded')
      const asked = { promises, until: '2024-07-01', organised: 'now', today: TODAY } as const
      const [series] = await seriesOf(tx, known, asked)
      const first = series?.points[0]
      assert.deepEqual(
        [...(first?.byOrganisation ?? [])].map(([slug, { counted, outOf }]) => [slug, counted, outOf]).sort(),
        [
          ['joined', 1, 2],
          ['north', 1, 1],
          ['south', 0, 1],
          ['unallocated', 1, 2],
        ],
      )
      assert.deepEqual([first?.counted, first?.outOf], [3, 6])
    })
  })

  test('where there are more than forty dates, there is a point for each month', async () => {
    const busy = await open<LedgerTables>(MODULES)
    await busy.as('ledger', {}, recordEverything)
    await busy.as('ledger', {}, async (tx) => {
      const days = Array.from({ length: 60 }, (_, i) => addPeriod('2024-01-11', `P${i}D`))
      const entries = days.map((on, i) => entry(`later-${i}`, 'joined', on, 'yes', 1))
      const recording = { kind: 'entries' as const, actor: 'test', source: 'test', entries, statements: [] }
      assert.ok((await record(tx, recording, await openLedger(tx))).ok)
    })
    await busy.as('public', {}, async (tx) => {
      const known = await knownNow(tx)
      const promises = promisesOf(known.government)
      const all = await seriesOf(tx, known, {
        promises,
        until: '2024-04-10',
        organised: 'then',
        today: TODAY,
      })
      for (const series of all) {
        assert.equal(series.every, 'month')
        assert.deepEqual(
          series.points.map(({ on }) => on),
          ['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-10'],
        )
      }
      const figures = await figuresOn(tx, known, '2024-02-29', 'then')
      assert.deepEqual(
        all.map(({ points }) => sayPoint(points[1])),
        figures,
      )
    })
  })

  test('a measure that nothing is known of has no points', async () => {
    await store.as('public', {}, async (tx) => {
      const known = await knownNow(tx)
      const promises = promisesOf(known.government)
      const asked = { promises, until: '2023-12-31', organised: 'then', today: TODAY } as const
      const all = await seriesOf(tx, known, asked)
      assert.ok(all.length > 0 && all.every(({ points, stated }) => points.length + stated.length === 0))
    })
  })
})

async function knownNow(tx: Kysely<LedgerTables>): Promise<Known> {
  const known = await knownAt(tx, null)
  assert.ok(known)
  return known
}

async function figuresOn(tx: Kysely<LedgerTables>, known: Known, on: IsoDate, organised: Organised) {
  const promises = promisesOf(known.government)
  const accounts = await accountsOf(tx, known, { promises, on, organised, today: TODAY })
  return accounts.map((account) => sayPoint(figureOf(account, null)))
}

function sayPoint(point: Pick<Point, 'counted' | 'outOf' | 'unknown' | 'value'> | undefined) {
  const { counted = null, outOf = null, unknown = null, value } = point ?? {}
  return { counted, outOf, unknown, value }
}
