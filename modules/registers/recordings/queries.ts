/*
 * Writing to the registers. What must stay true:
 *  1. One writer at a time: an advisory lock is held from the choice of the number to the commit, so that a
 *     recording's number, its moment and its place in the chain are in one order.
 *  2. Entries are inserted, never changed; a recording and what it posts are one transaction.
 *  3. A recording's hash covers its content and the hash before it.
 */
import type { Government } from '#definitions'
import { type Kysely, sql } from '#platform/database'
import type { Moment } from '#shared/dates'
import { adoptedAt, insertAdoption } from '../adoptions/queries.ts'
import { movedPromises } from '../milestones/definitions.ts'
import {
  emptyHistory,
  historiesOf,
  insertEntries,
  insertRecords,
  type NamedRecord,
  type NewEntry,
  type PlacedEntry,
  placeEntries,
  type RecordHistory,
  referrersOf,
  resolveRecords,
  updateHolders,
} from '../records/queries.ts'
import { insertStatements, type NewStatement } from '../statements/queries.ts'
import type { RegistersTables } from '../tables.ts'
import { contentHashing, GENESIS, recordedAt, recordingHash } from './rules.ts'

export interface NewRecording {
  readonly kind: 'entries' | 'adoption'
  /** An asserted time, for history; otherwise now. */
  readonly recordedAt?: Moment | undefined
  /** An actor id: never a name. */
  readonly actor: string
  readonly source: string
  readonly entries: readonly NewEntry[]
  readonly statements: readonly NewStatement[]
  readonly government?: Government
}

/** The ledger, as the registers see it: told of every record that a recording touches, inside its transaction. */
export interface Ledger {
  post(recording: number, histories: readonly RecordHistory[]): Promise<void>
  close(recording: number): Promise<void>
}

/** How far a recording has come: of `of` pieces of work, `done`. */
export type Progress = (done: number, of: number) => void

export type Recorded =
  | { ok: true; number: number; recordedAt: Moment; records: number; entries: number }
  | { ok: false; says: string }

const CHUNK = 5000
const LOCK = 0x66696e67

/** Records entries and statements, or an adoption, as the next recording. The caller's transaction holds it. */
export async function record(
  tx: Kysely<RegistersTables>,
  recording: NewRecording,
  ledger: Ledger,
  progress: Progress = () => {},
): Promise<Recorded> {
  const last = await lockAndReadLast(tx)
  const at = recordedAt(last?.recorded_at ?? null, new Date().toISOString(), recording.recordedAt)
  if (!at.ok) return at
  const number = (last?.number ?? 0) + 1
  const moved = await movedBy(tx, recording, number)
  if (moved.length > 0) return { ok: false, says: moved.join('\n') }

  const records = await resolveRecords(tx, recording.entries)
  const placed = placeEntries(recording.entries, records, await lastEntry(tx))
  if (!placed.ok) return placed
  const { entries } = placed
  await insertRecording(tx, recording, number, at.at, last?.hash ?? GENESIS, entries)
  await insertRecords(
    tx,
    number,
    [...records.values()].filter((each) => each.isNew),
  )
  for (let from = 0; from < entries.length; from += CHUNK) {
    await insertEntries(tx, number, entries.slice(from, from + CHUNK))
    progress(from, entries.length * 2)
  }
  await insertStatements(tx, number, recording.statements)
  if (recording.government) await insertAdoption(tx, number, recording.government)

  await postEntries(tx, number, entries, records, ledger, (done) =>
    progress(entries.length + done, entries.length * 2),
  )
  await ledger.close(number)
  return { ok: true, number, recordedAt: at.at, records: records.size, entries: entries.length }
}

/** What definitions to be adopted say otherwise of the dates already promised. */
async function movedBy(
  tx: Kysely<RegistersTables>,
  { government }: NewRecording,
  number: number,
): Promise<string[]> {
  const before = government && (await adoptedAt(tx, number))
  return before ? movedPromises(before.government, government) : []
}

/** The last recording at or before a moment: what a knownAt resolves to. Number 0 where there is none. */
export async function recordingAt(
  tx: Kysely<RegistersTables>,
  knownAt: Moment | null,
): Promise<{ number: number; recordedAt: Moment | null }> {
  const row = await tx
    .selectFrom('registers.recording')
    .select(['number', 'recorded_at'])
    .$if(knownAt !== null, (query) => query.where('recorded_at', '<=', knownAt ?? ''))
    // Numbers and moments are in one order; by moment, the index goes straight to it.
    .orderBy('recorded_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return { number: row?.number ?? 0, recordedAt: row?.recorded_at ?? null }
}

/** When recordings were made, and from what, by their numbers. */
export async function recordingsOf(
  tx: Kysely<RegistersTables>,
  numbers: readonly number[],
): Promise<Map<number, { recordedAt: Moment; source: string }>> {
  const rows = await tx
    .selectFrom('registers.recording')
    .select(['number', 'recorded_at', 'source'])
    .where(sql<boolean>`number = any (${numbers}::bigint[])`)
    .execute()
  return new Map(rows.map(({ number, recorded_at: recordedAt, source }) => [number, { recordedAt, source }]))
}

/** The last recording at or before each of several moments, in their order. */
export async function recordingsAt(
  tx: Kysely<RegistersTables>,
  moments: readonly Moment[],
): Promise<number[]> {
  const { rows } = await sql<{ number: number | null }>`
    select (
      select number from registers.recording where recorded_at <= asked.moment order by recorded_at desc limit 1
    ) as number
    from unnest(${moments}::timestamptz[]) with ordinality as asked (moment, place) order by place`.execute(
    tx,
  )
  return rows.map((row) => row.number ?? 0)
}

/** Waits for every other writer to commit, and keeps the next ones waiting until this transaction ends. */
export async function lockForWriting(tx: Kysely<RegistersTables>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx)
}

async function lockAndReadLast(tx: Kysely<RegistersTables>) {
  await lockForWriting(tx)
  return tx
    .selectFrom('registers.recording')
    .select(['number', 'recorded_at', 'hash'])
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
}

async function lastEntry(tx: Kysely<RegistersTables>): Promise<number> {
  const row = await tx
    .selectFrom('registers.entry')
    .select('entry')
    .orderBy('entry', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.entry ?? 0
}

async function insertRecording(
  tx: Kysely<RegistersTables>,
  recording: NewRecording,
  number: number,
  at: Moment,
  previous: Buffer,
  entries: readonly PlacedEntry[],
): Promise<void> {
  const { actor, source, kind, statements, government } = recording
  const heading = {
    number,
    recordedAt: at,
    asserted: recording.recordedAt !== undefined,
    actor,
    source,
    kind,
  }
  const hashing = contentHashing()
  entries.forEach(hashing.entry)
  statements.forEach(hashing.statement)
  if (government) hashing.government(government)
  const content = hashing.digest()
  const { recordedAt: recorded_at, ...rest } = heading
  await tx
    .insertInto('registers.recording')
    .values({
      ...rest,
      recorded_at,
      content_hash: content,
      previous_hash: previous,
      hash: recordingHash(heading, content, previous),
    })
    .execute()
}

/** Tells the ledger of every touched record and of those that refer to one. New records need no reading back. */
async function postEntries(
  tx: Kysely<RegistersTables>,
  number: number,
  entries: readonly PlacedEntry[],
  records: ReadonlyMap<string, NamedRecord>,
  ledger: Ledger,
  progress: (done: number) => void,
): Promise<void> {
  const isNew = new Map([...records.values()].map((each) => [each.id, each.isNew]))
  const fresh = new Map<string, RecordHistory>()
  const toRead = new Set<string>()
  for (const entry of entries) {
    const { record: id, register } = entry
    if (!isNew.get(id) || entry.refersTo.length > 0) toRead.add(id)
    const history = fresh.get(id) ?? emptyHistory(id, register)
    history.entries.push({ ...entry, recording: number })
    fresh.set(id, history)
  }
  for (const referrer of await referrersOf(tx, [...fresh.keys()])) toRead.add(referrer)
  const unread = [...fresh.values()].filter((history) => !toRead.has(history.record))
  for (let from = 0; from < unread.length; from += CHUNK) {
    await ledger.post(number, unread.slice(from, from + CHUNK))
    progress(from)
  }
  const read = [...toRead]
  for (let from = 0; from < read.length; from += CHUNK) {
    const chunk = read.slice(from, from + CHUNK)
    await updateHolders(tx, chunk)
    await ledger.post(number, await historiesOf(tx, chunk))
    progress(unread.length + from)
  }
}
