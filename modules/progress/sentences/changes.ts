/* A change in one or two plain sentences, made from its numbers. Pure. */
import type { Measure } from '#definitions'
import type { Amounts, Class, Explanation } from '#figures'
import type { Words } from '#platform/messages'
import { asFarAsKnown, isAverage } from './cells.ts'
import { sayExactly, saySigned } from './numbers.ts'
import { sayUnit } from './units.ts'

/** Two states of a figure: nulls where nothing was recorded. */
export interface Pair {
  counted: number | null
  outOf: number | null
  unknown?: number | null
  /** A derived measure's own value. */
  value?: string | undefined
}

/** Up from 16 to 24 of 75. Up from 44 of 63 to 51 of 72. Still 16 of 75. */
export function sayDifference(words: Words, measure: Measure, from: Pair, to: Pair): string {
  if (to.counted === null) return ''
  if (isAverage(measure)) return sayMove(words, measure, from, to)
  const unit = sayUnit(words, measure, to.outOf ?? to.counted)
  // Before anything was known of any of them, nothing can have gone up.
  if (from.counted === null || isAllUnknown(measure, from))
    return words.say('progress.difference.first', { to: sayPair(words, to), unit })
  const way = to.counted > from.counted ? 'up' : to.counted < from.counted ? 'down' : 'same'
  const isSameList = from.outOf === to.outOf
  if (way === 'same' && isSameList)
    return words.say('progress.difference.still', { to: sayPair(words, to), unit })
  if (way === 'same')
    return words.say('progress.difference.only-list', {
      from: sayPair(words, from),
      to: sayPair(words, to),
      unit,
    })
  return words.say(`progress.difference.${way}`, {
    from: isSameList ? words.number(from.counted) : sayPair(words, from),
    to: sayPair(words, to),
    unit,
  })
}

/** Up from 5 to 7.2 minutes: an average by its value, and never by the two sums that it is made of. */
function sayMove(words: Words, measure: Measure, from: Pair, to: Pair): string {
  if (to.value === undefined) return words.say('progress.figure.none')
  const unit = sayUnit(words, measure, Number(to.value))
  const says = {
    to: sayExactly(words, to.value),
    unit: asFarAsKnown(words, unit, from.unknown || to.unknown),
  }
  if (from.value === undefined) return words.say('progress.difference.first', says)
  const by = Number(to.value) - Number(from.value)
  const way = by > 0 ? 'up' : by < 0 ? 'down' : 'still'
  return words.say(`progress.difference.${way}`, { ...says, from: sayExactly(words, from.value) })
}

export function isAllUnknown(measure: Measure, { outOf, unknown, value }: Pair): boolean {
  if (isAverage(measure)) return value === undefined
  return outOf !== null && outOf > 0 && (unknown ?? 0) >= outOf
}

function sayPair(words: Words, { counted, outOf }: Pair): string {
  if (outOf === null) return words.number(counted ?? 0)
  return words.say('progress.figure.of', { counted: counted ?? 0, outOf })
}

/**
 * What the change is made of: 8 services newly count; none stopped counting; the list did not change. Each number is
 * of a class of the explanation, and every class with something in it is named.
 */
export function sayClasses(words: Words, measure: Measure, classes: Explanation['classes']): string[] {
  const of = new Map(classes.map((each) => [each.class, each]))
  const records = (name: Class) => of.get(name)?.records ?? 0
  const unit = (count: number) => sayUnit(words, measure, count)
  const isAmount = measure.amount !== undefined
  const sentences = isAmount ? [] : [moves()]
  const others: Class[] = isAmount
    ? ['entered', 'left', 'moved forward', 'moved back', 'window lapsed', ...REST]
    : REST
  return [...sentences, ...others.flatMap((name) => sayClass(name, of.get(name)))].filter(
    (sentence) => sentence !== '',
  )

  /** Forward, back and the list, which are said even where they are nought. */
  function moves(): string {
    const [forward, back] = [records('moved forward'), records('moved back') + records('window lapsed')]
    const moved =
      forward + back === 0
        ? []
        : [words.say('progress.moves.both', { forward, back, unit: unit(forward), 'back-unit': unit(back) })]
    return sentence([...moved, sayList()].join('; '))
  }

  function sayList(): string {
    const [entered, left] = [records('entered'), records('left')]
    if (measure.outOf === null)
      return words.say('progress.moves.came', {
        entered: countIn(of.get('entered')),
        left,
        unit: unit(entered),
      })
    return words.say('progress.moves.list', { entered, left, counting: countIn(of.get('entered')) })
  }

  function sayClass(name: Class, found: Explanation['classes'][number] | undefined): string[] {
    if (!found) return []
    const { counted, outOf, unknown } = found.amounts
    const by = words.list([
      ...(counted === 0 ? [] : [words.say('progress.moves.by-counted', { by: saySigned(words, counted) })]),
      ...(outOf === 0 ? [] : [words.say('progress.moves.by-out-of', { by: saySigned(words, outOf) })]),
      ...(unknown === 0 ? [] : [words.say('progress.moves.by-unknown', { by: saySigned(words, unknown) })]),
    ])
    const label = words.say(`progress.change.${name.replaceAll(' ', '-')}`)
    const changes = by === '' ? 'no' : 'yes'
    return [words.say('progress.moves.class', { label, records: found.records, changes, by })]
  }
}

const REST: Class[] = [
  'corrected',
  'redefined',
  'amount changed',
  'first answered',
  'transferred',
  'succession',
]

function sentence(clauses: string): string {
  return `${clauses.charAt(0).toUpperCase()}${clauses.slice(1)}.`
}

function countIn(found: { amounts: Amounts } | undefined): number {
  return found?.amounts.counted ?? 0
}
