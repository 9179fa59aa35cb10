/* A government's example in a database. For tests. */
import assert from 'node:assert/strict'
import { readGovernment } from '#definitions'
import { type LedgerTables, openAdoption, openLedger } from '#figures'
import type { Store } from '#platform/database'
import { record, recordBatches } from '#registers'

/** Adopts the definitions and records every batch, in order of publication. Answers how many batches there were. */
export async function recordExample(store: Store<LedgerTables>, folder = 'governments/uk'): Promise<number> {
  const read = await readGovernment(folder)
  assert.ok(read.ok)
  const { government } = read
  await store.as('ledger', {}, async (tx) => {
    const adoption = { kind: 'adoption' as const, actor: 'example', source: '', entries: [], statements: [] }
    const recordedAt = '2022-06-09T00:00:00.000Z'
    const ledger = openAdoption(tx, government, null)
    assert.ok((await record(tx, { ...adoption, government, recordedAt }, ledger)).ok)
  })
  const recorded = await recordBatches(government, folder, (work) =>
    store.as('ledger', {}, async (tx) => work(tx, await openLedger(tx))),
  )
  assert.ok(recorded.ok, JSON.stringify(recorded))
  return recorded.recorded
}
