import type { Question } from '#definitions'
import type { Answer, Answers, AssessmentProblem } from './assessment.ts'

type Read = { ok: true; answers: Answers } | { ok: false; problems: AssessmentProblem[] }

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
        says: `"${String(value)}" is no answer to "${question.title.en}"`,
        instead: expected(question),
      })
    } else answers[question.id] = answer
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, answers }
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
      return typeof value === 'boolean' ? value : readYesNo(value)
    case 'choice':
      return typeof value === 'string' && question.options.includes(value) ? value : undefined
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
      return 'answer yes or no'
    case 'choice':
      return `answer with one of ${question.options.join(', ')}`
  }
}
