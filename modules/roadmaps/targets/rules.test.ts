import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boundsOf, isComparable, isDue, judge, judgeValue } from './rules.ts'

test('a proportion is judged exactly, not as a rounded percentage', () => {
  assert.equal(judge({ below: '10%' }, { counted: 999, outOf: 10_000, unknown: 0 }), 'met')
  assert.equal(judge({ below: '10%' }, { counted: 1000, outOf: 10_000, unknown: 0 }), 'not met')
  assert.equal(judge({ atLeast: '100%' }, { counted: 44, outOf: 63, unknown: 0 }), 'not met')
})

test('a count is judged without its denominator', () => {
  assert.equal(judge({ atLeast: 50 }, { counted: 50, outOf: null, unknown: 0 }), 'met')
})

test('what is unknown leaves the verdict open only where it could change it', () => {
  assert.equal(judge({ atLeast: 50 }, { counted: 45, outOf: 75, unknown: 10 }), 'not yet known')
  assert.equal(judge({ atLeast: 50 }, { counted: 45, outOf: 75, unknown: 4 }), 'not met')
  assert.equal(judge({ atLeast: 50 }, { counted: 52, outOf: 75, unknown: 10 }), 'met')
})

test('a proportion of nothing is not yet known', () => {
  assert.equal(judge({ atLeast: '100%' }, { counted: 0, outOf: 0, unknown: 0 }), 'not yet known')
})

test('a published rate is judged as it stands', () => {
  assert.equal(judgeValue({ atLeast: '6%' }, 5.4), 'not met')
  assert.equal(judgeValue({ below: '10%' }, 8.7), 'met')
})

test('a target falls due after the last day of its published date', () => {
  assert.equal(isDue({ atLeast: 50, by: '2025' }, '2025-12-31'), false)
  assert.equal(isDue({ atLeast: 50, by: '2025' }, '2026-01-01'), true)
  assert.equal(isDue({ atLeast: 50 }, '2099-01-01'), false)
})

test('a published rate is judged by a percentage, and a published number by a number', () => {
  assert.equal(isComparable({ atLeast: '6%' }, 'percent'), true)
  assert.equal(isComparable({ atLeast: 50 }, 'percent'), false)
  assert.equal(isComparable({ atLeast: 50 }, 'about'), true)
})

test('a range is to be reached before it is to be kept under', () => {
  assert.deepEqual(boundsOf({ below: '12.5%', atLeast: '5%' }), [
    { name: 'atLeast', amount: 5, isShare: true },
    { name: 'below', amount: 12.5, isShare: true },
  ])
})
