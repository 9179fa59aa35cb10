import { escapeHtml } from '../escape.ts'
import { fit, widthOf, wrap } from './text.ts'

/*
 * A chart is made of numbers and ready-made words, and is a string of SVG. It is as wide as the column it stands in,
 * without script: what is across is in per cent, what is down and every letter in pixels, and lines are stretched
 * without their strokes (`vector-effect`). So text is never shrunk. Labels are placed for the narrowest column.
 *
 * 1. All text is escaped, and no text becomes part of an id, an address or a style.
 * 2. Colours are attributes, so that a file stands alone; classes let the site's stylesheet change them.
 * 3. No meaning is in colour alone: markers, dashes, hatching and words say it too.
 */

/** What every chart says of itself, made by the caller. */
export interface Titles {
  /** Its name on the page and in addresses: ?chart=trend. Unique on its page. */
  id: string
  /** What it shows, in a sentence. */
  headline: string
  /** What is counted, where and when: "Services judged great, of 75, December 2022 to February 2024". */
  title: string
  /** What a person who cannot see it should hear. */
  description: string
}

export interface Chart extends Titles {
  /** The whole `<svg>`, as wide as what it is put in. */
  svg: string
  /** Pixels. */
  height: number
}

/** The column a chart has on a screen of 320 pixels: every label fits it. And a wide one. */
export const NARROW = 288
export const WIDE = 600

export const INK = '#17211f'
export const QUIET = '#4a5855'
export const GRID = '#c4cfcb'
export const BRAND = '#1d4d40'
export const PALE = '#e3ebe8'

export const FONT = "'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"

export function chart(titles: Titles, kind: string, height: number, inside: string): Chart {
  const { id, headline, title, description } = titles
  const [name, account] = [idOf(id, 'title'), idOf(id, 'desc')]
  const svg = `<svg class="fp-chart fp-chart--${kind}" width="100%" height="${px(height)}" role="img" aria-labelledby="${name} ${account}" font-family="${FONT}" font-size="14" fill="${INK}"><title id="${name}">${said(title)}</title><desc id="${account}">${said(description)}</desc>${inside}</svg>`
  return { id, headline, title, description, svg, height }
}

/** An id for a part of a chart. No two charts and parts make the same one: _ stands only in what is written here. */
export function idOf(chartId: string, part: 'title' | 'desc' | 'hatch'): string {
  const safe = chartId.replace(
    /[^A-Za-z0-9-]/gu,
    (character) => `_${character.codePointAt(0)?.toString(16)}_`,
  )
  return `${safe}_${part}`
}

/** Words as they may stand in SVG: escaped (1), and without the characters that XML cannot carry. */
export function said(words: string): string {
  return escapeHtml(words.toWellFormed().replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '\ufffd'))
}

export interface TextStyle {
  anchor?: 'start' | 'middle' | 'end'
  isBold?: boolean
  size?: number
  colour?: string
  /** Pixels beside `x`. */
  dx?: number
  /** Longer words end in "…"; all of them are in the tooltip. */
  within?: number
}

/** A line of words. `x` is in per cent or pixels ("12%", 4), `y` is its baseline in pixels. */
export function text(x: string | number, y: number, words: string, style: TextStyle = {}): string {
  const { size = 14, isBold = false, within } = style
  const shown = within === undefined ? words : fit(words, within, { size, isBold })
  return `<text ${attributesOf(x, y, style)}>${wholeOf(words, shown)}${said(shown)}</text>`
}

export interface ParagraphStyle {
  /** Pixels that a line may take. */
  within: number
  /** Lines it may take: what does not fit the last ends in "…", and all of it is in the tooltip. */
  most: number
  /** From line to line. */
  line: number
  isBold?: boolean
  size?: number
  colour?: string
}

/** Words on as many lines as they need. `y` is the first baseline, and `height` what all lines take. */
export function paragraph(x: number, y: number, words: string, style: ParagraphStyle) {
  const { within, most, line, size = 14, isBold = false } = style
  const lines = wrap(words, within, most, { size, isBold })
  const shown = lines.map((each) => (each.endsWith(' ') ? each : fit(each, within, { size, isBold })))
  const inside = shown.map((each, nth) =>
    nth === 0 ? said(each) : `<tspan x="${px(x)}" dy="${line}">${said(each)}</tspan>`,
  )
  const svg = `<text ${attributesOf(x, y, style)}>${wholeOf(words, shown.join(''))}${inside.join('')}</text>`
  const width = Math.max(...shown.map((each) => widthOf(each, { size, isBold })))
  return { svg, width, height: lines.length * line }
}

function attributesOf(x: string | number, y: number, style: TextStyle): string {
  const { anchor = 'start', isBold = false, size = 14, colour, dx } = style
  return [
    ...(x === 0 ? [] : [`x="${typeof x === 'number' ? px(x) : x}"`]),
    `y="${px(y)}"`,
    ...(anchor === 'start' ? [] : [`text-anchor="${anchor}"`]),
    ...(isBold ? ['font-weight="700"'] : []),
    ...(size === 14 ? [] : [`font-size="${size}"`]),
    ...(dx ? [`dx="${px(dx)}"`] : []),
    ...(colour ? [`fill="${colour}"`] : []),
  ].join(' ')
}

function wholeOf(words: string, shown: string): string {
  return shown === words ? '' : `<title>${said(words)}</title>`
}

/** A number as it is written in a path: two decimals at most. */
export function px(value: number): string {
  return String(Math.round(value * 100) / 100)
}

export function percent(value: number): string {
  return `${px(value)}%`
}

/** For lines that are stretched: their strokes are not. */
export const STILL = 'vector-effect="non-scaling-stroke"'

/** Where lines are drawn: across from 0 to 100, down in pixels from `top`. */
export function stretched(top: number, height: number, inside: string): string {
  return `<svg y="${px(top)}" width="100%" height="${px(height)}" viewBox="0 0 100 ${px(height)}" preserveAspectRatio="none" overflow="visible" fill="none">${inside}</svg>`
}

/** A shape drawn in pixels about a point that is somewhere in per cent. */
export function at(x: number, y: number, shape: string): string {
  return `<svg x="${percent(x)}" y="${px(y)}" overflow="visible">${shape}</svg>`
}

/** What is drawn in any column, what in a narrow one only, and what in a wide one: a stylesheet or a file turns to it. */
export function either(narrow: readonly string[], wide: readonly string[]): string {
  const [inBoth, inNarrow] = [
    narrow.filter((each) => wide.includes(each)),
    narrow.filter((each) => !wide.includes(each)),
  ]
  const inWide = wide.filter((each) => !narrow.includes(each))
  return [
    ...inBoth,
    inNarrow.length === 0 ? '' : `<g class="fp-chart__narrow">${inNarrow.join('')}</g>`,
    inWide.length === 0 ? '' : `<g class="fp-chart__wide" display="none">${inWide.join('')}</g>`,
  ].join('')
}

/** The pattern for what is not known, to be filled with `url(#…)`. */
export function hatch(chartId: string): string {
  return `<pattern id="${idOf(chartId, 'hatch')}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="fp-chart__hatch" d="M2 0V6" stroke="${QUIET}" stroke-width="2"/></pattern>`
}
