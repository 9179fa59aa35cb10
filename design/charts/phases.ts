import { BRAND, type Chart, chart, NARROW, paragraph, px, QUIET, type Titles, text } from './chart.ts'

export interface PhaseLadder extends Titles {
  phases: Phase[]
}

export interface Phase {
  name: string
  state: 'done' | 'now' | 'to come' | 'not known'
  /** The state in words. */
  says: string
  /** Its dates in words. */
  when?: string
}

const INDENT = 40
const CENTRE = 14
const RADIUS = 11
const GAP = 18
const LINES = { within: NARROW - INDENT, most: 3 }
const NAME = { ...LINES, size: 16, isBold: true, line: 21 }
const STATE = { ...LINES, size: 16, line: 21 }
const WHEN = { ...LINES, size: 14, line: 19, colour: QUIET }

/** The phases of a promise, from the first down, each with its state as a shape and a word. */
export function phaseLadder(options: PhaseLadder): Chart {
  let y = 0
  const rails: string[] = []
  const drawn = options.phases.map(({ name, state, says, when = '' }, nth) => {
    const top = y
    const words = [[name, NAME] as const, [says, STATE] as const, [when, WHEN] as const].map(
      ([line, style]) => {
        if (line === '') return ''
        const { svg, height } = paragraph(INDENT, y + style.line - 3, line, style)
        y += height
        return svg
      },
    )
    y += GAP
    if (nth + 1 < options.phases.length) rails.push(rail(state, top + CENTRE - 1, y + CENTRE - 1))
    return `<g transform="translate(${CENTRE} ${px(top + CENTRE - 1)})">${NODES[state]}</g>${words.join('')}`
  })
  return chart(options, 'phases', Math.max(y - GAP + 8, 1), rails.join('') + drawn.join(''))
}

function rail(state: Phase['state'], from: number, to: number): string {
  const look =
    state === 'done'
      ? `class="fp-chart__done" stroke="${BRAND}" stroke-width="3"`
      : `class="fp-chart__axis" stroke="${QUIET}" stroke-width="2" stroke-dasharray="3 4"`
  return `<path ${look} d="M${CENTRE} ${px(from)}V${px(to)}"/>`
}

const OUTLINE = `class="fp-chart__outline" r="${RADIUS - 1}" fill="#fff"`
const NODES: Record<Phase['state'], string> = {
  done: `<circle class="fp-chart__bar" r="${RADIUS}" fill="${BRAND}"/><path class="fp-chart__halo" d="M-5 0-1.5 4 5-4" fill="none" stroke="#fff" stroke-width="2.5"/>`,
  now: `<circle ${OUTLINE} stroke="${BRAND}" stroke-width="3"/><circle class="fp-chart__bar" r="5" fill="${BRAND}"/>`,
  'to come': `<circle ${OUTLINE} stroke="${QUIET}" stroke-width="2"/>`,
  'not known': `<circle ${OUTLINE} stroke="${QUIET}" stroke-width="2" stroke-dasharray="3 3"/>${text(0, 5, '?', { anchor: 'middle', isBold: true })}`,
}
