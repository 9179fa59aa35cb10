import { notApplicable, type Question } from '#definitions'
import type { Answer, Answers, AssessmentProblem } from './assessment.ts'
import { expectedIndicators, readIndicators } from './indicators.ts'

/** Where something is wrong, the answers are those that are right. */
type Read = { ok: true; answers: Answers } | { ok: false; problems: AssessmentProblem[]; answers: Answers }

/** Reads each answer by its question's type. What is empty is not answered. The order is that of the questions. */
export function readAnswers(questions: Question[], written: Record<string, unknown>): Read {
  const answers: Answers = {}
  const problems: AssessmentProblem[] = []
  for (const id of Object.keys(written)) {
    if (questions.some((question) => question.id === id)) continue
    const instead = `the questions are ${questions.map((question) => question.id).join(', ')}`
    problems.push({ question: id, says: `there is no question "${id}"`, instead })
  }
  for (const question of questions) {
    const value = Object.hasOwn(written, question.id) ? written[question.id] : undefined
    if (value === undefined || value === null || value === '') continue
    const answer = readAnswer(question, value)
    if (answer === undefined) {
      problems.push({
        question: question.id,
        says: `"${shown(value)}" is no answer to "${question.title.en}"`,
        instead: expected(question),
      })
    } else answers[question.id] = answer
  }
  return problems.length > 0 ? { ok: false, problems, answers } : { ok: true, answers }
}

/** As it was written, and not too long. */
function shown(value: unknown): string {
  const written = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return written.length > 60 ? `${written.slice(0, 57)}...` : written
}

function readAnswer(question: Question, value: unknown): Answer | undefined {
  switch (question.type) {
    case 'level': {
      const score = readNumber(value)
      return question.levels.some((level) => level.score === score) ? score : undefined
    }
    case 'number': {
      const number = readNumber(value)
      if (number === undefined) return undefined
      return number >= (question.least ?? -Infinity) && number <= (question.most ?? Infinity)
        ? number
        : undefined
    }
    case 'boolean':
      if (typeof value === 'boolean') return value
      return readYesNo(value) ?? (question.mayNotApply ? readNotApplicable(value) : undefined)
    case 'choice':
      return typeof value === 'string' && question.options.includes(value) ? value : undefined
    case 'indicators':
      return readIndicators(question, value)
  }
}

function readNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  return typeof value === 'string' && /^-?\d{1,15}(\.\d{1,9})?$/.test(value.trim())
    ? Number(value)
    : undefined
}

function readYesNo(value: unknown): boolean | undefined {
  const word = typeof value === 'string' ? value.trim().toLowerCase() : undefined
  if (word === 'yes' || word === 'true') return true
  return word === 'no' || word === 'false' ? false : undefined
}

function readNotApplicable(value: unknown): string | undefined {
  const word = typeof value === 'string' ? value.trim().toLowerCase() : ''
  return [notApplicable, 'n/a', 'na'].includes(word) ? notApplicable : undefined
}

function expected(question: Question): string {
  switch (question.type) {
    case 'level':
      return `answer with one of ${question.levels.map(({ score }) => score).join(', ')}`
    case 'number': {
      const { least, most } = question
      if (least !== undefined && most !== undefined) return `answer with a number from ${least} to ${most}`
      if (least !== undefined) return `answer with a number, ${least} or more`
      return most === undefined ? 'answer with a number' : `answer with a number, ${most} or less`
    }
    case 'boolean':
      return question.mayNotApply ? `answer yes, no or ${notApplicable}` : 'answer yes or no'
    case 'choice':
      return `answer with one of ${question.options.join(', ')}`
    case 'indicators':
      return expectedIndicators(question)
  }
}
