import type { Question } from '#definitions'
import type { AssessmentProblem } from '../assessment.ts'

export function notAnswered({ id, title }: Question): AssessmentProblem {
  return { question: id, says: `"${title.en}" is not answered` }
}

/** In the order of the questions, each once. */
export function notAnsweredAmong(
  ids: readonly string[],
  questions: readonly Question[],
): AssessmentProblem[] {
  return questions.filter(({ id }) => ids.includes(id)).map(notAnswered)
}
