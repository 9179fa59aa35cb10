import { removeCodesOf } from '../codes/queries.ts'
import { send } from '../codes/sends.ts'
import { tryCodeOf } from '../codes/tries.ts'
import { tell } from './mails.ts'
import { emailDigestOf, inTransaction, type Needs, note, sealEmail, shown } from './needs.ts'
import type { During, EmailChangeBegun, EmailChanged, Fresh } from './people.ts'
import {
  accountIdOf,
  askToSignOut,
  claimAddress,
  readAccount,
  releaseAddress,
  takeAccount,
  updateAccount,
} from './queries.ts'
import { isFresh } from './rules.ts'
import { endSessions } from './sign-outs.ts'

const KIND = 'EMAIL_CHANGE'

/** Sends a code to the new address. One that has an account is told so in its place; the page is the same. */
export async function beginEmailChange(
  needs: Needs,
  during: During,
  fresh: Fresh,
  email: string,
): Promise<EmailChangeBegun> {
  const { accountId } = fresh
  return await inTransaction(needs, async (tx) => {
    const account = await readAccount(tx, accountId)
    if (!account || !isFresh(shown(needs, account), fresh, needs.base.now()))
      return { ok: false, why: 'not fresh' }
    const digest = emailDigestOf(needs, email)
    if (digest.equals(account.emailDigest)) return { ok: false, why: 'same' }
    const instead = (await accountIdOf(tx, digest)) === undefined ? null : 'taken-address'
    const action = 'AUTH_EMAIL_CODE_SENT'
    return await send(needs, tx, during, { accountId, email, kind: KIND, instead, action })
  })
}

export async function changeEmail(
  needs: Needs,
  during: During,
  fresh: Fresh,
  { email, code }: { email: string; code: string },
): Promise<EmailChanged> {
  const { accountId } = fresh
  const now = needs.base.now()
  const changed = await inTransaction(needs, async (tx): Promise<EmailChanged> => {
    const asked = await readAccount(tx, accountId)
    if (!asked || !isFresh(shown(needs, asked), fresh, now)) return { ok: false, why: 'not fresh' }
    const tried = await tryCodeOf(needs, tx, during, { accountId, email, kind: KIND, code })
    if (!tried.ok) return tried

    await removeCodesOf(tx, accountId)
    const digest = emailDigestOf(needs, email)
    if (!(await claimAddress(tx, digest, accountId))) return { ok: false, why: 'taken' }
    const account = await takeAccount(tx, accountId)
    if (!account) throw new Error('an account whose address changes is not there')
    await releaseAddress(tx, account.emailDigest, accountId)
    await updateAccount(tx, accountId, { address: { sealed: sealEmail(needs, accountId, email), digest } })
    await askToSignOut(tx, accountId, { reason: 'email_changed', now })
    await note(needs, tx, during, { accountId, actor: accountId, action: 'AUTH_UPDATE_EMAIL' })
    // To the old address, which is still in `account`.
    await tell(needs, tx, account, 'address-changed')
    return { ok: true, account: { ...shown(needs, account), email } }
  })
  if (changed.ok) await endSessions(needs, { accountId, reason: 'email_changed', now }, fresh.keep)
  return changed
}
