/* What comes of the answers that somebody tries. Pure. */
import type { Framework, Question } from '#definitions'
import { type Assessment, assess, readAnswers, type Working } from '#frameworks'
import type { Written } from './input.ts'

export type Trial =
  | { kind: 'none' }
  /** Some are no answers, or answer what is not asked: then nothing is judged. */
  | { kind: 'wrong'; faults: Fault[] }
  /** Nothing is guessed: these would have to be answered. */
  | { kind: 'unfinished'; missing: Question[]; soFar?: Working }
  | { kind: 'judged'; assessment: Assessment }

export interface Fault {
  id: string
  /** Undefined where there is no such question. */
  question: Question | undefined
}

export function tryAnswers(framework: Framework, { isSent, answers: written }: Written): Trial {
  if (!isSent) return { kind: 'none' }
  const questionOf = (id: string) => framework.questions.find((question) => question.id === id)
  const read = readAnswers(framework.questions, written)
  if (!read.ok) {
    const faults = read.problems.map(({ question: id }) => ({ id, question: questionOf(id) }))
    return { kind: 'wrong', faults }
  }
  const result = assess(framework, read.answers)
  if (result.ok) return { kind: 'judged', assessment: result.assessment }
  const missing = new Set(result.problems.flatMap(({ question }) => questionOf(question) ?? []))
  return { kind: 'unfinished', missing: [...missing], ...(result.soFar ? { soFar: result.soFar } : {}) }
}
