import {
  BRAND,
  type Chart,
  chart,
  hatch,
  INK,
  idOf,
  NARROW,
  PALE,
  paragraph,
  percent,
  px,
  QUIET,
  type Titles,
  text,
} from './chart.ts'
import { type KeyItem, key } from './key.ts'
import { amount } from './scale.ts'
import { widthOf } from './text.ts'

export interface BarChart extends Titles {
  rows: Bar[]
  /** A mark across every bar that has no target of its own. */
  target?: { value: number; label: string }
  /** What the parts of a bar mean, for the key: it names those that there are. */
  parts?: { value?: string; unknown?: string; rest?: string }
  /** The scale reaches this, and more where a bar does. */
  most?: number
  /** Shown in place of bars where there are none. */
  nothing?: string
}

export interface Bar {
  name: string
  /** The value in words, or the symbol in its place: "7 of 11", "[x]". */
  says: string
  /** Null where a symbol stands in its place. */
  value: number | null
  /** So much more it may be. */
  unknown?: number
  /** All there are, drawn as an outline. */
  outOf?: number
  target?: number
}

const BAR = 14
const GAP = 18
/** Per cent: the rest is for the mark of a target at the very end. */
const WIDEST = 99
const NAME = { size: 16, most: 3, line: 20 }
const VALUE = { size: 16, isBold: true }
const BELOW = { within: NARROW, most: 2, line: 20 }
/** 3:1 on white. */
const EDGE = '#6f7f7a'

/** Bars one below another, each under its name, with its value in words. */
export function barChart(options: BarChart): Chart {
  const { rows, nothing } = options
  const most = Math.max(
    0,
    ...rows.map(extentOf),
    amount(options.target?.value ?? 0),
    amount(options.most ?? 0),
  )
  const across = (value: number) => (most === 0 ? 0 : (amount(value) / most) * WIDEST)
  const heading = key(keyItems(options))
  // One long value, and all stand on a line of their own.
  const isRoomy = rows.every(({ says, value }) => value === null || widthOf(says, VALUE) <= NARROW * 0.4)
  let y = heading.height
  const drawn = rows.map((row) => {
    const { svg, height } = rowOf(row, y, across, isRoomy, options)
    y += height
    return svg
  })
  const empty = rows.length === 0 && nothing ? text(0, y + 16, nothing, { size: 16, within: NARROW }) : ''
  const height = y + (empty ? 24 : 0)
  return chart(
    options,
    'bars',
    Math.max(height, 1),
    `${rows.some(hasUnknown) ? hatch(options.id) : ''}${heading.svg}${drawn.join('')}${empty}`,
  )
}

function hasUnknown({ value, unknown = 0 }: Bar): boolean {
  return value !== null && amount(unknown) > 0
}

function extentOf({ value, unknown = 0, outOf = 0, target = 0 }: Bar): number {
  return Math.max(amount(value ?? 0) + amount(unknown), amount(outOf), amount(target))
}

function rowOf(
  row: Bar,
  top: number,
  across: (value: number) => number,
  isRoomy: boolean,
  { id, target: common }: BarChart,
): { svg: string; height: number } {
  const { name, says, value, unknown = 0, outOf, target = common?.value } = row
  const isAside = isRoomy && value !== null
  const room = isAside ? NARROW - widthOf(says, VALUE) - 12 : NARROW
  const words = paragraph(0, top + 16, name, { ...NAME, within: room })
  const below = isAside ? undefined : paragraph(0, top + 16 + words.height, says, { ...VALUE, ...BELOW })
  const y = top + words.height + (below?.height ?? 0) + 4
  const said = words.svg + (below?.svg ?? '')
  if (value === null) return { svg: said, height: y - top + GAP }
  const end = across(value)
  const parts = [
    isAside ? text('100%', top + 16, says, { ...VALUE, anchor: 'end' }) : '',
    outOf === undefined ? '' : piece('rest', 0, across(outOf), y, PALE),
    amount(unknown) === 0
      ? ''
      : piece('unknown', end, across(amount(value) + unknown) - end, y, `url(#${idOf(id, 'hatch')})`),
    `<rect class="fp-chart__bar" width="${percent(end)}" y="${px(y)}" height="${BAR}" fill="${BRAND}"/>`,
    `<path class="fp-chart__axis" d="M0 ${px(y - 3)}V${px(y + BAR + 3)}" stroke="${QUIET}" stroke-width="2"/>`,
    target === undefined ? '' : aim(percent(across(target)), y),
  ]
  return { svg: said + parts.join(''), height: y - top + BAR + GAP }
}

/** Part of a bar. One with an edge can be told from the paper without its colour. */
function piece(kind: 'rest' | 'unknown', from: number, width: number, y: number, fill: string): string {
  return `<rect class="fp-chart__${kind}" x="${percent(from)}" width="${percent(width)}" y="${px(y)}" height="${BAR}" fill="${fill}" stroke="${EDGE}"/>`
}

function aim(x: string, y: number): string {
  return `<line class="fp-chart__halo" x1="${x}" x2="${x}" y1="${px(y - 4)}" y2="${px(y + BAR + 4)}" stroke="#fff" stroke-width="6"/><line class="fp-chart__aim" x1="${x}" x2="${x}" y1="${px(y - 4)}" y2="${px(y + BAR + 4)}" stroke="${INK}" stroke-width="3"/>`
}

function keyItems({ id, rows, parts = {}, target }: BarChart): KeyItem[] {
  const box = (attributes: string) => `<rect y="1" width="28" height="${BAR}" ${attributes}/>`
  return [
    ...(parts.value ? [{ sample: box(`class="fp-chart__bar" fill="${BRAND}"`), words: parts.value }] : []),
    ...(parts.unknown && rows.some(hasUnknown)
      ? [
          {
            sample: box(`class="fp-chart__unknown" fill="url(#${idOf(id, 'hatch')})" stroke="${EDGE}"`),
            words: parts.unknown,
          },
        ]
      : []),
    ...(parts.rest && rows.some(({ outOf }) => outOf !== undefined)
      ? [{ sample: box(`class="fp-chart__rest" fill="${PALE}" stroke="${EDGE}"`), words: parts.rest }]
      : []),
    ...(target
      ? [
          {
            sample: `<path class="fp-chart__aim" d="M14-2V18" stroke="${INK}" stroke-width="3"/>`,
            words: target.label,
          },
        ]
      : []),
  ]
}
