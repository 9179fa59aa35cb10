import { type Chart, FONT, INK, paragraph, px, QUIET, said, WIDE } from './chart.ts'

export interface Standalone {
  /** Pixels: 320 or more. */
  width: number
  /** Where the numbers are from: the last line. */
  source?: string
}

const PADDING = 20
const MOST_LINES = 6

/** A chart as a file of its own: its headline and title above it, its source below, on white. */
export function standalone(chart: Chart, { width, source }: Standalone): string {
  const within = width - 2 * PADDING
  const svg = within < WIDE ? chart.svg : widened(chart.svg)
  let y = PADDING
  const lines = (words: string, size: number, style: { isBold?: boolean; colour?: string } = {}) => {
    const line = Math.round(size * 1.3)
    const drawn = paragraph(PADDING, y + line, words, {
      within,
      most: MOST_LINES,
      line,
      size,
      ...style,
    })
    y += drawn.height
    return drawn.svg
  }
  const heading = lines(chart.headline, 20, { isBold: true }) + lines(chart.title, 16)
  const top = y + PADDING
  y = top + chart.height
  const ending = source ? lines(source, 14, { colour: QUIET }) : ''
  const height = y + PADDING
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${px(width)}" height="${px(height)}" viewBox="0 0 ${px(width)} ${px(height)}" font-family="${FONT}" font-size="14" fill="${INK}"><title>${said(chart.title)}</title><rect width="100%" height="100%" fill="#fff"/>${heading}<svg x="${PADDING}" y="${px(top)}" width="${px(within)}" height="${px(chart.height)}" overflow="visible">${svg}</svg>${ending}</svg>\n`
}

/** As the stylesheet does in a wide column. Text cannot say this: its quotes are escaped. */
function widened(svg: string): string {
  return svg
    .replaceAll('class="fp-chart__narrow"', 'display="none"')
    .replaceAll('class="fp-chart__wide" display="none"', 'class="fp-chart__wide"')
}
