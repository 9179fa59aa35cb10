import { tell } from '../accounts/mails.ts'
import { inTransaction, type Needs, note, shown } from '../accounts/needs.ts'
import type { AuthenticatorChanged, During, Fresh } from '../accounts/people.ts'
import { askToSignOut, readAccount, takeAccount } from '../accounts/queries.ts'
import { isFresh } from '../accounts/rules.ts'
import { endSessions } from '../accounts/sign-outs.ts'
import { removeCodesOf } from '../codes/queries.ts'
import { keptSecret, replaceAuthenticator } from './queries.ts'
import { openPending, sealSecret } from './secrets.ts'
import { tryFirstCode } from './tries.ts'

/** Puts a new authenticator in the place of the one that somebody still has: its code made them fresh. */
export async function changeAuthenticator(
  needs: Needs,
  during: During,
  fresh: Fresh,
  { pending, code }: { pending: string; code: string },
): Promise<AuthenticatorChanged> {
  const { accountId } = fresh
  const now = needs.base.now()
  const changed = await inTransaction(needs, async (tx): Promise<AuthenticatorChanged> => {
    const asked = await readAccount(tx, accountId)
    if (!asked || !isFresh(shown(needs, asked), fresh, now)) return { ok: false, why: 'not fresh' }
    const instead = await keptSecret(tx, accountId)
    if (!instead) return { ok: false, why: 'has none' }
    const secret = openPending(needs, { accountId, instead }, pending)
    if (!secret) return { ok: false, why: 'expired' }
    const tried = await tryFirstCode(needs, tx, during, { accountId, secret, code })
    if (!tried.ok) return tried

    // A reset of the password that the old one's code opened is over too.
    await removeCodesOf(tx, accountId)
    const account = await takeAccount(tx, accountId)
    if (!account) throw new Error('an account whose authenticator changes is not there')
    const secretSealed = sealSecret(needs, accountId, secret)
    const next = { accountId, secretSealed, lastStep: tried.step, addedAt: now }
    if (!(await replaceAuthenticator(tx, next, instead))) return { ok: false, why: 'expired' }
    await askToSignOut(tx, accountId, { reason: 'authenticator_changed', now })
    const action = 'AUTH_UPDATE_PROFILE_AUTH_APP'
    const reason = 'CHANGED_AUTHENTICATOR_APP'
    await note(needs, tx, during, { accountId, actor: accountId, action, reason })
    await tell(needs, tx, account, 'authenticator-changed')
    return { ok: true }
  })
  if (changed.ok) await endSessions(needs, { accountId, reason: 'authenticator_changed', now }, fresh.keep)
  return changed
}
