import type { Text } from './text.ts'

/*
 * How something is judged: questions, and the rule that makes a result of their answers.
 */

export interface Framework {
  slug: string
  version: string
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
} & QuestionType

export type QuestionType =
  | { type: 'level'; levels: Level[] }
  | { type: 'number'; unit?: string; least?: number; most?: number }
  | { type: 'boolean' }
  | { type: 'choice'; options: string[] }

export interface Level {
  score: number
  title: Text
  about?: Text
}

/** How answers make a result. One case for each way of judging; `rule` tells them apart. */
export type ResultRule = MeanAndMaxProduct | EveryThresholdPassed

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
  from?: number
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
