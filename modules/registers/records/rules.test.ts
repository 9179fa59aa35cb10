import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRecordId, newRecordId } from './rules.ts'

test('a record id is a UUIDv7 that sorts by when it was made', () => {
  const early = newRecordId(1_700_000_000_000)
  const late = newRecordId(1_700_000_000_001)
  assert.match(early, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.ok(early < late)
  assert.notEqual(newRecordId(1), newRecordId(1))
})

test('only a UUID in lower case is a record id', () => {
  assert.equal(isRecordId(newRecordId()), true)
  assert.equal(isRecordId('placeholder-01'), false)
})
