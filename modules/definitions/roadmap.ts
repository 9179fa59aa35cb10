import type { IsoDate } from '#shared/dates'
import type { Text } from './text.ts'

/*
 * What was promised, by which office, for when, and how it is counted.
 */

export interface Roadmap {
  slug: string
  title: Text
  summary: Text
  from: string
  until: string
  missions: Mission[]
  reportingLines: ReportingLine[]
  rollUp: RollUp[]
  commitments: Commitment[]
}

export interface Mission {
  number: number
  title: Text
  /** An office, never a person. */
  sponsor: Text
  summary?: Text
}

export interface ReportingLine {
  slug: string
  name: Text
  organisations: string[]
  missions?: number[]
  commitments?: number[]
  from?: IsoDate
  until?: IsoDate
}

/** For these, bodies with a parent are counted in the line of their home department. */
export interface RollUp {
  missions?: number[]
  commitments?: number[]
  note?: Text
}

export interface Commitment {
  number: number
  slug: string
  mission: number
  title: Text
  promise: Text
  sponsor?: Text
  scope: Scope
  phases: Phase[]
  milestones: Milestone[]
  doubts: Doubt[]
  measures: Measure[]
  verified?: boolean
}

export interface Scope {
  organisations: string[]
  /** false: the whole scope was never published, so nobody can say how many are in it. */
  published: boolean
  note?: Text
}

export interface Phase {
  number: number
  title?: Text
  by?: string
  source?: string
}

export interface Milestone {
  /** Its own in the commitment. The register of milestones goes by it, so it stays when a title is reworded. */
  name: string
  title: Text
  /** As precise as it was published: 2025, 2023-04 or 2023-04-30. */
  due: string
  /** It only says when a term ends: there is nothing to be reached, so its date passes and it is never overdue. */
  kind?: 'end'
  source?: string
}

export interface Doubt {
  /** The day from which it was known: not shown as known earlier. */
  from?: IsoDate
  says: Text
  source?: string
}

export interface Measure {
  name: string
  title: Text
  /** A plural noun: systems, services, people. */
  unit: Text
  /** The noun beside each kind of number, where the definition gives it. Its `other` is the unit. */
  unitForms?: UnitForms
  register?: string
  part?: string
  /** CEL over record; null for a count that has no denominator. */
  outOf?: string | null
  /** CEL over record. */
  counts?: string
  amount?: MeasureAmount
  window?: Window
  derived?: Derived
  target?: Target
  public: 'on acceptance' | 'on release'
  method: Text
  verified?: boolean
  note?: Text
}

/** By language. */
export interface UnitForms {
  en?: Forms
  cy?: Forms
}

/** By the plural categories of CLDR: English has one and other, Welsh all six. */
export type Forms = { other: string } & Partial<Record<'zero' | 'one' | 'two' | 'few' | 'many', string>>

export interface MeasureAmount {
  counts?: string
  outOf?: string
}

export interface Window {
  from: string
  lasts: string
}

export type Derived =
  | { quotient: { of: string; over?: string } }
  | { organisations: { of: string; passing: Test } }
  | { quantile: { of: string; at: number } }

/** '100%' is a proportion, 50 a count. */
export type Amount = string | number

export interface Test {
  atLeast?: Amount
  below?: Amount
  atMost?: Amount
  above?: Amount
}

export type Target = Test & { each?: 'organisation'; by?: string }
