import { wentWrongAgain } from '../lockouts/attempts.ts'
import { countAttempt, forgetAttempts } from '../lockouts/queries.ts'
import { isAdmitted } from '../lockouts/rules.ts'
import { emailDigestOf, inTransaction, type Needs, note } from './needs.ts'
import type { During, TriedAgain } from './people.ts'
import { readAccount } from './queries.ts'

/** The address of whoever signs in again: it must be that of the account which they are signed in to. */
export async function tryEmailAgain(
  needs: Needs,
  during: During,
  { accountId, email }: { accountId: string; email: string },
): Promise<TriedAgain> {
  const kind = 'REAUTHENTICATION.EMAIL'
  return await inTransaction(needs, async (tx) => {
    const account = await readAccount(tx, accountId)
    const counted = await countAttempt(tx, { accountId, kind, now: needs.base.now() })
    if (!isAdmitted(counted)) return { ok: false, why: 'too many' }
    if (!account?.emailDigest.equals(emailDigestOf(needs, email))) {
      const action = 'AUTH_REAUTHENTICATION_INVALID'
      return await wentWrongAgain(needs, tx, during, { accountId, kind, counted, action })
    }
    await forgetAttempts(tx, accountId, [kind])
    await note(needs, tx, during, { accountId, action: 'AUTH_REAUTH_ACCOUNT_IDENTIFIED' })
    return { ok: true }
  })
}
