import type { Register } from '#definitions'
import { type Kysely, sql } from '#platform/database'
import type { IsoDate, Moment } from '#shared/dates'
import type { NewEntry } from '../records/queries.ts'
import type { RegistersTables } from '../tables.ts'
import type { HeldEntry } from './consistency/rules.ts'

type Tx = Kysely<RegistersTables>

const CHUNK = 5000

/** The key of each record that is named by its id, by register and id. */
export async function keysOfIds(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const keys = new Map<string, string>()
  for (const chunk of chunksOf(ids)) {
    const { rows } = await sql<{ id: string; register: string; key: string }>`
      select id, register, key from registers.record where id = any (${chunk}::uuid[])`.execute(tx)
    for (const { id, register, key } of rows) keys.set(`${register} ${id}`, key)
  }
  return keys
}

/** The id of each record that exists, by register and key. */
export async function idsOfKeys(
  tx: Tx,
  named: readonly { register: string; key: string }[],
): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const chunk of chunksOf(named)) {
    const { rows } = await sql<{ id: string; register: string; key: string }>`
      select record.id, record.register, record.key
      from unnest(${chunk.map((each) => each.register)}::text[], ${chunk.map((each) => each.key)}::text[])
        as named (register, key)
      join registers.record as record on record.register = named.register and record.key = named.key`.execute(
      tx,
    )
    for (const { id, register, key } of rows) ids.set(`${register} ${key}`, id)
  }
  return ids
}

/**
 * Which of these entries say what is already so: the record has an entry from the same day, recorded last for that day,
 * with the same organisation, state, basis and values. `values` hold the ids of the records they refer to.
 */
export async function alreadySo(tx: Tx, entries: readonly NewEntry[]): Promise<Set<number>> {
  const same = new Set<number>()
  let first = 0
  for (const chunk of chunksOf(entries)) {
    const { rows } = await sql<{ place: number }>`
      with named as (
        select * from unnest(
          ${chunk.map((_, i) => first + i)}::integer[], ${chunk.map((each) => each.register)}::text[],
          ${chunk.map((each) => each.key)}::text[], ${chunk.map((each) => each.effectiveOn)}::date[],
          ${chunk.map((each) => each.organisation)}::text[], ${chunk.map((each) => each.state)}::text[],
          ${chunk.map((each) => each.reconstructed)}::boolean[],
          ${chunk.map((each) => JSON.stringify(each.values))}::jsonb[])
          as named (place, register, key, effective_on, organisation, state, reconstructed, values)
      ), last as (
        select distinct on (named.place) named.place,
          entry.organisation = named.organisation and entry.state = named.state
            and entry.reconstructed = named.reconstructed and entry.values = named.values as is_same
        from named
        join registers.record as record on record.register = named.register and record.key = named.key
        join registers.entry as entry on entry.record = record.id and entry.effective_on = named.effective_on
        where entry.state <> 'void'
          and not exists (select from registers.entry as void where void.voids = entry.entry)
        order by named.place, entry.recording desc, entry.entry desc
      )
      select place from last where is_same`.execute(tx)
    for (const { place } of rows) same.add(place)
    first += chunk.length
  }
  return same
}

/**
 * For each day of a record that has any entry: the entry that one more void would take back, the last recorded that is
 * not void yet; null where all are. By register, key and day.
 */
export async function entriesToVoid(
  tx: Tx,
  named: readonly { register: string; key: string; effectiveOn: IsoDate }[],
): Promise<Map<string, number | null>> {
  const found = new Map<string, number | null>()
  for (const chunk of chunksOf(named)) {
    const { rows } = await sql<{ name: string; entry: number | null }>`
      select concat_ws(' ', named.register, named.key, named.effective_on) as name,
        max(entry.entry) filter (
          where not exists (select from registers.entry as void where void.voids = entry.entry)) as entry
      from unnest(${chunk.map((each) => each.register)}::text[], ${chunk.map((each) => each.key)}::text[],
        ${chunk.map((each) => each.effectiveOn)}::date[]) as named (register, key, effective_on)
      join registers.record as record on record.register = named.register and record.key = named.key
      join registers.entry as entry on entry.record = record.id and entry.effective_on = named.effective_on
      where entry.state <> 'void'
      group by named.register, named.key, named.effective_on`.execute(tx)
    for (const { name, entry } of rows) found.set(name, entry)
  }
  return found
}

/** Everything not voided of the records that some organisations have ever held in a register, in the order of recording. */
export async function heldBy(
  tx: Tx,
  register: string,
  organisations: readonly string[],
): Promise<HeldEntry[]> {
  const { rows } = await sql<HeldEntry>`
    select record.register, record.key, entry.organisation, entry.effective_on as "effectiveOn", entry.state, entry.values
    from registers.entry as entry join registers.record as record on record.id = entry.record
    where entry.record in (
        select held.record from registers.entry as held
        where held.register = ${register} and held.organisation = any (${organisations}::text[]))
      and entry.state <> 'void'
      and not exists (select from registers.entry as void where void.voids = entry.entry)
    order by entry.recording, entry.entry`.execute(tx)
  return rows
}

/** Everything not voided of the records named, in the order of recording. */
export async function entriesOfKeys(tx: Tx, register: string, keys: readonly string[]): Promise<HeldEntry[]> {
  const entries: HeldEntry[] = []
  for (const chunk of chunksOf(keys)) {
    const { rows } = await sql<HeldEntry>`
      select record.register, record.key, entry.organisation, entry.effective_on as "effectiveOn", entry.state,
        entry.values
      from registers.record as record join registers.entry as entry on entry.record = record.id
      where record.register = ${register} and record.key = any (${chunk}::text[]) and entry.state <> 'void'
        and not exists (select from registers.entry as void where void.voids = entry.entry)
      order by entry.recording, entry.entry`.execute(tx)
    entries.push(...rows)
  }
  return entries
}

/** A record as it stands on a date. References are given by key. */
export interface StandingRecord extends HeldEntry {
  readonly record: string
  readonly reconstructed: boolean
  readonly source: string
  readonly recordedAt: Moment
}

/** The records of a register that stand on a date as known at a recording, in the order of their keys. */
export async function standingRecords(
  tx: Tx,
  register: Register,
  asked: { organisation: string | null; on: IsoDate; recording: number },
): Promise<StandingRecord[]> {
  const { rows } = await sql<StandingRecord>`
    select record.id as record, record.register, record.key, last.organisation, last.effective_on as "effectiveOn",
      last.state, last.values, last.reconstructed, last.source, recording.recorded_at as "recordedAt"
    from registers.record as record
    cross join lateral (
      select entry.* from registers.entry as entry
      where entry.record = record.id and entry.recording <= ${asked.recording} and entry.effective_on <= ${asked.on}
        and entry.state <> 'void'
        and not exists (
          select from registers.entry as void where void.voids = entry.entry and void.recording <= ${asked.recording})
      order by entry.effective_on desc, entry.recording desc, entry.entry desc limit 1
    ) as last
    join registers.recording as recording on recording.number = last.recording
    where record.register = ${register.name} and last.state = 'stands'
      and (${asked.organisation}::text is null or last.organisation = ${asked.organisation})
    order by record.key collate "C"`.execute(tx)
  return await withKeys(tx, register, rows)
}

async function withKeys(tx: Tx, register: Register, records: StandingRecord[]): Promise<StandingRecord[]> {
  const references = register.fields.filter(({ type }) => type === 'record').map(({ name }) => name)
  if (references.length === 0) return records
  const ids = records.flatMap(({ values }) => references.flatMap((name) => values[name] ?? [])).map(String)
  const keys = new Map<string, string>()
  for (const chunk of chunksOf([...new Set(ids)])) {
    const { rows } = await sql<{ id: string; key: string }>`
      select id, key from registers.record where id = any (${chunk}::uuid[])`.execute(tx)
    for (const { id, key } of rows) keys.set(id, key)
  }
  return records.map((each) => {
    const named = references.flatMap((name) => {
      const key = keys.get(String(each.values[name]))
      return key === undefined ? [] : [[name, key] as const]
    })
    return { ...each, values: { ...each.values, ...Object.fromEntries(named) } }
  })
}

/** Whether a recording of this actor and source was made at an asserted moment (or just after another of that moment). */
export async function isRecorded(tx: Tx, actor: string, source: string, at: Moment): Promise<boolean> {
  const before = new Date(Date.parse(at) + 1000).toISOString()
  const row = await tx
    .selectFrom('registers.recording')
    .select('number')
    .where('actor', '=', actor)
    .where('source', '=', source)
    .where('asserted', '=', true)
    .where('recorded_at', '>=', at)
    .where('recorded_at', '<', before)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

function chunksOf<Item>(items: readonly Item[]): Item[][] {
  const chunks: Item[][] = []
  for (let from = 0; from < items.length; from += CHUNK) chunks.push(items.slice(from, from + CHUNK))
  return chunks
}
