/* Scores times their weights, added up, unless an answer decides alone. Pure. */
import { decidingQuestions, type Framework, type WeightedSumWithOverride, weightOf } from '#definitions'
import type { Table } from '#design'
import type { SumWorking } from '#frameworks'
import type { Words } from '#platform/messages'
import { exactCell } from '../../sentences/cells.ts'
import { columns, decidesCell, questionCell } from '../cells.ts'
import { questionTitle, quoted, sayNames } from '../sentences.ts'
import { bandParts, sayBand, sayRest, sayUnpublished } from './bands.ts'
import type { RulePart } from './parts.ts'

export function saySumRule(words: Words, framework: Framework, rule: WeightedSumWithOverride): string[] {
  const { bands, overrides } = rule
  return [
    words.say(`progress.framework.rule.${isWeighted(rule) ? 'weighted' : 'sum'}`),
    ...overrides.map((override) => sayOverride(words, framework, override)),
    words.say(`progress.framework.rule.${overrides.length > 0 ? 'otherwise-band' : 'in-band'}`),
    words.say('progress.framework.rule.every-answer'),
    ...sayUnpublished(words, bands),
  ]
}

function isWeighted({ weights }: WeightedSumWithOverride): boolean {
  return Object.values(weights).some((weight) => weight !== 1)
}

function sayOverride(
  words: Words,
  { questions }: Framework,
  { question, score, result }: WeightedSumWithOverride['overrides'][number],
): string {
  const values = { score: words.number(score), result }
  if (question === undefined) return words.say('progress.framework.rule.override-any', values)
  const of = quoted(questionTitle(words, questions, question))
  return words.say('progress.framework.rule.override', { ...values, question: of })
}

/** What each score is multiplied by; undefined where that is 1 for all. */
export function weightsTable(
  words: Words,
  framework: Framework,
  rule: WeightedSumWithOverride,
): Table | undefined {
  if (!isWeighted(rule)) return undefined
  return {
    id: 'weights',
    caption: words.say('progress.framework.table.weights'),
    shape: 'figures',
    columns: columns(words, ['question', 'weight'], ['weight']),
    rows: decidingQuestions(framework.questions, 'level').map(({ id }) => ({
      cells: [questionCell(words, framework, id), exactCell(words, weightOf(rule, id))],
    })),
  }
}

export function saySum(
  words: Words,
  framework: Framework,
  rule: WeightedSumWithOverride,
  working: SumWorking,
  rating: string,
): string[] {
  const { parts, sum, override } = working
  const score = words.number(sum)
  const key = isWeighted(rule) ? 'weighted' : 'sum'
  const added = words.say(`progress.framework.working.${key}`, { score, count: parts.length })
  const unanswered = decidingQuestions(framework.questions, 'level').length - parts.length
  if (!override) return [added, sayBand(words, rule.bands, working, { score, rating })]
  const names = override.questions.map((id) => quoted(questionTitle(words, framework.questions, id)))
  const decided = words.say('progress.framework.working.override', {
    questions: sayNames(words, names),
    count: names.length,
    score: words.number(override.score),
    result: override.result,
  })
  return [decided, ...(unanswered > 0 ? sayRest(words, unanswered) : [added])]
}

export function sumTable(
  words: Words,
  framework: Framework,
  rule: WeightedSumWithOverride,
  { parts, sum, override }: SumWorking,
): Omit<Table, 'id' | 'caption'> {
  const hasWeights = isWeighted(rule)
  const numbers = hasWeights ? ['score', 'weight', 'weighted'] : ['score']
  const empty = { says: '', value: null }
  return {
    shape: 'figures',
    columns: columns(words, ['question', ...numbers, 'decides'], numbers),
    rows: parts.map(({ question, score, weight, weighted }) => ({
      cells: [
        questionCell(words, framework, question),
        exactCell(words, score),
        ...(hasWeights ? [exactCell(words, weight), exactCell(words, weighted)] : []),
        decidesCell(words, override?.questions.includes(question) ?? false),
      ],
    })),
    total: {
      cells: [
        { says: words.say('progress.framework.added-up') },
        ...(hasWeights ? [empty, empty] : []),
        exactCell(words, sum),
        empty,
      ],
    },
  }
}

export function sumParts(words: Words, framework: Framework, rule: WeightedSumWithOverride): RulePart[] {
  const weights = decidingQuestions(framework.questions, 'level').map(({ id, title }) => ({
    key: `weight ${id}`,
    what: words.say('progress.framework.compare.weight', { question: quoted(words.text(title).says) }),
    says: words.number(weightOf(rule, id)),
  }))
  return [...bandParts(words, rule.bands), ...(isWeighted(rule) ? weights : [])]
}
