/* The highest or the lowest answer wins. Pure. */
import { type AnswerWins, decidingQuestions, type Framework } from '#definitions'
import type { Table } from '#design'
import type { WinningWorking } from '#frameworks'
import type { Words } from '#platform/messages'
import { answerCell, columns, decidesCell, questionCell } from '../cells.ts'
import { questionTitle, quoted, sayNames } from '../sentences.ts'
import { sayBand, sayRest, sayUnpublished } from './bands.ts'

export function sayWinningRule(words: Words, { rule, bands }: AnswerWins): string[] {
  return [
    words.say(`progress.framework.rule.${keyOf(rule)}`),
    words.say('progress.framework.rule.in-band'),
    words.say('progress.framework.rule.every-answer'),
    ...sayUnpublished(words, bands),
  ]
}

function keyOf(rule: AnswerWins['rule']): 'highest' | 'lowest' {
  return rule === 'highest answer wins' ? 'highest' : 'lowest'
}

export function sayWinning(
  words: Words,
  framework: Framework,
  { bands }: AnswerWins,
  working: WinningWorking,
  rating: string,
): string[] {
  const { scores, winners, rule } = working
  const { questions } = framework
  const score = words.number(working.score ?? 0)
  const names = winners.map((id) => quoted(questionTitle(words, questions, id)))
  return [
    words.say(`progress.framework.working.${keyOf(rule)}`, {
      score,
      questions: sayNames(words, names),
      count: names.length,
    }),
    sayBand(words, bands, working, { score, rating }),
    ...sayRest(words, decidingQuestions(framework.questions, 'level').length - Object.keys(scores).length),
  ]
}

export function winningTable(
  words: Words,
  framework: Framework,
  { scores, winners }: WinningWorking,
): Omit<Table, 'id' | 'caption'> {
  return {
    shape: 'stacked',
    columns: columns(words, ['question', 'answer', 'decides']),
    rows: decidingQuestions(framework.questions, 'level').map((question) => ({
      cells: [
        questionCell(words, framework, question.id),
        answerCell(words, question, scores[question.id] ?? null),
        decidesCell(words, winners.includes(question.id)),
      ],
    })),
  }
}
