import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Kysely, sql } from '#platform/database'
import { type NewEntry, registersModule } from '#registers'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { carryForward } from '../balances/queries.ts'
import type { LedgerTables } from '../measures/queries.ts'
import { figuresModule } from '../tables.ts'
import { rebuildLedger } from './queries.ts'
import { act, adopt, perform } from './testing/acts.ts'
import { checkAgainstEntries } from './testing/recomputed.ts'
import { rolledBack } from './testing/rolled-back.ts'

const MODULES = [registersModule, figuresModule]

eachDatabase((kind, open) => {
  test('the ledger is what entries recompute to, at any two times, and a rebuild is identical', async () => {
    const store = await open<LedgerTables>(MODULES)
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 14 }), async (acts) => {
        await rolledBack(store, async (tx) => {
          await adopt(tx, 0, null)
          const entries: NewEntry[] = []
          for (const each of acts) await perform(tx, each, entries)
          await checkAgainstEntries(tx)
          const before = await ledgerRows(tx)
          await rebuildLedger(tx)
          assert.deepEqual(await ledgerRows(tx), before)
          await checkAgainstEntries(tx)
        })
      }),
      { numRuns: kind === 'pglite' ? 15 : 40 },
    )
  })

  test('balances carried forward change no figure', async () => {
    const store = await open<LedgerTables>(MODULES)
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 14 }), fc.nat(9), async (acts, every) => {
        await rolledBack(store, async (tx) => {
          await adopt(tx, 0, null)
          const entries: NewEntry[] = []
          for (const [i, each] of acts.entries()) {
            await perform(tx, each, entries)
            if (i % (every + 1) === 0) await carryAll(tx)
          }
          await checkAgainstEntries(tx)
        })
      }),
      { numRuns: 10 },
    )
  })
})

async function carryAll(tx: Kysely<LedgerTables>): Promise<void> {
  const { rows } = await sql<{ measure: number; last: number }>`
    select measure, (select max(number) from registers.recording) as last from figures.measure
    where measure not in (
      select measure from figures.carried where through = (select max(number) from registers.recording))`.execute(
    tx,
  )
  for (const { measure, last } of rows) await carryForward(tx, measure, last)
}

async function ledgerRows(tx: Kysely<LedgerTables>): Promise<unknown[]> {
  const { rows } = await sql`
    select organisation, measure, recording, effective_on, record, counted, out_of, unknown, records, reconstructed
    from figures.posting order by measure, recording, record, effective_on, organisation`.execute(tx)
  const sums =
    await sql`select * from figures.posting_sum order by measure, recording, effective_on, organisation`.execute(
      tx,
    )
  return [rows, sums.rows]
}
