import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMessages, readCatalogue } from '#platform/messages'
import { sayLastRecorded } from './last-recorded.ts'

const words = createMessages([readCatalogue('progress', new URL('../', import.meta.url))]).in('en')

test('what was last recorded more than twelve months before the date shown carries its date', () => {
  const said = (latest: string | null, on: string, counted: number | null = 7) =>
    sayLastRecorded(words, { counted, latest, on })
  assert.equal(said('2024-02-29', '2026-11-22'), 'last recorded 29 February 2024')
  assert.equal(said('2024-02-29', '2025-03-01'), 'last recorded 29 February 2024')
  assert.equal(said('2024-02-29', '2025-02-28'), undefined)
  assert.equal(said('2024-02-29', '2024-02-29'), undefined)
  assert.equal(said(null, '2026-11-22'), undefined)
  assert.equal(said('2024-02-29', '2026-11-22', null), undefined, 'it has no records of its own')
})
