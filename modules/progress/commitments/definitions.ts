/* How a measure is worked out: as sentences, and as the expressions that compute it. Pure. */
import type { Derived, Government, Measure, Register } from '#definitions'
import type { Account } from '#figures'
import type { Words } from '#platform/messages'
import { named, type Promised, registerOf } from '#roadmaps'
import { sayPeriod, sayTarget } from '../sentences/rules.ts'

export interface Definition {
  /** Put together from the measure's parts, so that it cannot differ from what is computed. */
  sentence: string
  /** In its author's words. */
  method: Measure['method']
  expressions: { label: string; code: string }[]
  version: string
}

export function definitionOf(words: Words, government: Government, account: Account): Definition {
  const { promised, definition } = account
  const { measure } = promised
  const register = registerOf(government, promised)
  return {
    sentence: measure.derived
      ? derivedSentence(words, promised, measure.derived)
      : sentenceOf(words, measure, register),
    method: measure.method,
    expressions: measure.derived ? [] : expressionsOf(words, measure, register),
    version: words.say('progress.definition.version', { version: definition }),
  }
}

function sentenceOf(words: Words, measure: Measure, register: Register | undefined): string {
  const records = register ? words.text(register.records).says : ''
  const part = register?.parts.find(({ name }) => name === measure.part)
  const unit = words.text(measure.unit).says
  const inScope =
    measure.outOf === null
      ? words.say('progress.definition.no-denominator', { records })
      : part
        ? words.say('progress.definition.part', { records, part: words.text(part.title).says })
        : words.say('progress.definition.scope', { records })
  const worth = measure.amount
    ? words.say('progress.definition.amount', { unit })
    : words.say('progress.definition.one')
  const { window } = measure
  const field = window && register?.fields.find(({ name }) => name === window.from)
  const lasts = window
    ? [
        words.say('progress.definition.window', {
          field: field ? words.text(field.title).says : window.from,
          period: sayPeriod(words, window.lasts),
        }),
      ]
    : []
  return [inScope, worth, ...lasts, words.say('progress.definition.missing')].join(' ')
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
  ]
  return expressions.flatMap(([name, code]) =>
    code ? [{ label: words.say(`progress.definition.${name}-label`), code }] : [],
  )
}

function derivedSentence(words: Words, promised: Promised, derived: Derived): string {
  const title = (name: string) => {
    const base = named(promised, name)
    return base ? words.text(base.measure.title).says : name
  }
  if ('organisations' in derived) {
    const { of, passing } = derived.organisations
    return words.say('progress.definition.organisations', { of: title(of), test: sayTarget(words, passing) })
  }
  if ('quantile' in derived) {
    const { of, at } = derived.quantile
    return at === 0.5
      ? words.say('progress.definition.median', { of: title(of) })
      : words.say('progress.definition.quantile', { of: title(of), at: words.percent(at) })
  }
  const { of, over } = derived.quotient
  return over === undefined
    ? words.say('progress.definition.share', { of: title(of) })
    : words.say('progress.definition.quotient', { of: title(of), over: title(over) })
}
