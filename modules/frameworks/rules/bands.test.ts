import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Band, cannotBeJudged } from '#definitions'
import { bandOf } from './bands.ts'

const at = (bands: Band[], score: number) => bandOf(bands, (from) => score >= from)
const unsaid = 'not published'

test('a band begins exactly at its from', () => {
  const bands: Band[] = [{ result: 'low' }, { result: 'mid', from: 4 }, { result: 'high', from: 8 }]
  assert.deepEqual(at(bands, 3.99), { rating: 'low', from: null, undecided: [] })
  assert.deepEqual(at(bands, 4), { rating: 'mid', from: 4, undecided: [] })
  assert.deepEqual(at(bands, 8), { rating: 'high', from: 8, undecided: [] })
})

test('a band that nobody has published takes no score that a published one has for itself', () => {
  const bands: Band[] = [
    { result: 'low' },
    { result: 'mid', from: 4 },
    { result: 'high', from: unsaid },
    { result: 'higher', from: unsaid },
    { result: 'top', from: 16 },
    { result: 'beyond', from: unsaid },
  ]
  assert.deepEqual(at(bands, 3), { rating: 'low', from: null, undecided: [] })
  assert.deepEqual(at(bands, 4), { rating: cannotBeJudged, from: 4, undecided: ['high', 'higher'] })
  assert.deepEqual(at(bands, 15), { rating: cannotBeJudged, from: 4, undecided: ['high', 'higher'] })
  assert.deepEqual(at(bands, 16), { rating: cannotBeJudged, from: 16, undecided: ['beyond'] })
  const none: Band[] = [{ result: 'not ready' }, { result: 'ready', from: unsaid }]
  assert.deepEqual(at(none, 0), { rating: cannotBeJudged, from: null, undecided: ['ready'] })
})

test('whatever is published later, a result that was given stays', () => {
  const froms = fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(
      froms,
      fc.infiniteStream(fc.boolean()),
      fc.integer({ min: 0, max: 21 }),
      (some, isSaid, score) => {
        const whole: Band[] = [
          { result: 'r0' },
          ...some.toSorted((a, b) => a - b).map((from, index) => ({ result: `r${index + 1}`, from })),
        ]
        const now = whole.map((band, index) =>
          index === 0 || isSaid.next().value ? band : ({ result: band.result, from: unsaid } as const),
        )
        const { rating, undecided } = at(now, score)
        const later = at(whole, score).rating
        if (rating !== cannotBeJudged) assert.equal(rating, later)
        else assert.ok(undecided.length > 0)
      },
    ),
  )
})
