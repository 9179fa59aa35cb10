/* How many are answered yes, or what share. Pure. */
import {
  type CountOfYes,
  decidingQuestions,
  type Framework,
  notApplicable,
  type QuestionOf,
} from '#definitions'
import type { Cell, Table } from '#design'
import type { CountWorking } from '#frameworks'
import type { Words } from '#platform/messages'
import { exactCell, textCell } from '../../sentences/cells.ts'
import { sayExactly } from '../../sentences/numbers.ts'
import { answerCell, columns } from '../cells.ts'
import { sayBand, sayRest, sayUnpublished } from './bands.ts'

/** What its scores are: a share is in percent. */
export function unitOf({ as }: Pick<CountOfYes, 'as'>): '%' | undefined {
  return as === 'share' ? '%' : undefined
}

export function sayCountRule(words: Words, framework: Framework, { as, bands }: CountOfYes): string[] {
  const mayNotApply = decidingQuestions(framework.questions, 'boolean').some(
    (question) => question.mayNotApply,
  )
  return [
    words.say(`progress.framework.rule.${as}`),
    ...(mayNotApply ? [words.say(`progress.framework.rule.${as}-not-applicable`)] : []),
    words.say('progress.framework.rule.in-band'),
    words.say('progress.framework.rule.every-answer'),
    ...sayUnpublished(words, bands),
  ]
}

export function sayCount(
  words: Words,
  rule: CountOfYes,
  working: CountWorking,
  { score, rating }: { score: string; rating: string },
): string[] {
  const { yes, outOf, notApplicable: left, unanswered } = working
  return [
    words.say('progress.framework.working.yes', { yes: yes.length, outOf }),
    ...(left.length > 0
      ? [words.say(`progress.framework.working.${rule.as}-left`, { count: left.length })]
      : []),
    sayBand(words, rule.bands, working, { score, rating, unit: unitOf(rule) }),
    ...sayRest(words, unanswered.length),
  ]
}

export function countTable(
  words: Words,
  framework: Framework,
  working: CountWorking,
): Omit<Table, 'id' | 'caption'> {
  const { yes, outOf, score } = working
  const share = score === null || working.as === 'count' ? '' : `: ${sayExactly(words, score)}%`
  const total = words.say('progress.framework.yes-of', { yes: yes.length, outOf })
  return {
    shape: 'stacked',
    columns: columns(words, ['question', 'answer']),
    rows: decidingQuestions(framework.questions, 'boolean').map((question) => ({
      cells: [textCell(words, question.title), givenCell(words, question, working)],
    })),
    total: {
      cells: [
        { says: words.say('progress.framework.answered-yes') },
        score === null ? { says: total } : { ...exactCell(words, score), says: `${total}${share}` },
      ],
    },
  }
}

function givenCell(words: Words, question: QuestionOf<'boolean'>, working: CountWorking): Cell {
  const { id } = question
  const answer = working.yes.includes(id)
    ? true
    : working.no.includes(id)
      ? false
      : working.notApplicable.includes(id)
        ? notApplicable
        : null
  return answerCell(words, question, answer)
}
