import type { BadPassword } from '../accounts/people.ts'
import { isCommon } from './commonest.ts'
import { faultOf } from './rules.ts'

/** Why a password cannot be chosen; undefined: it can. */
export function badPassword(password: string): BadPassword | undefined {
  const fault = faultOf(password) ?? (isCommon(password) ? 'common' : undefined)
  return fault && { ok: false, why: 'bad password', fault }
}
