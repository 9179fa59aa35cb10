/* What of a series can be observed of its way to a target (rules 1 and 2 of a forecast). Pure. */
import type { Target } from '#definitions'
import {
  type Bound,
  boundsOf,
  isComparable,
  isUpward,
  type Judgeable,
  judge,
  judgeValue,
  type Verdict,
} from '#roadmaps'
import type { IsoDate } from '#shared/dates'
import type { Point } from '../series/rules.ts'

export type Observed = Pick<Point, 'on' | 'counted' | 'outOf' | 'unknown' | 'value'>

export interface StatedNumber {
  readonly asAt: IsoDate
  readonly value: string
  readonly unit: string
  readonly certainty: string
}

export type Scale = 'count' | 'percent' | 'value'

/** How far a figure is from its target on one date: from 0 on, it is met. */
export interface Observation {
  readonly on: IsoDate
  readonly distance: number
}

export interface Observations {
  readonly basis: 'records' | 'stated'
  readonly scale: Scale
  /** Is it what is counted, out of what, and not a value without parts? */
  readonly isPair: boolean
  readonly bound: Bound
  /** 1 where more is better. */
  readonly sign: 1 | -1
  /** In order of date, each a date on which the figure was recorded or published. */
  readonly observations: readonly Observation[]
  /** The figure as it stands on the date asked for. */
  readonly current: {
    readonly figure: number
    readonly distance: number
    readonly unknown: number
    /** False where what is not known of it could move it anywhere. */
    readonly isKnown: boolean
  }
  /** The figure, as far as one is possible, that is so far from the target. */
  figureAt(distance: number): number
  verdictOn(date: IsoDate): Verdict
  /** From when on it has been met without a break; null where it is not met. */
  metSince(date: IsoDate): IsoDate | null
}

interface Asked {
  readonly points: readonly Observed[]
  readonly stated: readonly StatedNumber[]
  readonly target: Target
  readonly on: IsoDate
  readonly hasOwnValue: boolean
  readonly isDivided: boolean
}

/** Of things of which more than one in so many are unknown, nothing is observed. */
const ONE_UNKNOWN_IN = 20

/** Undefined where there is no figure on the date asked for. */
export function observationsOf(asked: Asked): Observations | undefined {
  const { points, stated, target, on } = asked
  const known = points.filter((point) => point.on <= on && point.counted !== null)
  if (known.length > 0 && points.findLast((point) => point.on <= on)?.counted === null) return undefined
  // Of a mean, a median or what is divided, what is not known could move it anywhere.
  const needsAll = known.length > 0 && (asked.hasOwnValue || asked.isDivided)
  const numbers =
    known.length > 0
      ? known.flatMap((point) => (asked.hasOwnValue ? ownValue(point) : pairOf(point, needsAll)))
      : stated.filter((each) => each.asAt <= on).flatMap((each) => publishedOf(target, each))
  const last = numbers.at(-1)
  const bound = boundToReach(target, last)
  if (!last || !bound) return undefined
  const sign = isUpward(bound) ? 1 : -1
  const isPair = known.length > 0 && !asked.hasOwnValue
  const distance = (number: FigureOn) => sign * distanceOf(bound, number, isPair)
  const verdicts = numbers.map((number) => ({
    on: number.on,
    verdict: verdictOf(target, number, isPair, needsAll),
  }))
  return {
    basis: known.length > 0 ? 'records' : 'stated',
    scale: bound.isShare ? 'percent' : isPair ? 'count' : 'value',
    isPair,
    bound,
    sign,
    // (2) The last point is there because it was asked for, whether or not anything changed on its day.
    observations: numbers
      .filter((number, i) => number.isKnown && !isRepeated(number, numbers[i - 1], i === numbers.length - 1))
      .map((number) => ({ on: number.on, distance: distance(number) })),
    current: {
      figure: bound.isShare && isPair ? shareOf(last) : last.counted,
      distance: distance(last),
      unknown: isPair ? last.unknown : 0,
      isKnown: !needsAll || last.isKnown,
    },
    figureAt: (of) => clamp(numbers, bound, isPair, figureAt(bound, last, isPair, sign * of)),
    verdictOn: (date) => verdicts.findLast((each) => each.on <= date)?.verdict ?? 'not yet known',
    metSince(date) {
      const until = verdicts.filter((each) => each.on <= date)
      const after = until.findLastIndex(({ verdict }) => verdict !== 'met')
      return until[after + 1]?.on ?? null
    },
  }
}

/** A figure on one date: a pair, or a value without parts. */
interface FigureOn extends Judgeable {
  readonly on: IsoDate
  readonly isKnown: boolean
}

function pairOf(point: Observed, needsAll: boolean): FigureOn[] {
  const { on, counted, outOf, unknown } = point
  if (counted === null) return []
  return [{ on, counted, outOf, unknown: unknown ?? 0, isKnown: needsAll ? !unknown : isKnown(point) }]
}

function ownValue(point: Observed): FigureOn[] {
  const { on, value, unknown } = point
  if (value === undefined) return []
  return [{ on, counted: Number(value), outOf: null, unknown: unknown ?? 0, isKnown: !unknown }]
}

function publishedOf(target: Target, { asAt, value, unit, certainty }: StatedNumber): FigureOn[] {
  const counted = Number(value)
  if (!isComparable(target, unit) || certainty === 'ambiguous' || !Number.isFinite(counted)) return []
  return [{ on: asAt, counted, outOf: null, unknown: 0, isKnown: true }]
}

function verdictOf(target: Target, number: FigureOn, isPair: boolean, needsAll: boolean): Verdict {
  if (needsAll && number.unknown > 0) return 'not yet known'
  return isPair ? judge(target, number) : judgeValue(target, number.counted)
}

/** Of a range, the end that the figure is beyond; of a target with one end, that. */
function boundToReach(target: Target, last: FigureOn | undefined): Bound | undefined {
  const bounds = boundsOf(target)
  const [first] = bounds
  return bounds.find((bound) => last && !isWithin(bound, last)) ?? first
}

function isWithin(bound: Bound, { counted, outOf }: FigureOn): boolean {
  const figure = bound.isShare && outOf !== null ? (counted / outOf) * 100 : counted
  return isUpward(bound) ? figure >= bound.amount : figure <= bound.amount
}

// (1)
function distanceOf({ amount, isShare }: Bound, { counted, outOf }: FigureOn, isPair: boolean): number {
  return isPair && isShare ? counted - (amount * (outOf ?? 0)) / 100 : counted - amount
}

function figureAt({ amount, isShare }: Bound, { outOf }: FigureOn, isPair: boolean, beyond: number): number {
  return isPair && isShare && outOf ? amount + (100 * beyond) / outOf : amount + beyond
}

function shareOf({ counted, outOf }: FigureOn): number {
  return outOf ? (100 * counted) / outOf : 0
}

/** No figure is beyond its list, none is less than nothing, and no share is more than all: unless one already was. */
function clamp(numbers: readonly FigureOn[], { isShare }: Bound, isPair: boolean, figure: number): number {
  const all = numbers.map((number) => (isPair && isShare ? shareOf(number) : number.counted))
  const list = isPair && !isShare ? numbers.at(-1)?.outOf : isShare ? 100 : null
  const most = list === null || list === undefined ? Number.POSITIVE_INFINITY : Math.max(list, ...all)
  return Math.min(most, Math.max(Math.min(0, ...all), figure))
}

// (2)
function isKnown({ counted, outOf, unknown }: Observed): boolean {
  return (unknown ?? 0) * ONE_UNKNOWN_IN <= (outOf || (counted ?? 0) + (unknown ?? 0))
}

function isRepeated(number: FigureOn, before: FigureOn | undefined, isLast: boolean): boolean {
  return isLast && before?.counted === number.counted && before.outOf === number.outOf
}
