/*
 * What lives for minutes or an hour: sessions, authorization codes, access tokens, and what a person has done so far on
 * the way to one of them. Whoever knows an id holds the thing, so only digests of ids are stored.
 */

export type Kind =
  | 'Session'
  /** The library's own memory of an authorization that waits for a person. */
  | 'Interaction'
  /** Ours of the same: pages seen, what was typed and found right. */
  | 'Journey'
  | 'AuthorizationCode'
  | 'AccessToken'
  /** The `jti` of a client's assertion, which serves once. */
  | 'ReplayDetection'

export interface Artefact {
  readonly kind: Kind
  /** As its holder knows it. Long and random, or of no use to whoever knows it. */
  readonly id: string
  /** Anything that JSON can hold. The id does not belong in it. */
  readonly payload: unknown
  /** Milliseconds since 1970. From then on it is not found. */
  readonly expiresAt: number
  /** Whose it is: it goes when that person signs out of everything. */
  readonly accountId?: string | undefined
  /** The uid of the browser's session that it came from, or for a session its own: it goes when that session ends. */
  readonly sessionUid?: string | undefined
  /** What was granted, by `grantIdOf`: it goes when that is withdrawn. */
  readonly grantId?: string | undefined
}

export interface Found {
  readonly payload: unknown
  /** Milliseconds since 1970. */
  readonly expiresAt: number
  /** True: it was spent. With Redis a code may not say so; spending it again does. */
  readonly isSpent: boolean
}

/** A session that somebody has open. */
export interface OpenSession {
  /** Its uid, which it keeps when its id changes. */
  readonly sessionUid: string
  readonly payload: unknown
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

/** What came of writing: everything was written, or nothing but the fact that something was tried for the first time. */
export type Written = 'written' | 'spent before' | 'there already'

/**
 * Short-lived things, in PostgreSQL or in Redis.
 *
 * Between `begin` (or inside `together`) and `write`, what one request puts and destroys is kept back, and then written
 * in one go: in PostgreSQL in one statement, so that all of it is there or none. What the request reads meanwhile is
 * what it put. Elsewhere each is written as it is asked for.
 */
export interface Artefacts {
  put(artefact: Artefact): Promise<void>
  /** Undefined: there is none, it has expired, or it was destroyed. */
  find(kind: Kind, id: string): Promise<Found | undefined>
  /** A session by its uid, for whoever does not hold its id. */
  findByUid(sessionUid: string): Promise<Found | undefined>
  destroy(kind: Kind, id: string): Promise<void>
  /** Puts what may be there only once, now. False: it is there already, and has not expired. */
  putOnce(artefact: Artefact): Promise<boolean>
  /** Spends what serves once, now, and in PostgreSQL wherever the rest is. False: it was spent before, or there is none. */
  spend(kind: Kind, id: string): Promise<boolean>
  /** What was granted is withdrawn: its codes and tokens go. */
  destroyByGrant(grantId: string): Promise<void>
  /** A session ends, and with it the codes and tokens that came from it. */
  endSession(accountId: string, sessionUid: string): Promise<void>
  /** All sessions of an account end, but for the one with this uid, and with them their codes and tokens. */
  endSessions(accountId: string, but?: string): Promise<void>
  /** Those that have not expired, the latest to expire first. */
  sessionsOf(accountId: string): Promise<OpenSession[]>

  /** Runs the work of one request, then writes what it changed. Inside another, it takes part in that one's. */
  together<T>(work: () => Promise<T>): Promise<T>
  /** The same where there is no function to wrap: all that follows from `next` is one request, until `write`. */
  begin(next: () => void): void
  /** Writes what was kept back. Nothing was: `written`. */
  write(): Promise<Written>
  /** Like `putOnce`, at the next `write`, which says whether it was there already. */
  putOnceOnWriting(artefact: Artefact): Promise<void>
  /** Like `spend`, at the next `write`, which says whether it was spent before. Then nothing else was written. */
  spendOnWriting(kind: Kind, id: string): Promise<void>

  /** Removes what has expired, so many at most, and says how many. For a job, again until there are none. */
  removeExpired(most?: number): Promise<number>
  close(): Promise<void>
}
