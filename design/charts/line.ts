import { axis, type Plot, plotOf, type Tick } from './axis.ts'
import { type Chart, chart, NARROW, stretched, type Titles, text } from './chart.ts'
import { key } from './key.ts'
import { type Label, placeLabels } from './labels.ts'
import { forecastPart, keyOf, linePart, type Part, targetPart } from './line-parts.ts'
import { type Look, looksOf } from './looks.ts'
import { type Dated, type Run, runsOf, type Spot } from './runs.ts'
import { amount } from './scale.ts'
import { widthOf } from './text.ts'

export interface LineChart extends Titles {
  series: Series[]
  target?: Target
  forecast?: Forecast
  /** Dates with their words, along the bottom. Those that do not fit a narrow column are left out. */
  ticks: Tick[]
  /** Words for a value on the upright scale. */
  say(value: number): string
  /** The scale reaches this, and more where a value does. */
  most?: number
  /** Gridlines are never closer than this: 1 unless said, since half a service is not a thing. */
  leastStep?: number
  /** What the thin bars mean, for the key: it is there where a point has something unknown. */
  unknown?: string
  /** Shown in place of lines where there are none. */
  nothing?: string
}

export interface Series {
  /** Said in the key, where there are several. */
  name: string
  /** A register's figure stands until it changes: `steps`. Values stated for dates are joined by a broken line. */
  shape: 'steps' | 'line'
  points: Point[]
  /** Steps: until when the last value stands. */
  until?: string
  /** Words for the first and the last value. */
  first?: string
  last?: string
}

export interface Point extends Dated {
  /** So much more it may be. */
  unknown?: number
}

export interface Target {
  value: number
  label: string
  due?: string
}

/** Goes on from the last value of the first series. */
export interface Forecast {
  to: string
  central: number
  low: number
  high: number
  label: string
  /** What the broken line and the band mean, for the key. */
  name: string
}

export interface Line {
  series: Series
  look: Look
  runs: Run[]
  first: Spot | undefined
  last: Spot | undefined
}

const HEIGHT = 220
const VALUE = { size: 16, isBold: true }
const BESIDE = 9

/** One or a few lines over dates, with a target and a forecast where there are any. */
export function lineChart(options: LineChart): Chart {
  const { series, ticks, target, forecast, nothing = '' } = options
  const looks = looksOf(series.map(({ shape }) => shape))
  const heading = key(keyOf(options, looks))
  const plot = plotOf({ ...options, ...extentOf(options), top: heading.height, height: HEIGHT })
  const lines = series.flatMap((each, nth) => {
    const look = looks[nth]
    return look ? [lineOf(each, look, plot)] : []
  })
  const start = lines[0]?.last
  if (!target && lines.every(({ last }) => last === undefined)) {
    return chart(options, 'line', 32, text(0, 22, nothing, { size: 16, within: NARROW }))
  }
  const parts: Part[] = [
    ...(target ? [targetPart(target, plot)] : []),
    ...(start && forecast ? [forecastPart(forecast, start, plot)] : []),
    ...lines.map((line) => linePart(line, plot)),
  ]
  const areSeveral = lines.length > 1
  const words = placeLabels(
    [
      lines.flatMap((line) => lastLabelOf(line, areSeveral)),
      lines.flatMap((line) => firstLabelOf(line, areSeveral)),
      ...parts.map(({ labels }) => labels),
    ],
    parts.flatMap(({ tracks }) => tracks),
    { left: plot.left, top: plot.top - 12, bottom: plot.bottom - 6 },
  )
  const inside = [
    heading.svg,
    axis(plot, ticks),
    stretched(plot.top, HEIGHT, parts.map((part) => part.stretched).join('')),
    ...parts.map(({ still }) => still),
    `<g class="fp-chart__label" stroke="#fff" stroke-width="5" stroke-linejoin="round" paint-order="stroke">${words}</g>`,
    start
      ? ''
      : text('50%', plot.top + HEIGHT / 2, nothing, { anchor: 'middle', size: 16, within: NARROW / 2 }),
  ]
  return chart(options, 'line', plot.bottom + 30, inside.join(''))
}

/** What the scales must reach. Words beside the end of a line need room there too. */
function extentOf({ series, target, forecast, ticks, most = 0 }: LineChart) {
  const points = series.flatMap((each) => each.points)
  return {
    dates: [
      ...[...points, ...ticks].map(({ date }) => date),
      ...series.flatMap(({ until }) => until ?? []),
      ...[target?.due ?? [], forecast?.to ?? []].flat(),
    ],
    values: [
      ...points.map(({ value, unknown = 0 }) => amount(value ?? 0) + amount(unknown)),
      ...[target?.value ?? [], forecast?.high ?? [], forecast?.central ?? []].flat(),
      most,
    ],
    ends:
      series.length < 2
        ? []
        : series.map(({ points: own, until = '', last = '' }) => ({
            date: own.reduce((latest, { date }) => (date > latest ? date : latest), until),
            width: last === '' ? 0 : widthOf(last, VALUE) + BESIDE + 2,
          })),
  }
}

function lineOf(series: Series, look: Look, plot: Plot): Line {
  const runs = runsOf(series, plot)
  return { series, look, runs, first: runs[0]?.spots[0], last: runs.at(-1)?.spots.at(-1) }
}

/** With other lines, the last value stands beside the line's end. A line's words are in its colour then. */
function lastLabelOf({ series, look, last }: Line, isOneOfSeveral: boolean): Label[] {
  if (!last || !series.last) return []
  const [x, y] = last
  const label = { words: series.last, x, y, ...VALUE }
  return isOneOfSeveral
    ? [{ ...label, side: 'beside', anchors: ['start'], dx: BESIDE, colour: look.colour }]
    : [{ ...label, side: 'over', anchors: ['end', 'middle'] }]
}

function firstLabelOf({ series, look, first, last }: Line, isOneOfSeveral: boolean): Label[] {
  if (!first || !series.first || first === last) return []
  const [x, y] = first
  const colour = isOneOfSeveral ? { colour: look.colour } : {}
  return [{ words: series.first, x, y, side: 'over', anchors: ['start'], ...colour }]
}
