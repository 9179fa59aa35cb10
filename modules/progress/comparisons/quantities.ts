/* The numbers of one side, and how far they are from those of the other. Pure. */
import type { Measure } from '#definitions'
import type { Cell } from '#design'
import type { Words } from '#platform/messages'
import { hasShare, isAverage, NOT_APPLICABLE, NOT_AVAILABLE } from '../sentences/cells.ts'
import { decimalsOf, saySigned } from '../sentences/numbers.ts'

/** What a figure has numbers of. An average or a median has a value of its own, and is no share of anything. */
export const QUANTITIES = ['counted', 'outOf', 'unknown', 'share', 'value'] as const
export type Quantity = (typeof QUANTITIES)[number]

export type Quantities = Partial<Record<Quantity, Cell>>

/** Those that a measure has, in the order of its table. */
export function quantitiesOf(measure: Measure): Quantity[] {
  if (isAverage(measure)) return ['value', 'unknown']
  return hasShare(measure) ? ['counted', 'outOf', 'unknown', 'share'] : ['counted', 'unknown']
}

/** The same in each quantity. */
export function filled(measure: Measure, cell: Cell): Quantities {
  return Object.fromEntries(quantitiesOf(measure).map((quantity) => [quantity, cell]))
}

/** Right less left, where both are numbers: of the numbers as they are shown, so that a reader gets the same. */
export function differencesOf(
  words: Words,
  measure: Measure,
  left: Quantities,
  right: Quantities,
): Quantities {
  return Object.fromEntries(
    quantitiesOf(measure).map((quantity) => [
      quantity,
      differenceOf(words, quantity, left[quantity] ?? NOT_AVAILABLE, right[quantity] ?? NOT_AVAILABLE),
    ]),
  )
}

function differenceOf(words: Words, quantity: Quantity, left: Cell, right: Cell): Cell {
  if (typeof left.value !== 'number' || typeof right.value !== 'number') return symbolOf(left, right)
  const { value, decimals } = subtract(right.value, left.value)
  const by = saySigned(words, value, decimals)
  if (quantity !== 'share') return { says: by, value }
  return { says: words.say('progress.compare.points', { by, count: Math.abs(value) }), value }
}

/** A gap on either side leaves a gap; where there is nothing to count, there is nothing to compare. */
function symbolOf(left: Cell, right: Cell): Cell {
  const symbols = [left, right].filter(({ isSymbol }) => isSymbol)
  const isGap = symbols.length === 0 || symbols.some(({ says }) => says !== NOT_APPLICABLE.says)
  return isGap ? NOT_AVAILABLE : NOT_APPLICABLE
}

/** In decimals, as on paper: 5.4 − 5.3 is 0.1, and not what is left over in binary. */
export function subtract(from: number, what: number): { value: number; decimals: number } {
  const most = Math.max(decimalsOf(from), decimalsOf(what))
  const value = Number((from - what).toFixed(most))
  // No difference has no sign.
  return { value: value === 0 ? 0 : value, decimals: decimalsOf(value) }
}
