import type { FastifyRequest } from 'fastify'
import { inTransaction, type Needs, note, quick } from './needs.ts'
import type { During } from './people.ts'
import { askToSignOut, signOutDone, unfinishedSignOuts } from './queries.ts'

/** Why sessions end. */
export type SignOutReason =
  | 'password_reset'
  | 'password_changed'
  | 'email_changed'
  | 'authenticator_added'
  | 'authenticator_changed'
  | 'asked'
  | 'intervention'

/** How long whoever changed something has to end the sessions, before somebody else does. */
const GRACE = 30_000

export async function signOutEverywhere(
  needs: Needs,
  during: During,
  accountId: string,
  keep?: FastifyRequest,
): Promise<void> {
  const now = needs.base.now()
  await inTransaction(needs, async (tx) => {
    await askToSignOut(tx, accountId, { reason: 'asked', now })
    await note(needs, tx, during, { accountId, actor: accountId, action: 'AUTH_SIGN_OUT_EVERYWHERE' })
  })
  await endSessions(needs, { accountId, reason: 'asked', now }, keep)
}

/** Ends the sessions that a change, committed by now, asked to end. What fails is done by `finishSignOuts`. */
export async function endSessions(
  needs: Needs,
  asked: { accountId: string; reason: SignOutReason; now: number },
  keep?: FastifyRequest,
): Promise<void> {
  const { accountId, reason, now } = asked
  try {
    await needs.signOutEverywhere(accountId, reason, keep)
  } catch {
    // The change itself is done, and its page must say so.
    return
  }
  await signOutDone(quick(needs), accountId, new Date(now).toISOString())
}

/** Ends the sessions that a process left when it died. What cannot be ended is tried again the next time. */
export async function finishSignOuts(needs: Needs): Promise<void> {
  const failures: unknown[] = []
  for (const { accountId, reason, since } of await unfinishedSignOuts(
    quick(needs),
    needs.base.now() - GRACE,
  )) {
    try {
      await needs.signOutEverywhere(accountId, reason)
      await signOutDone(quick(needs), accountId, since)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'sessions could not be ended')
}
