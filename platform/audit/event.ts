import type { Kysely } from '#platform/database'

/**
 * Something that was done or refused, as whoever did it reports it. All words are ids or codes: letters, digits and
 * `. : _ / -` only, so that neither an address nor a sentence fits in. The database refuses others.
 */
export interface AuditEvent {
  /** Whose history it belongs to: an organisation, an account's id, a client's id. A transaction records in one stream, or in several in a fixed order. */
  readonly stream: string
  /** The id of whoever did it; `system` for the program itself, `anyone` for somebody who is not signed in. */
  readonly actor: string
  /** The id of whoever they did it for. */
  readonly onBehalfOf?: string
  /** What was done: `AUTH_LOG_IN_SUCCESS`. */
  readonly action: string
  /** The id of what it was done to. */
  readonly subject: string
  /** SHA-256 of what was there before, 32 bytes. Where it could be guessed, a keyed digest (HMAC). */
  readonly before?: Uint8Array
  readonly after?: Uint8Array
  /** A code that says why. */
  readonly reason?: string
  readonly requestId?: string
}

/** An event in its place in the chain. */
export interface Recorded {
  readonly id: string
  /** 1, 2, 3 … within the stream. */
  readonly seq: number
  readonly hash: Buffer
}

/** What a look through a whole stream found. `at` names the first event that is wrong. */
export type Verified =
  | { readonly ok: true; readonly events: number }
  | { readonly ok: false; readonly seq: number; readonly why: 'changed' | 'missing' | 'cut short' }

/** One day's heads of all streams that moved, under one hash that can be kept elsewhere. */
export interface Anchor {
  readonly number: number
  /** Milliseconds since 1970. */
  readonly at: number
  /** How many streams have a new head. */
  readonly streams: number
  readonly hash: Buffer
}

export interface Audit {
  /** Records an event in the caller's transaction: it is there if, and only if, that commits. */
  record<DB>(tx: Kysely<DB>, event: AuditEvent): Promise<Recorded>
  /** Records several, each stream's in the order given, with one statement. Streams are taken in one order everywhere. */
  recordAll<DB>(tx: Kysely<DB>, events: readonly AuditEvent[]): Promise<void>
  /** Recomputes every hash of a stream, and compares it with its anchors. A stream without events is right. */
  verifyStream(stream: string): Promise<Verified>
  /** Anchors the heads of all streams that moved since the last anchor: a job, once a day. */
  anchor(): Promise<Anchor>
  /** Recomputes the chain of anchors. `number` is the first that is wrong. */
  verifyAnchors(): Promise<{ ok: true; anchors: number } | { ok: false; number: number }>
}
