import type { Decision, Intervened, Interventions } from '../accounts/people.ts'
import type { InterventionName } from './input.ts'

/** Does what was chosen about an account. */
export function intervene(
  interventions: Interventions,
  accountId: string,
  name: InterventionName,
  by: Decision,
): Promise<Intervened> {
  const suspend = (mustResetPassword: boolean, mustReproveIdentity: boolean) =>
    interventions.suspend(accountId, { mustResetPassword, mustReproveIdentity }, by)
  switch (name) {
    case 'suspend':
      return suspend(false, false)
    case 'suspend-until-reset':
      return suspend(true, false)
    case 'suspend-until-reproved':
      return suspend(false, true)
    case 'suspend-until-both':
      return suspend(true, true)
    case 'block':
      return interventions.block(accountId, by)
    case 'force-reset':
      return interventions.forceReset(accountId, by)
    case 'force-reprove':
      return interventions.forceReprove(accountId, by)
    case 'lift':
      return interventions.lift(accountId, by)
  }
}
