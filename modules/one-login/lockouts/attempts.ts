import { type Database, type Needs, note } from '../accounts/needs.ts'
import type { During, Locked, TriedAgain } from '../accounts/people.ts'
import { lock, lockedUntil } from './queries.ts'
import { type Counted, LIMITS, type Limited, lockFrom, wasLast } from './rules.ts'

/** The answer to an attempt that is not admitted. */
export function refusedAs(kind: Limited, { lockedUntil: until }: Counted, now: number): Locked {
  return {
    ok: false,
    why: 'locked',
    of: openOf(kind),
    until: until ?? lockFrom(kind, now) ?? now,
    // One try too many is what locks sending; of the others, the last wrong one did.
    just: LIMITS[kind].of === 'sends' && until === lockFrom(kind, now),
  }
}

/** The answer where the method is locked already. */
export async function lockedNow(
  db: Database,
  accountId: string,
  kind: Limited,
  now: number,
): Promise<Locked | undefined> {
  const until = await lockedUntil(db, { accountId, kind, now })
  return until === null ? undefined : { ok: false, why: 'locked', of: openOf(kind), until, just: false }
}

/** An attempt that was counted, and turned out wrong. */
interface Failed {
  readonly accountId: string
  readonly kind: Limited
  readonly counted: Counted
  /** The audit's name for it. */
  readonly action: string
}

/** What comes of a wrong attempt: the last one locks the method. */
export async function wentWrong(
  needs: Needs,
  tx: Database,
  during: During,
  attempt: Failed,
): Promise<Locked | { readonly ok: false; readonly why: 'wrong' }> {
  const { accountId, kind, counted, action } = attempt
  const now = needs.base.now()
  const until = wasLast(counted) ? lockFrom(kind, now) : null
  if (until !== null) await lock(tx, { accountId, kind, now })
  await note(needs, tx, during, { accountId, action, reason: kind })
  if (until === null) return { ok: false, why: 'wrong' }
  const locked = kind === 'PASSWORD' ? 'AUTH_ACCOUNT_TEMPORARILY_LOCKED' : 'AUTH_CODE_MAX_RETRIES_REACHED'
  await note(needs, tx, during, { accountId, action: locked, reason: kind })
  return { ok: false, why: 'locked', of: openOf(kind), until, just: true }
}

/** What comes of a wrong attempt while somebody signs in again: the last one ends that. */
export async function wentWrongAgain(
  needs: Needs,
  tx: Database,
  during: During,
  { accountId, kind, counted, action }: Failed,
): Promise<TriedAgain> {
  await note(needs, tx, during, { accountId, action, reason: kind })
  if (!wasLast(counted)) return { ok: false, why: 'wrong' }
  await note(needs, tx, during, { accountId, action: 'AUTH_REAUTH_FAILED', reason: kind })
  return { ok: false, why: 'too many' }
}

function openOf(kind: Limited): Locked['of'] {
  const { of } = LIMITS[kind]
  if (of === 'tries') throw new Error(`${kind} is no lock-out`)
  return of
}
