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
      return orNone([results.met, results.notMet], areProfilesWhole(results, questions))
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

function areProfilesWhole(
  { profile, profiles }: AllOrAnyIndicators,
  questions: readonly Question[],
): boolean {
  return optionsOf(profile, questions).every((option) => Object.hasOwn(profiles, option))
}

/** A table has a row for every answer that can be given: each row is for another, as the checks see to. */
export function isWhole(
  { by, rows }: { by: readonly string[]; rows: readonly unknown[] },
  questions: readonly Question[],
): boolean {
  return rows.length >= by.reduce((product, id) => product * optionsOf(id, questions).length, 1)
}

function optionsOf(id: string, questions: readonly Question[]): string[] {
  const question = questions.find((each) => each.id === id)
  return question?.type === 'choice' ? question.options : []
}
