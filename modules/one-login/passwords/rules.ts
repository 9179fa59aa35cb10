const SHORTEST = 8
const LONGEST = 256

/** Why a password will not do. `no letter`: it has digits only. `common`: it is one of the commonest. */
export type PasswordFault = 'too short' | 'too long' | 'no digit' | 'only digits' | 'common'

/** The contract's rules, but for the list of common ones. Lengths are in characters as people count them. */
export function faultOf(password: string): Exclude<PasswordFault, 'common'> | undefined {
  const length = [...password].length
  if (length < SHORTEST) return 'too short'
  if (length > LONGEST) return 'too long'
  if (!/\d/.test(password)) return 'no digit'
  if (/^\d*$/.test(password)) return 'only digits'
  return undefined
}
