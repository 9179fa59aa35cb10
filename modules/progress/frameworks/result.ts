/* The result of the answers that were tried. Pure. */
import { cannotBeJudged, type Framework, type Text } from '#definitions'
import type { Table } from '#design'
import type { Assessment } from '#frameworks'
import type { Words } from '#platform/messages'
import { type Mark, markOf } from '../sentences/rules.ts'
import { sayScore, sayWorking, workingTable } from './rules/every-rule.ts'
import { messageText } from './sentences.ts'
import type { Trial } from './trial.ts'

export interface ShownResult {
  /** 17.40, where the rule makes a number. */
  score: string
  /** The result in a word of the framework's, or that there is none. */
  rating: Text
  isJudged: boolean
  /** In one line: 17.40, red. */
  inShort: string
  marks: Mark[]
  sentences: string[]
}

export function showResult(words: Words, framework: Framework, assessment: Assessment): ShownResult {
  const isJudged = assessment.rating !== cannotBeJudged
  const rating = isJudged
    ? { en: assessment.rating }
    : messageText(words, 'progress.framework.cannot-be-judged')
  const { says } = words.text(rating)
  const score = sayScore(words, framework.results, assessment.score)
  return {
    score,
    rating,
    isJudged,
    inShort: score === '' ? says : `${score}, ${says}`,
    marks: assessment.unverified ? [markOf(words, 'unverified')] : [],
    sentences: sayWorking(words, framework, assessment),
  }
}

/** The steps: all of them, or as far as the answers go. */
export function triedTable(words: Words, framework: Framework, trial: Trial): Table | undefined {
  if (trial.kind === 'judged') return workingTable(words, framework, trial.assessment.working)
  return trial.kind === 'unfinished' && trial.soFar ? workingTable(words, framework, trial.soFar) : undefined
}
