import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMessages, readCatalogue } from '#platform/messages'
import { sayLeftOut } from './rules.ts'

const words = createMessages([readCatalogue('progress', new URL('../', import.meta.url))]).in('en')

test('of records that a page has no room for, it says which they are', () => {
  const counting = { counted: 1, unknown: 0 }
  const unclear = { counted: 0, unknown: 1 }
  assert.equal(
    sayLeftOut(words, [counting, counting], { counting: 1002, unclear: 1, together: 1010 }),
    'Left out: 1,000 that count, 1 of which it is not known whether it counts and 7 that do not count.',
  )
  assert.equal(
    sayLeftOut(words, [counting, unclear], { counting: 1, unclear: 1, together: 3 }),
    'Left out: 1 that does not count.',
  )
})
