/* Every threshold passed. Pure. */
import {
  type EveryThresholdPassed,
  type Framework,
  missingRows,
  type Question,
  type Threshold,
  type ThresholdTable,
} from '#definitions'
import type { Table } from '#design'
import type { ThresholdWorking } from '#frameworks'
import type { Words } from '#platform/messages'
import { textColumn } from '../../sentences/cells.ts'
import { answerCell, columns, questionCell, unverifiedCell, unverifiedMarks, wordCell } from '../cells.ts'
import { questionText, questionTitle, quoted, sayNames, sayTest } from '../sentences.ts'
import type { RulePart } from './parts.ts'

export function sayThresholdRule(
  words: Words,
  { passed, failed, thresholds }: EveryThresholdPassed,
): string[] {
  const hasTable = thresholds.some((threshold) => 'table' in threshold)
  return [
    words.say('progress.framework.rule.passed', { passed }),
    words.say('progress.framework.rule.failed', { failed }),
    ...(hasTable ? [words.say('progress.framework.rule.no-threshold')] : []),
  ]
}

export function thresholdTables(words: Words, framework: Framework, rule: EveryThresholdPassed): Table[] {
  const { questions } = framework
  const { thresholds, verified: isRule } = rule
  const all: Table = {
    id: 'thresholds',
    caption: words.say('progress.framework.table.thresholds'),
    shape: 'stacked',
    columns: columns(words, ['question', 'threshold', 'unverified']),
    rows: thresholds.map((threshold) => ({
      cells: [
        questionCell(words, framework, threshold.question),
        { says: sayThreshold(words, questions, threshold) },
        unverifiedCell(words, isMarked(questions, threshold) || isRule === false),
      ],
    })),
  }
  return [all, ...thresholds.flatMap((threshold) => tableOf(words, framework, threshold) ?? [])]
}

function isMarked(questions: readonly Question[], threshold: Threshold): boolean {
  const isPublished = !('table' in threshold) || missingRows(threshold.table, questions) === 0
  return threshold.verified === false || !isPublished
}

function sayThreshold(words: Words, questions: readonly Question[], threshold: Threshold): string {
  if ('table' in threshold) return sayTable(words, questions, threshold.table)
  return sayTest(
    words,
    questions.find(({ id }) => id === threshold.question),
    threshold,
  )
}

function sayTable(words: Words, questions: readonly Question[], { by, rows }: ThresholdTable): string {
  return words.say('progress.framework.threshold.by', {
    questions: words.list(by.map((id) => questionTitle(words, questions, id))),
    count: rows.length,
  })
}

/** A threshold that depends on other answers, as a table of its own. */
function tableOf(words: Words, { questions }: Framework, threshold: Threshold): Table | undefined {
  if (!('table' in threshold) || threshold.table.rows.length === 0) return undefined
  const { by, rows } = threshold.table
  const question = questions.find(({ id }) => id === threshold.question)
  const title = questionTitle(words, questions, threshold.question)
  return {
    id: `thresholds-${threshold.question}`,
    caption: words.say('progress.framework.table.thresholds-of', { question: title }),
    shape: 'stacked',
    columns: [
      ...by.map((id) => textColumn(words, id, questionText(questions, id))),
      ...columns(words, ['threshold', 'unverified']),
    ],
    rows: rows.map((row) => ({
      cells: [
        ...by.map((id) => wordCell(words, row.when[id] ?? '')),
        { says: sayTest(words, question, row) },
        unverifiedCell(words, row.verified === false || threshold.verified === false),
      ],
    })),
  }
}

export function sayThresholds(
  words: Words,
  { questions }: Framework,
  { thresholds }: ThresholdWorking,
): string[] {
  const named = (outcome: string) =>
    thresholds
      .filter((each) => each.outcome === outcome)
      .map(({ question }) => questionTitle(words, questions, question))
  const [failed, without] = [named('failed'), named('no threshold')]
  const say = (key: string, names: string[]) =>
    words.say(`progress.framework.working.${key}`, { questions: sayNames(words, names), count: names.length })
  if (failed.length > 0) return [say('failed', failed)]
  if (without.length > 0) return [say('no-threshold', without)]
  return [words.say('progress.framework.working.passed')]
}

export function stepsTable(
  words: Words,
  framework: Framework,
  { thresholds }: ThresholdWorking,
): Omit<Table, 'id' | 'caption'> {
  return {
    shape: 'stacked',
    columns: columns(words, ['question', 'answer', 'threshold', 'outcome']),
    rows: thresholds.map(({ question: id, answer, test, outcome, unverified }) => {
      const question = framework.questions.find((each) => each.id === id)
      return {
        cells: [
          questionCell(words, framework, id),
          answerCell(words, question, answer),
          {
            says: test ? sayTest(words, question, test) : words.say('progress.framework.none-published'),
            ...unverifiedMarks(words, unverified),
          },
          { says: words.say(`progress.framework.outcome.${outcome.replaceAll(' ', '-')}`) },
        ],
      }
    }),
  }
}

export function thresholdParts(
  words: Words,
  { questions }: Framework,
  { thresholds }: EveryThresholdPassed,
): RulePart[] {
  return thresholds.flatMap((threshold) => {
    const { question: id } = threshold
    const title = quoted(questionTitle(words, questions, id))
    const what = words.say('progress.framework.compare.threshold', { question: title })
    const part = { key: `threshold ${id}`, what, says: sayThreshold(words, questions, threshold) }
    if (!('table' in threshold)) return [part]
    const { by, rows } = threshold.table
    const question = questions.find((each) => each.id === id)
    const rowParts = rows.map((row) => {
      const when = by.map((each) => row.when[each]).join(', ')
      return {
        key: `${part.key} ${when}`,
        what: `${what}: ${when}`,
        says: sayTest(words, question, row),
        of: part.key,
      }
    })
    return [part, ...rowParts]
  })
}
