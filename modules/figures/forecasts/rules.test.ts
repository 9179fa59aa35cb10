import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Target } from '#definitions'
import { addPeriod, type IsoDate } from '#shared/dates'
import type { Observed } from './observations.ts'
import { type Forecast, type ForecastAsked, forecast, type Projected } from './rules.ts'

const fifty: Target = { atLeast: 50, by: '2025' }

function point(on: IsoDate, counted: number | null, outOf: number | null = 75, unknown = 0): Observed {
  return { on, counted, outOf, unknown }
}

function asked(points: Observed[], target: Target | undefined, more: Partial<ForecastAsked> = {}): Forecast {
  const on = points.at(-1)?.on ?? '2024-02-29'
  return forecast({
    points,
    stated: [],
    target,
    on,
    isCounting: true,
    hasOwnValue: false,
    isDivided: false,
    ...more,
  })
}

function projected(...given: Parameters<typeof asked>): Projected {
  const answer = asked(...given)
  assert.ok(answer.kind === 'projected', JSON.stringify(answer))
  return answer
}

function round(number: number | null): number {
  return Math.round((number ?? Number.NaN) * 1000) / 1000
}

test('8, 15 and 16 of 75 great services will not become 50 by 2025', () => {
  const great = projected([point('2022-12-31', 8), point('2023-09-30', 15), point('2024-02-29', 16)], fifty)
  assert.equal(great.verdict, 'will miss')
  assert.deepEqual(great.observed, { from: '2022-12-31', to: '2024-02-29', observations: 3 })
  assert.equal(great.short, 34)
  assert.equal(round(great.needed), 1.542) // 34 in the 22.05 months from 29 February 2024 to 31 December 2025
  assert.equal(round(great.recent.rate), 0.573) // 8 in 13.96 months
  // Their scatter, (7 - 0.573 x 8.97)^2 / 8.97 + (1 - 0.573 x 4.99)^2 / 4.99 = 1.080 a month, is more than (8 + 1) / 13.96.
  const margin = 1.2816 * Math.sqrt(1.08 * 22.045 * (1 + 22.045 / 13.963))
  assert.ok(Math.abs(great.atDue.high - great.atDue.central - margin) < 0.01)
  assert.equal(round(great.atDue.central), 28.631)
  assert.equal(great.meetsOn, '2029-02-09')
})

test('two observations are enough where things are counted, and one more move than was seen is assumed', () => {
  const great = projected([point('2023-09-30', 15), point('2024-02-29', 16)], fifty)
  assert.equal(great.verdict, 'will miss')
  const margin = 1.2816 * Math.sqrt((2 / 4.9939) * 22.045 * (1 + 22.045 / 4.9939))
  assert.ok(Math.abs(great.atDue.high - great.atDue.central - margin) < 0.01)
  const stood = projected([point('2023-09-30', 16, 70), point('2024-02-29', 16)], fifty)
  assert.equal(stood.recent.rate, 0)
  assert.equal(stood.meetsOn, null)
  assert.ok(stood.atDue.high > 16)
})

test('of a percentage the whole list is watched: more of a longer list is not nearer', () => {
  const all: Target = { atLeast: '100%', by: '2025' }
  const red = projected([point('2024-02-29', 44, 63), point('2025-03-26', 51, 72)], all)
  assert.equal(red.scale, 'percent')
  assert.equal(red.short, 21)
  assert.ok(red.recent.rate < 0)
  assert.equal(red.meetsOn, null)
  assert.equal(red.verdict, 'will miss')
})

test('a target to stay under turns the sign', () => {
  const below: Target = { below: '10%', by: '2025' }
  const falling = [point('2023-12-31', 30, 100), point('2024-06-30', 24, 100), point('2024-12-31', 18, 100)]
  const vacancies = projected(falling, below)
  assert.equal(vacancies.short, 8)
  assert.ok((vacancies.needed ?? 0) < 0 && vacancies.recent.rate < 0)
  assert.equal(vacancies.verdict, 'likely to meet')
  const rising = projected(
    falling.map((each, i) => ({ ...each, counted: 18 + 6 * i })),
    below,
  )
  assert.equal(rising.verdict, 'will miss')
})

test('where nothing is counted one by one, three observations are needed, and few make a wide interval', () => {
  const stated = [
    { asAt: '2022-06-30', value: '4.0', unit: 'percent', certainty: 'rounded' },
    { asAt: '2023-11-29', value: '5', unit: 'percent', certainty: 'rounded' },
    { asAt: '2024-02-29', value: '5.4', unit: 'percent', certainty: 'rounded' },
  ]
  const share: Target = { atLeast: '6%', by: '2025' }
  const profession = projected([], share, { stated })
  assert.equal(profession.basis, 'stated')
  assert.equal(profession.verdict, 'likely to meet')
  assert.equal(round(profession.short), 0.6)
  assert.deepEqual(asked([], share, { stated: stated.slice(1) }), {
    kind: 'too little known',
    why: 'two observations',
    observations: 2,
  })
  const mean = [point('2024-01-31', 90, 3), point('2024-04-30', 80, 2), point('2024-07-31', 70, 2)]
  const days = projected(
    mean.map((each, i) => ({ ...each, value: String(40 - 3 * i) })),
    { atMost: 30, by: '2025' },
    { hasOwnValue: true },
  )
  assert.deepEqual([days.scale, days.current, days.short], ['value', 34, 4])
})

test('nothing is forecast from a mean or a quotient of which something is not known', () => {
  const target: Target = { atMost: 30, by: '2025' }
  const points = [40, 37, 34, 31].map((value, i) => ({
    ...point(`2024-0${2 * i + 1}-28`, 10 * value, 10),
    value: String(value),
  }))
  const until = (unknown: number) => [...points, { ...point('2024-09-28', 290, 10, unknown), value: '29' }]
  const none = { kind: 'too little known', why: 'too much unknown', observations: 4 }
  assert.deepEqual(asked(until(1), target, { hasOwnValue: true, isDivided: true }), none)
  assert.equal(asked(until(0), target, { hasOwnValue: true, isDivided: true }).kind, 'has met')
  const share: Target = { atLeast: '90%', by: '2025' }
  const people = [70, 75, 80].map((counted, i) => point(`2024-0${2 * i + 1}-28`, counted, 100))
  const unsure = [...people, point('2024-07-28', 95, 100, 1)]
  assert.deepEqual(asked(unsure, share, { isDivided: true }), { ...none, observations: 3 })
  assert.equal(asked(people, share, { isDivided: true }).kind, 'projected')
})

test('a published number is no observation beside records, nor where it does not say the same thing', () => {
  const stated = [{ asAt: '2023-05-26', value: '15', unit: 'percent', certainty: 'rounded' }]
  assert.deepEqual(asked([], fifty, { stated }), {
    kind: 'too little known',
    why: 'no figure',
    observations: 0,
  })
  const [early, late] = [point('2023-09-30', 15), point('2024-02-29', 16)]
  assert.equal(projected([early, late], fifty, { stated }).observed.observations, 2)
})

test('a figure that is largely unknown is no observation, and what is unknown may still count', () => {
  const unknown = [point('2023-01-31', 0, 75, 75), point('2023-09-30', 15), point('2024-02-29', 16)]
  assert.equal(projected(unknown, fifty).observed.from, '2023-09-30')
  const [first, last] = [point('2023-09-30', 15), point('2024-02-29', 16, 75, 3)]
  const wider = projected([first, last], fifty).atDue
  const exact = projected([first, point('2024-02-29', 16)], fifty).atDue
  assert.equal(round(wider.high - exact.high), 3)
  assert.equal(wider.low, exact.low)
})

test('it says why there is no forecast', () => {
  const [early, late] = [point('2023-09-30', 15), point('2024-02-29', 16)]
  const why = (answer: Forecast) => ('why' in answer ? answer.why : answer.kind)
  assert.equal(why(asked([early, late], undefined)), 'no target')
  assert.equal(why(asked([early, late], { atLeast: 50 })), 'no date')
  assert.equal(
    why(asked([early, late], { below: '10%', each: 'organisation', by: '2025' })),
    'each organisation',
  )
  assert.equal(why(asked([], fifty)), 'no figure')
  assert.equal(why(asked([late], fifty)), 'one observation')
  assert.equal(why(asked([point('2024-02-29', 3, 75, 60)], fifty)), 'too much unknown')
  assert.equal(why(asked([point('2024-02-01', 15), late], fifty)), 'observations too close together')
})

test('a target that is met says since when, and one whose date has passed what was reached by then', () => {
  const points = [point('2024-01-31', 52), point('2024-03-31', 49), point('2024-06-30', 51)]
  assert.deepEqual(asked([...points, point('2024-09-30', 60)], fifty), {
    kind: 'has met',
    due: '2025-12-31',
    since: '2024-06-30',
    basis: 'records',
  })
  assert.deepEqual(asked([...points, point('2026-01-31', 49)], fifty), {
    kind: 'due',
    due: '2025-12-31',
    atDue: 'met',
    basis: 'records',
  })
})

test('silence is not seen as standing still: the last date is there because it was asked for', () => {
  const points = [point('2023-09-30', 15), point('2024-02-29', 16), point('2024-08-31', 16)]
  const later = projected(points, fifty)
  assert.equal(later.observed.to, '2024-02-29')
  assert.equal(round(later.recent.rate), 0.2)
  assert.ok((later.needed ?? 0) > 34 / 17)
})

test('it meets the target exactly where the recent rate is at least the needed one, and no figure is impossible', () => {
  const counts = fc.array(fc.nat(40), { minLength: 2, maxLength: 6 })
  fc.assert(
    fc.property(counts, fc.integer({ min: 41, max: 90 }), fc.boolean(), (counted, outOf, isShare) => {
      const points = counted.map((each, i) => point(addPeriod('2023-01-31', `P${i * 4}M`), each, outOf))
      const target = isShare ? { atLeast: '70%', by: '2025-06' } : { atLeast: 41, by: '2025-06' }
      const answer = asked(points, target)
      if (answer.kind !== 'projected') return
      const { verdict, needed, recent, atDue, band } = answer
      assert.ok(needed !== null)
      const isMet = verdict === 'will meet' || verdict === 'likely to meet'
      if (Math.abs(recent.rate - needed) > 1e-9) assert.equal(isMet, recent.rate > needed)
      for (const { low, central, high } of [atDue, ...band]) {
        assert.ok(0 <= low && low <= central && central <= high && high <= (isShare ? 100 : outOf))
      }
      assert.ok(band.length <= 12)
      assert.deepEqual(
        band.map(({ on }) => on),
        [...new Set(band.map(({ on }) => on))].sort(),
      )
      assert.equal(band.at(-1)?.on, '2025-06-30')
    }),
  )
})

/* Histories of single things that come one by one, at random: what became of them is known, so the interval is tested. */
for (const perMonth of [0.5, 1, 3, 10]) {
  for (const style of ['reported each quarter', 'recorded as they come'] as const) {
    test(`about 8 in 10 end inside the interval: ${perMonth} a month, ${style}`, () => {
      const random = randomNumbers(perMonth * 10 + style.length)
      const inside = Array.from({ length: 600 }, () => isInside(random, perMonth, style))
      const known = inside.filter((each) => each !== undefined)
      const share = known.filter(Boolean).length / known.length
      assert.ok(known.length > 500 && share > 0.75 && share < 0.92, `${share} of ${known.length}`)
    })
  }
}

const DAYS_A_MONTH = 365.2425 / 12
const FIRST = '2020-01-01'
const OBSERVED = 24
const AHEAD = 18

function isInside(random: () => number, perMonth: number, style: string): boolean | undefined {
  const moves: number[] = []
  const wait = () => -Math.log(1 - random()) / perMonth
  for (let at = 0; at < OBSERVED + AHEAD; at += wait()) moves.push(at)
  const countedAt = (month: number) => moves.filter((at) => at > 0 && at <= month).length
  const quarters = Array.from({ length: OBSERVED / 3 + 1 }, (_, i) => i * 3)
  const months = Array.from({ length: OBSERVED + 1 }, (_, i) => i)
  const seen = moves.filter((at) => at <= OBSERVED)
  const times = style === 'reported each quarter' ? quarters : seen.length > 40 ? months : seen
  const changes = times.filter((at, i) => i === 0 || countedAt(at) !== countedAt(times[i - 1] ?? 0))
  const points = [...changes, OBSERVED].map((at) => point(dayAt(at), countedAt(at), null))
  const answer = asked(points, { atLeast: 1_000_000, by: dayAt(OBSERVED + AHEAD) })
  if (answer.kind !== 'projected') return undefined
  const actual = countedAt(OBSERVED + AHEAD)
  return answer.atDue.low <= actual && actual <= answer.atDue.high
}

function dayAt(month: number): IsoDate {
  return addPeriod(FIRST, `P${Math.round(month * DAYS_A_MONTH)}D`)
}

/** The same each time (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
