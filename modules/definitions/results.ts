import {
  type AllOrAnyIndicators,
  type Band,
  type EveryThresholdPassed,
  type Framework,
  notPublished,
  type Question,
} from './framework.ts'
import { cannotBeJudged } from './government.ts'

/** The results that one version of a framework can give. */
export function resultsOf(framework: Framework): string[] {
  const { results, questions } = framework
  const orNone = (given: string[], isSure: boolean) => [
    ...new Set([...given, ...(isSure ? [] : [cannotBeJudged])]),
  ]
  switch (results.rule) {
    case 'mean and max product':
    case 'highest answer wins':
    case 'lowest answer wins':
    case 'count of yes':
      return orNone(bandResults(results.bands), arePublished(results.bands))
    case 'weighted sum with override': {
      const given = [...bandResults(results.bands), ...results.overrides.map(({ result }) => result)]
      return orNone(given, arePublished(results.bands))
    }
    case 'every threshold passed':
      return orNone([results.passed, results.failed], areThresholdsWhole(results, questions))
    case 'all or any indicators':
      return orNone([results.met, results.notMet], unpublishedProfiles(results, questions).length === 0)
    case 'matrix without total':
      return [results.result]
    case 'looked up in a table':
      return orNone(results.results, isWhole(results, questions))
  }
}

/** Over all versions of a framework. */
export function ratingsOf(slug: string, frameworks: readonly Framework[]): string[] {
  return [...new Set(frameworks.filter((each) => each.slug === slug).flatMap(resultsOf))]
}

function bandResults(bands: readonly Band[]): string[] {
  return bands.map(({ result }) => result)
}

function arePublished(bands: readonly Band[]): boolean {
  return bands.every(({ from }) => from !== notPublished)
}

function areThresholdsWhole({ thresholds }: EveryThresholdPassed, questions: readonly Question[]): boolean {
  return thresholds.every((threshold) => !('table' in threshold) || isWhole(threshold.table, questions))
}

/** The profiles that can be chosen, and of which nobody has published what they need. */
export function unpublishedProfiles(
  { profile, profiles }: AllOrAnyIndicators,
  questions: readonly Question[],
): string[] {
  return optionsOf(profile, questions).filter((option) => !Object.hasOwn(profiles, option))
}

interface AnswerTable {
  by: readonly string[]
  rows: readonly unknown[]
}

/** A table has a row for every answer that can be given: each row is for another, as the checks see to. */
export function isWhole(table: AnswerTable, questions: readonly Question[]): boolean {
  return missingRows(table, questions) === 0
}

/** How many rows a table would need besides those it has, so that there is one for every answer to its questions. */
export function missingRows({ by, rows }: AnswerTable, questions: readonly Question[]): number {
  return Math.max(0, combinationsOf(by, questions) - rows.length)
}

/** How many answers choices can have together. */
export function combinationsOf(ids: readonly string[], questions: readonly Question[]): number {
  return ids.reduce((product, id) => product * optionsOf(id, questions).length, 1)
}

function optionsOf(id: string, questions: readonly Question[]): string[] {
  const question = questions.find((each) => each.id === id)
  return question?.type === 'choice' ? question.options : []
}
