/* What comes of the answers that somebody tries. Pure. */
import type { Framework, Question } from '#definitions'
import { type Assessment, assess, readAnswers, type Working } from '#frameworks'
import type { Written } from './input.ts'

export type Trial =
  | { kind: 'none' }
  /** Some are no answers, or answer what is not asked: then nothing is judged. */
  | { kind: 'wrong'; faults: Fault[] }
  /** Nothing is guessed: these would have to be answered. */
  | { kind: 'unfinished'; why: Unfinished; missing: Question[]; soFar?: Working }
  | { kind: 'judged'; assessment: Assessment }

/** Answers are missing; or none is there, where one would do; or all say that the question does not apply. */
type Unfinished = 'missing' | 'nothing-answered' | 'nothing-applies'

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
  const { problems, soFar } = result
  const why = soFar ? whyUnfinished(soFar) : 'missing'
  const missing = new Set(
    why === 'missing' ? problems.flatMap(({ question }) => questionOf(question) ?? []) : [],
  )
  return { kind: 'unfinished', why, missing: [...missing], ...(soFar ? { soFar } : {}) }
}

function whyUnfinished(working: Working): Unfinished {
  if (working.rule === 'matrix without total' && working.answered === 0) return 'nothing-answered'
  const isOfNothing = working.rule === 'count of yes' && working.outOf + working.unanswered.length === 0
  return isOfNothing ? 'nothing-applies' : 'missing'
}
