import type { Amount, Target, Test } from '#definitions'
import { endOf, type IsoDate } from '#shared/dates'

/** What a test is judged on: how many, out of how many (null: no denominator), and how many are unknown. */
export interface Judgeable {
  readonly counted: number
  readonly outOf: number | null
  readonly unknown: number
}

export type Verdict = 'met' | 'not met' | 'not yet known'

/**
 * Judges a pair against a test, exactly: proportions are compared as integers, never as rounded percentages.
 * What is unknown could still count; where that would change the verdict, the verdict is not yet known.
 * A proportion of nothing is not yet known: never 0%.
 */
export function judge(test: Test, amounts: Judgeable): Verdict {
  const least = passes(test, amounts, 0)
  const most = passes(test, amounts, amounts.unknown)
  if (least === undefined || most === undefined || least !== most) return 'not yet known'
  return least ? 'met' : 'not met'
}

/** Judges a number that has no parts, such as a published rate: 5.4 against {atLeast: 6%}. */
export function judgeValue(test: Test, value: number): Verdict {
  const isMet = comparisons(test).every(([name, amount]) => COMPARE[name](value, numberOf(amount)))
  return isMet ? 'met' : 'not met'
}

/** Has the day passed by which the target was to be met? A target with no date never falls due. */
export function isDue(target: Target, on: IsoDate): boolean {
  return target.by !== undefined && on > endOf(target.by)
}

/** One end of a target: 'below 10%' is { name: 'below', amount: 10, isShare: true }. */
export interface Bound {
  readonly name: 'atLeast' | 'below' | 'atMost' | 'above'
  readonly amount: number
  /** A percentage of what the figure is out of; otherwise a number by itself. */
  readonly isShare: boolean
}

/** What a test asks for; those that a figure is to reach come before those it is to stay under. */
export function boundsOf(test: Test): Bound[] {
  return comparisons(test)
    .map(([name, amount]) => ({ name, amount: numberOf(amount), isShare: typeof amount === 'string' }))
    .toSorted((a, b) => Number(isUpward(b)) - Number(isUpward(a)))
}

/** Is more better? */
export function isUpward({ name }: Pick<Bound, 'name'>): boolean {
  return name === 'atLeast' || name === 'above'
}

/** Can a number without parts be judged by this test? 15% of a list says nothing to a target of 50 things. */
export function isComparable(test: Test, unit: string): boolean {
  return comparisons(test).every(([, amount]) => (typeof amount === 'string') === (unit === 'percent'))
}

type Comparison = Bound['name']

const COMPARE: Record<Comparison, (a: number, b: number) => boolean> = {
  atLeast: (a, b) => a >= b,
  atMost: (a, b) => a <= b,
  above: (a, b) => a > b,
  below: (a, b) => a < b,
}

function passes(test: Test, { counted, outOf }: Judgeable, more: number): boolean | undefined {
  const each = comparisons(test).map(([name, amount]) => {
    if (typeof amount === 'number') return COMPARE[name](counted + more, amount)
    if (outOf === null || outOf === 0) return undefined
    return COMPARE[name]((counted + more) * 100, numberOf(amount) * outOf)
  })
  return each.includes(undefined) ? undefined : each.every(Boolean)
}

function comparisons(test: Test): [Comparison, Amount][] {
  const { atLeast, atMost, above, below } = test
  const all: [Comparison, Amount | undefined][] = [
    ['atLeast', atLeast],
    ['atMost', atMost],
    ['above', above],
    ['below', below],
  ]
  return all.flatMap(([name, amount]) => (amount === undefined ? [] : [[name, amount]]))
}

function numberOf(amount: Amount): number {
  return typeof amount === 'number' ? amount : Number.parseFloat(amount)
}
