/* A measure of two sides, one beside the other. Pure. */

import type { Government, Measure } from '#definitions'
import { barChart, type Cell, type Chart } from '#design'
import type { Account } from '#figures'
import type { Words } from '#platform/messages'
import type { Promised } from '#roadmaps'
import { hrefOf } from '../measures/parts.ts'
import { isAverage, textCell } from '../sentences/cells.ts'
import { sayDifference } from '../sentences/changes.ts'
import { headlineOf } from '../sentences/rules.ts'
import type { Compared, SideNames } from './compared.ts'
import type { Choice, Side } from './input.ts'
import { differencesOf, type Quantities, type Quantity } from './quantities.ts'
import { type ShownSide, sideOf } from './sides.ts'
import { pairTable } from './tables.ts'

export function namesOf(words: Words, government: Government, { left, right }: Choice): SideNames {
  const isSame = left.organisation === right.organisation
  const isSameDay = left.on === right.on
  const name = ({ organisation, on }: Side) => {
    if (isSame && !isSameDay) return words.date(on)
    const who = organisationName(words, government, organisation)
    return isSameDay && !isSame ? who : words.say('progress.compare.side', { name: who, on: words.date(on) })
  }
  return { left: name(left), right: name(right) }
}

export function organisationName(
  words: Words,
  { organisations }: Government,
  organisation: string | null,
): string {
  const found = organisations.find(({ slug }) => slug === organisation)
  return found ? words.text(found.name).says : words.say('progress.compare.all')
}

export function compare(
  words: Words,
  government: Government,
  names: SideNames,
  choice: Choice,
  accounts: { left: Account; right: Account },
): Compared {
  const { promised } = accounts.left
  const { roadmap, commitment, measure } = promised
  const left = sideOf(words, government, accounts.left, choice.left)
  const right = sideOf(words, government, accounts.right, choice.right)
  const differences = differencesOf(words, measure, left.numbers, right.numbers)
  const id = `${roadmap.slug}-${commitment.number}-${measure.name}`
  const compared = {
    promised,
    id,
    left,
    right,
    differences,
    says: sayBoth(words, names, measure, left, right, differences),
  }
  const cells = {
    left: nameCell(words, government, names.left, choice.left),
    right: nameCell(words, government, names.right, choice.right),
  }
  const table = pairTable(words, cells, compared)
  const chart = chartOf(words, names, compared)
  return {
    ...compared,
    table,
    ...(chart ? { chart } : {}),
    isComparable: hasNumbers(differences),
    href: hrefOf(promised),
    ...whyOf(promised, choice),
  }
}

/** Of an organisation's name that stands by itself, a cell says the language; with a date it would be in two. */
function nameCell(words: Words, { organisations }: Government, says: string, { organisation }: Side): Cell {
  const found = organisations.find(({ slug }) => slug === organisation)
  const cell = found && textCell(words, found.name)
  return cell?.says === says ? cell : { says }
}

/** Both sides have a number of the same quantity. */
function hasNumbers(differences: Quantities): boolean {
  return Object.entries(differences).some(
    ([quantity, { value }]) => quantity !== 'unknown' && typeof value === 'number',
  )
}

function sayBoth(
  words: Words,
  names: SideNames,
  measure: Measure,
  left: ShownSide,
  right: ShownSide,
  differences: Quantities,
): string {
  const isOverTime = left.side.organisation === right.side.organisation && left.side.on !== right.side.on
  // Counted none, with nothing known of any, is no nought that it could have gone up from.
  const isKnown = ({ figure }: ShownSide) =>
    figure.counted !== null && headlineOf(words, figure, measure).isKnown
  if (isOverTime && isKnown(left) && isKnown(right)) {
    // Time goes one way, whichever side the later date is on.
    const [from, to] = left.side.on < right.side.on ? [left, right] : [right, left]
    if (isAverage(measure)) return words.say('progress.compare.from-to', { from: from.says, to: to.says })
    return sayDifference(words, measure, from.figure, to.figure)
  }
  // What others published may be of other dates, and what is not known of one could turn more into fewer: then the
  // numbers stand for themselves.
  const isUnsure = [left, right].some(({ figure, stated }) => stated !== undefined || figure.unknown)
  const quantity =
    isOverTime || isUnsure ? undefined : APART.find((each) => numberIn(differences, each) !== null)
  if (quantity) return sayApart(words, names, quantity, differences)
  return words.say('progress.compare.both', { ...names, leftSays: left.says, rightSays: right.says })
}

/** What two figures are best told apart by, where both have a number of it. */
const APART = ['share', 'value', 'counted'] as const

function sayApart(words: Words, names: SideNames, quantity: Quantity, differences: Quantities): string {
  const { says = '', value } = differences[quantity] ?? {}
  const ways = quantity === 'counted' ? ['more', 'fewer'] : ['higher', 'lower']
  const way = value === 0 ? 'same' : Number(value) > 0 ? ways[0] : ways[1]
  return words.say(`progress.compare.${way}`, { ...names, by: says.replace(/^[+−]/, '') })
}

function whyOf({ roadmap, commitment, measure }: Promised, { left, right }: Choice): { why?: string } {
  const isExplained = left.organisation === null && right.organisation === null && left.on !== right.on
  if (!isExplained || measure.derived) return {}
  const [from, to] = [left.on, right.on].sort()
  return { why: `/roadmaps/${roadmap.slug}/commitments/${commitment.number}?from=${from}&to=${to}#changes` }
}

type Drawn = Pick<Compared, 'id' | 'promised' | 'left' | 'right' | 'says'>

/** Two bars on one scale: of things where both are counted, else of shares. Undefined where one has no number. */
function chartOf(
  words: Words,
  names: SideNames,
  { id, promised, left, right, says }: Drawn,
): Chart | undefined {
  const quantity = (['counted', 'value', 'share'] as const).find(
    (each) => numberIn(left.numbers, each) !== null && numberIn(right.numbers, each) !== null,
  )
  if (!quantity) return undefined
  const bar = (name: string, { numbers, says: words }: ShownSide) => {
    const outOf = quantity === 'share' ? 100 : quantity === 'counted' ? numberIn(numbers, 'outOf') : null
    return {
      name,
      says: words,
      value: numberIn(numbers, quantity),
      unknown: quantity === 'counted' ? (numberIn(numbers, 'unknown') ?? 0) : 0,
      ...(outOf === null ? {} : { outOf }),
    }
  }
  const rows = [bar(names.left, left), bar(names.right, right)]
  const title = words.text(promised.measure.title).says
  return barChart({
    id: `${id}-bars`,
    headline: says,
    title: words.say('progress.compare.chart.title', { title, ...names }),
    description: words.say('progress.compare.chart.description'),
    parts: rows.some(({ unknown }) => unknown > 0) ? { unknown: words.say('progress.trend.unknown') } : {},
    rows,
  })
}

function numberIn(numbers: Quantities, quantity: Quantity): number | null {
  const value = numbers[quantity]?.value
  return typeof value === 'number' ? value : null
}
