/* A figure over time: a chart, and the table with the same numbers. Pure. */
import type { Measure } from '#definitions'
import { type Cell, type Chart, type Column, lineChart, type Table } from '#design'
import type { Forecast, Point, Series } from '#figures'
import type { Words } from '#platform/messages'
import type { StatedValue } from '#registers'
import { boundsOf } from '#roadmaps'
import { endOf, type IsoDate } from '#shared/dates'
import { averageCell, cellsOf, dateCell, hasShare, isAverage } from '../sentences/cells.ts'
import { isAllUnknown, sayDifference } from '../sentences/changes.ts'
import { sayExactly } from '../sentences/numbers.ts'
import { sayStated, sayTarget } from '../sentences/rules.ts'
import { lastStep } from './changes.ts'
import { forecastMark } from './forecasts.ts'
import { amountColumns } from './tables.ts'

export interface Trend {
  chart: Chart
  table: Table
}

/** Undefined where there is nothing to draw: one value or none is no trend. */
export function trendOf(words: Words, series: Series, forecast: Forecast | undefined): Trend | undefined {
  const { measure } = series.promised
  const points = series.points.filter(({ counted }) => counted !== null)
  if (points.length === 0) return statedTrend(words, series)
  const first = points[0]
  const last = points.at(-1)
  if (!first || !last || !lastStep(points)) return undefined
  const span = { from: words.date(first.on), until: words.date(series.until) }
  const title = words.say('progress.trend.title', { title: words.text(measure.title).says, ...span })
  return {
    chart: lineChart({
      id: `${measure.name}-over-time`,
      headline: sayTrend(
        words,
        measure,
        points.find((point) => !isAllUnknown(measure, point)) ?? first,
        last,
      ),
      title,
      description: words.say('progress.trend.description', { ...span, values: points.length }),
      series: linesOf(words, measure, points, series.until),
      ...targetOf(words, measure, points),
      ...(forecast ? forecastMark(words, forecast, last, !hasListThatChanges(points)) : {}),
      ticks: ticksOf(words, first.on, forecastEnd(measure, forecast) ?? series.until),
      say: (value) => words.number(value, isAverage(measure) && value % 1 !== 0 ? 1 : 0),
      unknown: words.say('progress.trend.unknown'),
    }),
    table: trendTable(words, series, points),
  }
}

/** Over all that is shown: Up from 8 to 29 of 75 services since 31 December 2022. */
function sayTrend(words: Words, measure: Measure, first: Point, last: Point): string {
  const isFirst = first.counted === last.counted && first.outOf === last.outOf
  const before = isFirst ? { counted: null, outOf: null } : first
  const difference = sayDifference(words, measure, before, last)
  return isFirst ? difference : words.say('progress.trend.since', { difference, date: words.date(first.on) })
}

/**
 * An absolute picture, not a share: a share can stand still while the number and the list both grow. Where the list
 * changes it is a line of its own.
 */
function linesOf(words: Words, measure: Measure, points: readonly Point[], until: IsoDate) {
  const counted = points.map((point) => ({
    date: point.on,
    value: drawnValue(measure, point),
    unknown: isAverage(measure) ? 0 : (point.unknown ?? 0),
  }))
  const name = words.say(isAverage(measure) ? 'progress.trend.value' : 'progress.table.counted')
  const lines = [lineOf(words, name, counted, until)]
  if (!hasListThatChanges(points) || isAverage(measure)) return lines
  const list = points.map((point) => ({ date: point.on, value: point.outOf }))
  return [...lines, lineOf(words, words.say('progress.table.out-of'), list, until)]
}

function lineOf(
  words: Words,
  name: string,
  points: { date: IsoDate; value: number | null; unknown?: number }[],
  until: IsoDate,
) {
  const known = points.flatMap(({ value }) => value ?? [])
  const [first, last] = [known[0], known.at(-1)]
  return {
    name,
    shape: 'steps' as const,
    points,
    until,
    ...(first === undefined ? {} : { first: sayExactly(words, first) }),
    ...(last === undefined ? {} : { last: sayExactly(words, last) }),
  }
}

function drawnValue(measure: Measure, { counted, value }: Point): number | null {
  return isAverage(measure) ? (value === undefined ? null : Number(value)) : counted
}

function hasListThatChanges(points: readonly Point[]): boolean {
  return new Set(points.map(({ outOf }) => outOf)).size > 1
}

/** A target is a line where it is one number: a count, or a share of a list that does not change. */
function targetOf(words: Words, measure: Measure, points: readonly Point[]) {
  const { target } = measure
  if (!target || target.each) return {}
  const [bound] = boundsOf(target)
  if (!bound) return {}
  const { amount, isShare } = bound
  const outOf = points.at(-1)?.outOf ?? null
  if (isShare && (outOf === null || hasListThatChanges(points))) return {}
  const value = isShare ? (amount / 100) * (outOf ?? 0) : amount
  const label = words.say('progress.target.short', { target: sayTarget(words, target) })
  return { target: { value, label, ...(target.by ? { due: endOf(target.by) } : {}) } }
}

function forecastEnd({ target }: Measure, forecast: Forecast | undefined): IsoDate | undefined {
  return forecast?.kind === 'projected' && target?.by ? endOf(target.by) : undefined
}

/** The beginnings of years, or of months where there are few of those. */
function ticksOf(words: Words, from: IsoDate, until: IsoDate): { date: IsoDate; label: string }[] {
  const [first, last] = [Number(from.slice(0, 4)), Number(until.slice(0, 4))]
  if (last - first >= 2) {
    const years = Array.from({ length: last - first }, (_, at) => String(first + 1 + at))
    return years.map((year) => ({ date: `${year}-01-01`, label: words.date(year) }))
  }
  const months = Array.from({ length: (last - first + 1) * 12 }, (_, at) => {
    const year = first + Math.floor(at / 12)
    return `${year}-${String((at % 12) + 1).padStart(2, '0')}`
  })
  const shown = months.filter((month) => `${month}-01` >= from && `${month}-01` <= until)
  const every = Math.max(1, Math.ceil(shown.length / 6))
  return shown
    .filter((_, at) => at % every === 0)
    .map((month) => ({ date: `${month}-01`, label: words.date(month) }))
}

function trendTable(words: Words, { promised, every, roundedTo }: Series, points: readonly Point[]): Table {
  const { measure } = promised
  const caption = words.say(`progress.trend.caption.${every}`, { title: words.text(measure.title).says })
  return {
    id: `${measure.name}-over-time-table`,
    caption,
    shape: 'figures',
    columns: [
      { key: 'date', label: words.say('progress.trend.date'), kind: 'words' },
      ...(isAverage(measure) ? [valueColumn(words)] : amountColumns(words, measure, true)),
    ],
    rows: points.map((point) => ({
      cells: [
        dateCell(words, point.on),
        ...(isAverage(measure)
          ? [averageCell(words, point.value, point.unknown)]
          : pointCells(words, measure, point, roundedTo)),
      ],
    })),
  }
}

function valueColumn(words: Words): Column {
  return { key: 'value', label: words.say('progress.trend.value'), kind: 'number' }
}

function pointCells(
  words: Words,
  measure: Measure,
  { counted, outOf, unknown }: Point,
  roundedTo: number | null,
): Cell[] {
  const amounts = {
    counted: counted ?? 0,
    outOf: outOf ?? 0,
    unknown: unknown ?? 0,
    records: 0,
    reconstructed: 0,
  }
  return cellsOf(words, amounts, hasShare(measure), roundedTo)
}

/** What others have published, date by date: points joined by a broken line, since between them nothing is known. */
function statedTrend(words: Words, series: Series): Trend | undefined {
  const { measure } = series.promised
  const stated = series.stated.filter(({ value }) => Number.isFinite(Number(value)))
  const [first] = stated
  const last = stated.at(-1)
  if (!first || !last || stated.length < 2) return undefined
  const span = { from: words.date(first.asAt), until: words.date(last.asAt) }
  const says = { from: sayStated(words, first), to: sayStated(words, last), date: words.date(first.asAt) }
  const way =
    Number(last.value) > Number(first.value)
      ? 'up'
      : Number(last.value) < Number(first.value)
        ? 'down'
        : 'same'
  return {
    chart: lineChart({
      id: `${measure.name}-over-time`,
      headline: words.say(`progress.trend.stated.${way}`, says),
      title: words.say('progress.trend.stated.title', { title: words.text(measure.title).says, ...span }),
      description: words.say('progress.trend.description', { ...span, values: stated.length }),
      series: [
        {
          name: words.say('progress.mark.stated'),
          shape: 'line',
          points: stated.map(({ asAt, value }) => ({ date: asAt, value: Number(value) })),
          first: sayStated(words, first),
          last: sayStated(words, last),
        },
      ],
      ...statedTarget(words, measure, last),
      ticks: ticksOf(words, first.asAt, last.asAt),
      say: (value) =>
        sayStated(words, { value: String(value), unit: first.unit === 'percent' ? 'percent' : 'count' }),
    }),
    table: statedTable(words, measure, stated),
  }
}

function statedTarget(words: Words, { target }: Measure, { unit }: StatedValue) {
  const [bound] = target ? boundsOf(target) : []
  if (!target || !bound || bound.isShare !== (unit === 'percent')) return {}
  const label = words.say('progress.target.short', { target: sayTarget(words, target) })
  return { target: { value: bound.amount, label } }
}

function statedTable(words: Words, measure: Measure, stated: readonly StatedValue[]): Table {
  return {
    id: `${measure.name}-over-time-table`,
    caption: words.say('progress.trend.stated.caption', { title: words.text(measure.title).says }),
    shape: 'figures',
    columns: [
      { key: 'date', label: words.say('progress.trend.date'), kind: 'words' },
      valueColumn(words),
      { key: 'source', label: words.say('progress.records.source'), kind: 'words' },
    ],
    rows: stated.map((each) => ({
      cells: [
        dateCell(words, each.asAt),
        { says: sayStated(words, each), value: Number(each.value) },
        { says: '', notes: [{ says: '', source: each.source, ...(each.link ? { link: each.link } : {}) }] },
      ],
    })),
  }
}
