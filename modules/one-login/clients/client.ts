import type { IdentityLevel } from '../levels.ts'

/** A relying party: one service's way in. The settings are those of the UK's client registry, under the same names. */
export interface Client {
  readonly clientId: string
  readonly clientName: string
  /** An opaque name by which whoever counts sign-ins knows the service. */
  readonly serviceRecord: string | null
  readonly clientType: 'web'
  readonly serviceType: 'MANDATORY' | 'OPTIONAL'
  readonly channel: 'web' | 'generic_app'
  readonly isActive: boolean
  readonly testClient: boolean
  /** Patterns of addresses that may use a test client; empty: none but its own team. */
  readonly testClientEmailAllowlist: readonly string[]
  readonly smokeTest: boolean
  readonly oneLoginService: boolean
  readonly cookieConsentShared: boolean
  /** Where a person who proved their identity at a counter goes on. */
  readonly landingPageUrl: string | null
  readonly redirectUrls: readonly string[]
  readonly postLogoutRedirectUrls: readonly string[]
  readonly backChannelLogoutUri: string | null
  readonly scopes: readonly string[]
  /** Claims by their full names. */
  readonly claims: readonly string[]
  readonly clientLoCs: readonly IdentityLevel[]
  readonly identityVerificationSupported: boolean
  readonly subjectType: 'pairwise' | 'public'
  /** An https address whose host is the sector; null: the host of the first redirect URL. */
  readonly sectorIdentifierUri: string | null
  readonly idTokenSigningAlgorithm: 'ES256' | 'RS256'
  readonly tokenAuthMethod: 'private_key_jwt' | 'client_secret_post'
  readonly publicKeySource: 'STATIC' | 'JWKS'
  /** A public key in PEM, where the source is STATIC. */
  readonly publicKey: string | null
  readonly jwksUrl: string | null
  /** Argon2id, in PHC's format. Of the secret nothing else is kept. */
  readonly clientSecretHash: string | null
  readonly jarValidationRequired: boolean
  readonly pkceEnforced: boolean
  readonly permitMissingNonce: boolean
  readonly maxAgeEnabled: boolean
  /** Requests to /authorize in any 60 seconds; null: no limit. */
  readonly rateLimit: number | null
}

/** Where clients come from: the registry, or the configuration of the simulator. */
export interface Clients {
  /** Undefined: there is no such client. One that is not active is found: it is told so. */
  find(clientId: string): Promise<Client | undefined>
}
