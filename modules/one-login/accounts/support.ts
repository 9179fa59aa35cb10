import { attemptsOf } from '../lockouts/queries.ts'
import { LIMITS } from '../lockouts/rules.ts'
import { emailDigestOf, inTransaction, type Needs, note, quick, shadowIdOf, shown } from './needs.ts'
import type { Support } from './people.ts'
import { accountIdOf, readAccount } from './queries.ts'

export function createSupport(needs: Needs): Support {
  return {
    async find(email, { actor, reason, requestId }) {
      return await inTransaction(needs, async (tx) => {
        const accountId = await accountIdOf(tx, emailDigestOf(needs, email))
        const account = accountId === undefined ? undefined : await readAccount(tx, accountId)
        const subject = accountId ?? shadowIdOf(needs, email)
        const action = account ? 'AUTH_SUPPORT_ACCOUNT_VIEWED' : 'AUTH_SUPPORT_NO_ACCOUNT_WITH_EMAIL'
        await note(needs, tx, { requestId }, { accountId: subject, actor, action, reason })
        return account && shown(needs, account)
      })
    },
    async lockouts(accountId) {
      const attempts = await attemptsOf(quick(needs), accountId, needs.base.now())
      const limits = new Map<string, (typeof LIMITS)[keyof typeof LIMITS]>(Object.entries(LIMITS))
      return attempts.map((attempt) => ({ ...attempt, of: limits.get(attempt.kind)?.of ?? 'tries' }))
    },
  }
}
