import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Store } from '#platform/database'
import { type NewEntry, record, registersModule } from '#registers'
import { promisesOf } from '#roadmaps'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { accountsOf } from '../accounts/queries.ts'
import { entry, recordEverything } from '../accounts/testing.ts'
import { explain } from '../explanations/queries.ts'
import { type Known, knownAt } from '../known/queries.ts'
import { openLedger } from '../ledger/queries.ts'
import type { LedgerTables } from '../measures/queries.ts'
import { figuresModule } from '../tables.ts'

const TODAY = '2026-01-01'
const ON = '2024-03-01'
const BODIES = ['north', 'south', 'unallocated', 'joined']

eachDatabase((_kind, open) => {
  let store: Store<LedgerTables>
  const known: Known[] = []
  before(async () => {
    store = await open<LedgerTables>([registersModule, figuresModule])
    await store.as('ledger', {}, recordEverything)
    await remember()
    // Held by a part of the split body from a later day, and ended by one that it never went to before.
    await add([
      entry('c', 'north', '2024-06-15', 'yes', 4),
      { ...entry('d', 'south', '2024-07-01', 'no', 5), state: 'ended' },
    ])
    await add([await voiding('a', '2024-06-01')])
  })

  async function add(entries: NewEntry[]) {
    await store.as('ledger', {}, async (tx) => {
      const recording = { kind: 'entries' as const, actor: 'test', source: 'test', statements: [], entries }
      assert.ok((await record(tx, recording, await openLedger(tx))).ok)
    })
    await remember()
  }

  async function remember() {
    const last = await store.as('public', {}, (tx) => knownAt(tx, null))
    assert.ok(last)
    known.push(last)
  }

  async function voiding(key: string, effectiveOn: string): Promise<NewEntry> {
    const row = await store.as('ledger', {}, (tx) =>
      tx
        .selectFrom('registers.entry')
        .innerJoin('registers.record', 'registers.record.id', 'registers.entry.record')
        .select(['entry', 'organisation'])
        .where('key', '=', key)
        .where('effective_on', '=', effectiveOn)
        .executeTakeFirstOrThrow(),
    )
    const voided = entry(key, row.organisation, effectiveOn, 'no', 0)
    return { ...voided, state: 'void', voids: row.entry, values: {} }
  }

  /** What each body has now of the measure `funded`, as known at each of the three recordings. */
  function shares() {
    return store.as('public', {}, async (tx) => {
      const found: string[][] = []
      for (const each of known) {
        const promises = [promised(each)]
        const [account] = await accountsOf(tx, each, { promises, on: ON, organised: 'now', today: TODAY })
        found.push(
          BODIES.map((body) => {
            const { counted = 0, outOf = 0 } = account?.amounts.get(body) ?? {}
            return `${counted} of ${outOf}`
          }),
        )
      }
      return found
    })
  }

  test('who holds a record of a split body is as known then: what was recorded later leaves it as it was', async () => {
    assert.deepEqual(await shares(), [
      ['1 of 1', '0 of 1', '1 of 2', '1 of 2'],
      ['2 of 2', '0 of 2', '0 of 0', '1 of 2'],
      ['1 of 1', '0 of 2', '1 of 1', '1 of 2'],
    ])
  })

  test('an explanation between two moments of knowledge sums to the difference, for each body now', async () => {
    const figures = await shares()
    await store.as('ledger', {}, async (tx) => {
      for (const [i, from] of known.entries()) {
        for (const [j, to] of known.entries()) {
          if (j < i) continue
          for (const [at, organisation] of BODIES.entries()) {
            const { from: start, to: end } = await explain(tx, {
              promised: promised(to),
              from: { on: ON, known: from },
              to: { on: ON, known: to },
              organisation,
              organised: 'now',
              today: TODAY,
            })
            assert.equal(`${start.counted} of ${start.outOf}`, figures[i]?.[at], `${i} ${organisation}`)
            assert.equal(`${end.counted} of ${end.outOf}`, figures[j]?.[at], `${i} ${j} ${organisation}`)
          }
        }
      }
    })
  })
})

function promised({ government }: Known) {
  const found = promisesOf(government).find(({ measure }) => measure.name === 'funded')
  assert.ok(found)
  return found
}
