import type { IsoDate } from '#shared/dates'
import type { Text } from './text.ts'

/*
 * How something is judged: questions, and the rule that makes a result of their answers.
 */

export interface Framework {
  slug: string
  /** Versions live side by side: a file for each, told apart by this. */
  version: string
  /** The day from which this version is the one to judge by. The one without it comes before all others. */
  from?: IsoDate
  title: Text
  source: string
  verified: boolean
  note?: Text
  groups: QuestionGroup[]
  questions: Question[]
  results: ResultRule
}

export interface QuestionGroup {
  id: string
  title: Text
}

export type Question = {
  id: string
  title: Text
  group?: string
  about?: Text
  /** false: no public source states it as it is written here. */
  verified?: boolean
  /** false: the answer is kept and shown, and the result does not depend on it. */
  decides?: boolean
  /** In a matrix, the column in which its answer stands; its row is its group. */
  column?: string
} & QuestionType

export type QuestionOf<Type extends Question['type']> = Extract<Question, { type: Type }>

/** The questions of a type on whose answers the result rests. */
export function decidingQuestions<Type extends Question['type']>(
  questions: readonly Question[],
  type: Type,
): QuestionOf<Type>[] {
  return questions.filter(({ decides }) => decides !== false).filter((question) => isOfType(question, type))
}

export function isOfType<Type extends Question['type']>(
  question: Question,
  type: Type,
): question is QuestionOf<Type> {
  return question.type === type
}

export type QuestionType =
  | { type: 'level'; levels: Level[] }
  | { type: 'number'; unit?: string; least?: number; most?: number }
  | { type: 'boolean'; mayNotApply?: boolean }
  | { type: 'choice'; options: string[] }
  | { type: 'indicators'; indicators: Partial<Record<OutcomeStatus, IndicatorList>> }

/** What a boolean question that may not apply can also be answered with. */
export const notApplicable = 'not applicable'

/** From the worst to the best. */
export const outcomeStatuses = ['not achieved', 'partially achieved', 'achieved'] as const
export type OutcomeStatus = (typeof outcomeStatuses)[number]

/** How many indicators of good or bad practice there are, or what each says where we may say it. */
export type IndicatorList = number | Text[]

/** How many indicators an outcome has for a status: with none, they can never make it so. */
export function indicatorCount(
  { indicators }: Extract<QuestionType, { type: 'indicators' }>,
  status: OutcomeStatus,
): number {
  const list = indicators[status] ?? 0
  return typeof list === 'number' ? list : list.length
}

export interface Level {
  score: number
  title: Text
  about?: Text
}

/** How answers make a result. One case for each way of judging; `rule` tells them apart. */
export type ResultRule =
  | MeanAndMaxProduct
  | AllOrAnyIndicators
  | AnswerWins
  | WeightedSumWithOverride
  | CountOfYes
  | EveryThresholdPassed
  | MatrixWithoutTotal
  | LookedUp

/** For each side (mean + highest) / 2; the sides multiplied; the product falls in a band. */
export interface MeanAndMaxProduct {
  rule: 'mean and max product'
  /** Groups of questions answered by level. */
  sides: string[]
  decimals: number
  /** From the lowest to the highest: the first has no `from`. */
  bands: Band[]
  verified?: boolean
}

export interface Band {
  result: string
  /** 'not published': an administrator's to fill in. Until then nothing can be judged by these bands. */
  from?: number | typeof notPublished
}

export const notPublished = 'not published'

/**
 * Each outcome is answered by its indicators. One of not achieved that is ticked makes it not achieved; else all of
 * achieved make it achieved; else all of partially achieved make it partially achieved; else it is not achieved. The
 * profile chosen says which status each outcome needs at least.
 */
export interface AllOrAnyIndicators {
  rule: 'all or any indicators'
  /** The choice whose options are the profiles. */
  profile: string
  /** The least status of each outcome, by profile. A profile that is not here was never published. */
  profiles: Record<string, Record<string, OutcomeStatus>>
  met: string
  notMet: string
  verified?: boolean
}

/** The highest of the scores, or the lowest, decides alone: its band is the result. */
export interface AnswerWins {
  rule: 'highest answer wins' | 'lowest answer wins'
  bands: Band[]
  verified?: boolean
}

/** Scores times their weights, added up. An answer that overrides decides alone. */
export interface WeightedSumWithOverride {
  rule: 'weighted sum with override'
  /** 1 for a question that is not named. */
  weights: Record<string, number>
  /** Of several that apply the first is taken. Without a question: this score to any of them. */
  overrides: { question?: string; score: number; result: string }[]
  bands: Band[]
  verified?: boolean
}

/** What a score is multiplied by before it is added up. */
export function weightOf({ weights }: Pick<WeightedSumWithOverride, 'weights'>, question: string): number {
  return Object.hasOwn(weights, question) ? (weights[question] ?? 1) : 1
}

/** How many are answered yes, or what share of those that apply, in percent. */
export interface CountOfYes {
  rule: 'count of yes'
  as: 'count' | 'share'
  bands: Band[]
  verified?: boolean
}

/** Levels in rows and columns, each shown and none added up: where the source refuses a total. */
export interface MatrixWithoutTotal {
  rule: 'matrix without total'
  /** The rating of any that has at least one answer. */
  result: string
  columns: QuestionGroup[]
  verified?: boolean
}

/** The result is read from a table by the answers: an administrator's, where nobody has published it. */
export interface LookedUp {
  rule: 'looked up in a table'
  /** From the lowest to the highest, those that the table could give. */
  results: string[]
  by: string[]
  rows: { when: Record<string, string>; result: string; verified?: boolean }[]
  verified?: boolean
}

/** `passed` only if every threshold is passed; one failure is enough for `failed`. */
export interface EveryThresholdPassed {
  rule: 'every threshold passed'
  passed: string
  failed: string
  thresholds: Threshold[]
  verified?: boolean
}

export type Threshold = { question: string; verified?: boolean } & (
  | ThresholdTest
  | { is: boolean }
  | { table: ThresholdTable }
)

export type ThresholdTest = { above: number } | { atLeast: number } | { below: number } | { atMost: number }

/** Thresholds that depend on other answers. A row nobody has published is not there: then there is no judgement. */
export interface ThresholdTable {
  by: string[]
  rows: ThresholdRow[]
}

export type ThresholdRow = { when: Record<string, string>; verified?: boolean } & ThresholdTest
