import { type Organisation, suggestion } from '#definitions'
import { isThere } from '#organisations'
import { sayDate } from '#shared/dates'
import type { Cell } from '../files/rows.ts'
import { readDate, readOption, readText, show } from './cells.ts'

/** Tells what is wrong with one row. */
export type Say = (level: 'error' | 'warning', column: string | null, says: string, instead?: string) => void

/** A record's key: short, and printable, since addresses and messages carry it. */
export function readKey(cell: Cell | undefined, say: Say): string {
  const key = cell === undefined ? '' : String(cell)
  if (key === '')
    say('error', 'id', 'the id is missing', 'give each record an id of its own, and keep it for ever')
  else if (key.length > 200 || !/^[^\p{C}\s]+$/u.test(key)) {
    say(
      'error',
      'id',
      `${show(key)} cannot be an id`,
      'use up to 200 letters, digits and signs, with no space',
    )
  }
  return key
}

export function readDay(cell: Cell | undefined, say: Say): string {
  if (cell === undefined) {
    say('error', 'effectiveOn', 'the date from which this is so is missing', 'write it as YYYY-MM-DD')
    return ''
  }
  const read = readDate(cell)
  if (read.ok) return read.value
  say('error', 'effectiveOn', read.says, read.instead)
  return ''
}

export function readOrganisation(
  organisations: ReadonlyMap<string, Organisation>,
  cell: Cell | undefined,
  on: string,
  say: Say,
): string {
  const slug = cell === undefined ? '' : String(cell)
  const organisation = organisations.get(slug)
  if (slug === '') say('error', 'organisation', 'the organisation is missing', 'write its slug')
  else if (!organisation) {
    const { instead } = nearestOrganisation(organisations, slug)
    say(
      'error',
      'organisation',
      `there is no organisation ${show(slug)}`,
      instead ?? 'add it to organisations.yaml, or correct its slug',
    )
  } else if (on !== '' && !isThere(organisation, on)) {
    const { name, from, until } = organisation
    const when =
      until !== undefined && on >= until ? `ended on ${sayDate(until)}` : `began on ${sayDate(from ?? '')}`
    say(
      'error',
      'organisation',
      `${name.en} ${when}, and this is so from ${sayDate(on)}`,
      'name the organisation that holds it on that date',
    )
  }
  return slug
}

/** By its slug, or by its name or abbreviation, which people write as readily. */
function nearestOrganisation(
  organisations: ReadonlyMap<string, Organisation>,
  written: string,
): { instead?: string } {
  const said = written.toLowerCase()
  for (const { slug, name, abbreviation } of organisations.values()) {
    const isMeant = [name.en, name.cy, abbreviation].some((each) => each?.toLowerCase() === said)
    if (isMeant) return { instead: `did you mean "${slug}"?` }
  }
  return suggestion(written, organisations.keys())
}

/** One of several words; the first is meant where nothing is written. */
export function readWord<Word extends string>(
  words: readonly [Word, ...Word[]],
  column: string,
  cell: Cell | undefined,
  say: Say,
): Word {
  const [usual] = words
  if (cell === undefined) return usual
  const written = words.find((word) => word === cell)
  if (written !== undefined) return written
  const read = readOption(cell, words)
  if (!read.ok) say('error', column, read.says, read.instead)
  return usual
}

export function readWords(column: string, cell: Cell | undefined, usual: string, say: Say): string {
  if (cell === undefined) return usual
  const read = readText(cell)
  if (read.ok) return read.value
  say('error', column, read.says, read.instead)
  return usual
}
