import type { CredentialLevel } from '../levels.ts'
import { forgetAttempts } from '../lockouts/queries.ts'
import { inTransaction, type Needs, note } from './needs.ts'
import type { During } from './people.ts'

export async function signedIn(
  needs: Needs,
  during: During,
  { accountId, level }: { accountId: string; level: CredentialLevel },
): Promise<void> {
  await inTransaction(needs, async (tx) => {
    await forgetAttempts(tx, accountId, [
      'REAUTHENTICATION.EMAIL',
      'REAUTHENTICATION.PASSWORD',
      'MFA_REAUTHENTICATION',
    ])
    await note(needs, tx, during, {
      accountId,
      actor: accountId,
      action: 'AUTH_LOG_IN_SUCCESS',
      reason: level,
    })
  })
}
