/* The public site of a government's example, served in this process. For tests of all of its pages. */
import assert from 'node:assert/strict'
import type { FastifyInstance } from 'fastify'
import type { LedgerTables } from '#figures'
import type { Store } from '#platform/database'
import { createServer } from '#platform/http'
import { progressSite, servePages } from '#progress'
import { recordExample } from '../example/testing.ts'

export const PUBLIC_URL = 'https://progress.example'
const TODAY = '2026-11-22T12:00:00.000Z'

/** Records the example of a government's folder, and serves its pages as on one day. */
export async function serveExample(store: Store<LedgerTables>, folder: string): Promise<FastifyInstance> {
  assert.ok((await recordExample(store, folder)) > 0)
  const app = createServer({ ...progressSite, publicUrl: PUBLIC_URL })
  servePages(app, { store, now: () => TODAY, publicUrl: PUBLIC_URL })
  return app
}
