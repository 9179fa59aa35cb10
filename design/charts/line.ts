import { axis, type Plot, plotOf } from './axis.ts'
import { type Chart, chart, NARROW, stretched, text } from './chart.ts'
import { key } from './key.ts'
import { type Label, placeLabels } from './labels.ts'
import type { LineChart, Series } from './line-options.ts'
import { forecastPart, keyOf, type Line, linePart, type Part, targetPart } from './line-parts.ts'
import { type Look, looksOf } from './looks.ts'
import { runsOf } from './runs.ts'
import { amount } from './scale.ts'
import { widthOf } from './text.ts'

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
    { tracks: parts.flatMap(({ tracks }) => tracks), solids: parts.flatMap(({ solids }) => solids) },
    { left: plot.left, top: plot.top - 12, bottom: plot.bottom - 6 },
  )
  const { lines: grid, words: scales } = axis(plot, ticks)
  const inside = [
    heading.svg,
    stretched(plot.top, HEIGHT, [grid, ...parts.map((part) => part.stretched)].join('')),
    scales,
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
      ...(target ? [target.value] : []),
      ...(forecast ? [forecast.low, forecast.central, forecast.high] : []),
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
  const label = { words: series.last, y, ...VALUE }
  const beside = { x, anchor: 'start' as const, dx: BESIDE }
  return isOneOfSeveral
    ? [{ ...label, side: 'beside', spots: [beside], colour: look.colour }]
    : [
        {
          ...label,
          side: 'over',
          spots: [
            { x, anchor: 'middle' },
            { x, anchor: 'end' },
            { x, anchor: 'start' },
          ],
        },
      ]
}

function firstLabelOf({ series, look, first, last }: Line, isOneOfSeveral: boolean): Label[] {
  if (!first || !series.first || first === last) return []
  const [x, y] = first
  const spots: Label['spots'] = [
    { x, anchor: 'start' },
    { x, anchor: 'start', dx: BESIDE },
    { x, anchor: 'middle' },
    { x, anchor: 'end' },
  ]
  return [{ words: series.first, y, side: 'over', spots, ...(isOneOfSeveral ? { colour: look.colour } : {}) }]
}
