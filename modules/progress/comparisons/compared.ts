import type { Chart, Table } from '#design'
import type { Promised } from '#roadmaps'
import type { Quantities } from './quantities.ts'
import type { ShownSide } from './sides.ts'

/** One measure of the two sides. */
export interface Compared {
  promised: Promised
  id: string
  left: ShownSide
  right: ShownSide
  differences: Quantities
  /** The two in a sentence; of one organisation at two dates, what changed. */
  says: string
  table: Table
  /** Only where both sides have a number. */
  chart?: Chart
  isComparable: boolean
  href: string
  /** Where the change between two dates is explained. */
  why?: string
}

/** How the two sides are called in tables: by what is different between them. */
export interface SideNames {
  left: string
  right: string
}
