import type { Kysely, Role, Store } from '#platform/database'
import type { Audit, Verified } from './event.ts'
import { BEGINNING, type Head, hashOfAnchor, hashOfEvent } from './hashes.ts'
import {
  anchorAfter,
  anchoredHeads,
  anchorHeads,
  eventsAfter,
  headsOf,
  recordEvent,
  recordEvents,
} from './queries.ts'

export interface AuditOptions<DB> {
  readonly store: Store<DB>
  /** The role that anchors and verifies; an event is recorded in its own transaction's role. */
  readonly role: Role
  /** Milliseconds since 1970. */
  readonly now: () => number
}

const AT_A_TIME = 1_000

export function createAudit<DB>({ store, role, now }: AuditOptions<DB>): Audit {
  const inTransaction = <T>(work: (tx: Kysely<DB>) => Promise<T>) => store.as(role, {}, work)

  // One batch a transaction, so that a long stream keeps nobody waiting. Events only grow, so nothing is missed.
  async function verifyStream(stream: string): Promise<Verified> {
    const anchored = await inTransaction((tx) => anchoredHeads(tx, stream))
    const anchoredAt = new Map(anchored.map(({ seq, hash }) => [seq, hash]))
    let last: Pick<Head, 'seq' | 'hash'> = { seq: 0, hash: BEGINNING }
    for (;;) {
      const after = last.seq
      const events = await inTransaction((tx) => eventsAfter(tx, stream, after, AT_A_TIME))
      for (const event of events) {
        const seq = last.seq + 1
        if (event.seq !== seq) return { ok: false, seq, why: 'missing' }
        const isAnchored = anchoredAt.get(seq)?.equals(event.hash) ?? true
        if (
          !isAnchored ||
          !event.previousHash.equals(last.hash) ||
          !hashOfEvent(last.hash, event).equals(event.hash)
        )
          return { ok: false, seq, why: 'changed' }
        last = event
      }
      if (events.length < AT_A_TIME) break
    }
    const cut = anchored.some(({ seq }) => seq > last.seq)
    return cut ? { ok: false, seq: last.seq + 1, why: 'cut short' } : { ok: true, events: last.seq }
  }

  async function verifyAnchors(): Promise<{ ok: true; anchors: number } | { ok: false; number: number }> {
    let hash: Buffer = BEGINNING
    for (let number = 1; ; number++) {
      const previous = hash
      const found = await inTransaction(async (tx) => {
        const anchor = await anchorAfter(tx, number - 1)
        return anchor ? { anchor, heads: await headsOf(tx, anchor.number) } : undefined
      })
      if (!found) return { ok: true, anchors: number - 1 }
      const { anchor, heads } = found
      const isRight =
        anchor.number === number &&
        anchor.streams === heads.length &&
        anchor.previousHash.equals(previous) &&
        anchor.hash.equals(hashOfAnchor(previous, anchor, heads))
      if (!isRight) return { ok: false, number }
      hash = anchor.hash
    }
  }

  return {
    record: (tx, event) => recordEvent(tx, now(), event),
    recordAll: (tx, events) => recordEvents(tx, now(), events),
    verifyStream,
    anchor: () => inTransaction((tx) => anchorHeads(tx, now())),
    verifyAnchors,
  }
}
