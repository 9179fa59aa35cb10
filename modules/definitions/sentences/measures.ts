import type { ASTNode } from '@marcbachmann/cel-js'
import type { Locale } from '#shared/dates'
import { parseToEvaluate } from '../expressions/environment.ts'
import { referenceOf } from '../expressions/syntax.ts'
import type { Register } from '../government.ts'
import type { Derived, Measure } from '../roadmap.ts'
import type { Text } from '../text.ts'
import { sayCondition, type Told } from './conditions.ts'
import { type Words, wordsFor } from './words.ts'

/**
 * A measure as a sentence, made from its conditions, so that it cannot say something else than what is computed:
 * "Counts legacy systems whose plan is fully funded, out of legacy systems whose risk rating is red."
 * A condition that is not simple is shown as it is written.
 */
export function measureSentence(register: Register | undefined, measure: Measure, locale: Locale): string {
  const words = wordsFor(locale)
  if (measure.derived) return sayDerived(measure.derived, words)
  if (!register) return measure.method[locale] ?? measure.method.en
  return new Teller(register, words, locale).sentence(measure)
}

class Teller {
  private readonly register: Register
  private readonly words: Words
  private readonly locale: Locale

  constructor(register: Register, words: Words, locale: Locale) {
    this.register = register
    this.words = words
    this.locale = locale
  }

  sentence(measure: Measure): string {
    const { words } = this
    const part = this.register.parts.find(({ name }) => name === measure.part)
    const records = lowered(this.say(part?.title ?? this.register.records))
    const counted = this.having(records, measure.counts)
    const whole = part ? words.all(records) : this.having(records, measure.outOf ?? undefined)
    const amounts = measure.amount
    const first = amounts?.counts
      ? words.adds(words.amountOf(this.amounts(amounts.counts), counted))
      : words.counts(measure.counts === undefined ? whole : counted)
    const of = amounts?.outOf ? words.amountOf(this.amounts(amounts.outOf), whole) : whole
    const hasDenominator = measure.outOf !== null && (measure.counts !== undefined || amounts !== undefined)
    const sentence = hasDenominator ? `${words.outOf(first, of)}.` : `${first}.`
    const { window } = measure
    return window
      ? `${sentence} ${words.lasts(sayPeriod(window.lasts, words), this.title([window.from])?.title ?? window.from)}`
      : sentence
  }

  private having(records: string, condition: string | undefined): string {
    const { words, register } = this
    if (condition === undefined || condition === 'true') return words.all(records)
    const titles = (of: Register, steps: string[]) => this.title(steps, of)
    const said = sayCondition(parsed(condition), register, { words, titles })
    return said === undefined ? words.that(records, condition) : words.whose(records, said)
  }

  /** One field, or several added together; anything else as it is written. */
  private amounts(expression: string): string[] {
    const tree = parsed(expression)
    const titles = addends(tree).map((each) => {
      const reference = referenceOf(each)
      return reference && this.title(reference.steps.map(({ name }) => name))?.title
    })
    return titles.every((title) => title !== undefined) ? titles : [expression]
  }

  private title(steps: string[], register = this.register): Told | undefined {
    const { words } = this
    const [name, then] = steps
    const field = register.fields.find((each) => each.name === name)
    if (!field) return undefined
    const title = lowered(this.say(field.title))
    if (field.type === 'assessment') {
      if (then === 'rating') return { title: words.rating(title), date: false }
      return then === 'score' ? { title: words.score(title), date: false } : { title, date: false }
    }
    if (field.type === 'record' && then !== undefined)
      return { title: words.within(title, then), date: false }
    return { title, date: field.type === 'date' }
  }

  private say(text: Text): string {
    return text[this.locale] ?? text.en
  }
}

function addends(node: ASTNode): ASTNode[] {
  return node.op === '+' ? node.args.flatMap(addends) : [node]
}

function sayDerived(derived: Derived, words: Words): string {
  if ('quotient' in derived) {
    const { of, over } = derived.quotient
    return words.quotient(named(of), over === undefined ? undefined : named(over))
  }
  if ('quantile' in derived) return words.quantile(named(derived.quantile.of), derived.quantile.at)
  const { of, passing } = derived.organisations
  const tests = (['atLeast', 'above', 'atMost', 'below'] as const).flatMap((test) => {
    const amount = passing[test]
    return amount === undefined ? [] : [words.test(test, String(amount))]
  })
  return words.organisations(named(of), tests)
}

/** 10/red-rated-with-plan and red-rated-with-plan both read: red rated with plan. */
function named(measure: string): string {
  return `“${measure.replace(/^\d+\//, '').replaceAll('-', ' ')}”`
}

function sayPeriod(period: string, words: Words): string {
  const count = (unit: string) => Number(period.match(new RegExp(`(\\d+)${unit}`))?.[1] ?? 0)
  return words.period({ years: count('Y'), months: count('M'), weeks: count('W'), days: count('D') })
}

/** In the middle of a sentence a title loses its capital, unless it is a name or begins with an abbreviation. */
function lowered(title: string): string {
  return /^[A-Z][^A-Z]*$/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title
}

function parsed(expression: string): ASTNode {
  return parseToEvaluate(expression).ast
}
