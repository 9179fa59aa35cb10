/* How an organisation's own figures went over time. Pure. */
import { type Chart, type Small, smallMultiples, sparkline, type Table } from '#design'
import type { Amounts, Series } from '#figures'
import type { Words } from '#platform/messages'
import type { Promised } from '#roadmaps'
import type { IsoDate } from '#shared/dates'
import { cellsOf, dateCell, hasShare, textCell } from '../sentences/cells.ts'

/** One of its figures, on each date on which it changed; null from a date on which it had no record left. */
export interface OwnTrend {
  promised: Promised
  points: { on: IsoDate; amounts: Amounts | null }[]
  roundedTo: number | null
}

/** Undefined where there is nothing to compare: no figure, or one that never changed. */
export function ownTrendOf(series: Series | undefined, organisation: string): OwnTrend | undefined {
  // The points of a derived measure hold the amounts of what it is derived from, which has a trend of its own.
  if (!series || series.promised.measure.derived) return undefined
  const all = series.points.map(({ on, byOrganisation }) => {
    const amounts = byOrganisation.get(organisation)
    return { on, amounts: amounts && amounts.records > 0 ? amounts : null }
  })
  const points = all.filter(({ amounts }, at) => !isSame(amounts, all[at - 1]?.amounts ?? null))
  const { promised, roundedTo } = series
  return points.length > 1 ? { promised, points, roundedTo } : undefined
}

function isSame(a: Amounts | null, b: Amounts | null): boolean {
  if (a === null || b === null) return a === b
  return a.counted === b.counted && a.outOf === b.outOf && a.unknown === b.unknown
}

interface Span {
  from: IsoDate
  to: IsoDate
}

/** A small line for a row; all of a page's have the same dates. */
export function sparklineOf({ points }: OwnTrend, span: Span): string {
  const values = points.map(({ on, amounts }) => ({ date: on, value: amounts ? amounts.counted : null }))
  return sparkline({ ...span, most: Math.max(1, ...values.map(({ value }) => value ?? 0)), points: values })
}

export function firstOf(trends: readonly OwnTrend[]): IsoDate | undefined {
  return trends.flatMap(({ points }) => points[0]?.on ?? []).sort()[0]
}

/** Parts of what is in scope, on one scale, where they changed; counts of different things have none in common, and are left to their rows. */
export function multiplesOf(
  words: Words,
  name: string,
  trends: readonly OwnTrend[],
  span: Span,
): Chart | undefined {
  const cells = trends.flatMap((trend) => cellFor(words, trend))
  if (cells.length === 0) return undefined
  const dates = { name, from: words.date(span.from), to: words.date(span.to) }
  return smallMultiples({
    id: 'over-time',
    headline: words.say('progress.organisation.over-time.headline', { name, measures: cells.length }),
    title: words.say('progress.organisation.over-time.title', dates),
    description: words.say('progress.organisation.over-time.description', { measures: cells.length }),
    note: words.say('progress.organisation.over-time.note', dates),
    ...span,
    most: 1,
    cells,
  })
}

function cellFor(words: Words, { promised, points }: OwnTrend): Small[] {
  const { commitment, measure } = promised
  const known = points.flatMap(({ amounts }) => amounts ?? [])
  const [first, last] = [known[0], known.at(-1)]
  const parts = points.map(({ on, amounts }) => ({
    date: on,
    value: amounts && amounts.outOf > 0 ? amounts.counted / amounts.outOf : null,
  }))
  const hasChanged = new Set(parts.flatMap(({ value }) => value ?? [])).size > 1
  if (!hasShare(measure) || !first || !last || !hasChanged) return []
  const pair = ({ counted, outOf }: Amounts) => words.say('progress.figure.of', { counted, outOf })
  return [
    {
      name: `${commitment.number}. ${words.text(measure.title).says}`,
      points: parts,
      first: pair(first),
      last: pair(last),
    },
  ]
}

/** The numbers behind the small charts. */
export function trendsTable(words: Words, name: string, trends: readonly OwnTrend[]): Table {
  const column = (key: string, label: string, kind: 'words' | 'number') => ({
    key,
    label: words.say(label),
    kind,
  })
  return {
    id: 'over-time-table',
    caption: words.say('progress.organisation.over-time.caption', { name }),
    shape: 'figures',
    columns: [
      column('measure', 'progress.organisation.measure', 'words'),
      column('date', 'progress.trend.date', 'words'),
      column('counted', 'progress.table.counted', 'number'),
      column('outOf', 'progress.table.out-of', 'number'),
      column('unknown', 'progress.table.unknown', 'number'),
      column('share', 'progress.table.share', 'number'),
    ],
    rows: trends.flatMap(({ promised: { measure }, points, roundedTo }) =>
      points.map(({ on, amounts }) => ({
        cells: [
          textCell(words, measure.title),
          dateCell(words, on),
          ...numbersOf(words, amounts, hasShare(measure), roundedTo),
        ],
      })),
    ),
  }
}

// A count has no list that it is a share of: those two cells stay empty.
function numbersOf(words: Words, amounts: Amounts | null, isShare: boolean, roundedTo: number | null) {
  const nothing = { says: '', value: null }
  if (amounts === null) return [nothing, nothing, nothing, nothing]
  const cells = cellsOf(words, amounts, isShare, roundedTo)
  return isShare ? cells : [cells[0] ?? nothing, nothing, cells[1] ?? nothing, nothing]
}
