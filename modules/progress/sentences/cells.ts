/* Cells of tables: what a person reads, and the same number for a program. Pure. */
import type { Measure, Text } from '#definitions'
import type { Cell, Column } from '#design'
import type { Amounts } from '#figures'
import type { Words } from '#platform/messages'
import { boundsOf } from '#roadmaps'
import type { IsoDate, Locale } from '#shared/dates'
import { sayExactly, saySigned } from './numbers.ts'

export const NOT_APPLICABLE: Cell = { says: '[z]', isSymbol: true }
export const NOT_AVAILABLE: Cell = { says: '[x]', isSymbol: true }

export function numberCell(words: Words, value: number): Cell {
  return { says: words.number(value), value }
}

/** The number behind the words is the one that they say: 69.8, not 69.84126984126984. */
export function shareCell(words: Words, share: number): Cell {
  const says = words.percent(share)
  return { says, value: Number(words.percent(share).replaceAll(/[^\d.]/g, '')) }
}

/** A number that comes with decimals of its own: an average, a median. */
export function exactCell(words: Words, value: string | number): Cell {
  return { says: sayExactly(words, value), value: Number(value) }
}

export function signedCell(words: Words, value: number): Cell {
  return { says: saySigned(words, value), value }
}

export function dateCell(words: Words, date: IsoDate): Cell {
  return { says: words.date(date), value: date }
}

/** A definition's text: in another language than the page's, it says in which. */
export function textCell(words: Words, text: Text, href?: string): Cell {
  const { says, locale } = words.text(text)
  return { says, ...langOf(words, locale), ...(href === undefined ? {} : { href }) }
}

/** 8. Red-rated systems. */
export function numberedCell(words: Words, number: number, title: Text, href?: string): Cell {
  const cell = textCell(words, title, href)
  return { ...cell, says: `${number}. ${cell.says}` }
}

/** A definition's text as the name of a column. */
export function textColumn(words: Words, key: string, text: Text): Column {
  const { says, locale } = words.text(text)
  return { key, label: says, ...langOf(words, locale), kind: 'words' }
}

/** A definition's text as the caption of a table. */
export function captionOf(words: Words, text: Text): { caption: string; lang?: string } {
  const { says, locale } = words.text(text)
  return { caption: says, ...langOf(words, locale) }
}

function langOf(words: Words, locale: Locale): { lang?: string } {
  return locale === words.locale ? {} : { lang: locale }
}

/** about 38%; about 1,900,000 */
export function sayAbout(words: Words, number: string): string {
  return words.say('progress.stated.about', { number })
}

/** Counted, out of, not known and the share. A share of nothing is [z], never 0%; of rounded numbers it is about so. */
export function cellsOf(
  words: Words,
  amounts: Amounts,
  hasDenominator: boolean,
  roundedTo: number | null = null,
): Cell[] {
  const { counted, outOf, unknown } = amounts
  const numbers = hasDenominator ? [counted, outOf, unknown] : [counted, unknown]
  const cells = numbers.map((number) => numberCell(words, number))
  if (!hasDenominator) return cells
  const share = shareOf(words, amounts)
  const isAbout = roundedTo !== null && share.value !== undefined
  return [...cells, isAbout ? { ...share, says: sayAbout(words, share.says) } : share]
}

function shareOf(words: Words, { counted, outOf, unknown }: Amounts): Cell {
  if (outOf === 0) return NOT_APPLICABLE
  return unknown > 0 ? NOT_AVAILABLE : shareCell(words, counted / outOf)
}

/** A share is shown where there is something that it is a share of. */
export function hasShare(measure: Measure): boolean {
  return measure.outOf !== null && !isAverage(measure)
}

/**
 * Average days, a median: its own unit, and no share of anything. What is divided by another measure and is to reach a
 * percentage is a share: so many people of so many.
 */
export function isAverage({ derived, target }: Pick<Measure, 'derived' | 'target'>): boolean {
  if (!derived) return false
  if ('quantile' in derived) return true
  const isShare = target !== undefined && boundsOf(target).every((bound) => bound.isShare)
  return 'quotient' in derived && derived.quotient.over !== undefined && !isShare
}

/** An average as its cell says it: where some of what is behind it is not known, never as if all were. */
export function averageCell(words: Words, value: string | undefined, unknown: number | null): Cell {
  if (value === undefined) return NOT_AVAILABLE
  const cell = exactCell(words, value)
  return { ...cell, says: asFarAsKnown(words, cell.says, unknown) }
}

/** minutes (as far as is known) */
export function asFarAsKnown(words: Words, figure: string, unknown: number | null | undefined): string {
  return unknown ? words.say('progress.figure.as-far-as-known', { figure }) : figure
}
