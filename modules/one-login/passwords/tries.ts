import {
  emailDigestOf,
  inTransaction,
  type Needs,
  note,
  quick,
  shadowIdOf,
  shown,
} from '../accounts/needs.ts'
import type { During, SignedIn, TriedAgain } from '../accounts/people.ts'
import { accountIdOf, readAccount, updateAccount } from '../accounts/queries.ts'
import { refusedAs, wentWrong, wentWrongAgain } from '../lockouts/attempts.ts'
import { countAttempt, forgetAttempts } from '../lockouts/queries.ts'
import { isAdmitted } from '../lockouts/rules.ts'
import { isCommon } from './commonest.ts'

/** The password of whoever signs in. An address without an account goes through every step that one with an account does. */
export async function tryPassword(
  needs: Needs,
  during: During,
  { email, password }: { email: string; password: string },
): Promise<SignedIn> {
  const db = quick(needs)
  const kind = 'PASSWORD'
  return await needs.line.with(async (turn) => {
    const known = await accountIdOf(db, emailDigestOf(needs, email))
    const accountId = known ?? shadowIdOf(needs, email)
    const now = needs.base.now()
    const counted = await countAttempt(db, { accountId, kind, now })
    if (!isAdmitted(counted)) return refusedAs(kind, counted, now)
    const account = await readAccount(db, accountId)
    const right = await turn.matches(password, account?.passwordHash)
    return await inTransaction(needs, async (tx) => {
      if (!account || !right) {
        const action = account ? 'AUTH_INVALID_CREDENTIALS' : 'AUTH_NO_ACCOUNT_WITH_EMAIL'
        return await wentWrong(needs, tx, during, { accountId, kind, counted, action })
      }
      if (!account.passwordIsCommon && isCommon(password))
        await updateAccount(tx, accountId, { passwordIsCommon: true })
      await forgetAttempts(tx, accountId, [kind])
      await note(needs, tx, during, { accountId, actor: accountId, action: 'AUTH_PASSWORD_VERIFIED' })
      return { ok: true, account: shown(needs, account) }
    })
  })
}

/** The password of whoever signs in again: six wrong ones end that, and lock nothing. */
export async function tryPasswordAgain(
  needs: Needs,
  during: During,
  { accountId, password }: { accountId: string; password: string },
): Promise<TriedAgain> {
  const db = quick(needs)
  const kind = 'REAUTHENTICATION.PASSWORD'
  return await needs.line.with(async (turn) => {
    const counted = await countAttempt(db, { accountId, kind, now: needs.base.now() })
    if (!isAdmitted(counted)) return { ok: false, why: 'too many' }
    const account = await readAccount(db, accountId)
    const right = await turn.matches(password, account?.passwordHash)
    return await inTransaction(needs, async (tx) => {
      if (right) {
        await forgetAttempts(tx, accountId, [kind])
        await note(needs, tx, during, { accountId, actor: accountId, action: 'AUTH_PASSWORD_VERIFIED' })
        return { ok: true }
      }
      const action = 'AUTH_INVALID_CREDENTIALS'
      return await wentWrongAgain(needs, tx, during, { accountId, kind, counted, action })
    })
  })
}
