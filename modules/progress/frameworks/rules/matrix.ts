/* Levels in rows and columns, each shown and none added up. Pure. */
import type { Framework, MatrixWithoutTotal, Question, Text } from '#definitions'
import type { Cell, Column, Table } from '#design'
import type { Answer, MatrixWorking } from '#frameworks'
import type { Words } from '#platform/messages'
import { textCell, textColumn } from '../../sentences/cells.ts'
import { answerCell, columns, questionCell, unverifiedMarks } from '../cells.ts'
import { groupText, sayScale } from '../sentences.ts'
import type { RulePart } from './parts.ts'

export function sayMatrixRule(words: Words, { questions }: Framework): string[] {
  return [
    words.say('progress.framework.rule.matrix', { questions: questions.length }),
    words.say('progress.framework.rule.no-total'),
  ]
}

/** Which question stands where, by how it is answered; undefined where the framework has no columns. */
export function matrixTable(words: Words, framework: Framework, rule: MatrixWithoutTotal): Table | undefined {
  if (rule.columns.length === 0) return undefined
  return {
    id: 'matrix',
    caption: words.say('progress.framework.table.matrix'),
    ...gridOf(words, framework, rule, (question) => ({
      says: sayScale(words, question),
      ...unverifiedMarks(words, question.verified === false),
    })),
  }
}

/** A row for each group and a column for each of the rule's, with the questions that stand in both. */
function gridOf(
  words: Words,
  framework: Framework,
  { columns: across }: MatrixWithoutTotal,
  show: (question: Question) => Cell,
): Pick<Table, 'columns' | 'rows'> {
  const { groups, questions } = framework
  const rowOf = (group: string | undefined, title: Text | undefined) => ({
    cells: [
      title ? textCell(words, title) : { says: '' },
      ...across.map(({ id }) =>
        together(questions.filter((each) => each.group === group && each.column === id).map(show)),
      ),
    ],
  })
  const isLoose = questions.some(({ group }) => group === undefined)
  return {
    columns: [
      ...columns(words, ['group']),
      ...across.map(({ id, title }): Column => textColumn(words, id, title)),
    ],
    rows: [
      ...groups.map(({ id }) => rowOf(id, groupText(framework, id))),
      ...(isLoose ? [rowOf(undefined, undefined)] : []),
    ],
  }
}

/** Where several stand in one place, all of them. */
function together(cells: readonly Cell[]): Cell {
  const [only, ...rest] = cells
  if (!only) return { says: '' }
  if (rest.length === 0) return only
  return {
    ...only,
    says: cells.map(({ says }) => says).join('; '),
    marks: [...new Map(cells.flatMap(({ marks = [] }) => marks).map((mark) => [mark.kind, mark])).values()],
  }
}

export function sayMatrix(words: Words, { questions }: Framework, { answered }: MatrixWorking): string[] {
  const asked = questions.filter(({ decides }) => decides !== false).length
  return [words.say('progress.framework.working.answered', { answered, questions: asked })]
}

export function answersTable(
  words: Words,
  framework: Framework,
  rule: MatrixWithoutTotal,
  { answers }: MatrixWorking,
): Omit<Table, 'id' | 'caption'> {
  const given = new Map(answers.map(({ question, answer }): [string, Answer | null] => [question, answer]))
  if (rule.columns.length > 0)
    return gridOf(words, framework, rule, (question) => {
      const answer = given.get(question.id) ?? null
      return answer === null ? { says: '', value: null } : answerCell(words, question, answer)
    })
  return {
    shape: 'stacked',
    columns: columns(words, ['question', 'group', 'answer']),
    rows: framework.questions.map((question) => ({
      cells: [
        questionCell(words, framework, question.id),
        question.group === undefined ? { says: '' } : textCell(words, groupText(framework, question.group)),
        answerCell(words, question, given.get(question.id) ?? null),
      ],
    })),
  }
}

export function columnParts(words: Words, { columns: across }: MatrixWithoutTotal): RulePart[] {
  return across.map(({ id, title }) => ({
    key: `column ${id}`,
    what: words.say('progress.framework.compare.column'),
    says: words.text(title).says,
  }))
}
