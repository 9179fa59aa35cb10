import type { Moment } from '#shared/dates'
import type { ProgressStore } from './known/queries.ts'

/** What the pages need of the program around them. */
export interface Pages {
  store: ProgressStore
  /** The clock: pages say "today", and what is known now. */
  now: () => Moment
}
