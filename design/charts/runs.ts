import { px } from './chart.ts'

export interface Dated {
  date: string
  /** Null where it is not known: the line has a gap. */
  value: number | null
}

/** A point as it is drawn: per cent across, pixels down. */
export type Spot = readonly [number, number]

/** An unbroken stretch of points, and the way the line takes through them. */
export interface Run {
  spots: Spot[]
  track: Spot[]
}

interface Scales {
  across(date: string): number
  down(value: number): number
}

interface Stretch {
  points: readonly Dated[]
  shape: 'steps' | 'line'
  until?: string
}

/** The stretches of a line, broken where a value is not known. A step stands until the next date, and to the end. */
export function runsOf({ points, shape, until }: Stretch, { across, down }: Scales): Run[] {
  const isStepped = shape === 'steps'
  const runs: Run[] = []
  let current: Run | undefined
  for (const { date, value } of points.toSorted((one, other) => (one.date < other.date ? -1 : 1))) {
    const x = across(date)
    const before = current?.track.at(-1)
    if (current && before && isStepped) current.track.push([x, before[1]])
    if (value === null) {
      current = undefined
      continue
    }
    if (!current) {
      current = { spots: [], track: [] }
      runs.push(current)
    }
    const spot: Spot = [x, down(value)]
    current.spots.push(spot)
    current.track.push(spot)
  }
  const end = current?.track.at(-1)
  if (current && end && isStepped && until && across(until) > end[0]) {
    const stands: Spot = [across(until), end[1]]
    current.track.push(stands)
    current.spots.push(stands)
  }
  return runs
}

/** Across and down, or straight from point to point. The same level twice is drawn once. */
export function pathThrough(runs: readonly Run[], shape: 'steps' | 'line', top: number): string {
  return runs.map(({ track }) => through(track, shape === 'steps', top)).join('')
}

function through(track: readonly Spot[], isStepped: boolean, top: number): string {
  let d = ''
  track.forEach(([x, y], nth) => {
    const before = track[nth - 1]
    const [across, down] = [px(x), px(y - top)]
    if (!before) d += `M${across} ${down}`
    else if (!isStepped) d += `L${across} ${down}`
    else if (y !== before[1]) d += `V${down}`
    else if (x !== before[0]) d += `H${across}`
  })
  return d
}
