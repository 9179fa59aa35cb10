import type { Intervention } from '../accounts/account.ts'
import type { Decision, Intervened, Interventions } from '../accounts/people.ts'
import { type Act, after } from '../interventions/rules.ts'
import { INTERVENTIONS, type InterventionName } from './input.ts'

const ACTS: Readonly<Record<InterventionName, Exclude<Act, { act: 'reproved' }>>> = {
  suspend: { act: 'suspend', mustResetPassword: false, mustReproveIdentity: false },
  'suspend-until-reset': { act: 'suspend', mustResetPassword: true, mustReproveIdentity: false },
  'suspend-until-reproved': { act: 'suspend', mustResetPassword: false, mustReproveIdentity: true },
  'suspend-until-both': { act: 'suspend', mustResetPassword: true, mustReproveIdentity: true },
  block: { act: 'block' },
  'force-reset': { act: 'force reset' },
  'force-reprove': { act: 'force reprove' },
  lift: { act: 'lift' },
}

/** What may be done about an account in this state: whatever would change it. */
export function possible(now: Intervention): InterventionName[] {
  return INTERVENTIONS.filter((name) => typeof after(now, ACTS[name]) !== 'string')
}

/** Does what was chosen about an account. */
export function intervene(
  interventions: Interventions,
  accountId: string,
  name: InterventionName,
  by: Decision,
): Promise<Intervened> {
  const act = ACTS[name]
  switch (act.act) {
    case 'suspend':
      return interventions.suspend(accountId, act, by)
    case 'block':
      return interventions.block(accountId, by)
    case 'force reset':
      return interventions.forceReset(accountId, by)
    case 'force reprove':
      return interventions.forceReprove(accountId, by)
    case 'lift':
      return interventions.lift(accountId, by)
  }
}
