import { NARROW, paragraph, QUIET } from './chart.ts'

export interface KeyItem {
  /** Drawn in 28 by 16 pixels. */
  sample: string
  words: string
}

const SAMPLE = 36
const GAP = 20
const STYLE = { within: NARROW - SAMPLE, most: 3, line: 20 }

/** What the shapes of a chart mean: a sample and its words, side by side where they fit the narrowest column. */
export function key(items: readonly KeyItem[], top = 0): { svg: string; height: number } {
  let [x, y] = [0, top]
  const svg = items.map(({ sample, words }) => {
    const measured = paragraph(0, 0, words, STYLE)
    if (x > 0 && x + SAMPLE + measured.width > NARROW) [x, y] = [0, y + STYLE.line]
    const drawn = `<g transform="translate(${x} ${y})">${sample}</g>${paragraph(x + SAMPLE, y + 13, words, STYLE).svg}`
    x = Math.ceil(x + SAMPLE + measured.width + GAP)
    y += measured.height - STYLE.line
    return drawn
  })
  if (items.length === 0) return { svg: '', height: 0 }
  return { svg: `<g fill="${QUIET}">${svg.join('')}</g>`, height: y - top + STYLE.line + 14 }
}
