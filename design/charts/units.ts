import { BRAND, type Chart, chart, INK, NARROW, paragraph, px, QUIET, type Titles, text } from './chart.ts'
import { amount } from './scale.ts'
import { widthOf } from './text.ts'

export interface UnitChart extends Titles {
  groups: UnitGroup[]
  /** Said where there are too many to draw one by one: "Each mark stands for about 10 systems". */
  scaled(units: number): string
}

export interface UnitGroup {
  /** After the number: "have a fully funded plan". */
  label: string
  /** The number in words. */
  says: string
  count: number
  mark: keyof typeof MARKS
}

const MOST_MARKS = 400
const NUMBER = { size: 24, isBold: true }
const LABEL = { size: 16, most: 3, line: 20 }
const NOTE = { within: NARROW, most: 3, line: 20, colour: QUIET }
const BROWN = '#8a3b00'

/** How many stand in a row, how large each is, and how far apart. */
const FEW = { most: 100, across: 10, size: 18, pitch: 24 }
const MANY = { most: MOST_MARKS, across: 20, size: 10, pitch: 14 }

/**
 * Things counted one by one, each a mark: an absolute, not a relative, representation. Those of a class are a block with
 * its number above it, and have a shape of their own.
 */
export function unitChart(options: UnitChart): Chart {
  const { groups, scaled } = options
  const total = groups.reduce((sum, { count }) => sum + wholeOf(count), 0)
  const each = unitsOf(total)
  const grid = total / each > FEW.most ? MANY : FEW
  const note = each === 1 ? undefined : paragraph(0, 14, scaled(each), NOTE)
  let y = note ? note.height + 6 : 0
  const drawn = groups.map(({ label, says, count, mark }) => {
    const indent = Math.min(Math.ceil(widthOf(says, NUMBER)) + 4, NARROW / 2)
    const name = paragraph(indent, y + 26, label, { ...LABEL, within: NARROW - indent })
    const words = text(0, y + 26, says, { ...NUMBER, within: NARROW / 2 }) + name.svg
    y += 16 + name.height
    const shown = count > 0 ? Math.max(1, Math.round(wholeOf(count) / each)) : 0
    const block = shown === 0 ? '' : `<g transform="translate(1 ${px(y)})">${MARKS[mark](shown, grid)}</g>`
    y += Math.ceil(shown / grid.across) * grid.pitch + 10
    return words + block
  })
  return chart(options, 'units', Math.max(y, 1), (note?.svg ?? '') + drawn.join(''))
}

function wholeOf(count: number): number {
  return Math.round(amount(count))
}

/** 1, or the smallest of 2, 5, 10, 20 … with which there are not too many marks. */
function unitsOf(total: number): number {
  for (let power = 1; ; power *= 10) {
    for (const times of [1, 2, 5]) if (total <= times * power * MOST_MARKS) return times * power
  }
}

type Grid = typeof FEW

/** What each mark looks like, in rows: full, half full, empty, crossed out, a ring for what is not known. */
const MARKS = {
  full: (count: number, grid: Grid) =>
    `<path class="fp-chart__bar" fill="${BRAND}" d="${repeated(count, grid, square(grid.size))}"/>`,
  half: (count: number, grid: Grid) =>
    outlined(BRAND, repeated(count, grid, square(grid.size))) +
    `<path class="fp-chart__bar" fill="${BRAND}" d="${repeated(count, grid, `v${grid.size}h${grid.size}z`)}"/>`,
  empty: (count: number, grid: Grid) => outlined(INK, repeated(count, grid, square(grid.size))),
  crossed: (count: number, grid: Grid) => outlined(BROWN, repeated(count, grid, crossedSquare(grid.size))),
  unknown: (count: number, grid: Grid) => outlined(QUIET, repeated(count, grid, ring(grid.size))),
}

function outlined(colour: string, d: string): string {
  return `<path class="fp-chart__outline" fill="#fff" stroke="${colour}" stroke-width="2" d="${d}"/>`
}

function repeated(count: number, { across, pitch }: Grid, shape: string): string {
  return Array.from({ length: count }, (_, nth) => {
    const column = nth % across
    // Closing a shape leads back to where it began, so the next in its row is a step to the right.
    return column > 0 ? `m${pitch} 0${shape}` : `M0 ${(nth / across) * pitch}${shape}`
  }).join('')
}

function square(size: number): string {
  return `h${size}v${size}h-${size}z`
}

function crossedSquare(size: number): string {
  return `h${size}v${size}l-${size}-${size}v${size}l${size}-${size}h-${size}z`
}

function ring(size: number): string {
  const half = size / 2
  return `m0 ${half}a${half} ${half} 0 0 1 ${size} 0a${half} ${half} 0 0 1-${size} 0zm0-${half}`
}
