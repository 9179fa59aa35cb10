/* The ledger on a database, compared with recomputation from entries. */
import assert from 'node:assert/strict'
import type { Kysely } from '#platform/database'
import { historiesOf, recordIdsOf } from '#registers'
import { balancesOf } from '../../balances/queries.ts'
import { type LedgerTables, ledgerMeasures } from '../../measures/queries.ts'
import { type Amounts, add, NOTHING } from '../rules.ts'
import { DAYS, ORGANISATIONS, recompute } from './histories.ts'

const ON = [...DAYS, '2024-05-01', '2025-12-31'].sort()

/** Every measure, organisation and day, at several recordings. */
export async function checkAgainstEntries(tx: Kysely<LedgerTables>): Promise<void> {
  const { last } = await tx
    .selectFrom('registers.recording')
    .select(({ fn }) => fn.max('number').as('last'))
    .executeTakeFirstOrThrow()
  const histories = await historiesOf(tx, await recordIdsOf(tx, 'systems', null, 1000))
  const measures = await ledgerMeasures(tx, last)
  for (const k of new Set([1, Math.ceil(last / 3), Math.ceil(last / 2), last - 1, last])) {
    const balances = await balancesOf(tx, {
      measures: measures.map(({ measure }) => measure),
      on: ON,
      recording: k,
      organisations: null,
    })
    for (const { measure, versions, register } of measures) {
      for (const on of ON) {
        for (const each of ORGANISATIONS) {
          const expected = histories
            .filter((history) => history.register === register)
            .map((history) => recompute(history, versions, on, k))
            .filter((contribution) => contribution?.organisation === each)
            .reduce((sum: Amounts, contribution) => add(sum, contribution ?? NOTHING), NOTHING)
          const found = balances.find(
            (row) => row.measure === measure && row.on === on && row.organisation === each,
          )
          assert.deepEqual(
            add(found ?? NOTHING, NOTHING),
            expected,
            `measure ${measure} on ${on} at ${k} for ${each}`,
          )
        }
      }
    }
  }
}
