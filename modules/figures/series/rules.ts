/* A measure's figure over time: on which dates, and from which amounts. Pure. */
import type { StatedValue } from '#registers'
import type { Promised } from '#roadmaps'
import { addPeriod, endOf, type IsoDate } from '#shared/dates'
import { type AmountsOf, amountsOf, decimal, totalOf } from '../accounts/amounts.ts'
import { type Amounts, add, isNothing } from '../ledger/rules.ts'

/** On every date on which it changed; or, where those are too many, at the end of each month, quarter or year. */
export type Every = 'change' | 'month' | 'quarter' | 'year'

/** A figure on one date. Amounts are integers in the measure's unit; null where no record was behind it. */
export interface Point {
  readonly on: IsoDate
  readonly counted: number | null
  /** null for a count that has no denominator. */
  readonly outOf: number | null
  readonly unknown: number | null
  /** A derived measure's value, as a decimal. */
  readonly value?: string
  /** For a derived measure, the amounts of the measure that it is first derived from. */
  readonly byOrganisation: ReadonlyMap<string, Amounts>
}

export interface Series {
  readonly promised: Promised
  /** The date up to which it was asked for. */
  readonly until: IsoDate
  readonly every: Every
  /** Its numbers are multiples of this, or made of such; null where they are exact. */
  readonly roundedTo: number | null
  /** In order of date; the last is `until`, unless there is nothing at all. */
  readonly points: readonly Point[]
  /** What was published of the whole without its parts, in order of asAt. Never among the points. */
  readonly stated: readonly StatedValue[]
}

/** More dates than these are not shown one by one. */
export const MOST_POINTS = 40

const PERIODS = [
  { every: 'month', lasts: 'P1M' },
  { every: 'quarter', lasts: 'P3M' },
  { every: 'year', lasts: 'P12M' },
] as const

/** The dates of a series, from those on which something changed: at most `most` of them, and `until`. */
export function datesOf(
  changes: readonly IsoDate[],
  until: IsoDate,
  most = MOST_POINTS,
): { every: Every; dates: IsoDate[] } {
  const [first] = changes
  if (first === undefined) return { every: 'change', dates: [] }
  if (changes.length <= most) return { every: 'change', dates: withLast(changes, until) }
  for (const { every, lasts } of PERIODS) {
    const dates = endsOf(every, lasts, first, until)
    if (dates.length <= most || every === 'year') return { every, dates: withLast(dates.slice(-most), until) }
  }
  return { every: 'change', dates: withLast(changes, until) }
}

/** The ends of calendar months, quarters or years, from the one that a date is in, up to another date. */
export function endsOf(
  every: Exclude<Every, 'change'>,
  lasts: string,
  first: IsoDate,
  until: IsoDate,
): IsoDate[] {
  const month = Number(first.slice(5, 7))
  const last = every === 'month' ? month : every === 'quarter' ? Math.ceil(month / 3) * 3 : 12
  const ends: IsoDate[] = []
  let start = `${first.slice(0, 4)}-${String(last).padStart(2, '0')}-01`
  for (let end = endOf(start.slice(0, 7)); end <= until; end = endOf(start.slice(0, 7))) {
    ends.push(end)
    start = addPeriod(start, lasts)
  }
  return ends
}

/** The points of a series; those at which nothing is different from the one before are left out, but for the last. */
export function pointsOf(cells: readonly (AmountsOf & { on: IsoDate })[], every: Every): Point[] {
  const points = cells.map(pointOf)
  if (every !== 'change') return points
  return points.filter((point, i) => {
    const before = points[i - 1]
    return i === points.length - 1 || !before || !isSame(before, point)
  })
}

function pointOf(of: AmountsOf & { on: IsoDate }): Point {
  const { amounts, value } = amountsOf(of, null)
  const hasRecords = amounts.records > 0
  const isCount = of.promised.measure.outOf === null
  return {
    on: of.on,
    counted: hasRecords ? amounts.counted : null,
    outOf: hasRecords && !isCount ? amounts.outOf : null,
    unknown: hasRecords ? amounts.unknown : null,
    ...(value === undefined ? {} : { value: decimal(value) }),
    byOrganisation: of.bases[0]?.amounts ?? of.amounts,
  }
}

function isSame(a: Point, b: Point): boolean {
  if (a.counted !== b.counted || a.outOf !== b.outOf || a.unknown !== b.unknown || a.value !== b.value)
    return false
  const all = new Set([...a.byOrganisation.keys(), ...b.byOrganisation.keys()])
  return [...all].every((organisation) => {
    const [before, after] = [a, b].map((each) => totalOf({ amounts: each.byOrganisation }, organisation))
    return before && after && isNothing(add(before, after, -1))
  })
}

function withLast(dates: readonly IsoDate[], until: IsoDate): IsoDate[] {
  return dates.at(-1) === until ? [...dates] : [...dates, until]
}
