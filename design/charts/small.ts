import {
  BRAND,
  type Chart,
  chart,
  GRID,
  INK,
  idOf,
  NARROW,
  paragraph,
  percent,
  px,
  QUIET,
  STILL,
  said,
  stretched,
  type Titles,
  text,
} from './chart.ts'
import { type Dated, pathThrough, runsOf } from './runs.ts'
import { acrossDates, amount } from './scale.ts'

/** What charts have in common that are to be compared. */
interface Shared {
  /** The first and the last day of every one of them. */
  from: string
  to: string
  /** The highest value that every one of them can show. */
  most: number
}

export interface Sparkline extends Shared {
  points: readonly Dated[]
  /** Its name for people who cannot see it. Without one it is hidden from them: the row says its numbers. */
  named?: { id: string; title: string; description: string }
}

const SPARK = { width: 120, height: 32, edge: 4 }

/** A small step line for a row of a table. */
export function sparkline({ points, named, ...shared }: Sparkline): string {
  const { width, height, edge } = SPARK
  const scales = scalesOf(shared, edge, width - edge, edge, height - edge)
  const runs = runsOf({ points, shape: 'steps', until: shared.to }, scales)
  const end = runs.at(-1)?.spots.at(-1)
  const line = `<path class="fp-chart__grid" stroke="${GRID}" d="M0 ${height - edge}H${width}"/><path class="fp-chart__line" fill="none" stroke="${BRAND}" stroke-width="2" d="${pathThrough(runs, 'steps', 0)}"/>`
  const dot = end
    ? `<circle class="fp-chart__bar" cx="${px(end[0])}" cy="${px(end[1])}" r="3.5" fill="${BRAND}"/>`
    : ''
  const [role, words] = named ? nameOf(named) : ['aria-hidden="true"', '']
  return `<svg class="fp-spark" width="${width}" height="${height}" ${role}>${words}${line}${dot}</svg>`
}

function nameOf({
  id,
  title,
  description,
}: {
  id: string
  title: string
  description: string
}): [string, string] {
  const [name, account] = [idOf(id, 'title'), idOf(id, 'desc')]
  return [
    `role="img" aria-labelledby="${name} ${account}"`,
    `<title id="${name}">${said(title)}</title><desc id="${account}">${said(description)}</desc>`,
  ]
}

export interface SmallMultiples extends Titles, Shared {
  cells: Small[]
  /** The dates and the scale, in words: they are the same in each. */
  note: string
  target?: { value: number; label: string }
}

export interface Small {
  name: string
  points: readonly Dated[]
  /** The first and the last value in words, or the symbol in their place. */
  first?: string
  last: string
}

const COLUMNS = [0, 52]
const WIDTH = 46
/** Pixels of a column that its names must fit. */
const ROOM = Math.floor((NARROW * WIDTH) / 100)
const NAME = { within: ROOM, most: 4, line: 18, isBold: true }
const NOTE = { within: NARROW, most: 4, line: 20, colour: QUIET }
const HEIGHT = 56
const FOOT = 46

/** Small step lines side by side, all with the same dates and scale, each with its name and its first and last value. */
export function smallMultiples(options: SmallMultiples): Chart {
  const { cells, note, target } = options
  let y = 0
  const head = [note, target?.label ?? ''].map((words) => {
    if (words === '') return ''
    const { svg, height } = paragraph(0, y + 14, words, NOTE)
    y += height
    return svg
  })
  y += 8
  const rows: string[] = []
  for (let nth = 0; nth < cells.length; nth += COLUMNS.length) {
    const row = cells.slice(nth, nth + COLUMNS.length)
    const names = row.map(({ name }) => paragraph(0, 14, name, NAME))
    const above = Math.max(...names.map(({ height }) => height)) + 6
    const whole = above + HEIGHT + FOOT
    row.forEach((cell, column) => {
      const name = names[column]?.svg ?? ''
      rows.push(
        `<svg x="${percent(COLUMNS[column] ?? 0)}" y="${px(y)}" width="${WIDTH}%" height="${px(whole)}" overflow="visible">${name}${cellOf(cell, above, options)}</svg>`,
      )
    })
    y += whole
  }
  return chart(options, 'small', Math.max(y, 1), head.join('') + rows.join(''))
}

function cellOf({ points, first = '', last }: Small, top: number, options: SmallMultiples): string {
  const { target, to } = options
  const scales = scalesOf(options, 0, 100, 4, HEIGHT)
  const runs = runsOf({ points, shape: 'steps', until: to }, scales)
  const end = runs.at(-1)?.spots.at(-1)
  const aim = target
    ? `<path class="fp-chart__target" ${STILL} stroke="${INK}" stroke-width="2" d="M0 ${px(scales.down(target.value))}H100"/>`
    : ''
  const line = `<path class="fp-chart__axis" ${STILL} stroke="${QUIET}" d="M0 ${HEIGHT}H100"/>${aim}<path class="fp-chart__line" ${STILL} stroke="${BRAND}" stroke-width="3" stroke-linejoin="round" d="${pathThrough(runs, 'steps', 0)}"/>`
  const dot = end
    ? `<circle class="fp-chart__bar" cx="${percent(end[0])}" cy="${px(top + end[1])}" r="4" fill="${BRAND}"/>`
    : ''
  const foot = top + HEIGHT + 19
  const words = text('100%', foot, last, { anchor: 'end', isBold: true, size: 16, within: ROOM * 0.55 })
  return (
    stretched(top, HEIGHT, line) +
    dot +
    (first ? text(0, foot, first, { within: ROOM * 0.4, colour: QUIET }) : '') +
    words
  )
}

function scalesOf({ from, to, most }: Shared, left: number, right: number, top: number, bottom: number) {
  const across = acrossDates([from, to], left, right)
  const within = (x: number) => Math.min(right, Math.max(left, x))
  const highest = amount(most)
  return {
    across: (date: string) => within(across(date)),
    down: (value: number) =>
      bottom - (highest === 0 ? 0 : Math.min(1, amount(value) / highest)) * (bottom - top),
  }
}
