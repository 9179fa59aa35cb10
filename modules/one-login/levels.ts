/*
 * Vectors of trust: how sure a service wants to be that it is the same person (C), and of who they are (P).
 * `Cl` is a password, `Cl.Cm` a password and a second factor. P0 says nothing of who somebody is.
 */

export const CREDENTIAL_LEVELS = ['Cl', 'Cl.Cm'] as const
export type CredentialLevel = (typeof CREDENTIAL_LEVELS)[number]

export const IDENTITY_LEVELS = ['P0', 'P1', 'P2', 'P3'] as const
export type IdentityLevel = (typeof IDENTITY_LEVELS)[number]

/** True if the first level is as strong as the second, or stronger. */
export function isAtLeast<L extends CredentialLevel | IdentityLevel>(level: L, wanted: L): boolean {
  return level >= wanted
}
