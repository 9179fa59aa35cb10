/* The questions of a framework as the fields of a form. Pure. */
import { type Framework, notApplicable, type Question, type Text } from '#definitions'
import { readAnswers } from '#frameworks'
import type { Words } from '#platform/messages'
import { fieldName, showWritten, type Written } from './input.ts'
import { messageText, sayExpected, sayIndicators } from './sentences.ts'
import type { Trial } from './trial.ts'

type Wrong = Extract<Trial, { kind: 'wrong' }>
type Unfinished = Extract<Trial, { kind: 'unfinished' }>

export interface ShownField {
  /** The id of its first input: what the list of errors leads to. */
  id: string
  name: string
  title: Text
  isUnverified: boolean
  about?: Text
  /** What would be an answer, where that is not seen from the options; and that it decides nothing. */
  expects: string
  options: ShownOption[]
  unit: string
  /** Its answer is words, and not a number. */
  isWords: boolean
  /** What was written, as far as it can be put back. */
  value: string
  error: string
}

export interface ShownOption {
  value: string
  /** Before its title, where the answer has a score. */
  score: string
  title: Text
  about?: Text
}

export interface ShownGroup {
  title: Text | undefined
  fields: ShownField[]
  /** Of a long form, groups are folded; those with something to put right or to see are open. */
  isFolded: boolean
  isOpen: boolean
  /** How many questions it has. */
  says: string
}

export interface ShownError {
  href: string
  says: string
}

/** A form of more fields than these is read group by group. */
const MOST_OPEN = 20

/** By group, in the order of the groups. */
export function groupsOf(words: Words, framework: Framework, written: Written, trial: Trial): ShownGroup[] {
  const { groups, questions } = framework
  const wrong = new Set(trial.kind === 'wrong' ? trial.faults.map(({ id }) => id) : [])
  const missing = new Set(trial.kind === 'unfinished' ? trial.missing.map(({ id }) => id) : [])
  const show = (question: Question) => fieldOf(words, question, written, wrong.has(question.id))
  const isLong = questions.length > MOST_OPEN
  const isSeen = ({ id }: Question) => wrong.has(id) || missing.has(id) || Object.hasOwn(written.answers, id)
  const loose = { id: undefined, title: undefined }
  const titled = groups.map(({ id, title }) => ({ id, title }))
  // A question that comes before all groups is asked before them: the profile, by which all others are judged.
  const all = questions[0]?.group === undefined ? [loose, ...titled] : [...titled, loose]
  return all
    .map(({ id, title }) => ({ title, asked: questions.filter(({ group }) => group === id) }))
    .filter(({ asked }) => asked.length > 0)
    .map(({ title, asked }) => ({
      title,
      fields: asked.map(show),
      isFolded: isLong && title !== undefined,
      isOpen: asked.some(isSeen),
      says: words.say('progress.framework.group-questions', { count: asked.length }),
    }))
}

function fieldOf(words: Words, question: Question, { answers }: Written, isWrong: boolean): ShownField {
  const { id, title, about, verified, decides } = question
  const hints = [
    hintOf(words, question),
    decides === false ? words.say('progress.framework.decides-nothing') : '',
  ]
  return {
    id: fieldId(id),
    name: fieldName(id),
    title,
    isUnverified: verified === false,
    ...(about ? { about } : {}),
    expects: hints.filter((hint) => hint !== '').join(' '),
    options: optionsOf(words, question),
    unit: (question.type === 'number' && question.unit) || '',
    isWords: question.type === 'indicators',
    value: Object.hasOwn(answers, id) ? shownValue(question, answers[id]) : '',
    error: isWrong ? sayExpected(words, question) : '',
  }
}

function hintOf(words: Words, question: Question): string {
  if (question.type === 'number') return sayExpected(words, question)
  // How they are written is said once, above the form.
  return question.type === 'indicators' ? sayIndicators(words, question) : ''
}

/** A list of indicators in which one is wrong is put back whole, to be put right. */
const LONGEST_LIST = 500

/** As its options are written, where it is one of them: "true" is yes. */
function shownValue(question: Question, given: unknown): string {
  const read = readAnswers([question], { [question.id]: given })
  const answer = read.ok ? read.answers[question.id] : undefined
  if (typeof answer === 'boolean') return answer ? 'yes' : 'no'
  if (answer !== undefined) return String(answer)
  return question.type === 'indicators' ? showWritten(given, LONGEST_LIST) : showWritten(given)
}

function optionsOf(words: Words, question: Question): ShownOption[] {
  switch (question.type) {
    case 'number':
    case 'indicators':
      return []
    case 'level':
      return question.levels.map(({ score, title, about }) => ({
        value: String(score),
        score: words.number(score),
        title,
        ...(about ? { about } : {}),
      }))
    case 'choice':
      return question.options.map((option) => ({ value: option, score: '', title: { en: option } }))
    case 'boolean':
      return (question.mayNotApply ? YES_NO_OR_NOT : YES_OR_NO).map(({ value, key }) => ({
        value,
        score: '',
        title: messageText(words, `progress.framework.${key}`),
      }))
  }
}

const YES_OR_NO = [
  { value: 'yes', key: 'yes' },
  { value: 'no', key: 'no' },
]
const YES_NO_OR_NOT = [...YES_OR_NO, { value: notApplicable, key: 'not-applicable' }]

/** Of more names that no question has, only how many there are is said. */
const MOST_UNKNOWN = 10

/** What is wrong, each with the field where it is put right. */
export function errorsOf(words: Words, { faults }: Wrong): ShownError[] {
  const unknown = faults.filter(({ question }) => !question)
  const more = unknown.length - MOST_UNKNOWN
  return [
    ...unknown.slice(0, MOST_UNKNOWN).map(({ id }) => ({
      href: '#answers',
      says: words.say('progress.framework.no-question', { id: showWritten(id) }),
    })),
    ...(more > 0
      ? [{ href: '#answers', says: words.say('progress.framework.no-questions', { count: more }) }]
      : []),
    ...faults.flatMap(({ id, question }) => {
      if (!question) return []
      const values = { question: words.text(question.title).says, expects: sayExpected(words, question) }
      return [{ href: `#${fieldId(id)}`, says: words.say('progress.framework.wrong', values) }]
    }),
  ]
}

/** What would have to be answered for a result, each with its field. */
export function missingOf({ missing }: Unfinished): { href: string; title: Text }[] {
  return missing.map(({ id, title }) => ({ href: `#${fieldId(id)}`, title }))
}

function fieldId(question: string): string {
  return `answer-${question}`
}
