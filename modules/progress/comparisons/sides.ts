/* One measure, of one of the two sides of a comparison. Pure. */
import type { Government, Measure } from '#definitions'
import type { Cell } from '#design'
import { type Account, answeredBy, type Figure, figureOf, totalOf } from '#figures'
import { isThere } from '#organisations'
import type { Words } from '#platform/messages'
import type { StatedValue, Statement } from '#registers'
import { ownFigureOf } from '../organisations/own-figures.ts'
import {
  cellsOf,
  exactCell,
  hasShare,
  isAverage,
  NOT_APPLICABLE,
  NOT_AVAILABLE,
  numberCell,
} from '../sentences/cells.ts'
import { sayCoverage } from '../sentences/coverage.ts'
import { type Mark, markOf, roundedMarks, sayInShort, sayStated, wholeStated } from '../sentences/rules.ts'
import { type Sourced, statedIn, statementCells } from '../sentences/said.ts'
import type { Side } from './input.ts'
import { filled, type Quantities, quantitiesOf } from './quantities.ts'

export interface ShownSide {
  side: Side
  figure: Figure
  /** Its number, where somebody else published that. */
  stated?: StatedValue
  /** 7 of 11 systems, 63.6%; or why there is no number. */
  says: string
  numbers: Quantities
  marks: Mark[]
  /** What the numbers, or their absence, rest on. */
  rests: Sourced[]
  /** Something is known of it, or asked of it. */
  hasPart: boolean
  /** One organisation that the commitment does not name, or that was not there. */
  isOutside: boolean
}

export function sideOf(words: Words, government: Government, account: Account, side: Side): ShownSide {
  return side.organisation === null
    ? allOf(words, account, side)
    : oneOf(words, government, account, side, side.organisation)
}

function allOf(words: Words, account: Account, side: Side): ShownSide {
  const { measure } = account.promised
  const figure = figureOf(account, null)
  const stated = figure.basis === 'stated' ? wholeStated(figure) : undefined
  return {
    side,
    figure,
    ...(stated ? { stated } : {}),
    says: sayInShort(words, figure, measure),
    numbers: numbersOf(words, account, figure, stated),
    marks: [
      ...(figure.basis === 'reconstructed' || figure.basis === 'stated' ? [markOf(words, figure.basis)] : []),
      ...roundedMarks(words, account.promised, figure),
    ],
    rests: [...(stated ? [statedIn(words, stated)] : []), { says: sayCoverage(words, account) }],
    hasPart: figure.basis !== 'none' || answeredBy(account).size > 0,
    isOutside: false,
  }
}

function oneOf(
  words: Words,
  government: Government,
  account: Account,
  side: Side,
  organisation: string,
): ShownSide {
  const own = ownFigureOf(words, government, account, organisation)
  if (!own) return outside(words, government, account, side, organisation)
  const { figure, statements, stands, marks, said } = own
  const stated = own.stated.findLast(({ quantity }) => quantity === 'figure')
  return {
    side,
    figure,
    ...(stated && figure.counted === null ? { stated } : {}),
    says: stands.says,
    numbers: numbersOf(words, account, figure, stated, statements[0]),
    marks,
    rests: [...said, ...othersInLine(words, government, account, organisation)],
    hasPart: true,
    isOutside: false,
  }
}

/** It has nothing to do with the measure: why, as far as that was published. */
function outside(
  words: Words,
  government: Government,
  account: Account,
  side: Side,
  organisation: string,
): ShownSide {
  const body = government.organisations.find(({ slug }) => slug === organisation)
  const isGone = body !== undefined && !isThere(body, side.on)
  const isNamed = account.scope.includes(organisation)
  const why = isGone ? 'not-there' : isNamed ? 'no-own' : account.scope.length > 0 ? 'not-in' : 'not-known'
  const says = words.say(`progress.compare.${why}`)
  const isKnown = why === 'not-there' || why === 'not-in'
  return {
    side,
    figure: figureOf(account, organisation),
    says,
    numbers: filled(account.promised.measure, isKnown ? NOT_APPLICABLE : NOT_AVAILABLE),
    marks: [],
    rests: [],
    hasPart: false,
    isOutside: isKnown,
  }
}

/** Bodies whose own numbers stand in its row in the commitment's table, and not in what is compared here. */
function othersInLine(
  words: Words,
  { organisations }: Government,
  { lines, amounts }: Account,
  organisation: string,
): Sourced[] {
  const others = [...lines].filter(
    ([slug, line]) =>
      slug !== organisation && line.slug === organisation && (amounts.get(slug)?.records ?? 0) > 0,
  )
  if (others.length === 0) return []
  const names = others.flatMap(([slug]) => organisations.find((each) => each.slug === slug)?.name ?? [])
  const list = words.list(names.map((name) => words.text(name).says))
  return [{ says: words.say('progress.compare.line-holds', { organisations: list }) }]
}

function numbersOf(
  words: Words,
  account: Account,
  figure: Figure,
  stated: StatedValue | undefined,
  statement?: Statement,
): Quantities {
  const { measure } = account.promised
  if (figure.counted !== null) return recorded(words, measure, figure)
  if (stated) return { ...filled(measure, NOT_AVAILABLE), ...publishedOf(words, measure, stated) }
  if (statement) {
    if (isAverage(measure)) return filled(measure, averageOf(words, statement))
    const isShare = hasShare(measure)
    return named(measure, statementCells(words, statement, isShare ? 4 : 2, isShare))
  }
  // It holds records, and none of them is in scope of this figure.
  const isAnswered = figure.organisation !== null && account.holders.has(figure.organisation)
  if (!isAnswered || isAverage(measure)) return filled(measure, NOT_AVAILABLE)
  const amounts = totalOf(account, figure.organisation)
  return named(measure, cellsOf(words, amounts, hasShare(measure), account.roundedTo))
}

function recorded(words: Words, measure: Measure, figure: Figure): Quantities {
  const { counted, outOf, unknown, value } = figure
  if (isAverage(measure)) {
    return {
      value: value === undefined ? NOT_APPLICABLE : exactCell(words, value),
      unknown: numberCell(words, unknown ?? 0),
    }
  }
  const amounts = { ...NONE, counted: counted ?? 0, outOf: outOf ?? 0, unknown: unknown ?? 0 }
  return named(measure, cellsOf(words, amounts, hasShare(measure), figure.roundedTo ?? null))
}

const NONE = { records: 0, reconstructed: 0 }

/** What somebody published is a share or a number of things; any other unit has no place beside what is counted here. */
function publishedOf(words: Words, measure: Measure, stated: StatedValue): Quantities {
  const value = Number(stated.value)
  if (!Number.isFinite(value)) return {}
  const cell = { says: sayStated(words, stated), value }
  if (stated.unit === 'percent') return hasShare(measure) ? { share: cell } : {}
  return isAverage(measure) ? { value: cell } : { counted: cell }
}

/** An average of nothing is not nought. */
function averageOf(words: Words, statement: Statement): Cell {
  const [cell = NOT_AVAILABLE] = statementCells(words, statement, 1, false)
  return cell.isSymbol ? cell : NOT_APPLICABLE
}

/** Cells in the order of the measure's table, by what they are of. */
function named(measure: Measure, cells: readonly Cell[]): Quantities {
  return Object.fromEntries(
    quantitiesOf(measure).map((quantity, at) => [quantity, cells[at] ?? NOT_AVAILABLE]),
  )
}
