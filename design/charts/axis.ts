import { either, GRID, NARROW, percent, px, QUIET, STILL, text, WIDE } from './chart.ts'
import { acrossDates, amount, ticksTo } from './scale.ts'
import { widthOf } from './text.ts'

export interface Tick {
  date: string
  label: string
}

/** Where dates and values are: dates across in per cent, values down in pixels. */
export interface Plot {
  left: number
  right: number
  top: number
  height: number
  bottom: number
  across(date: string): number
  down(value: number): number
  rows: { value: number; words: string }[]
  /** Pixels that the words of the upright scale take. */
  margin: number
}

const RIGHT = 98
const GAP = 12
const HEADROOM = 28

interface Extent {
  dates: readonly string[]
  values: readonly number[]
  top: number
  height: number
  leastStep?: number
  /** Words beside the end of a line: they need so many pixels after that date. */
  ends: readonly { date: string; width: number }[]
  say(value: number): string
}

/** A plot whose scale begins at nothing: what is drawn twice as high is twice as much. */
export function plotOf({ dates, values, top, height, leastStep, ends, say }: Extent): Plot {
  const ticks = ticksTo(Math.max(0, ...values.map(amount)), leastStep)
  const most = ticks.at(-1) ?? 1
  const rows = ticks.map((value) => ({ value, words: say(value) }))
  const widest = Math.max(...rows.map(({ words }) => widthOf(words, { size: 14 })))
  const margin = Math.min(Math.ceil(widest), NARROW / 3)
  const left = ((margin + GAP) / NARROW) * 100
  const start = top + HEADROOM
  const part = acrossDates(dates, 0, 1)
  const right = ends.reduce((least, { date, width }) => {
    const room = 100 - (width / NARROW) * 100 - left
    return room > 0 && part(date) > 0 ? Math.min(least, left + room / part(date)) : least
  }, RIGHT)
  return {
    left,
    right,
    top: start,
    height,
    bottom: start + height,
    across: acrossDates(dates, left, right),
    down: (value) => start + height * (1 - amount(value) / most),
    rows,
    margin,
  }
}

/** Gridlines, to be stretched; the words on them, and the dates along the bottom. */
export function axis(plot: Plot, ticks: readonly Tick[]): { lines: string; words: string } {
  const { top, height, margin, rows, down, across } = plot
  const grid = rows
    .slice(1)
    .map(({ value }) => `M0 ${px(down(value) - top)}H100`)
    .join('')
  const [narrow, wide] = [fitting(ticks, plot, NARROW), fitting(ticks, plot, WIDE)]
  const marks = [...new Set([...narrow, ...wide])].map(({ date }) => `M${px(across(date))} ${px(height)}v6`)
  const lines = `<path class="fp-chart__grid" ${STILL} stroke="${GRID}" d="${grid}"/><path class="fp-chart__axis" ${STILL} stroke="${QUIET}" d="M0 ${px(height)}H100${marks.join('')}"/>`
  const values = rows.map(({ value, words }) => text(margin, down(value) - 5, words, { within: margin }))
  const dates = either(datesIn(NARROW, plot, narrow), datesIn(WIDE, plot, wide))
  const words = `<g fill="${QUIET}" text-anchor="end">${values.join('')}</g><g fill="${QUIET}">${dates}</g>`
  return { lines, words }
}

function datesIn(width: number, { bottom, across }: Plot, ticks: readonly Tick[]): string[] {
  return ticks.map(({ date, label }) => {
    const x = across(date)
    return text(percent(x), bottom + 22, label, { anchor: anchorAt(x, label, width), within: NARROW })
  })
}

/** Every tick, or every second, third … so that no two touch. The last always stays. */
function fitting(ticks: readonly Tick[], { across }: Plot, width: number): Tick[] {
  const inOrder = ticks.toSorted((one, other) => (one.date < other.date ? -1 : 1))
  for (let stride = 1; stride < inOrder.length; stride += 1) {
    const some = inOrder.filter((_, nth) => (inOrder.length - 1 - nth) % stride === 0)
    const spans = some.map(({ date, label }) => spanOf(across(date), label, width))
    if (spans.every(([from], nth) => nth === 0 || from > (spans[nth - 1]?.[1] ?? 0) + GAP)) return some
  }
  return inOrder.slice(-1)
}

function anchorAt(x: number, label: string, width: number): 'start' | 'middle' | 'end' {
  const half = widthOf(label, { size: 14 }) / 2
  const centre = (x / 100) * width
  if (centre + half > width) return 'end'
  return centre - half < 0 ? 'start' : 'middle'
}

function spanOf(x: number, label: string, width: number): [number, number] {
  const own = widthOf(label, { size: 14 })
  const from = (x / 100) * width - { start: 0, middle: own / 2, end: own }[anchorAt(x, label, width)]
  return [from, from + own]
}
