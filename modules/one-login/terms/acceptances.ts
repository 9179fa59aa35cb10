import { inTransaction, type Needs, note } from '../accounts/needs.ts'
import type { During } from '../accounts/people.ts'
import { updateAccount } from '../accounts/queries.ts'

/** The person accepts the terms that there are now. */
export async function acceptTerms(needs: Needs, during: During, accountId: string): Promise<void> {
  const { terms } = needs.base.profile
  await inTransaction(needs, async (tx) => {
    await updateAccount(tx, accountId, { acceptedTerms: terms })
    const action = 'AUTH_UPDATE_PROFILE_TERMS_CONDS_ACCEPTANCE'
    await note(needs, tx, during, { accountId, actor: accountId, action, reason: versionCode(terms) })
  })
}

// The audit takes codes alone; a version may be anything.
function versionCode(terms: string): string {
  return terms.replace(/[^A-Za-z\d.:_/-]/g, '_')
}
