import type { Disclosure } from '#definitions'
import { balancesOf, type Known } from '#figures'
import { type RawBuilder, sql } from '#platform/database'
import { type Statement, standingStatements, statementsOf } from '#registers'
import type { IsoDate, Moment } from '#shared/dates'
import type { Reading } from '../known/queries.ts'
import type { PublicEntry } from '../records/rules.ts'

/** Who may see each field of each register, as it is now: the same rows by which the database discloses them. */
export type Disclosures = ReadonlyMap<string, ReadonlyMap<string, Disclosure>>

export async function disclosuresOf(tx: Reading): Promise<Disclosures> {
  const rows = await tx
    .selectFrom('registers.field')
    .select(['register', 'field', 'disclose'])
    .orderBy('register')
    .execute()
  const byRegister = Map.groupBy(rows, ({ register }) => register)
  return new Map(
    [...byRegister].map(([register, fields]) => [
      register,
      new Map(fields.map(({ field, disclose }) => [field, disclose])),
    ]),
  )
}

/** How many records of registers stand on a date, by the ledger's own measure of each. */
export async function standingCounts(
  tx: Reading,
  { measures, recording }: Known,
  registers: readonly string[],
  on: IsoDate,
): Promise<Map<string, number>> {
  const numbers = new Map(registers.flatMap((name) => numbered(name, measures.get(`/0/${name}`))))
  const balances = await balancesOf(tx, {
    measures: [...numbers.keys()],
    on: [on],
    recording,
    organisations: null,
  })
  const counts = new Map([...numbers.values()].map((name) => [name, 0]))
  for (const { measure, records } of balances) {
    const name = numbers.get(measure)
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + records)
  }
  return counts
}

function numbered(register: string, measure: number | undefined): [number, string][] {
  return measure === undefined ? [] : [[measure, register]]
}

/** What organisations say of a register, as it stands on a date. */
export async function statementsOn(
  tx: Reading,
  register: string,
  on: IsoDate,
  recording: number,
): Promise<Statement[]> {
  return standingStatements(await statementsOf(tx, [register]), on, recording)
}

/** One entry of a record as the public may see it, in both times. */
export interface HeldEntry extends PublicEntry {
  register: string
  organisation: string
  recordedAt: Moment
  /** What the recording was made from. */
  recordedFrom: string
}

const HELD = sql`
  select entry.record, entry.entry, entry.register, entry.organisation, entry.voids, entry.state,
    entry.effective_on as "effectiveOn", entry.reconstructed, entry.source, entry.values,
    recording.recorded_at as "recordedAt", recording.source as "recordedFrom"
  from registers.public_entry as entry
  join registers.recording as recording on recording.number = entry.recording`

/** Every entry of records known at a recording, in the order in which they come into force. */
export async function entriesOf(
  tx: Reading,
  records: readonly string[],
  recording: number,
): Promise<Map<string, HeldEntry[]>> {
  if (records.length === 0) return new Map()
  const { rows } = await sql<HeldEntry>`${HELD}
    where entry.record = any (${records}::uuid[]) and entry.recording <= ${recording}
    order by entry.effective_on, entry.recording, entry.entry`.execute(tx)
  return Map.groupBy(rows, ({ record }) => record)
}

/** An entry without what it says: enough to find the one that stands. */
export type DatedEntry = Pick<HeldEntry, 'record' | 'entry' | 'voids' | 'state' | 'effectiveOn'>

/**
 * The same without what they say. What may be told of an entry is worked out for each that is read with its values, and
 * takes the longest: so of many records first the entries that stand are found, and only those are read whole.
 */
export async function datesOf(
  tx: Reading,
  records: readonly string[],
  recording: number,
): Promise<Map<string, DatedEntry[]>> {
  if (records.length === 0) return new Map()
  const { rows } = await sql<DatedEntry>`
    select record, entry, voids, state, effective_on as "effectiveOn" from registers.public_entry
    where record = any (${records}::uuid[]) and recording <= ${recording}
    order by effective_on, recording, entry`.execute(tx)
  return Map.groupBy(rows, ({ record }) => record)
}

/** Entries by their numbers, whole: in the order of the numbers. */
export async function wholeEntries(tx: Reading, entries: readonly number[]): Promise<HeldEntry[]> {
  if (entries.length === 0) return []
  const { rows } = await sql<HeldEntry>`${HELD} where entry.entry = any (${entries}::bigint[])`.execute(tx)
  const byNumber = new Map(rows.map((row) => [row.entry, row]))
  return entries.flatMap((entry) => byNumber.get(entry) ?? [])
}

/**
 * The records of a register that are known at a recording, in the order of their ids: so many after one. From each it
 * goes straight to the next by the index, however many entries they have.
 */
export async function recordsAfter(
  tx: Reading,
  register: string,
  recording: number,
  { after, most }: { after: string | null; most: number },
): Promise<string[]> {
  const next = (last: RawBuilder<unknown>) => sql`
    select record from registers.public_entry
    where register = ${register} and recording <= ${recording} and record > ${last} order by record limit 1`
  const { rows } = await sql<{ record: string }>`
    with recursive walk as (
      select next.record, 1 as looked
      from (select) as one cross join lateral (${next(sql`${after ?? BEFORE_ALL}::uuid`)}) as next
      union all
      select next.record, walk.looked + 1
      from walk cross join lateral (${next(sql`walk.record`)}) as next
      where walk.looked < ${most}
    )
    select record from walk order by record`.execute(tx)
  return rows.map(({ record }) => record)
}

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000'

/** One step of what a record adds to a measure: what it gains or loses for an organisation on a day. */
export interface Step {
  measure: number
  effectiveOn: IsoDate
  organisation: string
  counted: number
  outOf: number
  unknown: number
  records: number
}

/** The steps of what one record adds to measures, up to a date, net of what was corrected by a recording. */
export async function stepsOf(
  tx: Reading,
  record: string,
  measures: readonly number[],
  on: IsoDate,
  recording: number,
): Promise<Step[]> {
  const { rows } = await sql<Step>`
    select measure, effective_on as "effectiveOn", organisation, sum(counted)::bigint as counted,
      sum(out_of)::bigint as "outOf", sum(unknown)::bigint as unknown, sum(records)::bigint as records
    from figures.public_posting
    where measure = any (${measures}::integer[]) and record = ${record}::uuid
      and effective_on <= ${on} and recording <= ${recording}
    group by measure, effective_on, organisation
    having sum(counted) <> 0 or sum(out_of) <> 0 or sum(unknown) <> 0 or sum(records) <> 0
    order by effective_on, measure, sum(records), organisation`.execute(tx)
  return rows
}

/** Of measures, those whose parts may be shown: what they read of a record is public. */
export async function listedOf(tx: Reading, measures: readonly number[]): Promise<Set<number>> {
  const rows = await tx
    .selectFrom('figures.measure')
    .select('measure')
    .where('is_listed', '=', true)
    .where(sql<boolean>`measure = any (${measures}::integer[])`)
    .execute()
  return new Set(rows.map(({ measure }) => measure))
}
