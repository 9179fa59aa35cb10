import type { Plot } from './axis.ts'
import { at, INK, percent, px, QUIET, STILL } from './chart.ts'
import type { KeyItem } from './key.ts'
import type { Label, Solid, Track } from './labels.ts'
import type { Forecast, LineChart, Series, Target } from './line-options.ts'
import { type Look, looking, markOf, strokeOf } from './looks.ts'
import { pathThrough, type Run, type Spot } from './runs.ts'
import { amount } from './scale.ts'

const MOST_MARKS = 24
const FORECAST = `class="fp-chart__forecast" stroke="${INK}" fill="none"`
const BAND = `class="fp-chart__band" fill="${INK}" fill-opacity=".14"`
const DASH = 'stroke-width="2" stroke-dasharray="3 4"'
const UNKNOWN = `class="fp-chart__axis" stroke="${QUIET}" stroke-width="2" fill="none"`

/** Something drawn: what is stretched with the column, what is not, the words for it, and where they had better not be. */
export interface Part {
  stretched: string
  still: string
  labels: Label[]
  tracks: Track[]
  solids: Solid[]
}

export interface Line {
  series: Series
  look: Look
  runs: Run[]
  first: Spot | undefined
  last: Spot | undefined
}

export function linePart(line: Line, plot: Plot): Part {
  const { series, look, runs, first, last } = line
  const d = pathThrough(runs, series.shape, plot.top)
  const spots = runs.flatMap((run) => run.spots)
  // Of many points only the ends are marked, and those that no line goes through.
  const ends = [first, last, ...runs.flatMap((run) => (run.track.length === 1 ? run.spots : []))]
  const shown = spots.length > MOST_MARKS ? spots.filter((spot) => ends.includes(spot)) : spots
  const marks = shown.map((spot) => markOf(look, spot[0], spot[1], spot === last ? 5 : 3.5)).join('')
  const bars = unknownOf(line, plot)
  return {
    stretched: d === '' ? '' : looking(look, `<path ${STILL} fill="none" ${strokeOf(look)} d="${d}"/>`),
    still:
      (bars.length === 0 ? '' : `<g ${UNKNOWN}>${bars.map(({ svg }) => svg).join('')}</g>`) +
      (marks === '' ? '' : looking(look, marks)),
    labels: [],
    tracks: [...runs.map(({ track }) => track), ...bars.map(({ track }) => track)],
    solids: [],
  }
}

function unknownOf({ series }: Line, { across, down }: Plot): { svg: string; track: Track }[] {
  return series.points.flatMap(({ date, value, unknown = 0 }) => {
    if (value === null || amount(unknown) === 0) return []
    const [x, y, end] = [across(date), down(value), down(amount(value) + unknown)]
    const track: Track = [
      [x, y],
      [x, end],
    ]
    return [{ svg: at(x, y, `<path d="${rangeOf(px(y - end))}"/>`), track }]
  })
}

function rangeOf(height: string): string {
  return `M0 0V-${height}M-4-${height}H4`
}

/** A line across at the target; where it has a date, a flag on that day. */
export function targetPart({ value, label, due }: Target, plot: Plot): Part {
  const { left, right, top, bottom, height, across, down } = plot
  const y = down(value)
  const isDated = due !== undefined
  const x = isDated ? across(due) : right
  const drop = `<path ${STILL} stroke-dasharray="1 4" d="M${px(x)} ${px(y - top)}V${px(height)}"/>`
  const level: Track = [
    [left, y],
    [100, y],
  ]
  const atEnds: Label['spots'] = [
    { x: right, anchor: 'end' },
    { x: left, anchor: 'start' },
  ]
  const pole: Track = [
    [x, y - 20],
    [x, bottom],
  ]
  return {
    stretched: `<g class="fp-chart__target" stroke="${INK}"><path ${STILL} stroke-width="2" d="M${px(left)} ${px(y - top)}H100"/>${isDated ? drop : ''}</g>`,
    still: isDated ? at(x, y, `<path d="M1 0V-20H-14L-10-14.5-14-9H-1V0Z"/>`) : '',
    labels: [{ words: label, y, side: 'over', spots: isDated ? [...aboutFlag(x), ...atEnds] : atEnds }],
    tracks: isDated ? [level, pole] : [level],
    solids: isDated ? [{ x, y, left: -16, right: 3, top: -21, bottom: 0 }] : [],
  }
}

function aboutFlag(x: number): Label['spots'] {
  return [
    { x, anchor: 'end', dx: -19 },
    { x, anchor: 'start', dx: 6 },
    { x, anchor: 'middle' },
  ]
}

/** From the last value on: the middle as a broken line, and the range about it as a band. */
export function forecastPart({ to, central, low, high, label }: Forecast, start: Spot, plot: Plot): Part {
  const { top, across, down } = plot
  const x = across(to)
  const from = `${px(start[0])} ${px(start[1] - top)}`
  const [middle, lower, upper] = [down(central), down(low), down(high)]
  const edges = `M${px(x)} ${px(upper - top)}L${from} ${px(x)} ${px(lower - top)}`
  const tracks: Track[] = [middle, upper, lower].map((y) => [start, [x, y]])
  return {
    stretched: `<g ${FORECAST}><path ${BAND} ${STILL} d="${edges}Z"/><path ${STILL} ${DASH} d="M${from}L${px(x)} ${px(middle - top)}"/></g>`,
    still: `<circle cx="${percent(x)}" cy="${px(middle)}" r="4"/>`,
    labels: [{ words: label, y: middle, side: 'over', spots: [{ x, anchor: 'end', dx: -6 }] }],
    tracks,
    solids: [],
  }
}

/** What the lines, the band and the bars mean, where there are any. One line needs no key: the title says what it is. */
export function keyOf({ series, forecast, unknown }: LineChart, looks: readonly Look[]): KeyItem[] {
  const lines = series.length < 2 ? [] : series
  const hasUnknown = series.some(({ points }) => points.some((point) => amount(point.unknown ?? 0) > 0))
  return [
    ...lines.flatMap(({ name }, nth) => {
      const look = looks[nth]
      if (!look) return []
      const line = `<path d="M0 8H28" fill="none" ${strokeOf(look)}/>`
      return [{ sample: looking(look, line + markOf(look, '14', 8)), words: name }]
    }),
    ...(forecast
      ? [
          {
            sample: `<g ${FORECAST}><path ${BAND} d="M0 1H28V15H0Z"/><path ${DASH} d="M0 8H28"/></g>`,
            words: forecast.name,
          },
        ]
      : []),
    ...(unknown && hasUnknown
      ? [{ sample: `<path ${UNKNOWN} transform="translate(14 16)" d="${rangeOf('14')}"/>`, words: unknown }]
      : []),
  ]
}
