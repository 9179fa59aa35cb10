/* How a measure is worked out: as a sentence, and as the expressions that compute it. Pure. */
import { type Government, type Measure, measureSentence, type Register } from '#definitions'
import type { Account } from '#figures'
import type { Words } from '#platform/messages'
import { registerOf } from '#roadmaps'

export interface Definition {
  /** Made from the measure's own parts, so that it cannot say something else than what is computed. */
  sentence: string
  /** In its author's words. */
  method: Measure['method']
  expressions: { label: string; code: string }[]
  version: string
  /** The register that is counted, and its page. */
  register: { href: string; title: Register['title'] } | undefined
}

export function definitionOf(words: Words, government: Government, account: Account): Definition {
  const { promised, definition } = account
  const { measure } = promised
  const register = registerOf(government, promised)
  return {
    sentence: measureSentence(register, measure, words.locale),
    method: measure.method,
    expressions: measure.derived ? [] : expressionsOf(words, measure, register),
    version: words.say('progress.definition.version', { version: definition }),
    register: register && { href: `/registers/${register.name}`, title: register.title },
  }
}

function expressionsOf(
  words: Words,
  measure: Measure,
  register: Register | undefined,
): Definition['expressions'] {
  const part = register?.parts.find(({ name }) => name === measure.part)
  const expressions: [string, string | null | undefined][] = [
    ['scope', part?.when ?? measure.outOf],
    ['counts', measure.counts],
    ['amount-counted', measure.amount?.counts],
    ['amount-out-of', measure.amount?.outOf],
    ['window', measure.window && `record.${measure.window.from} + ${measure.window.lasts}`],
  ]
  return expressions.flatMap(([name, code]) =>
    code ? [{ label: words.say(`progress.definition.${name}-label`), code }] : [],
  )
}
