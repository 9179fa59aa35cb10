/*
 * Small counts: what is shown of a measure whose register has a smallest count n (docs/ledger.md). Pure.
 *
 * What must stay true:
 *  1. What one organisation's records add up to on one date, as known at one recording, is rounded by itself: by
 *     `rounded`, which looks at nothing else. Every number that anybody is shown is made from those.
 *  2. So any two numbers are equal or n apart or more, whatever is taken from what; and of every number below n there
 *     is another that would have been shown the same. (With n below 5 there is not, where who has answered is shown:
 *     disclosures/rules.test.ts tries all.)
 *  3. How many records there are is never told, only whether there is one.
 */
import type { IsoDate } from '#shared/dates'
import { type Amounts, add, isNothing, NOTHING } from '../ledger/rules.ts'

/** What an organisation's amounts change by on a date. */
export interface Step extends Amounts {
  readonly effectiveOn: IsoDate
}

/** The amounts of one organisation on one date, to the nearest multiples of the smallest count. */
export function rounded({ counted, outOf, unknown, records, reconstructed }: Amounts, n: number): Amounts {
  const near = { counted: nearest(counted, n), outOf: nearest(outOf, n), unknown: nearest(unknown, n) }
  return {
    ...near,
    outOf: isSqueezed(near, n) ? near.counted + near.unknown : near.outOf,
    records: Math.sign(records),
    reconstructed: Math.sign(reconstructed),
  }
}

/** Halves go up. */
function nearest(amount: number, n: number): number {
  return Math.floor((2 * amount + n) / (2 * n)) * n
}

/**
 * Rounding up of 3 that count and 3 of which it is not known, out of 6, would leave 5 and 5 of 5. What is not known must
 * not be lost, so the whole gives way. Where the parts cannot have been in the whole, some are of unknown scope: then
 * the whole stays.
 */
function isSqueezed({ counted, outOf, unknown }: Pick<Amounts, 'counted' | 'outOf' | 'unknown'>, n: number) {
  return counted + unknown > outOf && least(counted, n) + least(unknown, n) <= most(outOf, n)
}

/** The least that is rounded to a multiple, and the most. */
function least(multiple: number, n: number): number {
  return multiple <= 0 ? multiple : multiple - Math.floor(n / 2)
}

function most(multiple: number, n: number): number {
  return multiple + Math.ceil(n / 2) - 1
}

/**
 * What a recording changes in the rounded amounts of one organisation: `before` are its exact steps until then, and
 * `change` those that the recording adds. Each is in order, and has a date once.
 */
export function roundedChange(before: readonly Step[], change: readonly Step[], n: number): Step[] {
  const steps: Step[] = []
  let [was, is, apart]: [Amounts, Amounts, Amounts] = [NOTHING, NOTHING, NOTHING]
  for (const { effectiveOn, old, added } of side(before, change)) {
    was = add(was, old)
    is = add(is, add(old, added))
    const now = add(rounded(is, n), rounded(was, n), -1)
    const step = add(now, apart, -1)
    if (!isNothing(step)) steps.push({ ...step, effectiveOn })
    apart = now
  }
  return steps
}

/** The steps of both, added up by date. */
export function merged(before: readonly Step[], change: readonly Step[]): Step[] {
  const steps: Step[] = []
  for (const { effectiveOn, old, added } of side(before, change)) {
    const step = add(old, added)
    if (!isNothing(step)) steps.push({ ...step, effectiveOn })
  }
  return steps
}

/** Both, date by date: each is in order, and has a date once. */
function* side(before: readonly Step[], change: readonly Step[]) {
  let [i, j] = [0, 0]
  for (;;) {
    const [old, added] = [before[i], change[j]]
    const effectiveOn = earlier(old?.effectiveOn, added?.effectiveOn)
    if (effectiveOn === undefined) return
    const isOld = old?.effectiveOn === effectiveOn
    const isAdded = added?.effectiveOn === effectiveOn
    yield { effectiveOn, old: isOld ? old : NOTHING, added: isAdded ? added : NOTHING }
    if (isOld) i++
    if (isAdded) j++
  }
}

function earlier(a: IsoDate | undefined, b: IsoDate | undefined): IsoDate | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return a < b ? a : b
}
