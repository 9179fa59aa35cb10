import type { Intervention } from '../accounts/account.ts'

export const NONE: Intervention = { state: 'none', mustResetPassword: false, mustReproveIdentity: false }

/** What an operator wants of an account, or its person has done. */
export type Act =
  | { readonly act: 'suspend'; readonly mustResetPassword: boolean; readonly mustReproveIdentity: boolean }
  | { readonly act: 'block' }
  | { readonly act: 'force reset' }
  | { readonly act: 'force reprove' }
  | { readonly act: 'lift' }
  | { readonly act: 'reproved' }

/** What the account is then. `blocked`: nothing but lifting changes a blocked account. */
export function after(before: Intervention, act: Act): Intervention | 'no change' | 'blocked' {
  if (before.state === 'blocked' && act.act !== 'lift') return act.act === 'block' ? 'no change' : 'blocked'
  const then = wanted(before, act)
  return isSame(before, then) ? 'no change' : then
}

/** A reset ends the demand for it, and a suspension that waited for nothing else. */
export function afterReset(before: Intervention): Intervention {
  return before.mustResetPassword ? released(before, { ...before, mustResetPassword: false }) : before
}

function wanted(before: Intervention, act: Act): Intervention {
  switch (act.act) {
    case 'suspend': {
      const { mustResetPassword, mustReproveIdentity } = act
      return { state: 'suspended', mustResetPassword, mustReproveIdentity }
    }
    case 'block':
      return { ...NONE, state: 'blocked' }
    case 'force reset':
      return { ...before, mustResetPassword: true }
    case 'force reprove':
      return { ...before, mustReproveIdentity: true }
    case 'lift':
      return NONE
    case 'reproved':
      return before.mustReproveIdentity ? released(before, { ...before, mustReproveIdentity: false }) : before
  }
}

function released(before: Intervention, then: Intervention): Intervention {
  const waits = then.mustResetPassword || then.mustReproveIdentity
  return before.state === 'suspended' && !waits ? { ...then, state: 'none' } : then
}

function isSame(a: Intervention, b: Intervention): boolean {
  return (
    a.state === b.state &&
    a.mustResetPassword === b.mustResetPassword &&
    a.mustReproveIdentity === b.mustReproveIdentity
  )
}
