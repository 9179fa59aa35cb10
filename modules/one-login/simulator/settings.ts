import { z } from 'zod'
import { IDENTITY_LEVELS } from '../levels.ts'
import {
  AUTHORIZE_FAULTS,
  CORE_IDENTITY_FAULTS,
  type Configuration,
  checked,
  DEFAULTS,
  ID_TOKEN_FAULTS,
  NO_FAULTS,
} from './configuration.ts'

/** With what the simulator begins. */
export interface SimulatorSettings {
  readonly configuration: Configuration
  /** True: whoever signs in says at a page who they are. */
  readonly interactive: boolean
}

type Environment = Readonly<Record<string, string | undefined>>

/** The UK simulator's variables, each with what it sets. All are optional; POST /config changes what they set. */
export const SIMULATOR_SETTINGS = [
  {
    name: 'SIMULATOR_URL',
    does: 'The address that tokens name as their issuer, without a slash at its end.',
  },
  { name: 'INTERACTIVE_MODE', does: 'true: a page asks who the person is. Otherwise nobody is asked.' },
  { name: 'CLIENT_ID', does: 'The client.' },
  { name: 'PUBLIC_KEY_SOURCE', does: 'STATIC, or JWKS: where the public key of the client is.' },
  { name: 'PUBLIC_KEY', does: 'Its public key, in PEM.' },
  { name: 'JWKS_URL', does: 'The address of its key set.' },
  { name: 'SCOPES', does: 'Its scopes, with commas between.' },
  { name: 'REDIRECT_URLS', does: 'Its redirect URLs, with commas between.' },
  { name: 'POST_LOGOUT_REDIRECT_URLS', does: 'Where people may go after signing out, with commas between.' },
  { name: 'CLAIMS', does: 'Its claims, with commas between.' },
  { name: 'IDENTITY_VERIFICATION_SUPPORTED', does: 'false: it may not ask for identity.' },
  { name: 'ID_TOKEN_SIGNING_ALGORITHM', does: 'ES256 or RS256.' },
  { name: 'CLIENT_LOCS', does: 'The levels of identity that it may ask for, with commas between.' },
  { name: 'TOKEN_AUTH_METHOD', does: 'private_key_jwt or client_secret_post.' },
  { name: 'CLIENT_SECRET_HASH', does: 'The argon2id hash of its secret.' },
  {
    name: 'PKCE_ENABLED',
    does: 'Ours always checks PKCE where a request has it. Taken, so that a list of settings need not change.',
  },
  { name: 'SUB', does: 'The subject of whoever signs in.' },
  { name: 'EMAIL', does: 'Their email address.' },
  { name: 'EMAIL_VERIFIED', does: 'false: it was not verified.' },
  { name: 'PHONE_NUMBER', does: 'Their phone number.' },
  { name: 'PHONE_NUMBER_VERIFIED', does: 'false: it was not verified.' },
  { name: 'CORE_IDENTITY_ERRORS', does: 'Faults of core identities, with commas between.' },
  { name: 'ID_TOKEN_ERRORS', does: 'Faults of ID tokens, with commas between.' },
  { name: 'AUTHORISE_ERRORS', does: 'Errors that /authorize answers with, with commas between.' },
  { name: 'PUBLISH_NEW_ID_TOKEN_SIGNING_KEYS', does: 'true: the next keys are published.' },
  { name: 'USE_NEW_ID_TOKEN_SIGNING_KEYS', does: 'true: the next keys sign.' },
] as const

const list = z.string().transform((text) => text.split(',').map((each) => each.trim()))
const address = z.string().refine((text) => URL.canParse(text), 'is not an address')
const unlessFalse = z.string().transform((text) => text !== 'false')
const ifTrue = z.string().transform((text) => text === 'true')

const environmentSchema = z.object({
  SIMULATOR_URL: address.transform((url) => url.replace(/\/+$/, '')).optional(),
  INTERACTIVE_MODE: ifTrue.optional(),
  CLIENT_ID: z.string().optional(),
  PUBLIC_KEY_SOURCE: z.enum(['STATIC', 'JWKS'], 'is not one of STATIC and JWKS').optional(),
  PUBLIC_KEY: z.string().optional(),
  JWKS_URL: address.optional(),
  SCOPES: list.optional(),
  REDIRECT_URLS: list
    .refine(
      (urls) => urls.every((url) => URL.canParse(url)),
      'is not a list of addresses with commas between',
    )
    .optional(),
  POST_LOGOUT_REDIRECT_URLS: list.optional(),
  CLAIMS: list.optional(),
  IDENTITY_VERIFICATION_SUPPORTED: unlessFalse.optional(),
  ID_TOKEN_SIGNING_ALGORITHM: z.enum(['ES256', 'RS256'], 'is not one of ES256 and RS256').optional(),
  CLIENT_LOCS: list
    .pipe(z.array(z.enum(IDENTITY_LEVELS, 'is not a list of P0, P1, P2 and P3 with commas between')))
    .optional(),
  TOKEN_AUTH_METHOD: z
    .enum(['private_key_jwt', 'client_secret_post'], 'is not one of private_key_jwt and client_secret_post')
    .optional(),
  CLIENT_SECRET_HASH: z.string().optional(),
  SUB: z.string().optional(),
  EMAIL: z.string().optional(),
  EMAIL_VERIFIED: unlessFalse.optional(),
  PHONE_NUMBER: z.string().optional(),
  PHONE_NUMBER_VERIFIED: unlessFalse.optional(),
  CORE_IDENTITY_ERRORS: list.optional(),
  ID_TOKEN_ERRORS: list.optional(),
  AUTHORISE_ERRORS: list.optional(),
  PUBLISH_NEW_ID_TOKEN_SIGNING_KEYS: ifTrue.optional(),
  USE_NEW_ID_TOKEN_SIGNING_KEYS: ifTrue.optional(),
})
type Given = z.output<typeof environmentSchema>

/**
 * Reads the settings of the simulator: the UK simulator's variables, and its defaults for what is not set.
 *
 * @param publicUrl where it is reached, if SIMULATOR_URL does not say otherwise.
 * @returns `says` has everything that is wrong, and each setting that belongs to production: with one it does not start.
 */
export function readSimulatorSettings(
  environment: Environment,
  publicUrl: string,
): { ok: true; settings: SimulatorSettings } | { ok: false; says: string[] } {
  const production = productionSettings(environment)
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value))
  const read = environmentSchema.safeParse(set)
  const wrong = read.success
    ? []
    : read.error.issues.map(({ path, message }) => `${String(path[0])} ${message}.`)
  if (!read.success) return { ok: false, says: [...production, ...new Set(wrong)] }
  const settled = checked(configurationOf(read.data, publicUrl))
  const together = settled.ok ? [] : ['says' in settled ? settled.says : 'The settings do not go together.']
  if (!settled.ok || production.length > 0) return { ok: false, says: [...production, ...together] }
  const interactive = read.data.INTERACTIVE_MODE ?? false
  return { ok: true, settings: { configuration: settled.configuration, interactive } }
}

function configurationOf(given: Given, publicUrl: string): Configuration {
  const { clientConfiguration: client, responseConfiguration: response } = DEFAULTS
  return {
    simulatorUrl: given.SIMULATOR_URL ?? publicUrl,
    clientConfiguration: {
      ...client,
      clientId: given.CLIENT_ID ?? client.clientId,
      publicKeySource: given.PUBLIC_KEY_SOURCE ?? client.publicKeySource,
      publicKey: given.PUBLIC_KEY ?? client.publicKey,
      ...(given.JWKS_URL !== undefined && { jwksUrl: given.JWKS_URL }),
      scopes: given.SCOPES ?? client.scopes,
      redirectUrls: given.REDIRECT_URLS ?? client.redirectUrls,
      postLogoutRedirectUrls: given.POST_LOGOUT_REDIRECT_URLS ?? client.postLogoutRedirectUrls,
      claims: given.CLAIMS ?? client.claims,
      identityVerificationSupported:
        given.IDENTITY_VERIFICATION_SUPPORTED ?? client.identityVerificationSupported,
      idTokenSigningAlgorithm: given.ID_TOKEN_SIGNING_ALGORITHM ?? client.idTokenSigningAlgorithm,
      clientLoCs: given.CLIENT_LOCS ?? client.clientLoCs,
      token_auth_method: given.TOKEN_AUTH_METHOD ?? client.token_auth_method,
      ...(given.CLIENT_SECRET_HASH !== undefined && { client_secret_hash: given.CLIENT_SECRET_HASH }),
    },
    responseConfiguration: {
      ...response,
      sub: given.SUB ?? response.sub,
      email: given.EMAIL ?? response.email,
      emailVerified: given.EMAIL_VERIFIED ?? response.emailVerified,
      phoneNumber: given.PHONE_NUMBER ?? response.phoneNumber,
      phoneNumberVerified: given.PHONE_NUMBER_VERIFIED ?? response.phoneNumberVerified,
    },
    errorConfiguration: {
      ...NO_FAULTS,
      coreIdentityErrors: known(CORE_IDENTITY_FAULTS, given.CORE_IDENTITY_ERRORS),
      idTokenErrors: known(ID_TOKEN_FAULTS, given.ID_TOKEN_ERRORS),
      authoriseErrors: known(AUTHORIZE_FAULTS, given.AUTHORISE_ERRORS),
    },
    publishNewIdTokenSigningKeys: given.PUBLISH_NEW_ID_TOKEN_SIGNING_KEYS ?? false,
    useNewIdTokenSigningKeys: given.USE_NEW_ID_TOKEN_SIGNING_KEYS ?? false,
  }
}

/** Those that exist: the UK's simulator passes others over. */
function known<T extends string>(faults: readonly T[], given: readonly string[] = []): T[] {
  return faults.filter((fault) => given.includes(fault))
}

/** What only a provider for real people has: the simulator signs anybody in, so it must never stand in for one. */
const PRODUCTION = [
  ['ONE_LOGIN_DATABASE_URL', 'people and clients are kept there'],
  ['ONE_LOGIN_REDIS_URL', 'sessions are kept there'],
  ['ONE_LOGIN_SECRET', 'it opens what a provider has sealed'],
  ['ONE_LOGIN_KEYS', 'real keys sign there'],
  ['ONE_LOGIN_KEYS_PIN', 'it opens the machine that has real keys'],
  ['NOTIFY_API_KEY', 'it sends mail to people'],
  ['MAIL_URL', 'it sends mail to people'],
  ['OPERATORS_ISSUER', 'operators work on accounts of people'],
] as const

function productionSettings(environment: Environment): string[] {
  const says = PRODUCTION.filter(([name]) => isProduction(name, environment[name])).map(
    ([name, why]) => `${name} is set: ${why}. The simulator signs anybody in, so it does not start with it.`,
  )
  const url = environment.ONE_LOGIN_URL
  if (url && !isOwnMachine(url))
    says.push(
      `ONE_LOGIN_URL ${url} is not an address of this machine or of a private network (http://localhost:3001, http://simulator:3001). The simulator signs anybody in, so it does not start there.`,
    )
  return says
}

/** The values that newcomers have are no sign of production. */
function isProduction(name: string, value: string | undefined): boolean {
  if (!value) return false
  return !((name === 'ONE_LOGIN_KEYS' && value === 'database') || (name === 'MAIL_URL' && value === 'folder'))
}

/** Without TLS, and by a name that the public DNS does not have. */
function isOwnMachine(url: string): boolean {
  if (!URL.canParse(url)) return true
  const { protocol, hostname } = new URL(url)
  if (protocol !== 'http:') return false
  return (
    /^(localhost|\[::1\]|127(\.\d{1,3}){3})$/.test(hostname) ||
    /^[a-z\d-]+$/i.test(hostname) ||
    /\.(localhost|internal|test|local)$/i.test(hostname)
  )
}
