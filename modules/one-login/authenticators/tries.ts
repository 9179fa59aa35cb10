import { type Database, inTransaction, type Needs, note } from '../accounts/needs.ts'
import type { AuthenticatorTried, During, Locked, TriedAgain } from '../accounts/people.ts'
import { whichOf } from '../codes/digests.ts'
import { proofOf, proveSecondFactor } from '../codes/queries.ts'
import { refusedAs, wentWrong, wentWrongAgain } from '../lockouts/attempts.ts'
import { countAttempt, forgetAttempts } from '../lockouts/queries.ts'
import { isAdmitted } from '../lockouts/rules.ts'
import { spendStep, takeAuthenticator } from './queries.ts'
import { stepOf } from './rules.ts'
import { openSecret } from './secrets.ts'

export async function tryCode(
  needs: Needs,
  during: During,
  tried: { accountId: string; code: string; for: 'MFA_SIGN_IN' | 'MFA_PW_RESET_MFA' },
): Promise<AuthenticatorTried> {
  const { accountId, code, for: kind } = tried
  const now = needs.base.now()
  return await inTransaction(needs, async (tx) => {
    const reset = whichOf(needs, during, { accountId, kind: 'EMAIL_PASSWORD_RESET' })
    const resets = kind === 'MFA_PW_RESET_MFA'
    // Whoever has not shown that they read the address has no business trying codes for it.
    if (resets && !(await proofOf(tx, reset, now))) return { ok: false, why: 'not proved' }
    const counted = await countAttempt(tx, { accountId, kind, now })
    if (!isAdmitted(counted)) return refusedAs(kind, counted, now)
    if (!(await spendCode(needs, tx, accountId, code))) {
      const action = 'AUTH_INVALID_CODE_SENT'
      return await wentWrong(needs, tx, during, { accountId, kind, counted, action })
    }
    await forgetAttempts(tx, accountId, [kind])
    if (resets) await proveSecondFactor(tx, reset, now)
    await noteVerified(needs, tx, during, accountId, kind)
    return { ok: true }
  })
}

/** The code of whoever signs in again: six wrong ones end that, and lock nothing. */
export async function tryCodeAgain(
  needs: Needs,
  during: During,
  { accountId, code }: { accountId: string; code: string },
): Promise<TriedAgain> {
  const kind = 'MFA_REAUTHENTICATION'
  return await inTransaction(needs, async (tx) => {
    const counted = await countAttempt(tx, { accountId, kind, now: needs.base.now() })
    if (!isAdmitted(counted)) return { ok: false, why: 'too many' }
    if (!(await spendCode(needs, tx, accountId, code))) {
      const action = 'AUTH_INVALID_CODE_SENT'
      return await wentWrongAgain(needs, tx, during, { accountId, kind, counted, action })
    }
    await forgetAttempts(tx, accountId, [kind])
    await noteVerified(needs, tx, during, accountId, kind)
    return { ok: true }
  })
}

/** The first code of an authenticator that is being set up: it shows that the app has the secret. Its step is spent. */
export async function tryFirstCode(
  needs: Needs,
  tx: Database,
  during: During,
  { accountId, secret, code }: { accountId: string; secret: Buffer; code: string },
): Promise<{ ok: true; step: number } | { ok: false; why: 'wrong' } | Locked> {
  const kind = 'MFA_REGISTRATION'
  const now = needs.base.now()
  const counted = await countAttempt(tx, { accountId, kind, now })
  if (!isAdmitted(counted)) return refusedAs(kind, counted, now)
  const step = stepOf(code, { secret, lastStep: 0, now })
  if (step === undefined) {
    const action = 'AUTH_INVALID_CODE_SENT'
    return await wentWrong(needs, tx, during, { accountId, kind, counted, action })
  }
  await forgetAttempts(tx, accountId, [kind])
  return { ok: true, step }
}

/** True for the right code, which is not right a second time: the row is held until the transaction ends. */
async function spendCode(needs: Needs, tx: Database, accountId: string, code: string): Promise<boolean> {
  const authenticator = await takeAuthenticator(tx, accountId)
  if (!authenticator) return false
  const { secretSealed, lastStep } = authenticator
  const secret = openSecret(needs, accountId, secretSealed)
  const step = stepOf(code, { secret, lastStep, now: needs.base.now() })
  if (step === undefined) return false
  await spendStep(tx, accountId, step)
  return true
}

async function noteVerified(
  needs: Needs,
  tx: Database,
  during: During,
  accountId: string,
  reason: string,
): Promise<void> {
  await note(needs, tx, during, { accountId, actor: accountId, action: 'AUTH_CODE_VERIFIED', reason })
}
