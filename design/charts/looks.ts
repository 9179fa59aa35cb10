import { at, BRAND, percent, px } from './chart.ts'

/** How a line is told from another: by its dash and its marker, and by its colour besides (3). */
export interface Look {
  class: string
  colour: string
  dash?: string
  mark: 'circle' | 'square' | 'diamond' | 'triangle'
  isHollow: boolean
}

const STEPS: Look[] = [
  { class: 'steps', colour: BRAND, mark: 'circle', isHollow: false },
  { class: 'steps', colour: '#5a3d86', mark: 'square', isHollow: false, dash: '12 3' },
  { class: 'steps', colour: '#0a5676', mark: 'triangle', isHollow: false, dash: '12 3 3 3' },
]
const LINES: Look[] = [
  { class: 'stated', colour: '#9a4a00', mark: 'diamond', isHollow: true, dash: '7 5' },
  { class: 'stated', colour: '#7b1e58', mark: 'triangle', isHollow: true, dash: '2 4' },
  { class: 'stated', colour: '#0a5676', mark: 'square', isHollow: true, dash: '7 3 2 3' },
]

/** A look for each line, those of one shape alike in kind. After three of a shape they come again. */
export function looksOf(shapes: readonly ('steps' | 'line')[]): Look[] {
  const counts = { steps: 0, line: 0 }
  return shapes.map((shape) => {
    const looks = shape === 'steps' ? STEPS : LINES
    const look = looks[counts[shape] % looks.length]
    counts[shape] += 1
    return look ?? { class: shape, colour: BRAND, mark: 'circle', isHollow: false }
  })
}

/** The group that gives lines and markers their look. */
export function looking(look: Look, inside: string): string {
  return `<g class="fp-chart__${look.class}" stroke="${look.colour}" fill="${look.isHollow ? '#fff' : look.colour}" stroke-width="2">${inside}</g>`
}

export function strokeOf({ dash }: Look): string {
  return `stroke-width="3" stroke-linejoin="round"${dash ? ` stroke-dasharray="${dash}"` : ''}`
}

/** A marker about a point: `x` in per cent, or in pixels within a drawing of pixels. */
export function markOf({ mark }: Look, x: number | string, y: number, size = 4): string {
  const across = typeof x === 'number' ? percent(x) : x
  const shape = SHAPES[mark]
  if (shape === undefined) return `<circle cx="${across}" cy="${px(y)}" r="${size}"/>`
  const drawn = `<path d="${shape}"/>`
  return typeof x === 'number' ? at(x, y, drawn) : `<g transform="translate(${x} ${px(y)})">${drawn}</g>`
}

const SHAPES: Record<Look['mark'], string | undefined> = {
  circle: undefined,
  square: 'M-4-4H4V4H-4Z',
  diamond: 'M0-5.5 5.5 0 0 5.5-5.5 0Z',
  triangle: 'M0-5 5 4H-5Z',
}
