import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kept } from './kept.ts'

test('of too many values the one least lately asked for is forgotten', () => {
  const two = kept<string>(2)
  two.keep('a', 'A')
  two.keep('b', 'B')
  assert.equal(two.find('a'), 'A')
  two.keep('c', 'C')
  assert.deepEqual([two.find('a'), two.find('b'), two.find('c')], ['A', undefined, 'C'])
})

test('what is weighed is forgotten by its weight, and weighs once under one key', () => {
  const ten = kept<string>(10, (value) => value.length)
  ten.keep('a', '12345')
  ten.keep('a', '1234')
  ten.keep('b', '123456')
  assert.deepEqual([ten.find('a'), ten.find('b')], ['1234', '123456'])
  ten.keep('c', '1')
  assert.deepEqual([ten.find('a'), ten.find('b'), ten.find('c')], [undefined, '123456', '1'])
  ten.keep('d', 'longer than all that may be kept')
  assert.equal(ten.find('d'), undefined)
})
