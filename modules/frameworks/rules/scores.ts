import type { Question } from '#definitions'
import type { Answers } from '../assessment.ts'

export interface Scored {
  id: string
  /** Null where it is not answered. */
  score: number | null
  least: number
  most: number
}

/** The questions on whose level the result rests, with the lowest and the highest score each can have. */
export function scoredQuestions(questions: readonly Question[], answers: Answers): Scored[] {
  return questions.flatMap((question) => {
    if (question.type !== 'level' || question.decides === false) return []
    const answer = answers[question.id]
    const scores = question.levels.map(({ score }) => score)
    return [
      {
        id: question.id,
        score: typeof answer === 'number' ? answer : null,
        least: Math.min(...scores),
        most: Math.max(...scores),
      },
    ]
  })
}
