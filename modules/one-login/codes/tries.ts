import { timingSafeEqual } from 'node:crypto'
import {
  type Database,
  emailDigestOf,
  inTransaction,
  type Needs,
  note,
  shadowIdOf,
} from '../accounts/needs.ts'
import type { During, EmailCodeFor, EmailCodeTried } from '../accounts/people.ts'
import { accountIdOf } from '../accounts/queries.ts'
import { LIFETIMES, MOST_ATTEMPTS } from '../lifetimes.ts'
import { refusedAs, wentWrong } from '../lockouts/attempts.ts'
import { countAttempt, forgetAttempts } from '../lockouts/queries.ts'
import { isAdmitted } from '../lockouts/rules.ts'
import { codeDigestOf, whichOf } from './digests.ts'
import { type KeptCode, prove, takeCode, type Which } from './queries.ts'

export async function tryEmailCode(
  needs: Needs,
  during: During,
  { email, code, for: kind }: { email: string; code: string; for: Exclude<EmailCodeFor, 'EMAIL_CHANGE'> },
): Promise<EmailCodeTried> {
  return await inTransaction(needs, async (tx) => {
    const known = await accountIdOf(tx, emailDigestOf(needs, email))
    const accountId = known ?? shadowIdOf(needs, email)
    return await tryCodeOf(needs, tx, during, { accountId, email, kind, code })
  })
}

/** Tries a code. The right one is spent, and opens in this journey what it was sent for. */
export async function tryCodeOf(
  needs: Needs,
  tx: Database,
  during: During,
  tried: { accountId: string; email: string; kind: EmailCodeFor; code: string },
): Promise<EmailCodeTried> {
  const { accountId, kind } = tried
  const now = needs.base.now()
  const which = whichOf(needs, during, { accountId, kind })
  if (kind === 'EMAIL_REGISTRATION') {
    const kept = await takeCode(tx, which)
    if (isRight(needs, which, tried, kept)) return await opened(needs, tx, during, which)
    await note(needs, tx, during, { accountId, action: 'AUTH_INVALID_CODE_SENT', reason: kind })
    return { ok: false, why: (kept?.tries ?? 0) >= MOST_ATTEMPTS ? 'ask for another' : 'wrong' }
  }
  const counted = await countAttempt(tx, { accountId, kind, now })
  if (!isAdmitted(counted)) return refusedAs(kind, counted, now)
  const kept = await takeCode(tx, which)
  if (isRight(needs, which, tried, kept)) {
    await forgetAttempts(tx, accountId, [kind])
    return await opened(needs, tx, during, which)
  }
  return await wentWrong(needs, tx, during, { accountId, kind, counted, action: 'AUTH_INVALID_CODE_SENT' })
}

function isRight(
  needs: Needs,
  which: Which,
  { email, code }: { email: string; code: string },
  kept: KeptCode | undefined,
): boolean {
  const digest = codeDigestOf(needs, which, code)
  return (
    kept?.codeDigest != null &&
    kept.expiresAt > needs.base.now() &&
    kept.emailDigest.equals(emailDigestOf(needs, email)) &&
    timingSafeEqual(digest, kept.codeDigest)
  )
}

async function opened(needs: Needs, tx: Database, during: During, which: Which): Promise<{ ok: true }> {
  const { accountId, kind } = which
  const now = needs.base.now()
  await prove(tx, which, { now, until: now + LIFETIMES.journey * 1000 })
  await note(needs, tx, during, { accountId, action: 'AUTH_CODE_VERIFIED', reason: kind })
  return { ok: true }
}
