import type { CredentialLevel } from '../levels.ts'

/** An account as the provider knows it. Ids are random; nothing about the person can be read from one. */
export interface Account {
  readonly accountId: string
  readonly email: string
  /** Made once with the account, and never changed: subjects and the addresses of identities are derived from it. */
  readonly salt: Buffer
  readonly createdAt: string
  /** The strongest way in that this account has. */
  readonly strongestLevel: CredentialLevel
  /** The version of the terms that the person accepted. */
  readonly acceptedTerms: string | null
  readonly intervention: Intervention
}

/** What an operator has decided about an account. */
export interface Intervention {
  readonly state: 'none' | 'suspended' | 'blocked'
  readonly mustResetPassword: boolean
  readonly mustReproveIdentity: boolean
}
