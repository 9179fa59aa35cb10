import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import { type Store, sql } from '#platform/database'
import { registersModule } from '#registers'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { totalOf } from '../accounts/amounts.ts'
import { openLedger, rebuildLedger } from '../ledger/queries.ts'
import { type Amounts, add, NOTHING } from '../ledger/rules.ts'
import { rolledBack } from '../ledger/testing/rolled-back.ts'
import type { LedgerTables } from '../measures/queries.ts'
import { figuresModule } from '../tables.ts'
import { rounded } from './rules.ts'
import { adopt, BODIES, DAYS, governmentWith, history, N, write } from './testing/people.ts'
import { everythingShown, exactly, numbersIn, publicRows, type Shown } from './testing/shown.ts'

const MODULES = [registersModule, figuresModule]

eachDatabase((kind, open) => {
  let store: Store<LedgerTables>
  const runs = { numRuns: kind === 'pglite' ? 3 : 6, endOnFailure: true }
  before(async () => {
    store = await open<LedgerTables>(MODULES)
  })

  test('every number shown is a multiple, so no two are less than that apart, and totals are sums of organisations', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (recordings) => {
        await rolledBack(store, async (tx) => {
          await adopt(tx, governmentWith(N))
          for (const each of recordings) await write(tx, each)
          const all = await everythingShown(tx)
          checkDifferences(all)
          for (const shown of all) {
            checkSums(shown)
            for (const { classes, changes, isListed, from, to, difference } of shown.explanations) {
              assert.deepEqual([classes, changes, isListed], [[], [], false])
              assert.deepEqual(add(to, from, -1), difference)
            }
          }
        })
      }),
      runs,
    )
  })

  test("what is shown of an organisation is its records' sum, rounded: at any two times, and after a rebuild", async () => {
    await fc.assert(
      fc.asyncProperty(history, async (recordings) => {
        await rolledBack(store, async (tx) => {
          await adopt(tx, governmentWith(N))
          for (const each of recordings) await write(tx, each)
          const all = await everythingShown(tx)
          for (const shown of all) await checkRounded(shown, N)
          const rows = await publicRows(tx)
          await rebuildLedger(tx)
          assert.ok((await publicRows(tx)) === rows)

          async function checkRounded({ recording, organised, accounts }: Shown, n: number) {
            for (const { promised, amounts, on } of accounts) {
              const { name: measure, derived } = promised.measure
              if (derived || organised === 'now') continue
              for (const organisation of BODIES) {
                const parts = await exactly(tx, { measure, organisation, on, recording })
                assert.deepEqual(amounts.get(organisation) ?? NOTHING, rounded(sum(parts), n))
              }
            }
          }
        })
      }),
      runs,
    )
  })

  test('once a register has a smallest count, all that was ever known of it is rounded, and never by less', async () => {
    await fc.assert(
      fc.asyncProperty(history, history, async (first, later) => {
        await rolledBack(store, async (tx) => {
          await adopt(tx, governmentWith(undefined))
          for (const each of first) await write(tx, each)
          await adopt(tx, governmentWith(N))
          for (const each of later) await write(tx, each)
          for (const shown of await everythingShown(tx)) {
            for (const number of numbersIn(shown)) assert.ok(number % N === 0)
          }
          await adopt(tx, governmentWith(2 * N))
          await adopt(tx, governmentWith(undefined))
          for (const each of first) await write(tx, each)
          for (const shown of await everythingShown(tx)) {
            for (const number of numbersIn(shown)) assert.ok(number % (2 * N) === 0)
          }
        })
      }),
      { numRuns: 2, endOnFailure: true },
    )
  })

  test('the public role can read nothing finer', async () => {
    const small = await open<LedgerTables>(MODULES)
    const people = [3, 4, 5].map((key) => ({
      act: 'enter' as const,
      key,
      day: DAYS[0] ?? '',
      body: 'old',
      values: { asked: 'yes', helped: 'yes', times: key },
    }))
    await small.as('ledger', {}, async (tx) => {
      await adopt(tx, governmentWith(N))
      await write(tx, people)
    })
    const asPublic = (query: string) => small.as('public', {}, (tx) => sql.raw(query).execute(tx))
    await assert.rejects(asPublic('select * from figures.exact_sum'), /permission denied/)
    await assert.rejects(asPublic('select * from figures.posting'), /permission denied/)
    for (const table of ['posting_sum', 'balance']) {
      const off = `select * from figures.${table} where counted % ${N} <> 0 or out_of % ${N} <> 0
        or unknown % ${N} <> 0 or abs(records) > 1 or abs(reconstructed) > 1`
      assert.deepEqual((await asPublic(off)).rows, [], table)
    }
    const numbers = '(select array_agg(measure) from figures.measure)'
    for (const each of ['public_posting', 'shares', 'contributions']) {
      const from = {
        public_posting: 'figures.public_posting',
        shares: `unnest(${numbers}) as m cross join lateral figures.shares_at(m, '{old}', '{2024-12-31}', 9) as s`,
        contributions: `unnest(${numbers}) as m cross join lateral figures.contributions_at(m, '2024-12-31', 9) as c`,
      }[each]
      assert.deepEqual((await asPublic(`select * from ${from}`)).rows, [], each)
    }
  })

  test('what is rounded is carried forward as any balance is', async () => {
    await rolledBack(store, async (tx) => {
      await adopt(tx, governmentWith(N))
      const entered = Array.from({ length: 60 }, (_, key) => ({
        act: 'enter' as const,
        key,
        day: DAYS[key % DAYS.length] ?? '',
        body: BODIES[key % BODIES.length] ?? '',
        values: { asked: 'yes', helped: 'yes', times: 1 },
      }))
      await write(tx, entered)
      const [shown] = await everythingShown(tx)
      assert.ok(shown)
      await sql`update figures.measure set tail = 4095`.execute(tx)
      await openLedger(tx)
      await write(tx, [{ act: 'enter', key: 99, day: DAYS[0] ?? '', body: 'old', values: {} }])
      for (const each of await everythingShown(tx)) {
        for (const number of numbersIn(each)) assert.ok(number % N === 0)
      }
    })
  })
})

/** Whatever is taken from what: another date, moment, body, line or way to see bodies, a total, what is left of a whole. */
function checkDifferences(all: readonly Shown[]): void {
  const numbers = [...new Set(all.flatMap((shown) => [...numbersIn(shown)]))]
  for (const number of numbers) {
    assert.ok(number % N === 0)
    for (const other of numbers) assert.ok(number === other || Math.abs(number - other) >= N)
  }
}

/** A total is the sum of what its organisations have, and so are reporting lines. */
function checkSums({ accounts, series }: Shown): void {
  for (const account of accounts) {
    if (account.promised.measure.derived) continue
    assert.deepEqual(totalOf(account, null), sum([...account.amounts.values()]))
    const point = series
      .find(({ promised }) => promised === account.promised)
      ?.points.findLast(({ on }) => on <= account.on)
    const { counted, unknown } = totalOf(account, null)
    assert.deepEqual([point?.counted ?? 0, point?.unknown ?? 0], [counted, unknown])
  }
}

function sum(all: readonly Amounts[]): Amounts {
  const { counted, outOf, unknown, records, reconstructed } = all.reduce(
    (total: Amounts, each) => add(total, each),
    NOTHING,
  )
  return { counted, outOf, unknown, records, reconstructed }
}
