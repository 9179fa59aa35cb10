import type { Account } from '../accounts/account.ts'
import { tell } from '../accounts/mails.ts'
import {
  emailDigestOf,
  inTransaction,
  type Needs,
  note,
  quick,
  shown,
  strongestLevelOf,
} from '../accounts/needs.ts'
import type { During, PasswordReset, ResetReady } from '../accounts/people.ts'
import {
  accountIdOf,
  askToSignOut,
  type KeptAccount,
  readAccount,
  takeAccount,
  updateAccount,
} from '../accounts/queries.ts'
import { isShutOut } from '../accounts/rules.ts'
import { endSessions } from '../accounts/sign-outs.ts'
import { whichOf } from '../codes/digests.ts'
import { type Proof, proofOf, removeCodesOf, useProof } from '../codes/queries.ts'
import { afterReset } from '../interventions/rules.ts'
import { forgetAttempts } from '../lockouts/queries.ts'
import { badPassword } from './choices.ts'

type Allowed =
  | { readonly ok: true; readonly account: KeptAccount; readonly needsCode: boolean }
  | { readonly ok: false; readonly why: 'not proved' | 'blocked' | 'suspended' }

export async function resetReady(needs: Needs, during: During, email: string): Promise<ResetReady> {
  const allowed = await allowedNow(needs, during, email)
  if (!allowed.ok) return allowed
  const { account, needsCode } = allowed
  return {
    ok: true,
    accountId: account.accountId,
    next: needsCode ? 'second factor' : 'new password',
  }
}

/** Gives the account another password. All that was proved for it in this journey is used up. */
export async function resetPassword(
  needs: Needs,
  during: During,
  { email, password }: { email: string; password: string },
): Promise<PasswordReset> {
  const allowed = await allowedNow(needs, during, email)
  if (!allowed.ok) return allowed
  if (allowed.needsCode) return { ok: false, why: 'not proved' }
  const bad = badPassword(password)
  if (bad) return bad
  const { accountId, passwordHash: present } = allowed.account
  const passwordHash = await needs.line.with(async (turn) =>
    (await turn.matches(password, present)) ? undefined : await turn.hash(password),
  )
  if (passwordHash === undefined) return { ok: false, why: 'bad password', fault: 'same' }

  const now = needs.base.now()
  const done = await inTransaction(needs, async (tx): Promise<PasswordReset> => {
    const which = whichOf(needs, during, { accountId, kind: 'EMAIL_PASSWORD_RESET' })
    const proof = await useProof(tx, which, now)
    const account = await takeAccount(tx, accountId)
    const still = mayReset(account, proof)
    if (!still.ok || still.needsCode) return still.ok ? { ok: false, why: 'not proved' } : still
    await removeCodesOf(tx, accountId)
    const intervention = afterReset(still.account.intervention)
    await updateAccount(tx, accountId, { passwordHash, passwordIsCommon: false, intervention })
    await forgetAttempts(tx, accountId, ['PASSWORD'])
    await askToSignOut(tx, accountId, { reason: 'password_reset', now })
    await note(needs, tx, during, { accountId, actor: accountId, action: 'AUTH_PASSWORD_RESET_SUCCESSFUL' })
    if (still.account.intervention.mustResetPassword) {
      const action = 'AUTH_PASSWORD_RESET_INTERVENTION_COMPLETE'
      await note(needs, tx, during, { accountId, actor: accountId, action })
    }
    await tell(needs, tx, still.account, 'password-reset')
    const changed: Account = { ...shown(needs, still.account), intervention }
    return { ok: true, account: changed, level: strongestLevelOf(still.account) }
  })
  if (done.ok) await endSessions(needs, { accountId, reason: 'password_reset', now })
  return done
}

async function allowedNow(needs: Needs, during: During, email: string): Promise<Allowed> {
  const db = quick(needs)
  const accountId = await accountIdOf(db, emailDigestOf(needs, email))
  if (accountId === undefined) return { ok: false, why: 'not proved' }
  const which = whichOf(needs, during, { accountId, kind: 'EMAIL_PASSWORD_RESET' })
  const proof = await proofOf(db, which, needs.base.now())
  return mayReset(await readAccount(db, accountId), proof)
}

function mayReset(account: KeptAccount | undefined, proof: Proof | undefined): Allowed {
  if (!account || !proof?.emailDigest.equals(account.emailDigest)) return { ok: false, why: 'not proved' }
  if (account.intervention.state === 'blocked') return { ok: false, why: 'blocked' }
  if (isShutOut(account)) return { ok: false, why: 'suspended' }
  return { ok: true, account, needsCode: account.hasAuthenticator && !proof.secondFactor }
}
