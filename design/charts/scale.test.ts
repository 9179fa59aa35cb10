import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { acrossDates, amount, ticksTo } from './scale.ts'
import { someAmount, someDate } from './testing.ts'

test('gridlines are at round numbers', () => {
  assert.deepEqual(ticksTo(50), [0, 10, 20, 30, 40, 50])
  assert.deepEqual(ticksTo(16), [0, 5, 10, 15, 20])
  assert.deepEqual(ticksTo(7370), [0, 2000, 4000, 6000, 8000])
  assert.deepEqual(ticksTo(0.3, 0.01), [0, 0.1, 0.2, 0.3])
})

test('there is no half of a thing', () => {
  assert.deepEqual(ticksTo(2), [0, 1, 2])
  assert.deepEqual(ticksTo(1), [0, 1])
})

test('nothing at all still has a scale', () => {
  assert.deepEqual(ticksTo(0), [0, 1])
  assert.deepEqual(ticksTo(0, 0), [0, 1])
  assert.deepEqual(ticksTo(Number.NaN), [0, 1])
})

test('six gridlines at most, evenly apart, from nothing to the highest value', () => {
  fc.assert(
    fc.property(someAmount, fc.constantFrom(1, 0.1, 0.01, 5), (most, leastStep) => {
      const ticks = ticksTo(most, leastStep)
      const step = ticks[1] ?? 0
      assert.ok(ticks.length >= 2 && ticks.length <= 6)
      assert.equal(ticks[0], 0)
      assert.ok((ticks.at(-1) ?? 0) >= amount(most))
      assert.ok(step >= leastStep)
      ticks.forEach((tick, nth) => {
        assert.ok(Math.abs(tick - nth * step) <= step * 1e-9)
      })
    }),
  )
})

test('dates are as far apart as their days', () => {
  const across = acrossDates(['2022-01-01', '2024-01-01'], 10, 98)
  assert.equal(across('2022-01-01'), 10)
  assert.equal(across('2023-01-01'), 54)
  assert.equal(across('2024-01-01'), 98)
})

test('a single date is in the middle', () => {
  assert.equal(acrossDates(['2024-02-29'], 10, 90)('2024-02-29'), 50)
  assert.equal(acrossDates([], 10, 90)('2024-02-29'), 50)
})

test('a later date is never further left', () => {
  fc.assert(
    fc.property(fc.array(someDate, { minLength: 2 }), (dates) => {
      const places = dates.toSorted().map(acrossDates(dates, 10, 98))
      places.forEach((place, nth) => {
        assert.ok(place >= 10 && place <= 98 && place >= (places[nth - 1] ?? 0))
      })
    }),
  )
})
