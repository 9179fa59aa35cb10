import type { Amount, Measure, Test } from '../roadmap.ts'
import type { Found } from './found.ts'

const TESTS = ['atLeast', 'above', 'atMost', 'below'] as const

export function checkTarget(found: Found, path: string[], target: Test, measure: Measure): void {
  const tests = TESTS.filter((key) => target[key] !== undefined)
  if (tests.length === 0)
    found.at(path, 'a target says what must be reached', 'add atLeast: 100%, or below, above, atMost')
  for (const key of tests) checkAmount(found, [...path, key], target[key], isCount(measure))
  const least = size(target.atLeast ?? target.above)
  const most = size(target.atMost ?? target.below)
  if (least !== undefined && most !== undefined && least > most)
    found.at(path, 'nothing can reach both ends of this target')
}

export function checkAmount(
  found: Found,
  path: string[],
  amount: Amount | undefined,
  ofCount: boolean,
): void {
  if (typeof amount !== 'string' || !amount.endsWith('%')) return
  if (Number.parseFloat(amount) > 100) found.at(path, `${amount} is more than everything`, 'use 0% to 100%')
  if (ofCount) found.at(path, 'this measure is a count: it has no percentage', 'write a number')
}

function isCount(measure: Measure): boolean {
  if (!measure.derived) return measure.outOf === null
  return 'quantile' in measure.derived
}

function size(amount: Amount | undefined): number | undefined {
  return amount === undefined ? undefined : Number.parseFloat(String(amount))
}
