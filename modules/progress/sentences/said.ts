/* What organisations said, and what others published of them, in words. Pure. */
import { organisationNotPublished, type Register, type Text } from '#definitions'
import type { Cell, Note } from '#design'
import type { Account } from '#figures'
import type { Words } from '#platform/messages'
import { isZero, type StatedValue, type Statement, symbolOf } from '#registers'
import { NOT_APPLICABLE, numberCell } from './cells.ts'
import { sayStated } from './rules.ts'

/** A sentence with where it comes from. */
export type Sourced = Note

/** No legacy systems. No red-rated systems. Being ratified. Of a body in another's row, with its name. */
export function saidIn(
  words: Words,
  statement: Statement,
  register: Register | undefined,
  speaker = 'none',
): Sourced {
  const says = words.say(`progress.said.${statement.says.replaceAll(' ', '-')}`, {
    speaker,
    records: lowerFirst(words, whatOf(statement, register)),
  })
  const note = statement.note.trim()
  return { says: note === '' ? says : `${says} ${endWithStop(note)}`, source: statement.source }
}

function whatOf(statement: Statement, register: Register | undefined): Text {
  const part = register?.parts.find(({ name }) => name === statement.part)
  return part?.title ?? register?.records ?? { en: statement.register }
}

/** A statement in place of numbers: [z] for all where there is nothing to count, zeros where a part has none, [x] for a gap. */
export function statementCells(
  words: Words,
  statement: Statement,
  columns: number,
  hasDenominator: boolean,
): Cell[] {
  const symbol = symbolOf(statement)
  const cell: Cell = symbol === '0' ? numberCell(words, 0) : { says: symbol, isSymbol: true }
  const cells = Array.from({ length: columns }, () => cell)
  return hasDenominator && isZero(statement.says) ? [...cells.slice(0, -1), NOT_APPLICABLE] : cells
}

/** What somebody published: four red-rated systems, as at 29 November 2023. */
export function statedIn(words: Words, stated: StatedValue): Sourced {
  const certainty =
    stated.certainty === 'exact' || stated.certainty === ''
      ? []
      : [words.say(`progress.certainty.${stated.certainty}`)]
  const about = stated.says.trim() === '' ? sayStated(words, stated) : stated.says.trim()
  const dates = [words.date(stated.asAt), words.date(stated.asAt.slice(0, 7))]
  // What was said may name its own date.
  const asAt = dates.some((date) => about.includes(date))
    ? []
    : [words.say('progress.stated.as-at', { date: words.date(stated.asAt) })]
  const says = [about, ...asAt, ...certainty].join(', ')
  return { says: endWithStop(says), source: stated.source, ...(stated.link ? { link: stated.link } : {}) }
}

/** Where records are held by nobody named, an organisation may well have answered: its part was not published. */
export function silenceOf(account: Account): 'no-answer' | 'not-published' {
  return account.amounts.has(organisationNotPublished) ? 'not-published' : 'no-answer'
}

// Red-rated systems, but not UK services: a word that goes on in capitals keeps its own.
function lowerFirst(words: Words, of: Text): string {
  const text = words.text(of).says
  return /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}

function endWithStop(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
