import type { OutcomeStatus, ThresholdTest } from '#definitions'

/** A score, a number, yes or no, words. Of indicators: those ticked ("N1 P2 A1"), none, or the status decided. */
export type Answer = number | boolean | string
/** By the id of the question. */
export type Answers = Record<string, Answer>

export interface Assessment {
  framework: string
  version: string
  answers: Answers
  rating: string
  score?: number
  working: Working
  /** The result rests on something that no public source states. */
  unverified: boolean
}

export interface AssessmentProblem {
  question: string
  says: string
  instead?: string
}

export type AssessmentResult = { ok: true; assessment: Assessment } | Unjudged

/** What each rule hands back: the result and how it was reached. */
export interface Judgement {
  rating: string
  score?: number
  working: Working
  /** The result rests on a part of the rule that is marked as unverified. */
  unverified: boolean
}

export type Judged = { ok: true; judgement: Judgement } | Unjudged

export interface Unjudged {
  ok: false
  problems: AssessmentProblem[]
  /** The steps that the answers there are allow. */
  soFar?: Working
}

/** How a result was reached, by the rule that made it. */
export type Working =
  | ProductWorking
  | ThresholdWorking
  | IndicatorsWorking
  | WinningWorking
  | SumWorking
  | CountWorking
  | MatrixWorking
  | LookupWorking

/** The band in which a score falls. */
export interface Banded {
  /** Where the band begins; null for the lowest, and where there is no score yet. */
  from: number | null
  /** Higher bands in which the score may be as well: nobody has published where they begin. Then there is no result. */
  undecided: string[]
}

export interface ProductWorking extends Banded {
  rule: 'mean and max product'
  sides: { group: string; scores: Record<string, number>; mean: number; max: number; side: number }[]
  score: number
}

export type ThresholdOutcome = 'passed' | 'failed' | 'not answered' | 'no threshold'

export interface ThresholdWorking {
  rule: 'every threshold passed'
  thresholds: {
    question: string
    answer: number | boolean | string | null
    /** Null where no threshold has been published for these answers. */
    test: ThresholdTest | { is: boolean } | null
    outcome: ThresholdOutcome
    unverified: boolean
  }[]
}

/** Why an outcome has its status. `decided`: the answer is the status itself, and not the indicators. */
export type StatusReason =
  | 'decided'
  | 'a not achieved ticked'
  | 'every achieved ticked'
  | 'every partially achieved ticked'
  | 'neither ticked whole'

export interface IndicatorsWorking {
  rule: 'all or any indicators'
  /** Null where none is chosen yet. */
  profile: string | null
  /** What the profile needs was never published: then there is no judgement. */
  isProfileMissing: boolean
  outcomes: OutcomeWorking[]
}

export interface OutcomeWorking {
  question: string
  answer: string | null
  /** Null where it is not answered. */
  status: OutcomeStatus | null
  reason: StatusReason | null
  /** How many are ticked, of how many. Null where it is not answered, and where the status was decided. */
  ticked: Record<OutcomeStatus, { ticked: number; of: number }> | null
  /** At least. Null where there is no profile to need it. */
  needs: OutcomeStatus | null
  /** Null where it is not known. What needs nothing is met without an answer. */
  isMet: boolean | null
}

export interface WinningWorking extends Banded {
  rule: 'highest answer wins' | 'lowest answer wins'
  /** Those that are answered. */
  scores: Record<string, number>
  /** The highest, or the lowest, of those answered; null where none is. */
  score: number | null
  /** The questions that have it. */
  winners: string[]
}

export interface SumWorking extends Banded {
  rule: 'weighted sum with override'
  parts: { question: string; score: number; weight: number; weighted: number }[]
  /** Of the parts, also where others are not answered. */
  sum: number
  /** What decided alone. The questions are those whose answer did. */
  override: { questions: string[]; score: number; result: string } | null
}

export interface CountWorking extends Banded {
  rule: 'count of yes'
  as: 'count' | 'share'
  yes: string[]
  no: string[]
  notApplicable: string[]
  unanswered: string[]
  /** How many are answered yes or no. */
  outOf: number
  /** The count, or the share in percent, cut after two decimals; null where nothing is answered yes or no. */
  score: number | null
}

export interface MatrixWorking {
  rule: 'matrix without total'
  /** Every question, in order; null: not answered. */
  answers: { question: string; answer: Answer | null }[]
  answered: number
}

export interface LookupWorking {
  rule: 'looked up in a table'
  /** What the table is read by; null: not answered. */
  by: { question: string; answer: string | null }[]
  /** The rows that the answers lead to: one, or several that agree where an answer is missing, or none. */
  rows: { when: Record<string, string>; result: string; unverified: boolean }[]
}
