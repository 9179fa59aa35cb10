/* A framework in plain sentences, made from its own parts. Pure. */
import {
  type Framework,
  indicatorCount,
  type OutcomeStatus,
  outcomeStatuses,
  type Question,
  type Text,
  type ThresholdTest,
} from '#definitions'
import type { Words } from '#platform/messages'
import { sayExactly } from '../sentences/numbers.ts'
import type { Uses } from './uses.ts'
import { isVerified, type UnverifiedPart, unverifiedParts } from './verified.ts'

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

/** What of it is stated by a public source, and what is not. */
export function sayVerified(words: Words, framework: Framework): string[] {
  if (isVerified(framework)) return [words.say('progress.framework.verified')]
  const parts = sayParts(words, framework)
  return [
    words.say('progress.framework.unverified'),
    ...(parts.length > 0 ? [words.say('progress.framework.parts', { parts: words.list(parts) })] : []),
  ]
}

/** The parts that no public source states, each in a few words. */
export function sayParts(words: Words, framework: Framework): string[] {
  return unverifiedParts(framework).map((part) => sayPart(words, framework, part))
}

function sayPart(words: Words, { questions }: Framework, part: UnverifiedPart): string {
  const say = (key: string, values = {}) => words.say(`progress.framework.part.${key}`, values)
  switch (part.is) {
    case 'questions':
      return say('questions', { unverified: part.unverified, questions: part.questions })
    case 'rule':
      return say('rule')
    case 'threshold':
      return say('threshold', { question: questionTitle(words, questions, part.question) })
    case 'bands':
      return say('bands', { results: words.list(part.results.map(quoted)), count: part.results.length })
    case 'profiles':
      return say('profiles', { profiles: words.list(part.profiles.map(quoted)), count: part.profiles.length })
    case 'rows':
      return say('rows', { unverified: part.unverified, rows: part.rows })
    case 'missing-rows':
      return say('missing-rows', { missing: part.missing, rows: part.rows })
  }
}

/** A word of a definition's, told apart from our own. */
export function quoted(word: string): string {
  return `“${word}”`
}

/** What would be an answer, as a request. */
export function sayExpected(words: Words, question: Question): string {
  const say = (key: string, values = {}) => words.say(`progress.framework.expects.${key}`, values)
  switch (question.type) {
    case 'level':
      return say('option', { answers: question.levels.map(({ score }) => score).join(', ') })
    case 'choice':
      return say('option', { answers: question.options.join(', ') })
    case 'boolean':
      return say(question.mayNotApply ? 'boolean-or-not' : 'boolean')
    case 'indicators':
      return say('indicators', { indicators: sayIndicators(words, question) })
    case 'number': {
      const { least, most, unit } = question
      const range =
        least === undefined ? (most === undefined ? 'any' : 'most') : most === undefined ? 'least' : 'both'
      const number = say(range, {
        least: sayExactly(words, least ?? 0),
        most: sayExactly(words, most ?? 0),
      })
      return unit === undefined ? number : say('unit', { number, unit })
    }
  }
}

/** How it is answered, in a few words: 1 to 5; yes or no; %. */
export function sayScale(words: Words, question: Question): string {
  switch (question.type) {
    case 'level': {
      const scores = question.levels.map(({ score }) => score)
      return words.say('progress.framework.scale', {
        least: words.number(Math.min(...scores)),
        most: words.number(Math.max(...scores)),
      })
    }
    case 'number':
      return question.unit ?? words.say('progress.framework.scale.number')
    case 'boolean':
      return words.say(`progress.framework.scale.${question.mayNotApply ? 'boolean-or-not' : 'boolean'}`)
    case 'choice':
      return question.options.join(', ')
    case 'indicators':
      return sayIndicators(words, question)
  }
}

/** Indicators are called by the letter of their status and their number in its list. */
export const LETTERS: Record<OutcomeStatus, string> = {
  'not achieved': 'N',
  'partially achieved': 'P',
  achieved: 'A',
}

/** What its indicators are called: N1 to N4 and A1 to A6. */
export function sayIndicators(words: Words, outcome: Extract<Question, { type: 'indicators' }>): string {
  const lists = outcomeStatuses.flatMap((status) => {
    const count = indicatorCount(outcome, status)
    const letter = LETTERS[status]
    return count === 0 ? [] : words.say('progress.framework.indicators', { letter, count })
  })
  return words.list(lists)
}

export function sayStatus(words: Words, status: OutcomeStatus): string {
  return words.say(`progress.framework.status.${status.replaceAll(' ', '-')}`)
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

export function sayAmount(words: Words, question: Question | undefined, value: number): string {
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

/** Some names, and of more than a sentence holds how many others there are. */
export function sayNames(words: Words, names: readonly string[]): string {
  if (names.length <= MOST_NAMED) return words.list([...names])
  const others = words.say('progress.framework.others', { count: names.length - MOST_NAMED })
  return words.list([...names.slice(0, MOST_NAMED), others])
}

const MOST_NAMED = 5

/** Words of our own where a text of the definition's could stand: they are in the page's language. */
export function messageText(words: Words, key: string): Text {
  const says = words.say(key)
  return { en: says, cy: says }
}
