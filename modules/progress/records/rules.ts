/* The records behind a figure, as far as they may be shown. Pure. */
import type { Government, Text } from '#definitions'
import type { Account } from '#figures'
import type { Words } from '#platform/messages'
import type { IsoDate } from '#shared/dates'
import type { Values } from '#shared/values'
import { isNamed } from '../sentences/rules.ts'

/** What may be shown of one entry. */
export interface PublicEntry {
  record: string
  key: string
  entry: number
  voids: number | null
  state: 'stands' | 'ended' | 'void'
  effectiveOn: IsoDate
  reconstructed: boolean
  source: string
  values: Values
}

/** One record behind a figure: what it adds, and the entry that stands. */
export interface RecordBehind extends PublicEntry {
  organisation: string
  counted: number
  unknown: number
}

/** More are not shown on one page. */
export const MOST_RECORDS = 100

/** The entry of a record that stands on a date (docs/ledger.md): of those in order, the last by then that is not void. */
export function standingOf(entries: readonly PublicEntry[], on: IsoDate): PublicEntry | undefined {
  const voided = new Set(entries.map((entry) => entry.voids))
  return entries.findLast(
    ({ entry, state, effectiveOn }) => state !== 'void' && !voided.has(entry) && effectiveOn <= on,
  )
}

export interface ShownRecord {
  name: string
  organisation: Text
  href?: string
  counts: string
  since: string
  isReconstructed: boolean
  source: string
}

export interface ShownRecords {
  /** What is shown, or why nothing is. */
  says: string
  records: ShownRecord[]
}

export function showRecords(
  words: Words,
  { organisations }: Government,
  { promised }: Account,
  behind: RecordBehind[],
  all: number,
): ShownRecords {
  if (all === 0) return { says: words.say('progress.records.none'), records: [] }
  if (behind.length === 0)
    return { says: words.say('progress.records.hidden', { records: all }), records: [] }
  const names = new Map(organisations.map(({ slug, name }) => [slug, name]))
  const isAmount = promised.measure.amount !== undefined
  const sorted = behind.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b), 'en-GB', { numeric: true }))
  const records = sorted.map((each) => ({
    name: nameOf(each),
    organisation: names.get(each.organisation) ?? { en: each.organisation },
    ...(isNamed(each.organisation) ? { href: `/organisations/${each.organisation}` } : {}),
    counts: countsOf(words, each, isAmount),
    since: words.date(each.effectiveOn),
    isReconstructed: each.reconstructed,
    source: each.source,
  }))
  const key = records.length < all ? 'some' : 'all'
  return { says: words.say(`progress.records.${key}`, { shown: records.length, records: all }), records }
}

function nameOf({ values, key }: RecordBehind): string {
  return typeof values.name === 'string' ? values.name : key
}

function countsOf(words: Words, { counted, unknown }: RecordBehind, isAmount: boolean): string {
  if (unknown > 0) return words.say('progress.records.not-known')
  if (isAmount) return words.number(counted)
  return words.say(counted > 0 ? 'progress.records.counts' : 'progress.records.does-not-count')
}
