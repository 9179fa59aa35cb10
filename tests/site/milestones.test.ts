/* A date that was moved shows its first date, the days that it slipped, and the reason. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { figuresModule, type LedgerTables } from '#figures'
import { registersModule } from '#registers'
import { eachDatabase } from '../../platform/database/testing.ts'
import { serveExample } from './serving.ts'

eachDatabase((kind, open) => {
  if (kind === 'pglite') return
  test('a milestone that was moved says from when to when, by how much and why', async () => {
    const store = await open<LedgerTables>([registersModule, figuresModule])
    const app = await serveExample(store, 'governments/harbourton')
    const answers = await Promise.all(
      [1, 2, 3, 4].map((number) =>
        app.inject(`/roadmaps/fair-weather/commitments/${number}.csv?table=milestones`),
      ),
    )
    const moved = answers
      .filter(({ statusCode }) => statusCode === 200)
      .flatMap(({ body }) => body.split('\r\n'))
      .filter((line) => line.includes(',182,'))
    assert.equal(moved.length, 1)
    assert.match(
      String(moved[0]),
      /2025-09,2026-03,182,.*from September 2025 to March 2026 \(182 days\)\. \S/,
    )
  })
})
