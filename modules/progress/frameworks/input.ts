import { z } from 'zod'

/** The answers that an address carries, as they were written: ?a.L1=6&a.L2=3. */
export interface Written {
  /** The form was sent, be it with nothing in it. */
  isSent: boolean
  /** By the id of the question. What is there twice is a list, which answers nothing. */
  answers: Record<string, unknown>
}

const Query = z.record(z.string(), z.unknown()).catch({})
const ANSWER = 'a.'

export function readWritten(query: unknown): Written {
  const asked = Object.entries(Query.parse(query ?? {}))
  const answers = asked.flatMap(([name, value]) =>
    name.startsWith(ANSWER) ? [[name.slice(ANSWER.length), value] as const] : [],
  )
  return {
    isSent: answers.length > 0 || asked.some(([name]) => name === 'try'),
    answers: Object.fromEntries(answers),
  }
}

/** The name of a question's field. */
export function fieldName(question: string): string {
  return `${ANSWER}${question}`
}

/** What was answered, as addresses carry it on: what is to no question goes no further. */
export function keptAnswers(
  questions: readonly { id: string }[],
  { answers }: Written,
): Record<string, string> {
  return Object.fromEntries(
    questions.flatMap(({ id }) => {
      const value = Object.hasOwn(answers, id) ? answers[id] : undefined
      // Ticked one by one, indicators are a list.
      const text = Array.isArray(value) ? value.map(String).join(' ') : value
      return typeof text === 'string' && text !== '' ? [[fieldName(id), text]] : []
    }),
  )
}

const LONGEST = 40

/** An answer as it can be put back into its field, or named in a sentence. */
export function showWritten(value: unknown, longest = LONGEST): string {
  const text = (Array.isArray(value) ? value : [value ?? '']).map(String).join(', ')
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}
