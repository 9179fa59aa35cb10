/* Figures in words: the sentences that pages are made of. Pure: numbers in, words out. */
import {
  type Amount,
  type Measure,
  organisationNotPublished,
  type Target,
  wholeGovernment,
} from '#definitions'
import type { Figure } from '#figures'
import type { Words } from '#platform/messages'
import type { StatedValue } from '#registers'
import { basesOf, type Promised } from '#roadmaps'
import { asFarAsKnown, isAverage, NOT_APPLICABLE, sayAbout } from './cells.ts'
import { sayExactly } from './numbers.ts'
import { sayUnit } from './units.ts'

/** A figure as a heading: 44 of 63 – systems, 69.8%. */
export interface Headline {
  number: string
  words: string
  isKnown: boolean
}

export interface Mark {
  kind: 'reconstructed' | 'stated' | 'unverified' | 'rounded'
  words: string
  /** What the mark means, in a sentence. */
  explains: string
}

/** What is shown large, and again wherever one line must say how a promise stands. */
export function headlineOf(words: Words, figure: Figure, measure: Measure): Headline {
  if (figure.basis === 'none') return { number: words.say('progress.figure.none'), words: '', isKnown: false }
  if (figure.basis === 'stated') return statedHeadline(words, figure)
  if (isAverage(measure)) return averageHeadline(words, figure, measure)
  const { counted, outOf } = figure
  if (isAllUnknown(figure)) return { number: words.say('progress.figure.none'), words: '', isKnown: false }
  const unit = sayUnit(words, measure, outOf ?? counted)
  if (outOf === null) return { number: words.number(counted ?? 0), words: unit, isKnown: true }
  const number = words.say('progress.figure.of', { counted: counted ?? 0, outOf })
  if (outOf === 0) return { number, words: `${unit}, ${NOT_APPLICABLE.says}`, isKnown: true }
  if (figure.unknown) return { number, words: unit, isKnown: true }
  const share = words.percent((counted ?? 0) / outOf)
  return { number, words: `${unit}, ${isRounded(figure) ? sayAbout(words, share) : share}`, isKnown: true }
}

/** Its value and never the two sums that it is made of; where those are nothing, there is nothing to divide by. */
function averageHeadline(words: Words, { value, outOf, unknown }: Figure, measure: Measure): Headline {
  if (value !== undefined) {
    const unit = sayUnit(words, measure, Number(value))
    return { number: sayExactly(words, value), words: asFarAsKnown(words, unit, unknown), isKnown: true }
  }
  const number = outOf === 0 && !unknown ? NOT_APPLICABLE.says : words.say('progress.figure.none')
  return { number, words: '', isKnown: false }
}

/** What is not known of it: of how many it is not known whether they count, or that not all behind it is known. */
export function sayUnknown(words: Words, { unknown }: Figure, measure: Measure): string[] {
  if (!unknown) return []
  // What is not known of two sums is in two units, and of a mean or a median it is nothing that counts or does not.
  const { derived } = measure
  const isOfSums = isAverage(measure) || (derived && 'quotient' in derived && derived.quotient.over)
  return [words.say(isOfSums ? 'progress.figure.unknown-behind' : 'progress.figure.unknown', { unknown })]
}

/** Nothing is counted and nothing is known not to count: that is not a nought. */
function isAllUnknown({ counted, outOf, unknown }: Figure): boolean {
  return counted === 0 && unknown !== null && unknown > 0 && unknown >= (outOf ?? 0)
}

function statedHeadline(words: Words, figure: Figure): Headline {
  const whole = wholeStated(figure)
  if (whole) return { number: sayStated(words, whole), words: '', isKnown: true }
  const parts = figure.stated.filter((each) => each.quantity === 'figure')
  return {
    number: words.number(parts.length),
    words: words.say('progress.figure.stated-parts', { count: parts.length }),
    isKnown: true,
  }
}

/** The latest number that somebody published for the whole of a measure, or for the one organisation asked about. */
export function wholeStated(figure: Figure): StatedValue | undefined {
  const whom = figure.organisation ?? wholeGovernment
  return figure.stated.findLast((each) => each.quantity === 'figure' && each.organisation === whom)
}

/** A published number with its unit, as exact as it was published: 5.4%, about 1,900,000. */
export function sayStated(words: Words, { value, unit }: Pick<StatedValue, 'value' | 'unit'>): string {
  const number = Number.isFinite(Number(value)) ? sayExactly(words, value) : value
  if (unit === 'percent') return `${number}%`
  return unit === 'about' ? sayAbout(words, number) : number
}

/** One line for an overview: 44 of 63 systems. */
export function sayInShort(words: Words, figure: Figure, measure: Measure): string {
  const headline = headlineOf(words, figure, measure)
  return headline.words === '' ? headline.number : `${headline.number} ${headline.words}`
}

export function targetOf(words: Words, { target: judged, basis, latest }: Figure): string {
  if (!judged) return ''
  const { target, verdict, isDue, isOverdueUnknown } = judged
  const says = words.say('progress.target.says', { target: sayTarget(words, target) })
  // What somebody stated meets a target only by their word.
  const isByWord = basis === 'stated' && verdict === 'met'
  if (verdict === 'not met' && isOverdueUnknown && latest !== null && basis !== 'stated') {
    return `${says} ${words.say('progress.verdict.overdue-unknown', { latest: words.date(latest) })}`
  }
  return `${says} ${words.say(`progress.verdict.${isByWord ? 'met-as-stated' : isOverdueUnknown ? 'not-known' : verdictKey(verdict, isDue, target.by)}`)}`
}

/** at least 50 by 2025; below 10% in each organisation by 2025 */
export function sayTarget(words: Words, target: Target): string {
  const parts: [string, Amount | undefined][] = [
    ['at-least', target.atLeast],
    ['above', target.above],
    ['at-most', target.atMost],
    ['below', target.below],
  ]
  const tests = parts.flatMap(([name, amount]) =>
    amount === undefined
      ? []
      : words.say(`progress.target.${keyFor(name, amount)}`, { amount: sayAmount(words, amount) }),
  )
  const each = target.each ? [words.say('progress.target.each')] : []
  const by = target.by === undefined ? [] : [words.say('progress.target.by', { date: words.date(target.by) })]
  return [words.list(tests), ...each, ...by].join(' ')
}

// There is no more than all of them: "at least 100%" is 100%.
function keyFor(name: string, amount: Amount): string {
  return name === 'at-least' && amount === '100%' ? 'all' : name
}

function sayAmount(words: Words, amount: Amount): string {
  if (typeof amount === 'number') return words.number(amount)
  return `${sayExactly(words, amount.replace('%', ''))}%`
}

function verdictKey(verdict: string, isDue: boolean, by: string | undefined): string {
  if (verdict === 'met') return 'met'
  if (verdict === 'not yet known') return 'not-known'
  if (by === undefined) return 'not-met'
  return isDue ? 'missed' : 'not-yet-met'
}

/** What a figure rests on, where that must be seen beside it. */
export function marksOf(words: Words, basis: Figure['basis'], isVerified: boolean): Mark[] {
  const kinds: Exclude<Mark['kind'], 'rounded'>[] = []
  if (basis === 'reconstructed' || basis === 'stated') kinds.push(basis)
  if (!isVerified) kinds.push('unverified')
  return kinds.map((kind) => markOf(words, kind))
}

/** A number made of rounded ones says so beside it, and what that is for. */
export function roundedMarks(
  words: Words,
  promised: Promised,
  figure: Pick<Figure, 'basis' | 'roundedTo'>,
): Mark[] {
  const { roundedTo: count, basis } = figure
  if (count === undefined || (basis !== 'recorded' && basis !== 'reconstructed')) return []
  const [base = promised] = basesOf(promised)
  const unit = words.text(base.measure.unit).says
  return [
    {
      kind: 'rounded',
      words: words.say('progress.mark.rounded', { count }),
      explains: words.say('progress.mark.rounded.explains', { count, unit }),
    },
  ]
}

function isRounded({ roundedTo }: Pick<Figure, 'roundedTo'>): boolean {
  return roundedTo !== undefined
}

export function markOf(words: Words, kind: Exclude<Mark['kind'], 'rounded'>): Mark {
  return {
    kind,
    words: words.say(`progress.mark.${kind}`),
    explains: words.say(`progress.mark.${kind}.explains`),
  }
}

/** Is this number about somebody that can be named? */
export function isNamed(organisation: string): boolean {
  return organisation !== organisationNotPublished && organisation !== wholeGovernment
}
