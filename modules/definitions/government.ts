/*
 * A government as the rest of the program sees it: what readGovernment makes of a folder of YAML, checked.
 * Everything here is plain JSON, so that an adopted definition can be stored, compared and hashed.
 */

import type { IsoDate } from '#shared/dates'
import type { Framework } from './framework.ts'
import type { Roadmap } from './roadmap.ts'
import type { Text } from './text.ts'

export interface Government {
  slug: string
  name: Text
  attribution?: Text
  organisations: Organisation[]
  successions: Succession[]
  registers: Register[]
  frameworks: Framework[]
  roadmaps: Roadmap[]
}

export interface Organisation {
  slug: string
  name: Text
  abbreviation?: string
  kind: string
  parent?: string
  from?: IsoDate
  until?: IsoDate
}

export interface Succession {
  on: IsoDate
  from: string[]
  to: string[]
  how: 'rename' | 'merge' | 'split'
  note?: Text
}

export interface Register {
  name: string
  title: Text
  /** One of them: legacy system. */
  record: Text
  /** Many of them: legacy systems. */
  records: Text
  kind: 'continuous' | 'snapshot' | 'events'
  /** How long a snapshot stands: P3M. */
  period?: string
  carryForward?: boolean
  /** Every count over it is rounded to a multiple of this, and no record of it is public (docs/ledger.md). */
  smallestCount?: number
  description?: Text
  fields: Field[]
  parts: Part[]
  checks: Check[]
}

export interface Part {
  name: string
  title: Text
  /** CEL over record. */
  when: string
}

export interface Check {
  level: 'error' | 'warning'
  /** CEL over record: when it is true, the check speaks. */
  when: string
  say: Text
}

export type Disclosure = 'public' | 'centre' | 'organisation' | 'none'

export type Field = {
  name: string
  title: Text
  required: boolean
  disclose: Disclosure
  note?: Text
} & FieldType

export type FieldType =
  | { type: 'text' }
  | { type: 'integer'; unit?: string }
  | { type: 'decimal' }
  | { type: 'boolean' }
  | { type: 'date' }
  | { type: 'link' }
  | { type: 'choice'; options: string[] }
  | { type: 'assessment'; framework: string }
  | { type: 'record'; register: string }

export type { Value, Values } from '#shared/values'

/** Something wrong in a folder of definitions, and where. Lines and columns count from 1. */
export interface Problem {
  file: string
  line: number
  column: number
  says: string
  instead?: string
}

/** Whole-of-government numbers and numbers whose breakdown nobody published are held by these two, never by a department. */
export const organisationNotPublished = 'organisation-not-published'
export const wholeGovernment = 'whole-government'
export const statedValues = 'stated-values'
/** The register of what became of each milestone and phase: every change of its date, and when it was reached. */
export const milestoneChanges = 'milestones'

/** The rating of an assessment that rests on a threshold nobody has published. As an input it counts as missing. */
export const cannotBeJudged = 'cannot be judged: no threshold'
