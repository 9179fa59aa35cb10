import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMessages } from '#platform/messages'
import { sayExactly, saySigned } from './numbers.ts'

const words = createMessages([]).in('en')

test('a number keeps the decimals that it came with', () => {
  assert.equal(sayExactly(words, '30.0'), '30.0')
  assert.equal(sayExactly(words, 78.0004), '78.0004')
  assert.equal(sayExactly(words, 1234), '1,234')
})

test('a difference has its sign, and nought has none', () => {
  assert.equal(saySigned(words, 1234), '+1,234')
  assert.equal(saySigned(words, -0.5, 1), '−0.5')
  assert.equal(saySigned(words, 0), '0')
})
