/* The records behind a figure, as far as they may be shown. Pure. */
import { compileMeasure, type Government, type Register } from '#definitions'
import type { Cell, Column, Table } from '#design'
import type { Account } from '#figures'
import type { Words } from '#platform/messages'
import { type Promised, registerOf } from '#roadmaps'
import type { IsoDate } from '#shared/dates'
import type { Value, Values } from '#shared/values'
import { calledAmong, namingIn } from '../registers/values.ts'
import { dateCell, numberCell, textCell } from '../sentences/cells.ts'
import { isNamed, markOf } from '../sentences/rules.ts'

/** What may be shown of one entry. */
export interface PublicEntry {
  record: string
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

/** How many records there are behind a figure: those that count, those of which that is not known, and all. */
export interface Kinds {
  counting: number
  unclear: number
  together: number
}

/** What is behind a figure without records. */
export const NONE = { records: [], kinds: { counting: 0, unclear: 0, together: 0 } }

/** More are not shown on one page. */
export const MOST_RECORDS = 200

/** The entry of a record that stands on a date (docs/ledger.md): of those in order, the last by then that is not void. */
export function standingOf<Entry extends Pick<PublicEntry, 'entry' | 'voids' | 'state' | 'effectiveOn'>>(
  entries: readonly Entry[],
  on: IsoDate,
): Entry | undefined {
  const voided = new Set(entries.map((entry) => entry.voids))
  return entries.findLast(
    ({ entry, state, effectiveOn }) => state !== 'void' && !voided.has(entry) && effectiveOn <= on,
  )
}

/** The entry that says what a record is called on a date: the one that stands; of one that has ended, the last that did. */
export function namingOf<Entry extends Pick<PublicEntry, 'entry' | 'voids' | 'state' | 'effectiveOn'>>(
  entries: readonly Entry[],
  on: IsoDate,
): Entry | undefined {
  return standingOf(
    entries.filter(({ state }) => state !== 'ended'),
    on,
  )
}

export interface ShownRecords {
  /** What is shown, or why nothing is. */
  says: string
  table: Table | undefined
}

export function showRecords(
  words: Words,
  government: Government,
  { promised }: Account,
  { records: behind, kinds }: { records: RecordBehind[]; kinds: Kinds },
  all: number,
): ShownRecords {
  if (all === 0) return { says: words.say('progress.records.none'), table: undefined }
  if (behind.length === 0)
    return { says: words.say('progress.records.hidden', { records: all }), table: undefined }
  const table = recordsTable(words, government, promised, behind)
  if (behind.length >= all) return { says: words.say('progress.records.all', { records: all }), table }
  const shown = words.say('progress.records.some', { shown: behind.length, records: all })
  return { says: `${shown} ${sayLeftOut(words, behind, kinds)}`, table }
}

/** The first few of very many, as they come. */
export function showFirst(
  words: Words,
  government: Government,
  { promised }: Account,
  behind: readonly RecordBehind[],
  all: number,
): ShownRecords {
  if (behind.length === 0)
    return { says: words.say('progress.records.hidden', { records: all }), table: undefined }
  const says = words.say('progress.records.first', { shown: behind.length, records: all })
  return { says, table: recordsTable(words, government, promised, behind) }
}

function recordsTable(
  words: Words,
  government: Government,
  promised: Promised,
  behind: readonly RecordBehind[],
): Table {
  const { measure } = promised
  const register = registerOf(government, promised)
  const names = new Map(government.organisations.map(({ slug, name }) => [slug, name]))
  const column = (key: string, kind: Column['kind'] = 'words'): Column => ({
    key,
    label: words.say(`progress.records.${key}`),
    kind,
  })
  const called = calledAmong(words, government, behind)
  const sorted = behind
    .map((each) => ({ ...each, called: called.get(each.record) ?? '' }))
    .sort((a, b) => b.counted - a.counted || a.called.localeCompare(b.called, 'en-GB', { numeric: true }))
  return {
    id: `${measure.name}-records`,
    caption: words.say('progress.records.caption', { title: words.text(measure.title).says }),
    columns: ['record', 'says', 'organisation', 'counted', 'since', 'source'].map((key) => column(key)),
    rows: sorted.map((each) => ({
      cells: [
        { says: each.called, ...(register ? { href: hrefOf(register.name, each.record) } : {}) },
        { says: register ? saysOf(words, government, promised, register, each) : '' },
        textCell(
          words,
          names.get(each.organisation) ?? { en: each.organisation },
          isNamed(each.organisation) ? `/organisations/${each.organisation}` : undefined,
        ),
        countsCell(words, each, measure.amount !== undefined),
        dateCell(words, each.effectiveOn),
        { says: each.source, marks: each.reconstructed ? [markOf(words, 'reconstructed')] : [] },
      ],
    })),
  }
}

/** The page of a record. */
export function hrefOf(register: string, record: string): string {
  return `/registers/${register}/records/${record}`
}

/** Which records the page has no room for, by what they add. */
export function sayLeftOut(
  words: Words,
  shown: readonly Pick<RecordBehind, 'counted' | 'unknown'>[],
  { counting, unclear, together }: Kinds,
): string {
  const counted = shown.filter((each) => each.counted > 0).length
  const unknown = shown.filter((each) => each.counted <= 0 && each.unknown > 0).length
  const left = { count: counting - counted, 'not-known': unclear - unknown }
  const rest = together - shown.length - left.count - left['not-known']
  const kinds = Object.entries({ ...left, 'do-not-count': rest }).filter(([, records]) => records > 0)
  return words.say('progress.records.left-out', {
    kinds: words.list(
      kinds.map(([kind, records]) => words.say(`progress.records.left-out.${kind}`, { records })),
    ),
  })
}

function saysOf(
  words: Words,
  government: Government,
  { measure }: Promised,
  register: Register,
  { values }: RecordBehind,
): string {
  const reads = measure.derived ? [] : compileMeasure(government, register, measure).fields
  const naming = namingIn(values)
  const said = register.fields.flatMap(({ name, title, type }) => {
    const value = reads.includes(name) && name !== naming ? values[name] : undefined
    if (value === undefined || type === 'record') return []
    return [`${words.text(title).says}: ${sayValue(words, value)}`]
  })
  return said.join('; ')
}

/** An assessment is said by its result. */
function sayValue(words: Words, value: Value): string {
  if (typeof value === 'boolean')
    return words.say(value ? 'progress.records.counts' : 'progress.records.does-not-count')
  return typeof value === 'object' && value !== null && 'rating' in value
    ? String(value.rating)
    : String(value)
}

function countsCell(words: Words, { counted, unknown }: RecordBehind, isAmount: boolean): Cell {
  if (unknown > 0) return { says: words.say('progress.records.not-known') }
  if (isAmount) return numberCell(words, counted)
  return { says: words.say(counted > 0 ? 'progress.records.counts' : 'progress.records.does-not-count') }
}
