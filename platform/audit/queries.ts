import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from '#platform/database'
import type { Anchor, AuditEvent, Recorded } from './event.ts'
import type { AnchorRow, ChainedEvent, Head } from './hashes.ts'

export async function recordEvent<DB>(
  tx: Kysely<DB>,
  at: number,
  { stream, actor, onBehalfOf, action, subject, before, after, reason, requestId }: AuditEvent,
): Promise<Recorded> {
  const id = randomUUID()
  const { rows } = await sql<{ new_seq: number; new_hash: Buffer }>`
    select new_seq, new_hash from audit.record(
      ${stream}, ${id}, ${moment(at)}, ${actor}, ${onBehalfOf ?? null}, ${action}, ${subject}, ${bytes(before)},
      ${bytes(after)}, ${reason ?? null}, ${requestId ?? null}
    )`.execute(tx)
  const [row] = rows
  if (!row) throw new Error('audit.record answered without a row')
  return { id, seq: row.new_seq, hash: row.new_hash }
}

/** In the order of their streams, so that no two transactions wait for one another. */
export async function recordEvents<DB>(
  tx: Kysely<DB>,
  at: number,
  events: readonly AuditEvent[],
): Promise<void> {
  if (events.length === 0) return
  const ordered = events.toSorted((one, other) => compare(one.stream, other.stream))
  const column = <T>(of: (event: AuditEvent) => T) => ordered.map(of)
  await sql`
    select recorded.new_seq
    from unnest(
      ${column(({ stream }) => stream)}::text[], ${column(() => randomUUID())}::uuid[],
      ${column(({ actor }) => actor)}::text[], ${column(({ onBehalfOf }) => onBehalfOf ?? null)}::text[],
      ${column(({ action }) => action)}::text[], ${column(({ subject }) => subject)}::text[],
      ${column(({ before }) => bytes(before))}::bytea[], ${column(({ after }) => bytes(after))}::bytea[],
      ${column(({ reason }) => reason ?? null)}::text[], ${column(({ requestId }) => requestId ?? null)}::text[]
    ) as event (stream, id, actor, on_behalf_of, action, subject, before, after, reason, request_id)
    cross join lateral audit.record(
      event.stream, event.id, ${moment(at)}, event.actor, event.on_behalf_of, event.action, event.subject,
      event.before, event.after, event.reason, event.request_id
    ) as recorded`.execute(tx)
}

function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

/** The events of a stream after one of them, in order, at most so many. */
export async function eventsAfter<DB>(
  tx: Kysely<DB>,
  stream: string,
  seq: number,
  most: number,
): Promise<ChainedEvent[]> {
  const { rows } = await sql<ChainedEvent>`
    select stream, seq, id, at, actor, on_behalf_of as "onBehalfOf", action, subject, before_hash as before,
           after_hash as after, reason, request_id as "requestId", previous_hash as "previousHash", hash
    from audit.event where stream = ${stream} and seq > ${seq} order by seq limit ${most}`.execute(tx)
  return rows
}

/** The heads of a stream that were anchored, oldest first. */
export async function anchoredHeads<DB>(tx: Kysely<DB>, stream: string): Promise<Head[]> {
  const { rows } = await sql<Head>`
    select stream, seq, hash from audit.anchored where stream = ${stream} order by seq`.execute(tx)
  return rows
}

export async function anchorHeads<DB>(tx: Kysely<DB>, at: number): Promise<Anchor> {
  const { rows } = await sql<{ new_number: number; new_streams: number; new_hash: Buffer }>`
    select new_number, new_streams, new_hash from audit.anchor_heads(${moment(at)})`.execute(tx)
  const [row] = rows
  if (!row) throw new Error('audit.anchor_heads answered without a row')
  return { number: row.new_number, at, streams: row.new_streams, hash: row.new_hash }
}

export async function anchorAfter<DB>(tx: Kysely<DB>, number: number): Promise<AnchorRow | undefined> {
  const { rows } = await sql<AnchorRow>`
    select number, at, streams, previous_hash as "previousHash", hash
    from audit.anchor where number > ${number} order by number limit 1`.execute(tx)
  return rows[0]
}

/** What an anchor covers, in the order in which it is hashed. */
export async function headsOf<DB>(tx: Kysely<DB>, anchor: number): Promise<Head[]> {
  const { rows } = await sql<Head>`
    select stream, seq, hash from audit.anchored where anchor = ${anchor} order by stream collate "C"`.execute(
    tx,
  )
  return rows
}

function moment(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}

function bytes(value: Uint8Array | undefined): Buffer | null {
  return value === undefined ? null : Buffer.from(value)
}
