import assert from 'node:assert/strict'
import type { Kysely, Store } from '#platform/database'
import type { LedgerTables } from '../../measures/queries.ts'

class RolledBack extends Error {}

/** Runs work in a transaction that is rolled back once all has been checked. */
export async function rolledBack(
  store: Store<LedgerTables>,
  work: (tx: Kysely<LedgerTables>) => Promise<void>,
): Promise<void> {
  const attempt = store.as('ledger', {}, async (tx) => {
    await work(tx)
    throw new RolledBack()
  })
  await assert.rejects(attempt, (error) => {
    if (error instanceof RolledBack) return true
    throw error
  })
}
