/* The public site of a government's example, served in this process. For tests of all of its pages. */
import assert from 'node:assert/strict'
import type { FastifyInstance } from 'fastify'
import { readGovernment } from '#definitions'
import { type LedgerTables, openAdoption, openLedger } from '#figures'
import type { Store } from '#platform/database'
import { createServer } from '#platform/http'
import { progressSite, servePages } from '#progress'
import { record, recordBatches } from '#registers'

export const PUBLIC_URL = 'https://progress.example'
const TODAY = '2026-11-22T12:00:00.000Z'

/** Records the example of a government's folder, and serves its pages as on one day. */
export async function serveExample(store: Store<LedgerTables>, folder: string): Promise<FastifyInstance> {
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
  const app = createServer({ ...progressSite, publicUrl: PUBLIC_URL })
  servePages(app, { store, now: () => TODAY, publicUrl: PUBLIC_URL })
  return app
}
