import type { Moment } from '#shared/dates'
import type { Kept } from '#shared/kept'
import type { Document } from './documents/document.ts'
import type { Memory } from './known/memory.ts'
import type { ProgressStore } from './known/queries.ts'

/** What the pages need of the program around them. */
export interface Pages {
  store: ProgressStore
  /** The clock: pages say "today", and what is known now. */
  now: () => Moment
  /** Where readers reach the site: https://progress.example. Permanent links begin with it. */
  publicUrl: string
  /** Whom to ask, and whom to tell of a weakness: e-mail addresses, or https addresses of pages. */
  contacts?: { support?: string; security?: string }
}

/** The same, with what this process remembers of what its pages have read. */
export interface Site extends Pages {
  memory: Memory
  /** Pages as values, under all that they were made from. */
  documents: Kept<Document>
}
