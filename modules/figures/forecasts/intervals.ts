/* The recent rate and how certain it is (rules 3, 5 and 6 of a forecast). Pure. */
import { addPeriod, type IsoDate } from '#shared/dates'
import type { Observation } from './observations.ts'

/** Why there is no rate to go by. */
export type TooLittle =
  | 'too much unknown'
  | 'one observation'
  | 'two observations'
  | 'observations too close together'

/** Where 8 in 10 would be. */
export interface Interval {
  readonly central: number
  readonly low: number
  readonly high: number
}

export interface Trend {
  readonly from: IsoDate
  readonly to: IsoDate
  readonly observations: number
  /** The change of the distance a month. */
  readonly rate: number
  readonly rateMargin: number
  /** The months observed. */
  readonly months: number
  readonly variance: number
  /** How many standard deviations hold 8 in 10. */
  readonly quantile: number
}

const WINDOW = '-P24M'
const DAYS_APART = 90
const MONTH = 30
/** Of the normal distribution: one in ten is beyond it. */
const NORMAL = 1.2816
/** The same of Student's t, by degrees of freedom from 1. */
const STUDENT = [3.0777, 1.8856, 1.6377, 1.5332, 1.4759, 1.4398, 1.4149, 1.3968, 1.383, 1.3722]

export function trendOf(observations: readonly Observation[], isCounting: boolean): Trend | TooLittle {
  const last = observations.at(-1)
  if (!last) return 'too much unknown'
  const since = addPeriod(last.on, WINDOW)
  const recent = observations.filter((each) => each.on >= since)
  const [first] = recent
  if (!first || recent.length < 2) return 'one observation'
  if (daysBetween(first.on, last.on) < DAYS_APART) return 'observations too close together'
  const spaced = apart(recent)
  if (!isCounting && spaced.length < 3) return 'two observations'
  const months = monthsBetween(first.on, last.on)
  const rate = (last.distance - first.distance) / months
  const { variance, quantile } = scatterOf(changesOf(recent), changesOf(spaced), rate, months, isCounting)
  return {
    from: first.on,
    to: last.on,
    observations: recent.length,
    rate,
    rateMargin: quantile * Math.sqrt(variance / months),
    months,
    variance,
    quantile,
  }
}

/** How far the figure may be from its projection on a date. */
export function intervalAt({ variance, months, quantile, to }: Trend, date: IsoDate): number {
  const ahead = monthsBetween(to, date)
  return ahead <= 0 ? 0 : quantile * Math.sqrt(variance * ahead * (1 + ahead / months)) // (5)
}

export function monthsBetween(from: IsoDate, to: IsoDate): number {
  return (daysBetween(from, to) * 12) / 365.2425
}

interface Change {
  readonly change: number
  readonly months: number
}

function changesOf(observations: readonly Observation[]): Change[] {
  return observations.flatMap((each, i) => {
    const before = observations[i - 1]
    return before
      ? [{ change: each.distance - before.distance, months: monthsBetween(before.on, each.on) }]
      : []
  })
}

/** Those that are a month or more apart. A date on which something changed is seen because it did: see rule 6. */
function apart(observations: readonly Observation[]): Observation[] {
  const kept: Observation[] = []
  for (const each of observations) {
    const before = kept.at(-1)
    if (!before || daysBetween(before.on, each.on) >= MONTH) kept.push(each)
  }
  const last = observations.at(-1)
  return last ? [...kept.slice(0, -1), last] : kept
}

// (6)
function scatterOf(
  all: readonly Change[],
  changes: readonly Change[],
  rate: number,
  months: number,
  isCounting: boolean,
): { variance: number; quantile: number } {
  const squares = changes.reduce(
    (sum, each) => sum + (each.change - rate * each.months) ** 2 / each.months,
    0,
  )
  const free = changes.length - 1
  const own = free > 0 ? squares / free : 0
  if (!isCounting) return { variance: own, quantile: STUDENT[free - 1] ?? NORMAL * (1 + 0.66 / free) }
  const moves = all.reduce((sum, each) => sum + Math.abs(each.change), 0) + 1
  return { variance: Math.max(own, moves / months), quantile: NORMAL }
}

function daysBetween(from: IsoDate, to: IsoDate): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000
}
