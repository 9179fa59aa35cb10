import type { Amount, Measure, Test } from '../roadmap.ts'
import type { Found } from './found.ts'

const TESTS = ['atLeast', 'above', 'atMost', 'below'] as const

export function checkTarget(found: Found, path: string[], target: Test, measure: Measure): void {
  const tests = TESTS.filter((key) => target[key] !== undefined)
  if (tests.length === 0)
    found.at(path, 'a target says what must be reached', 'add atLeast: 100%, or below, above, atMost')
  for (const key of tests) checkAmount(found, [...path, key], target[key], measure)
  const least = size(target.atLeast ?? target.above)
  const most = size(target.atMost ?? target.below)
  if (least !== undefined && most !== undefined && least > most)
    found.at(path, 'nothing can reach both ends of this target')
}

/** Of a measure that is not known, only what is wrong of any. */
export function checkAmount(
  found: Found,
  path: string[],
  amount: Amount | undefined,
  of: Measure | undefined,
): void {
  if (amount === undefined) return
  if (typeof amount !== 'string' || !amount.endsWith('%')) {
    if (of && isShare(of)) warnOfShare(found, path, Number(amount), of)
    return
  }
  if (Number.parseFloat(amount) > 100) found.at(path, `${amount} is more than everything`, 'use 0% to 100%')
  if (of && isCount(of)) found.at(path, 'this measure is a count: it has no percentage', 'write a number')
}

/** A number is how many, also of a measure that is a share. 50 may be meant; 100, 1.0 and 0.9 mostly are not. */
function warnOfShare(found: Found, path: string[], amount: number, { unit, unitForms }: Measure): void {
  const isOfOne = amount <= 1 && /\./.test(found.source.written(path) ?? '')
  if (!isOfOne && amount !== 100 && Number.isInteger(amount)) return
  const noun = (amount === 1 && unitForms?.en?.one) || unit.en
  const share = Number((isOfOne ? amount * 100 : amount).toFixed(6))
  found.warn(path, `this means ${amount} ${noun}`, `for a share write ${share}%`)
}

function isCount(measure: Measure): boolean {
  if (!measure.derived) return measure.outOf === null
  return 'quantile' in measure.derived
}

function isShare({ derived, outOf }: Measure): boolean {
  if (!derived || 'organisations' in derived) return outOf !== null
  return 'quotient' in derived && derived.quotient.over === undefined
}

function size(amount: Amount | undefined): number | undefined {
  return amount === undefined ? undefined : Number.parseFloat(String(amount))
}
