import type { Kind } from './artefact.ts'

/** An artefact as it is stored: its id is a digest, its payload the text of JSON. */
export interface Stored {
  readonly id: string
  readonly kind: Kind
  readonly payload: string
  readonly accountId: string | null
  readonly sessionUid: string | null
  readonly grantId: string | null
  readonly expiresAt: number
}

export type OnShelf = Pick<Stored, 'payload' | 'expiresAt'> & { readonly isSpent: boolean }

/** What one request changes. */
export interface Changes {
  /** What may be there only once. */
  readonly once: readonly Stored[]
  /** The digest of what is spent, and until when that must be known. */
  readonly spend: { readonly id: string; readonly expiresAt: number } | undefined
  readonly puts: readonly Stored[]
  /** What the request has read before: it is written only if it is still there, so that nothing ended comes back. */
  readonly renewals: readonly Stored[]
  readonly destroyed: readonly string[]
}

/** Where artefacts lie. It knows digests alone, and does each thing at once. Moments are milliseconds since 1970. */
export interface Shelf {
  find(id: string): Promise<OnShelf | undefined>
  findByUid(sessionUid: string): Promise<(OnShelf & { id: string }) | undefined>
  /** 'spent before' and 'there already': nothing else was changed. */
  change(changes: Changes): Promise<'written' | 'spent before' | 'there already'>
  destroyByGrant(accountId: string, grantId: string): Promise<void>
  endSession(accountId: string, sessionUid: string): Promise<void>
  endSessions(accountId: string, but: string | null): Promise<void>
  sessionsOf(accountId: string): Promise<(OnShelf & { sessionUid: string })[]>
  removeExpired(most: number): Promise<number>
  close(): Promise<void>
}
