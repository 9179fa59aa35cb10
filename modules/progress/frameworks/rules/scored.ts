import type { Framework, Question } from '#definitions'

/** The questions of which the scores decide. */
export function scoredIn({ questions }: Framework): Extract<Question, { type: 'level' }>[] {
  return questions.filter((question) => question.type === 'level').filter(({ decides }) => decides !== false)
}
