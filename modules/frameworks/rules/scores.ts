import { decidingQuestions, type Question } from '#definitions'
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
  return decidingQuestions(questions, 'level').map(({ id, levels }) => {
    const answer = answers[id]
    const scores = levels.map(({ score }) => score)
    return {
      id,
      score: typeof answer === 'number' ? answer : null,
      least: Math.min(...scores),
      most: Math.max(...scores),
    }
  })
}
