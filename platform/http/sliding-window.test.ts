import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createSlidingWindow } from './sliding-window.ts'

const MINUTE = 60_000

test('no stretch of the window has more than the limit, and whoever waits as told is let in', () => {
  const pauses = fc.array(fc.nat({ max: 40_000 }), { minLength: 20, maxLength: 200 })
  fc.assert(
    fc.property(pauses, fc.integer({ min: 1, max: 12 }), (waits, most) => {
      const window = createSlidingWindow(most, MINUTE)
      const taken: number[] = []
      let at = 1_000_000
      for (const pause of waits) {
        at += pause
        const wait = window.take('somebody', at)
        if (wait === 0) taken.push(at)
        else {
          assert.ok(wait <= MINUTE + MINUTE / 6)
          at += wait
          assert.equal(window.take('somebody', at), 0)
          taken.push(at)
        }
        assert.ok(taken.filter((time) => time > at - MINUTE).length <= most)
      }
    }),
    { numRuns: 50 },
  )
})

test('whoever keeps to the limit over the window and one step of it is never refused', () => {
  const window = createSlidingWindow(7, MINUTE)
  for (let turn = 0; turn < 500; turn++) assert.equal(window.take('steady', turn * 10_000), 0)
})

test('what is refused is not counted: who keeps asking gets the limit, not nothing', () => {
  const window = createSlidingWindow(10, MINUTE)
  let taken = 0
  for (let at = 0; at < 60 * MINUTE; at += 100) if (window.take('eager', at) === 0) taken++
  assert.ok(taken >= 50 * 10, String(taken))
  assert.ok(taken <= 60 * 10, String(taken))
})

test('keys do not disturb each other, however many come', () => {
  const window = createSlidingWindow(1000, MINUTE)
  for (let i = 0; i < 1000; i++) window.take('busy', 5000)
  for (let i = 0; i < 200_000; i++) window.take(`passing ${i}`, 5000)
  assert.ok(window.take('busy', 5000) > 0)
  for (let i = 0; i < 900; i++) assert.equal(window.take('quiet', 5000), 0)
})

test('a clock that is set back forgets nothing and stops nothing', () => {
  const window = createSlidingWindow(2, MINUTE)
  assert.equal(window.take('somebody', 10 * MINUTE), 0)
  assert.equal(window.take('somebody', 9 * MINUTE), 0)
  assert.ok(window.take('somebody', 8 * MINUTE) > 0)
  assert.equal(window.take('somebody', 12 * MINUTE), 0)
})
