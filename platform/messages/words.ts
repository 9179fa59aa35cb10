import type { IsoDate, Locale, Moment } from '#shared/dates'

export type Values = Record<string, string | number>

/** A text of a definition, in English and perhaps in Welsh. */
export interface Text {
  en: string
  cy?: string
}

/** How one locale says things. */
export interface Words {
  locale: Locale
  /** The message, formatted. A key that no module has, or a value that is missing, is a mistake in the program: it throws. */
  say(key: string, values?: Values): string
  /** False where a person has yet to read the Welsh and find it right. English needs no such review. */
  isReviewed(key: string): boolean
  /** How much of what is said has been reviewed. */
  review: 'all' | 'some' | 'none'
  /** With thousands separated; with just so many decimals, where that is asked for. */
  number(value: number, decimals?: number): string
  /** A share in percent with at most one decimal: 69.8%. */
  percent(share: number): string
  /** A published date at its own precision: 29 February 2024, March 2025, 2025. */
  date(published: IsoDate): string
  moment(moment: Moment): string
  /** Apples, pears and plums. */
  list(items: string[]): string
  /** A definition's text, and the language it turned out to be in: whoever shows it marks what is not the page's. */
  text(text: Text): { says: string; locale: Locale }
}
