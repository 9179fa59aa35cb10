import { inTransaction, type Needs, note } from '../accounts/needs.ts'
import type { Intervened, Interventions } from '../accounts/people.ts'
import { askToSignOut, takeAccount, updateAccount } from '../accounts/queries.ts'
import { endSessions } from '../accounts/sign-outs.ts'
import { type Act, after } from './rules.ts'

/** What operators, and the part that proves identities, may decide about accounts. */
export function createInterventions(needs: Needs): Interventions {
  async function intervene(
    accountId: string,
    act: Act,
    by: { actor: string; reason?: string; requestId: string | null },
  ): Promise<Intervened> {
    const now = needs.base.now()
    const ends = act.act !== 'lift' && act.act !== 'reproved'
    const done = await inTransaction(needs, async (tx): Promise<Intervened> => {
      const account = await takeAccount(tx, accountId)
      if (!account) return { ok: false, why: 'no such account' }
      const intervention = after(account.intervention, act)
      if (typeof intervention === 'string') return { ok: false, why: intervention }
      await updateAccount(tx, accountId, { intervention })
      if (ends) await askToSignOut(tx, accountId, { reason: 'intervention', now })
      const { actor, reason } = by
      const action = ACTIONS[act.act]
      await note(needs, tx, by, { accountId, actor, action, ...(reason !== undefined && { reason }) })
      return { ok: true, intervention }
    })
    if (done.ok && ends) await endSessions(needs, { accountId, reason: 'intervention', now })
    return done
  }

  return {
    suspend: (accountId, until, by) => intervene(accountId, { act: 'suspend', ...until }, by),
    block: (accountId, by) => intervene(accountId, { act: 'block' }, by),
    forceReset: (accountId, by) => intervene(accountId, { act: 'force reset' }, by),
    forceReprove: (accountId, by) => intervene(accountId, { act: 'force reprove' }, by),
    lift: (accountId, by) => intervene(accountId, { act: 'lift' }, by),
    identityReproved: (accountId, requestId) =>
      intervene(accountId, { act: 'reproved' }, { actor: accountId, requestId }),
  }
}

const ACTIONS: Record<Act['act'], string> = {
  suspend: 'AUTH_TEMP_SUSPENDED_INTERVENTION',
  block: 'AUTH_PERMANENTLY_BLOCKED_INTERVENTION',
  'force reset': 'AUTH_PASSWORD_RESET_INTERVENTION',
  'force reprove': 'AUTH_REPROVE_IDENTITY_INTERVENTION',
  lift: 'AUTH_NO_INTERVENTION',
  reproved: 'AUTH_REPROVE_IDENTITY_INTERVENTION_COMPLETE',
}
