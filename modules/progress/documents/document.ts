import type { Text } from '#definitions'
import type { Chart, Table } from '#design'
import type { Figure, Known } from '#figures'
import type { Words } from '#platform/messages'
import type { AsAt, Fault } from '../as-at/input.ts'
import type { Reader } from '../known/queries.ts'

/**
 * A public page as values. It is shown as HTML, and given as JSON, its tables as CSV and its charts as SVG, all from
 * the same values: so they cannot say different numbers.
 */
export interface Document {
  /** The template that shows it. */
  view: string
  /** What it is called in the window, in JSON and in a citation. */
  title: string
  breadcrumbs?: Crumb[]
  /** What it says, in a few sentences. */
  says: string[]
  figures?: Figure[]
  tables?: Table[]
  charts?: Chart[]
  /** What its template shows besides. */
  context?: object
  /** What its address asks besides the dates: it stays when the dates are changed. */
  keeps?: Record<string, string>
  /** Not for search engines: a search, a comparison. */
  isUnlisted?: boolean
  /** Made of what one reader entered: no cache keeps it, this program's least of all. */
  isPrivate?: boolean
  /** What was entered is wrong: `says` says how, to programs too, and the page has a form to put it right. */
  status?: 400
}

/** A page above this one, by the title that a definition gives it, or in words of our own. */
export type Crumb = { href: string } & ({ title: Text } | { says: string })

/** What was asked for, and what it can be answered from. */
export interface Asked {
  reader: Reader
  words: Words
  asAt: AsAt
  known: Known
  /** The parts of the address that are named in its route. */
  params: Readonly<Record<string, string>>
  query: unknown
}

/** A document; or what is wrong with the dates that only this page asks for. */
export type Read = (asked: Asked) => Promise<Document | { faults: Fault[] }>
