import { tell } from '../accounts/mails.ts'
import { inTransaction, type Needs, note, quick, shown } from '../accounts/needs.ts'
import type { During, Fresh, PasswordChanged } from '../accounts/people.ts'
import { askToSignOut, readAccount, takeAccount, updateAccount } from '../accounts/queries.ts'
import { isFresh } from '../accounts/rules.ts'
import { endSessions } from '../accounts/sign-outs.ts'
import { removeCodesOf } from '../codes/queries.ts'
import { badPassword } from './choices.ts'

/** Changes the password of somebody who has just signed in. Where an operator wants a reset, that is still to come. */
export async function changePassword(
  needs: Needs,
  during: During,
  fresh: Fresh,
  password: string,
): Promise<PasswordChanged> {
  const { accountId } = fresh
  const present = await readAccount(quick(needs), accountId)
  if (!present || !isFresh(shown(needs, present), fresh, needs.base.now()))
    return { ok: false, why: 'not fresh' }
  const bad = badPassword(password)
  if (bad) return bad
  const passwordHash = await needs.line.with(async (turn) =>
    (await turn.matches(password, present.passwordHash)) ? undefined : await turn.hash(password),
  )
  if (passwordHash === undefined) return { ok: false, why: 'bad password', fault: 'same' }

  const now = needs.base.now()
  const changed = await inTransaction(needs, async (tx): Promise<PasswordChanged> => {
    await removeCodesOf(tx, accountId)
    const account = await takeAccount(tx, accountId)
    // What was fresh may be so no more: an authenticator was added, the password was changed by somebody else.
    if (account?.passwordHash !== present.passwordHash || !isFresh(shown(needs, account), fresh, now))
      return { ok: false, why: 'not fresh' }
    await updateAccount(tx, accountId, { passwordHash, passwordIsCommon: false })
    await askToSignOut(tx, accountId, { reason: 'password_changed', now })
    await note(needs, tx, during, { accountId, actor: accountId, action: 'AUTH_UPDATE_PASSWORD' })
    await tell(needs, tx, account, 'password-changed')
    return { ok: true }
  })
  if (changed.ok) await endSessions(needs, { accountId, reason: 'password_changed', now }, fresh.keep)
  return changed
}
