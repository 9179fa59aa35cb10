/*
 * Whether a target will be met by its date, if things go on as they have of late. Pure. The rules:
 *
 *  1. What is forecast is the distance to the target: counted less n; for a percentage p, counted less p of what it is
 *     out of, because the list may grow too; for a mean, a median or a published number, its value less n. It is turned
 *     so that the target is met from 0 on.
 *  2. Observed are the dates on which the figure changed, or the ends of periods where those are too many; published
 *     numbers only where no record is behind the figure. What nobody recorded is not seen as standing still. A figure
 *     of which more than one in twenty is unknown is no observation; nor is a mean, a median or what is divided by
 *     another measure of which anything is, and where that is so on the date asked for there is no forecast.
 *  3. The recent rate is the change a month from the first to the last observation in the 24 months up to the last.
 *     They must be 90 days apart; where things are not counted one by one, there must be three.
 *  4. The figure is projected from the date asked for, at the recent rate: so it meets the target by its date exactly
 *     where the recent rate is at least the needed rate.
 *  5. The interval says where the figure will be in 8 of 10 such cases, if its moves are independent of one another.
 *     With v the variance a month, T the months observed and h those from the last observation to the due date, the
 *     variance of the projection is v h (1 + h/T): the moves to come, and what is not certain of the rate.
 *  6. Where things are counted one by one, v is at least that of a count: moves a month, of which one more is assumed
 *     than was seen, so that standing still for a while is not taken as certain to go on. Where the changes between
 *     observations a month or more apart scatter more than that, v is their own: the sum of (change - rate t)^2 / t over
 *     one less than there are. (Closer together they would seem to: a day is seen because something changed on it.)
 *     Where there is nothing to go by but their scatter, few of them make the interval wider (Student's t).
 *  7. What is unknown may count in the end, so it widens the interval on that side.
 *  8. It will meet (or miss) where the whole interval does; it is likely to where its middle does.
 */
import type { Target } from '#definitions'
import { type Bound, basesOf, isDue, type Verdict } from '#roadmaps'
import { addPeriod, endOf, type IsoDate } from '#shared/dates'
import { hasOwnValue } from '../accounts/amounts.ts'
import type { Series } from '../series/rules.ts'
import { type Interval, intervalAt, monthsBetween, type TooLittle, type Trend, trendOf } from './intervals.ts'
import {
  type Observations,
  type Observed,
  observationsOf,
  type Scale,
  type StatedNumber,
} from './observations.ts'

export interface ForecastAsked {
  readonly points: readonly Observed[]
  /** Numbers published without their parts. */
  readonly stated: readonly StatedNumber[]
  readonly target: Target | undefined
  readonly on: IsoDate
  /** Is each thing worth 1, so that a figure moves in whole things? */
  readonly isCounting: boolean
  /** Is it the measure's own value that the target speaks of, such as a mean? */
  readonly hasOwnValue: boolean
  /** Is it divided by another measure, so that what is not known could make it any smaller? */
  readonly isDivided: boolean
}

export type Forecast =
  | { readonly kind: 'none'; readonly why: 'no target' | 'no date' | 'each organisation' }
  | {
      readonly kind: 'too little known'
      readonly why: 'no figure' | TooLittle
      readonly observations: number
    }
  /** The target's date has passed. What was reached by then, as far as the series says. */
  | { readonly kind: 'due'; readonly due: IsoDate; readonly atDue: Verdict; readonly basis: Basis | null }
  /** Met, and without a break since this date, as far as the series says. */
  | { readonly kind: 'has met'; readonly due: IsoDate | null; readonly since: IsoDate; readonly basis: Basis }
  | Projected

/** What it rests on: records, or numbers that somebody published. */
export type Basis = 'records' | 'stated'

export interface Projected {
  readonly kind: 'projected'
  readonly verdict: 'will meet' | 'likely to meet' | 'likely to miss' | 'will miss'
  readonly basis: Basis
  /** What figures, projections and the band are in: things, percent, or the measure's own value. */
  readonly scale: Scale
  /** The number to reach, or to stay under, on that scale. */
  readonly bound: Bound
  readonly on: IsoDate
  readonly due: IsoDate
  readonly current: number
  /** How far it is from the target: things (of a percentage of things too), or the scale's own units. At least 0. */
  readonly short: number
  /** In the same units a month, from the date asked for to the due date; less than 0 where it has to fall. */
  readonly needed: number | null
  /** In the same units a month, with its own 8 in 10 interval. */
  readonly recent: { readonly rate: number; readonly low: number; readonly high: number }
  readonly observed: { readonly from: IsoDate; readonly to: IsoDate; readonly observations: number }
  readonly atDue: Interval
  /** When it would be met at the recent rate; null: never. */
  readonly meetsOn: IsoDate | null
  /** At most 12, from the date asked for to the due date. */
  readonly band: readonly (Interval & { readonly on: IsoDate })[]
}

const MOST_BAND = 12

/** The forecast of a series: how it goes on after the date up to which it was asked for. */
export function forecastOf({ promised, until, points, stated, roundedTo }: Series): Forecast {
  const { measure } = promised
  const { target } = measure
  return forecast({
    points,
    stated,
    target,
    on: until,
    // What is rounded to 5 moves by 5: it is not seen one by one.
    isCounting:
      roundedTo === null &&
      measure.amount === undefined &&
      (!measure.derived || !('quotient' in measure.derived)),
    hasOwnValue: target !== undefined && hasOwnValue(measure, target),
    isDivided: basesOf(promised).length > 1,
  })
}

export function forecast(asked: ForecastAsked): Forecast {
  const { target, on } = asked
  if (!target) return { kind: 'none', why: 'no target' }
  if (target.each === 'organisation') return { kind: 'none', why: 'each organisation' }
  const observed = observationsOf({ ...asked, target })
  const due = target.by === undefined ? null : endOf(target.by)
  if (due !== null && isDue(target, on)) {
    return {
      kind: 'due',
      due,
      atDue: observed?.verdictOn(due) ?? 'not yet known',
      basis: observed?.basis ?? null,
    }
  }
  if (!observed) return { kind: 'too little known', why: 'no figure', observations: 0 }
  const since = observed.metSince(on)
  if (since !== null) return { kind: 'has met', due, since, basis: observed.basis }
  if (due === null) return { kind: 'none', why: 'no date' }
  if (!observed.current.isKnown) {
    const { length } = observed.observations
    return { kind: 'too little known', why: 'too much unknown', observations: length }
  }
  const trend = trendOf(observed.observations, asked.isCounting && observed.isPair)
  if (typeof trend === 'string') {
    return { kind: 'too little known', why: trend, observations: observed.observations.length }
  }
  return projected(observed, trend, on, due)
}

function projected(observed: Observations, trend: Trend, on: IsoDate, due: IsoDate): Projected {
  const { bound, sign, current } = observed
  const left = monthsBetween(on, due)
  const rates = [trend.rate - trend.rateMargin, trend.rate + trend.rateMargin].map((rate) => sign * rate)
  const at = (date: IsoDate): Interval => {
    const central = current.distance + trend.rate * monthsBetween(on, date)
    const margin = intervalAt(trend, date)
    // (7) More that counts is further on for a target to reach, and further off for one to stay under.
    const low = central - margin - (sign < 0 ? current.unknown : 0)
    const high = central + margin + (sign > 0 ? current.unknown : 0)
    const figures = [low, high].map(observed.figureAt)
    return { central: observed.figureAt(central), low: Math.min(...figures), high: Math.max(...figures) }
  }
  const atDue = at(due)
  const short = Math.max(0, -current.distance)
  return {
    kind: 'projected',
    verdict: verdictOf(bound, sign, atDue),
    basis: observed.basis,
    scale: observed.scale,
    bound,
    on,
    due,
    current: current.figure,
    short,
    needed: left > 0 ? (sign * short) / left : null,
    recent: { rate: sign * trend.rate, low: Math.min(...rates), high: Math.max(...rates) },
    observed: { from: trend.from, to: trend.to, observations: trend.observations },
    atDue,
    meetsOn: meetsOn(on, short, trend.rate),
    band: bandDates(on, due).map((date) => ({ on: date, ...at(date) })),
  }
}

// (8)
function verdictOf(bound: Bound, sign: 1 | -1, { central, low, high }: Interval): Projected['verdict'] {
  const [worst, best] = sign > 0 ? [low, high] : [high, low]
  if (reaches(bound, worst)) return 'will meet'
  if (!reaches(bound, best)) return 'will miss'
  return reaches(bound, central) ? 'likely to meet' : 'likely to miss'
}

function reaches({ name, amount }: Bound, figure: number): boolean {
  if (name === 'atLeast') return figure >= amount
  if (name === 'above') return figure > amount
  return name === 'atMost' ? figure <= amount : figure < amount
}

function meetsOn(on: IsoDate, short: number, rate: number): IsoDate | null {
  if (rate <= 0) return null
  const days = Math.ceil((short / rate) * DAYS_A_MONTH)
  // A date that the calendar has no four digits for is as good as never.
  return days > 1_000_000 ? null : addPeriod(on, `P${days}D`)
}

const DAYS_A_MONTH = 365.2425 / 12

function bandDates(on: IsoDate, due: IsoDate): IsoDate[] {
  const months = Math.max(1, Math.ceil(monthsBetween(on, due) / (MOST_BAND - 2)))
  const dates = [on]
  for (let i = 1; dates.length < MOST_BAND - 1; i++) {
    const next = addPeriod(on, `P${i * months}M`)
    if (next >= due) break
    dates.push(next)
  }
  return due > on ? [...dates, due] : dates
}
