import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  currentOf,
  nextOf,
  publishedOf,
  type Scheduled,
  SHORTEST_PERIOD_MS,
  SPARE_MS,
  spentOf,
} from './rules.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const BEFORE = 48 * HOUR
const AFTER = 24 * HOUR
const PERIOD = 182 * DAY
const START = Date.parse('2026-11-22T00:00:00.000Z')
const byTime = { periodMs: PERIOD, early: false }

test('the first key signs at once; each other is published two days before it signs', () => {
  const first = nextOf([], START, byTime)
  assert.deepEqual(first, { generation: 1, publishedAt: START, signsFrom: START })
  assert.ok(first)
  const due = START + PERIOD
  assert.equal(nextOf([first], due - BEFORE - HOUR, byTime), undefined)
  const second = nextOf([first], due - BEFORE - SPARE_MS, byTime)
  assert.ok(second)
  assert.equal(second.signsFrom, due)

  const keys = [first, second]
  assert.equal(nextOf(keys, due - 1, byTime), undefined, 'one key waits at a time')
  assert.deepEqual([currentOf(keys, due - 1), currentOf(keys, due)], [first, second])
  assert.deepEqual(publishedOf(keys, due - 1), [first, second])
  assert.deepEqual(publishedOf(keys, due), [second, first])
  assert.deepEqual(publishedOf(keys, due + AFTER), [second, first])
  assert.deepEqual(spentOf(keys, due + AFTER), [])
  assert.deepEqual(publishedOf(keys, due + AFTER + HOUR), [second])
  assert.deepEqual(spentOf(keys, due + AFTER + HOUR), [first])
})

test('a key made late, after everything stood still, is still published for two days first', () => {
  const first = { generation: 1, publishedAt: START, signsFrom: START }
  const now = START + 3 * PERIOD
  const late = nextOf([first], now, byTime)
  assert.ok(late && late.signsFrom - now >= BEFORE && late.signsFrom - now < BEFORE + HOUR)
  assert.equal(currentOf([first, late], now), first)
})

test('a process whose clock is behind signs with the first key all the same', () => {
  const first = { generation: 1, publishedAt: START, signsFrom: START }
  assert.equal(currentOf([first], START - 1000), first)
  assert.deepEqual(publishedOf([first], START - 1000), [first])
})

type Step = { wait: number; acts: 'sign' | 'rotate' | 'rotate early' }
const steps = fc.array(
  fc.record<Step>({
    wait: fc.oneof(
      fc.integer({ min: 0, max: 2 * DAY }),
      fc.integer({ min: 0, max: 400 * DAY }),
      fc.constantFrom(0, 1, BEFORE, AFTER, PERIOD, PERIOD - BEFORE),
    ),
    acts: fc.constantFrom('sign', 'rotate', 'rotate', 'rotate early'),
  }),
  { maxLength: 60 },
)

test('whenever and however often keys are rotated, one signs, it was known, and what it signed can be checked', () => {
  const period = fc.integer({ min: SHORTEST_PERIOD_MS, max: PERIOD })
  fc.assert(
    fc.property(period, steps, (periodMs, history) => {
      let now = START
      let keys: Scheduled[] = []
      const shownSince = new Map<number, number>()
      const signed: { generation: number; at: number }[] = []
      const rotate = (early: boolean) => {
        const next = nextOf(keys, now, { periodMs, early })
        if (next) keys.push(next)
        const spent = new Set(spentOf(keys, now))
        keys = keys.filter((key) => !spent.has(key))
      }
      rotate(false)

      for (const { wait, acts } of history) {
        now += wait
        if (acts !== 'sign') rotate(acts === 'rotate early')
        const shown = publishedOf(keys, now)
        for (const { generation } of shown) if (!shownSince.has(generation)) shownSince.set(generation, now)

        const signer = currentOf(keys, now)
        assert.ok(signer, 'a key signs')
        assert.equal(shown[0], signer, 'the one that signs is shown, first')
        assert.equal(keys.filter((key) => currentOf(keys, now) === key).length, 1, 'only one signs')
        if (signer.generation > 1)
          assert.ok(
            now - (shownSince.get(signer.generation) ?? now) >= BEFORE,
            'it has been shown for two days',
          )
        signed.push({ generation: signer.generation, at: now })
        for (const { generation, at } of signed)
          if (now - at <= AFTER)
            assert.ok(
              shown.some((key) => key.generation === generation),
              'what was signed can still be checked',
            )
        assert.ok(shown.length <= 3, 'no more is shown than that takes')
      }
    }),
    { numRuns: 500 },
  )
})
