import { z } from 'zod'
import { IDENTITY_LEVELS } from '../levels.ts'

/** Scopes that a client may be registered for. */
export const SCOPES = ['openid', 'email', 'phone', 'offline_access', 'wallet-subject-id'] as const

/**
 * A name in one line, as it stands on pages and in the subjects of mails: no line breaks or other controls, and none of
 * the signs that turn the direction of what follows.
 */
export function inOneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim()
}

const address = z.string().min(1).max(2000)
const addresses = z.array(address).max(50)
/** How long a PEM of the largest key that is allowed can be, with room for how tools wrap it. */
const PEM = 4000

/**
 * The settings of a client that its team or an operator may write, under the names of the UK's client registry. What an
 * address or a key must be like, and what goes with what, is in rules.ts.
 */
export const settingsSchema = z.strictObject({
  clientName: z.string().overwrite(inOneLine).min(1).max(100),
  /** An opaque name by which whoever counts sign-ins knows the service. */
  serviceRecord: z.string().overwrite(inOneLine).min(1).max(200).nullable(),
  serviceType: z.enum(['MANDATORY', 'OPTIONAL']),
  channel: z.enum(['web', 'generic_app']),
  /** Addresses, or `*@` and a domain, that may use the client before it is in production, besides its own team. */
  testClientEmailAllowlist: z.array(z.string().trim().toLowerCase().min(3).max(254)).max(100),
  cookieConsentShared: z.boolean(),
  landingPageUrl: address.nullable(),
  redirectUrls: addresses.min(1),
  postLogoutRedirectUrls: addresses,
  backChannelLogoutUri: address.nullable(),
  scopes: z.array(z.enum(SCOPES)).min(1),
  claims: z.array(z.string().max(200)).max(20),
  clientLoCs: z.array(z.enum(IDENTITY_LEVELS)).min(1),
  identityVerificationSupported: z.boolean(),
  subjectType: z.enum(['pairwise', 'public']),
  sectorIdentifierUri: address.nullable(),
  idTokenSigningAlgorithm: z.enum(['ES256', 'RS256']),
  tokenAuthMethod: z.enum(['private_key_jwt', 'client_secret_post']),
  publicKeySource: z.enum(['STATIC', 'JWKS']),
  publicKey: z.string().max(PEM).nullable(),
  jwksUrl: address.nullable(),
  jarValidationRequired: z.boolean(),
  pkceEnforced: z.boolean(),
  maxAgeEnabled: z.boolean(),
  // Operators alone write these.
  smokeTest: z.boolean(),
  oneLoginService: z.boolean(),
  permitMissingNonce: z.boolean(),
  /** Requests to /authorize in any 60 seconds; null: no limit. */
  rateLimit: z.int().min(1).max(100_000).nullable(),
})
export type Settings = z.output<typeof settingsSchema>
export type SettingName = keyof Settings

/** What operators write, and teams only read. */
const OPERATORS_SETTINGS = {
  smokeTest: true,
  oneLoginService: true,
  permitMissingNonce: true,
  rateLimit: true,
} as const

/** Some of the settings, as a team changes them. */
export const teamsChangeSchema = settingsSchema.omit(OPERATORS_SETTINGS).partial()
export type SettingsChange = z.output<typeof teamsChangeSchema>

/** The same of an operator, who may also stop a client or let it go on. */
export const operatorsChangeSchema = settingsSchema
  .pick(OPERATORS_SETTINGS)
  .extend({ isActive: z.boolean() })
  .partial()
export type OperatorsChange = z.output<typeof operatorsChangeSchema>

/** Settings with some of them changed. */
export function changed(settings: Settings, change: Partial<Record<SettingName, unknown>>): Settings {
  const set = Object.entries(change).filter(([, value]) => value !== undefined)
  return settingsSchema.parse({ ...settings, ...Object.fromEntries(set) })
}

/** Settings of a service that was just begun: sign-in only, and everything strict. */
export const FIRST_SETTINGS = {
  serviceRecord: null,
  serviceType: 'MANDATORY',
  channel: 'web',
  testClientEmailAllowlist: [],
  cookieConsentShared: false,
  landingPageUrl: null,
  postLogoutRedirectUrls: [],
  backChannelLogoutUri: null,
  scopes: ['openid', 'email'],
  claims: [],
  clientLoCs: ['P0'],
  identityVerificationSupported: false,
  subjectType: 'pairwise',
  sectorIdentifierUri: null,
  idTokenSigningAlgorithm: 'ES256',
  tokenAuthMethod: 'private_key_jwt',
  publicKeySource: 'STATIC',
  publicKey: null,
  jwksUrl: null,
  jarValidationRequired: false,
  pkceEnforced: true,
  maxAgeEnabled: false,
  smokeTest: false,
  oneLoginService: false,
  permitMissingNonce: false,
  rateLimit: null,
} satisfies Omit<Settings, 'clientName' | 'redirectUrls'>
