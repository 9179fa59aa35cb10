/* The result is read from a table by the answers. Pure. */
import { type Framework, type LookedUp, missingRows } from '#definitions'
import type { Table } from '#design'
import type { LookupWorking } from '#frameworks'
import type { Words } from '#platform/messages'
import { textColumn } from '../../sentences/cells.ts'
import { answerCell, columns, questionCell, unverifiedCell, unverifiedMarks, wordCell } from '../cells.ts'
import { questionText, questionTitle, quoted } from '../sentences.ts'
import type { RulePart } from './parts.ts'

export function sayLookupRule(words: Words, framework: Framework, { by, rows }: LookedUp): string[] {
  const names = by.map((id) => quoted(questionTitle(words, framework.questions, id)))
  const isWhole = missingRows({ by, rows }, framework.questions) === 0
  const missing = rows.length === 0 ? 'no-rows' : 'missing-rows'
  return [
    words.say('progress.framework.rule.lookup', { questions: words.list(names), count: names.length }),
    ...(isWhole ? [] : [words.say(`progress.framework.rule.${missing}`)]),
  ]
}

/** Its rows; undefined where none has been published. */
export function lookupTable(
  words: Words,
  { questions }: Framework,
  { by, rows, verified }: LookedUp,
): Table | undefined {
  if (rows.length === 0) return undefined
  return {
    id: 'rows',
    caption: words.say('progress.framework.table.rows'),
    shape: 'stacked',
    columns: [
      ...by.map((id) => textColumn(words, id, questionText(questions, id))),
      ...columns(words, ['result', 'unverified']),
    ],
    rows: rows.map((row) => ({
      cells: [
        ...by.map((id) => wordCell(words, row.when[id] ?? '')),
        wordCell(words, row.result),
        unverifiedCell(words, row.verified === false || verified === false),
      ],
    })),
  }
}

export function sayLookup(
  words: Words,
  { questions }: Framework,
  { by, rows }: LookupWorking,
  rating: string,
): string[] {
  const given = by.flatMap(({ question, answer }) =>
    answer === null ? [] : `${questionTitle(words, questions, question)}: ${answer}`,
  )
  if (rows.length === 0)
    return [words.say('progress.framework.working.no-row', { answers: given.join('; ') })]
  const says = words.say('progress.framework.working.row', {
    answers: given.join('; '),
    count: rows.length,
    rating,
  })
  return [says]
}

export function lookedUpTable(
  words: Words,
  framework: Framework,
  { by, rows }: LookupWorking,
): Omit<Table, 'id' | 'caption'> {
  const [first] = rows
  const isAnswered = by.every(({ answer }) => answer !== null)
  const none = words.say(`progress.framework.${isAnswered ? 'none-published' : 'outcome.not-answered'}`)
  return {
    shape: 'stacked',
    columns: columns(words, ['question', 'answer']),
    rows: by.map(({ question: id, answer }) => {
      const question = framework.questions.find((each) => each.id === id)
      return { cells: [questionCell(words, framework, id), answerCell(words, question, answer)] }
    }),
    total: {
      cells: [
        { says: words.say('progress.framework.column.result') },
        first
          ? {
              ...wordCell(words, first.result),
              ...unverifiedMarks(
                words,
                rows.some(({ unverified }) => unverified),
              ),
            }
          : { says: none },
      ],
    },
  }
}

export function rowParts(words: Words, { by, rows }: LookedUp): RulePart[] {
  return rows.map(({ when, result }) => {
    const says = by.map((id) => when[id]).join(', ')
    return {
      key: `row ${says}`,
      what: words.say('progress.framework.compare.row', { when: says }),
      says: result,
    }
  })
}
