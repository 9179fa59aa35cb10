import type { ThresholdTest } from '#definitions'

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

export type Working = ProductWorking | ThresholdWorking

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
  /** The steps that the answers there are allow, where a rule takes them one by one. */
  soFar?: Working
}

export interface ProductWorking {
  rule: 'mean and max product'
  sides: { group: string; scores: Record<string, number>; mean: number; max: number; side: number }[]
  score: number
  /** Where the band begins; null for the lowest. */
  from: number | null
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
