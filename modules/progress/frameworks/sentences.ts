/* A framework in plain sentences, made from its own parts. Pure. */
import type {
  EveryThresholdPassed,
  Framework,
  MeanAndMaxProduct,
  Question,
  Text,
  Threshold,
  ThresholdTest,
} from '#definitions'
import type { Answer } from '#frameworks'
import type { Words } from '#platform/messages'
import { sayExactly } from '../sentences/numbers.ts'
import type { Uses } from './uses.ts'

/** What it is, in a sentence. */
export function sayAbout(words: Words, { title, version }: Framework, uses: Uses): string {
  const named = { title: words.text(title).says, version }
  return `${words.say('progress.framework.about', named)} ${sayJudged(words, uses)}`
}

/** What is judged by it: the records of registers. */
export function sayJudged(words: Words, { registers }: Uses): string {
  const records = registers.map(({ register }) => words.text(register.records).says)
  return words.say('progress.framework.judges', {
    records: words.list([...new Set(records)]),
    count: records.length,
  })
}

/** How answers make a result. A new rule is said here, or the program does not compile. */
export function sayRule(words: Words, framework: Framework): string[] {
  const { results } = framework
  switch (results.rule) {
    case 'mean and max product':
      return sayProductRule(words, framework, results)
    case 'every threshold passed':
      return sayThresholdRule(words, results)
  }
}

function sayProductRule(
  words: Words,
  framework: Framework,
  { sides, decimals }: MeanAndMaxProduct,
): string[] {
  const names = sides.map((side) => groupTitle(words, framework, side))
  return [
    words.say('progress.framework.rule.sides', { sides: words.list(names), count: sides.length }),
    words.say('progress.framework.rule.product', { count: sides.length, decimals }),
    words.say('progress.framework.rule.bands'),
  ]
}

function sayThresholdRule(words: Words, { passed, failed, thresholds }: EveryThresholdPassed): string[] {
  const hasTable = thresholds.some((threshold) => 'table' in threshold)
  return [
    words.say('progress.framework.rule.passed', { passed }),
    words.say('progress.framework.rule.failed', { failed }),
    ...(hasTable ? [words.say('progress.framework.rule.no-threshold')] : []),
  ]
}

/** Whether public sources state all of it. */
export function isVerified({ verified, questions, results }: Framework): boolean {
  const areQuestions = questions.every((question) => question.verified !== false)
  return verified && areQuestions && results.verified !== false && thresholdsUnverified(results).length === 0
}

/** What of it is stated by a public source, and what is not. */
export function sayVerified(words: Words, framework: Framework): string[] {
  if (isVerified(framework)) return [words.say('progress.framework.verified')]
  const { questions, results } = framework
  const unverified = questions.filter(({ verified }) => verified === false).length
  const parts = [
    ...(unverified === 0
      ? []
      : [words.say('progress.framework.part.questions', { unverified, questions: questions.length })]),
    ...(results.verified === false ? [words.say('progress.framework.part.rule')] : []),
    ...thresholdsUnverified(results).map(({ question: id }) =>
      words.say('progress.framework.part.threshold', { question: questionTitle(words, questions, id) }),
    ),
  ]
  return [
    words.say('progress.framework.unverified'),
    ...(parts.length > 0 ? [words.say('progress.framework.parts', { parts: words.list(parts) })] : []),
  ]
}

function thresholdsUnverified(results: Framework['results']): Threshold[] {
  if (results.rule !== 'every threshold passed') return []
  return results.thresholds.filter(
    (threshold) =>
      threshold.verified === false ||
      ('table' in threshold && threshold.table.rows.some(({ verified }) => verified === false)),
  )
}

/** What would be an answer, as a request. */
export function sayExpected(words: Words, question: Question): string {
  switch (question.type) {
    case 'level': {
      const answers = question.levels.map(({ score }) => score).join(', ')
      return words.say('progress.framework.expects.option', { answers })
    }
    case 'choice':
      return words.say('progress.framework.expects.option', { answers: question.options.join(', ') })
    case 'boolean':
      return words.say('progress.framework.expects.boolean')
    case 'number': {
      const { least, most, unit } = question
      const range =
        least === undefined ? (most === undefined ? 'any' : 'most') : most === undefined ? 'least' : 'both'
      const number = words.say(`progress.framework.expects.${range}`, {
        least: sayExactly(words, least ?? 0),
        most: sayExactly(words, most ?? 0),
      })
      return unit === undefined ? number : words.say('progress.framework.expects.unit', { number, unit })
    }
  }
}

/** more than 79%; at most 2.5 GBP; must be yes */
export function sayTest(
  words: Words,
  question: Question | undefined,
  test: ThresholdTest | { is: boolean },
): string {
  if ('is' in test) return words.say('progress.framework.must-be', { answer: sayYesNo(words, test.is) })
  const say = (key: string, value: number) =>
    words.say(`progress.target.${key}`, { amount: sayAmount(words, question, value) })
  if ('above' in test) return say('above', test.above)
  if ('atLeast' in test) return say('at-least', test.atLeast)
  return 'below' in test ? say('below', test.below) : say('at-most', test.atMost)
}

export function sayAnswer(words: Words, question: Question | undefined, answer: Answer): string {
  if (typeof answer === 'boolean') return sayYesNo(words, answer)
  return typeof answer === 'number' ? sayAmount(words, question, answer) : answer
}

function sayAmount(words: Words, question: Question | undefined, value: number): string {
  const unit = question?.type === 'number' ? question.unit : undefined
  const number = sayExactly(words, value)
  if (unit === undefined) return number
  return unit === '%' ? `${number}%` : `${number} ${unit}`
}

export function sayYesNo(words: Words, is: boolean): string {
  return words.say(is ? 'progress.framework.yes' : 'progress.framework.no')
}

export function groupText({ groups }: Framework, id: string): Text {
  return groups.find((each) => each.id === id)?.title ?? { en: id }
}

export function questionText(questions: readonly Question[], id: string): Text {
  return questions.find((each) => each.id === id)?.title ?? { en: id }
}

export function groupTitle(words: Words, framework: Framework, id: string): string {
  return words.text(groupText(framework, id)).says
}

export function questionTitle(words: Words, questions: readonly Question[], id: string): string {
  return words.text(questionText(questions, id)).says
}

/** Words of our own where a text of the definition's could stand: they are in the page's language. */
export function messageText(words: Words, key: string): Text {
  const says = words.say(key)
  return { en: says, cy: says }
}
