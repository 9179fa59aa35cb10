/*
 * A rule of any kind, in sentences and in tables: how it makes a result, how it made one, and its parts. A new rule is
 * said here, or the program does not compile. Pure.
 */
import type { Framework, ResultRule } from '#definitions'
import type { Table } from '#design'
import type { Assessment, Working } from '#frameworks'
import type { Words } from '#platform/messages'
import { sayExactly } from '../../sentences/numbers.ts'
import { bandParts, bandsTable } from './bands.ts'
import { countTable, sayCount, sayCountRule, unitOf } from './count.ts'
import { outcomesTable, profileParts, sayIndicatorRule, sayOutcomes, statusesTable } from './indicators.ts'
import { lookedUpTable, lookupTable, rowParts, sayLookup, sayLookupRule } from './lookup.ts'
import { answersTable, columnParts, matrixTable, sayMatrix, sayMatrixRule } from './matrix.ts'
import type { RulePart } from './parts.ts'
import { sayProduct, sayProductRule, sidesTable } from './product.ts'
import { saySum, saySumRule, sumParts, sumTable, weightsTable } from './sum.ts'
import { sayThresholdRule, sayThresholds, stepsTable, thresholdParts, thresholdTables } from './thresholds.ts'
import { sayWinning, sayWinningRule, winningTable } from './winning.ts'

/** How answers make a result. */
export function sayRule(words: Words, framework: Framework): string[] {
  const { results } = framework
  switch (results.rule) {
    case 'mean and max product':
      return sayProductRule(words, framework, results)
    case 'every threshold passed':
      return sayThresholdRule(words, results)
    case 'all or any indicators':
      return sayIndicatorRule(words, framework, results)
    case 'highest answer wins':
    case 'lowest answer wins':
      return sayWinningRule(words, results)
    case 'weighted sum with override':
      return saySumRule(words, framework, results)
    case 'count of yes':
      return sayCountRule(words, framework, results)
    case 'matrix without total':
      return sayMatrixRule(words, framework)
    case 'looked up in a table':
      return sayLookupRule(words, framework, results)
  }
}

/** What the rule judges by. */
export function ruleTables(words: Words, framework: Framework): Table[] {
  const { results } = framework
  switch (results.rule) {
    case 'mean and max product':
    case 'highest answer wins':
    case 'lowest answer wins':
      return [bandsTable(words, results.bands)]
    case 'every threshold passed':
      return thresholdTables(words, framework, results)
    case 'all or any indicators':
      return [outcomesTable(words, framework, results)]
    case 'weighted sum with override':
      return [bandsTable(words, results.bands), ...some(weightsTable(words, framework, results))]
    case 'count of yes':
      return [bandsTable(words, results.bands, unitOf(results))]
    case 'matrix without total':
      return some(matrixTable(words, framework, results))
    case 'looked up in a table':
      return some(lookupTable(words, framework, results))
  }
}

function some(table: Table | undefined): Table[] {
  return table ? [table] : []
}

/** The number behind a result, where it is one that means something to a reader; else nothing. */
export function sayScore(words: Words, results: ResultRule, score: number | undefined): string {
  if (score === undefined) return ''
  switch (results.rule) {
    case 'mean and max product':
      return words.number(score, results.decimals)
    case 'weighted sum with override':
    case 'count of yes':
      return `${sayExactly(words, score)}${results.rule === 'count of yes' ? (unitOf(results) ?? '') : ''}`
    case 'highest answer wins':
    case 'lowest answer wins':
    case 'every threshold passed':
    case 'all or any indicators':
    case 'matrix without total':
    case 'looked up in a table':
      return ''
  }
}

/** How a result was reached. */
export function sayWorking(words: Words, framework: Framework, assessment: Assessment): string[] {
  const { working, rating } = assessment
  const { results } = framework
  switch (working.rule) {
    case 'mean and max product': {
      const score = sayScore(words, results, working.score)
      return sayProduct(words, framework, ruleOf(results, working), working, { score, rating })
    }
    case 'every threshold passed':
      return sayThresholds(words, framework, working)
    case 'all or any indicators':
      return sayOutcomes(words, framework, working)
    case 'highest answer wins':
    case 'lowest answer wins':
      return sayWinning(words, framework, ruleOf(results, working), working, rating)
    case 'weighted sum with override':
      return saySum(words, framework, ruleOf(results, working), working, rating)
    case 'count of yes': {
      const score = sayScore(words, results, working.score ?? 0)
      return sayCount(words, ruleOf(results, working), working, { score, rating })
    }
    case 'matrix without total':
      return sayMatrix(words, framework, working)
    case 'looked up in a table':
      return sayLookup(words, framework, working, rating)
  }
}

/** The steps as a table: all of them, or as far as the answers go. */
export function workingTable(words: Words, framework: Framework, working: Working): Table {
  const caption = words.say('progress.framework.table.working')
  return { id: 'working', caption, ...stepsOf(words, framework, working) }
}

function stepsOf(words: Words, framework: Framework, working: Working): Omit<Table, 'id' | 'caption'> {
  const { results } = framework
  switch (working.rule) {
    case 'mean and max product':
      return sidesTable(words, framework, ruleOf(results, working), working)
    case 'every threshold passed':
      return stepsTable(words, framework, working)
    case 'all or any indicators':
      return statusesTable(words, framework, working)
    case 'highest answer wins':
    case 'lowest answer wins':
      return winningTable(words, framework, working)
    case 'weighted sum with override':
      return sumTable(words, framework, ruleOf(results, working), working)
    case 'count of yes':
      return countTable(words, framework, working)
    case 'matrix without total':
      return answersTable(words, framework, ruleOf(results, working), working)
    case 'looked up in a table':
      return lookedUpTable(words, framework, working)
  }
}

type RuleOf<W extends Working> = Extract<ResultRule, { rule: W['rule'] }>

/** The rule by which a working was made: the framework's. */
function ruleOf<W extends Working>(results: ResultRule, working: W): RuleOf<W> {
  if (isRuleOf(results, working)) return results
  throw new Error(`“${results.rule}” does not make a working of “${working.rule}”`)
}

function isRuleOf<W extends Working>(results: ResultRule, working: W): results is RuleOf<W> {
  return results.rule === working.rule
}

/** Its sentences and what it judges by, part by part, so that two versions can be laid side by side. */
export function ruleParts(words: Words, framework: Framework): RulePart[] {
  const what = words.say('progress.framework.rule.title')
  const sentences = sayRule(words, framework).map((says) => ({ key: `says ${says}`, what, says }))
  return [...sentences, ...partsOf(words, framework)]
}

function partsOf(words: Words, framework: Framework): RulePart[] {
  const { results } = framework
  switch (results.rule) {
    case 'mean and max product':
    case 'highest answer wins':
    case 'lowest answer wins':
      return bandParts(words, results.bands)
    case 'every threshold passed':
      return thresholdParts(words, framework, results)
    case 'all or any indicators':
      return profileParts(words, framework, results)
    case 'weighted sum with override':
      return sumParts(words, framework, results)
    case 'count of yes':
      return bandParts(words, results.bands, unitOf(results))
    case 'matrix without total':
      return columnParts(words, results)
    case 'looked up in a table':
      return rowParts(words, results)
  }
}
