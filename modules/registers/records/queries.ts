import { type Kysely, sql } from '#platform/database'
import type { IsoDate } from '#shared/dates'
import type { Values } from '#shared/values'
import type { RegistersTables } from '../tables.ts'
import { newRecordId } from './rules.ts'

const CHUNK = 5000

/** One version of a record, as recorded. */
export interface Entry {
  readonly entry: number
  readonly recording: number
  readonly organisation: string
  readonly effectiveOn: IsoDate
  readonly state: 'stands' | 'ended' | 'void'
  readonly voids: number | null
  readonly reconstructed: boolean
  readonly source: string
  readonly values: Values
}

/** Every entry of one record, in the order of recording, and of the records it has referred to. */
export interface RecordHistory {
  readonly record: string
  readonly register: string
  readonly entries: Entry[]
  readonly referred: Map<string, Entry[]>
}

interface EntryOfRecord extends Entry {
  record: string
  register: string
}

export interface NewEntry {
  readonly register: string
  /** The record's own key in its register; its id, for a record that exists. */
  readonly key: string
  readonly organisation: string
  readonly effectiveOn: IsoDate
  readonly state: 'stands' | 'ended' | 'void'
  readonly voids: number | null
  readonly reconstructed: boolean
  readonly source: string
  readonly values: Values
  /** The records its reference fields name, by register and key; kept in `values` by id. */
  readonly refersTo: readonly { field: string; register: string; key: string }[]
}

/** A record that entries name: found by its register and key, or new. */
export interface NamedRecord {
  id: string
  register: string
  key: string
  holder: string
  isNew: boolean
}

/** An entry with its number, its record's id, and the ids of the records it names among its values. */
export type PlacedEntry = NewEntry & { record: string; entry: number; targets: readonly string[] }

/** Whole histories, one for each record that has an entry. */
export async function historiesOf(
  tx: Kysely<RegistersTables>,
  records: readonly string[],
): Promise<RecordHistory[]> {
  const references = await tx
    .selectFrom('registers.reference')
    .select(['record', 'target'])
    .where(sql<boolean>`record = any (${records}::uuid[])`)
    .execute()
  const histories = await entriesOf(tx, [...new Set([...records, ...references.map((each) => each.target)])])
  for (const { record, target } of references) {
    const referred = histories.get(target)
    if (referred) histories.get(record)?.referred.set(target, referred.entries)
  }
  return records.flatMap((record) => histories.get(record) ?? [])
}

/** The ids of a register's records after one id, so that a long register can be read in pieces. */
export async function recordIdsOf(
  tx: Kysely<RegistersTables>,
  register: string,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const rows = await tx
    .selectFrom('registers.record')
    .select('id')
    .where('register', '=', register)
    .$if(after !== null, (query) => query.where('id', '>', after ?? ''))
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

export function emptyHistory(record: string, register: string): RecordHistory {
  return { record, register, entries: [], referred: new Map() }
}

async function entriesOf(
  tx: Kysely<RegistersTables>,
  records: readonly string[],
): Promise<Map<string, RecordHistory>> {
  const { rows } = await sql<EntryOfRecord>`
    select entry, recording, record, register, organisation, effective_on as "effectiveOn", state, voids,
      reconstructed, source, values
    from registers.entry where record = any (${records}::uuid[])
    order by recording, entry`.execute(tx)
  const histories = new Map<string, RecordHistory>()
  for (const { record, register, ...entry } of rows) {
    const history: RecordHistory = histories.get(record) ?? emptyHistory(record, register)
    history.entries.push(entry)
    histories.set(record, history)
  }
  return histories
}

/** Every record that the entries name, by register and key: those that exist, and new ones with new ids. */
export async function resolveRecords(
  tx: Kysely<RegistersTables>,
  entries: readonly NewEntry[],
): Promise<Map<string, NamedRecord>> {
  const named = new Map<string, NamedRecord>()
  const latest = new Map<string, IsoDate>()
  for (const { register, key, organisation: holder, effectiveOn } of entries) {
    const name = `${register} ${key}`
    if (effectiveOn < (latest.get(name) ?? '')) continue
    latest.set(name, effectiveOn)
    named.set(name, { id: newRecordId(), register, key, holder, isNew: true })
  }
  const isReferred = ({ register, key }: { register: string; key: string }) =>
    !named.has(`${register} ${key}`)
  const referred = entries.flatMap((entry) => entry.refersTo).filter(isReferred)
  const all = [...named.values(), ...referred]
  for (let from = 0; from < all.length; from += CHUNK) {
    const chunk = all.slice(from, from + CHUNK)
    const { rows } = await sql<Omit<NamedRecord, 'isNew'>>`
      select record.id, record.register, named.key, record.holder
      from unnest(${chunk.map((each) => each.register)}::text[], ${chunk.map((each) => each.key)}::text[])
        as named (register, key)
      join registers.record as record on record.register = named.register and record.key = named.key`.execute(
      tx,
    )
    for (const row of rows) named.set(`${row.register} ${row.key}`, { ...row, isNew: false })
  }
  return named
}

/** Numbers the entries after the last and puts the ids of referred records among their values. */
export function placeEntries(
  entries: readonly NewEntry[],
  records: ReadonlyMap<string, NamedRecord>,
  last: number,
): { ok: true; entries: PlacedEntry[] } | { ok: false; says: string } {
  const placed: PlacedEntry[] = []
  for (const [i, entry] of entries.entries()) {
    const targets: Record<string, string> = {}
    for (const { field, register, key } of entry.refersTo) {
      const target = records.get(`${register} ${key}`)
      if (!target)
        return {
          ok: false,
          says: `${entry.key}: ${field} names ${key}, which is not in the register ${register}.`,
        }
      targets[field] = target.id
    }
    const record = records.get(`${entry.register} ${entry.key}`)
    if (!record) throw new Error(`${entry.register} ${entry.key} was not resolved`)
    const values = { ...entry.values, ...targets }
    placed.push({ ...entry, record: record.id, entry: last + 1 + i, values, targets: Object.values(targets) })
  }
  return { ok: true, entries: placed }
}

export async function insertRecords(
  tx: Kysely<RegistersTables>,
  number: number,
  records: readonly NamedRecord[],
): Promise<void> {
  for (let from = 0; from < records.length; from += CHUNK) {
    const chunk = records.slice(from, from + CHUNK)
    await sql`
      insert into registers.record (id, register, key, holder, first_recording)
      select *, ${number}::bigint from unnest(
        ${chunk.map((each) => each.id)}::uuid[], ${chunk.map((each) => each.register)}::text[],
        ${chunk.map((each) => each.key)}::text[], ${chunk.map((each) => each.holder)}::text[])`.execute(tx)
  }
}

export async function insertEntries(
  tx: Kysely<RegistersTables>,
  number: number,
  entries: readonly PlacedEntry[],
) {
  await sql`
    insert into registers.entry (entry, record, register, organisation, effective_on, state, voids, reconstructed,
      source, values, recording)
    select *, ${number}::bigint from unnest(
      ${entries.map((each) => each.entry)}::bigint[], ${entries.map((each) => each.record)}::uuid[],
      ${entries.map((each) => each.register)}::text[], ${entries.map((each) => each.organisation)}::text[],
      ${entries.map((each) => each.effectiveOn)}::date[], ${entries.map((each) => each.state)}::text[],
      ${entries.map((each) => each.voids)}::bigint[], ${entries.map((each) => each.reconstructed)}::boolean[],
      ${entries.map((each) => each.source)}::text[],
      ${entries.map((each) => JSON.stringify(each.values))}::jsonb[])`.execute(tx)
  const references = entries.flatMap((each) =>
    each.targets.map((target) => ({ record: each.record, target })),
  )
  if (references.length === 0) return
  await sql`
    insert into registers.reference (record, target)
    select * from unnest(${references.map((each) => each.record)}::uuid[], ${references.map((each) => each.target)}::uuid[])
    on conflict do nothing`.execute(tx)
}

/** The records that have ever referred to one of these. */
export async function referrersOf(
  tx: Kysely<RegistersTables>,
  targets: readonly string[],
): Promise<string[]> {
  if (targets.length === 0) return []
  const { rows } = await sql<{ record: string }>`
    select distinct record from registers.reference where target = any (${targets}::uuid[])`.execute(tx)
  return rows.map((row) => row.record)
}

/** Each record's holder is the organisation of the entry that stands last. */
export async function updateHolders(tx: Kysely<RegistersTables>, records: readonly string[]): Promise<void> {
  await sql`
    update registers.record as record set holder = latest.organisation
    from (
      select distinct on (entry.record) entry.record, entry.organisation from registers.entry as entry
      where entry.record = any (${records}::uuid[]) and entry.state <> 'void'
        and not exists (select from registers.entry as void where void.voids = entry.entry)
      order by entry.record, entry.effective_on desc, entry.recording desc, entry.entry desc
    ) as latest
    where latest.record = record.id and latest.organisation <> record.holder`.execute(tx)
}
