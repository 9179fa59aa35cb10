import type { Tick } from './axis.ts'
import type { Titles } from './chart.ts'
import type { Dated } from './runs.ts'

export interface LineChart extends Titles {
  series: Series[]
  target?: Target
  forecast?: Forecast
  /** Dates with their words, along the bottom. Those that do not fit a narrow column are left out. */
  ticks: Tick[]
  /** Words for a value on the upright scale. */
  say(value: number): string
  /** The scale reaches this, and more where a value does. */
  most?: number
  /** Gridlines are never closer than this: 1 unless said, since half a service is not a thing. */
  leastStep?: number
  /** What the thin bars mean, for the key: it is there where a point has something unknown. */
  unknown?: string
  /** Shown in place of lines where there are none. */
  nothing?: string
}

export interface Series {
  /** Said in the key, where there are several. */
  name: string
  /** A register's figure stands until it changes: `steps`. Values stated for dates are joined by a broken line. */
  shape: 'steps' | 'line'
  points: Point[]
  /** Steps: until when the last value stands. */
  until?: string
  /** Words for the first and the last value. */
  first?: string
  last?: string
}

export interface Point extends Dated {
  /** So much more it may be. */
  unknown?: number
}

export interface Target {
  value: number
  label: string
  due?: string
}

/** Goes on from the last value of the first series. */
export interface Forecast {
  to: string
  central: number
  low: number
  high: number
  label: string
  /** What the broken line and the band mean, for the key. */
  name: string
}
