import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { subtract } from './quantities.ts'

/** A number as it is written in a table: whole, or with one or two decimals. */
const written = fc
  .record({
    digits: fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
    decimals: fc.constantFrom(0, 1, 2),
  })
  .map(({ digits, decimals }) => Number((digits / 10 ** decimals).toFixed(decimals)))

test('numbers are subtracted as they are written', () => {
  assert.deepEqual(subtract(5.4, 5.3), { value: 0.1, decimals: 1 })
  assert.deepEqual(subtract(66.7, 33.3), { value: 33.4, decimals: 1 })
  assert.deepEqual(subtract(3, 5), { value: -2, decimals: 0 })
  assert.deepEqual(subtract(8.25, 8.25), { value: 0, decimals: 0 })
})

test('what was taken away can be put back, and the other way round is the same with the other sign', () => {
  fc.assert(
    fc.property(written, written, (from, what) => {
      const hundredths = (value: number) => Math.round(value * 100)
      const { value } = subtract(from, what)
      assert.equal(hundredths(value), hundredths(from) - hundredths(what))
      assert.equal(subtract(what, from).value, value === 0 ? 0 : -value)
      assert.ok(!Object.is(value, -0))
    }),
  )
})
