/* The questions of a framework as the fields of a form. Pure. */
import type { Framework, Question, Text } from '#definitions'
import { readAnswers } from '#frameworks'
import type { Words } from '#platform/messages'
import { fieldName, showWritten, type Written } from './input.ts'
import { messageText, sayExpected } from './sentences.ts'
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
  /** What would be an answer, where that is not seen from the options. */
  expects: string
  options: ShownOption[]
  unit: string
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
}

export interface ShownError {
  href: string
  says: string
}

/** By group, in the order of the groups; the questions of none come last. */
export function groupsOf(words: Words, framework: Framework, written: Written, trial: Trial): ShownGroup[] {
  const { groups, questions } = framework
  const wrong = new Set(trial.kind === 'wrong' ? trial.faults.map(({ id }) => id) : [])
  const show = (question: Question) => fieldOf(words, question, written, wrong.has(question.id))
  const all = [...groups.map(({ id, title }) => ({ id, title })), { id: undefined, title: undefined }]
  return all
    .map(({ id, title }) => ({ title, fields: questions.filter(({ group }) => group === id).map(show) }))
    .filter(({ fields }) => fields.length > 0)
}

function fieldOf(words: Words, question: Question, { answers }: Written, isWrong: boolean): ShownField {
  const { id, title, about, verified } = question
  const expects = sayExpected(words, question)
  return {
    id: fieldId(id),
    name: fieldName(id),
    title,
    isUnverified: verified === false,
    ...(about ? { about } : {}),
    expects: question.type === 'number' ? expects : '',
    options: optionsOf(words, question),
    unit: (question.type === 'number' && question.unit) || '',
    value: Object.hasOwn(answers, id) ? shownValue(question, answers[id]) : '',
    error: isWrong ? expects : '',
  }
}

/** As its options are written, where it is one of them: "true" is yes. */
function shownValue(question: Question, given: unknown): string {
  const read = readAnswers([question], { [question.id]: given })
  const answer = read.ok ? read.answers[question.id] : undefined
  if (typeof answer === 'boolean') return answer ? 'yes' : 'no'
  return showWritten(answer ?? given)
}

function optionsOf(words: Words, question: Question): ShownOption[] {
  switch (question.type) {
    case 'number':
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
      return (['yes', 'no'] as const).map((value) => ({
        value,
        score: '',
        title: messageText(words, `progress.framework.${value}`),
      }))
  }
}

/** What is wrong, each with the field where it is put right. */
export function errorsOf(words: Words, { faults }: Wrong): ShownError[] {
  return faults.map(({ id, question }) => {
    if (!question)
      return { href: '#answers', says: words.say('progress.framework.no-question', { id: showWritten(id) }) }
    return {
      href: `#${fieldId(id)}`,
      says: words.say('progress.framework.wrong', {
        question: words.text(question.title).says,
        expects: sayExpected(words, question),
      }),
    }
  })
}

/** What would have to be answered for a result, each with its field. */
export function missingOf(words: Words, { missing }: Unfinished): ShownError[] {
  return missing.map(({ id, title }) => ({ href: `#${fieldId(id)}`, says: words.text(title).says }))
}

function fieldId(question: string): string {
  return `answer-${question}`
}
