/*
 * What the settings of a client must be like. What a team can get wrong comes back as faults, each with the setting and
 * the key of a message: `one-login.clients.fault.{says}`.
 *
 *  1. An address that a browser is sent to, or that is fetched, is compared as text: it is written the one way it can be.
 *  2. Identity goes only to services that prove themselves with a key.
 *  3. The host by which people's subjects are told apart never changes once somebody has used the client.
 */
import type { Profile } from '../profile.ts'
import type { SettingName, Settings } from './input.ts'

export interface Fault {
  readonly setting: SettingName
  readonly says: FaultSays
  /** What the message names: never anything about a person. */
  readonly values?: Record<string, string | number>
}

export type FaultSays =
  | AddressFault
  | KeyFault
  | 'unknown claim'
  | 'domain of others'
  | 'openid missing'
  | 'twice'
  | 'no key'
  | 'no keys address'
  | 'identity with secret'
  | 'identity without levels'
  | 'levels without identity'
  | 'claims without identity'
  | 'not a pattern'
  | 'sector fixed'
  | 'sector local'
  | 'sector needed'
  | 'sector not listed'
  | 'sector unreachable'
  | 'keys unreachable'
  | 'keys unreadable'
  | 'local in production'

export type AddressFault =
  | 'not an address'
  | 'not https'
  | 'has a user'
  | 'has a fragment'
  | 'has a wildcard'
  | 'written otherwise'
  | 'is a number'
export type KeyFault =
  | 'not a key'
  | 'private key'
  | 'certificate'
  | 'wrong kind of key'
  | 'key too short'
  | 'key too long'

/** Why an address may not be registered; undefined: it may. `local`: http is allowed for this machine. */
export function addressFault(text: string): AddressFault | undefined {
  // Wildcards, spaces and backslashes mean different things to different programs: none of them is let in.
  if (text.includes('*')) return 'has a wildcard'
  if (!/^[\x21-\x7e]+$/.test(text) || /[\\<>"`{}|^]/.test(text) || !URL.canParse(text))
    return 'not an address'
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'not https'
  if (url.protocol === 'http:' && !isLocal(url)) return 'not https'
  if (url.username || url.password || /^https?:\/\/[^/?#]*@/i.test(text)) return 'has a user'
  if (text.includes('#')) return 'has a fragment'
  if (!isLocal(url) && (/^\d+(\.\d+){3}$/.test(url.hostname) || url.hostname.startsWith('[')))
    return 'is a number'
  // `https://Example.org`, `https://example.org:443/` and `/a/../b` are read as something else by browsers.
  if (text !== url.href && `${text}/` !== url.href) return 'written otherwise'
  return undefined
}

/** True of addresses on the machine itself, where developers try their services. */
export function isLocal(url: URL): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
}

/** Everything wrong with the settings that can be told without asking anybody. Keys and documents are looked at apart. */
export function faultsOf(settings: Settings, profile: Pick<Profile, 'claims' | 'teams'>): Fault[] {
  return [
    ...addressesOf(settings).flatMap(([setting, address]): Fault[] => {
      const says = addressFault(address)
      return says ? [{ setting, says, values: { address } }] : []
    }),
    ...sectorFaults(settings),
    ...repeated(settings),
    ...scopeAndClaimFaults(settings, profile),
    ...identityFaults(settings),
    ...settings.testClientEmailAllowlist.flatMap((pattern): Fault[] => {
      const says = patternFault(pattern, profile)
      return says ? [{ setting: 'testClientEmailAllowlist', says, values: { pattern } }] : []
    }),
  ]
}

/**
 * Nobody has approved a service that is being tested, and people are not asked before it learns their address: whole
 * domains may try it only where teams are from, others by name.
 */
function patternFault(
  pattern: string,
  { teams }: Pick<Profile, 'teams'>,
): 'not a pattern' | 'domain of others' | undefined {
  if (!PATTERN.test(pattern)) return 'not a pattern'
  return pattern.startsWith('*') && !isOfDomain(pattern, teams) ? 'domain of others' : undefined
}

const PATTERN = /^(\*|[a-z\d.!#$%&'+/=?^_`{|}~-]+)@[a-z\d-]+(\.[a-z\d-]+)+$/

/** True where an address is one of those listed, or `*@` stands before its domain. */
export function isListed(email: string, patterns: readonly string[]): boolean {
  const address = email.trim().toLowerCase()
  const domain = address.slice(address.lastIndexOf('@'))
  return patterns.some((pattern) => pattern === address || pattern === `*${domain}`)
}

/** True where the address is of one of the domains, or of one under them. */
export function isOfDomain(email: string, domains: readonly string[]): boolean {
  const at = email.lastIndexOf('@')
  const domain = email
    .slice(at + 1)
    .trim()
    .toLowerCase()
  return at > 0 && domains.some((each) => domain === each || domain.endsWith(`.${each}`))
}

function addressesOf(settings: Settings): [SettingName, string][] {
  const single: SettingName[] = ['landingPageUrl', 'backChannelLogoutUri', 'sectorIdentifierUri', 'jwksUrl']
  const several: SettingName[] = ['redirectUrls', 'postLogoutRedirectUrls']
  const found: [SettingName, string][] = []
  for (const setting of [...several, ...single]) {
    const value = settings[setting]
    if (typeof value === 'string') found.push([setting, value])
    if (Array.isArray(value)) for (const each of value) found.push([setting, each])
  }
  return found
}

function repeated(settings: Settings): Fault[] {
  const lists: SettingName[] = ['redirectUrls', 'postLogoutRedirectUrls', 'scopes', 'claims', 'clientLoCs']
  return lists
    .filter((setting) => {
      const value = settings[setting]
      return Array.isArray(value) && new Set<string>(value).size < value.length
    })
    .map((setting) => ({ setting, says: 'twice' }))
}

function scopeAndClaimFaults(settings: Settings, profile: Pick<Profile, 'claims'>): Fault[] {
  const known = new Set<string>(Object.values(profile.claims))
  const faults = settings.claims
    .filter((claim) => !known.has(claim))
    .map((claim): Fault => ({ setting: 'claims', says: 'unknown claim', values: { claim } }))
  if (!settings.scopes.includes('openid')) faults.push({ setting: 'scopes', says: 'openid missing' })
  return faults
}

/** (2) */
function identityFaults(settings: Settings): Fault[] {
  const faults: Fault[] = []
  const proves = settings.clientLoCs.some((level) => level !== 'P0')
  if (settings.identityVerificationSupported) {
    if (settings.tokenAuthMethod === 'client_secret_post')
      faults.push({ setting: 'identityVerificationSupported', says: 'identity with secret' })
    if (!proves) faults.push({ setting: 'clientLoCs', says: 'identity without levels' })
  } else {
    if (proves) faults.push({ setting: 'clientLoCs', says: 'levels without identity' })
    if (settings.claims.length > 0) faults.push({ setting: 'claims', says: 'claims without identity' })
  }
  return faults
}

/**
 * The host that tells a sector of services from others: the sector address's, or else the first redirect address's,
 * without a leading `www.`. Services of one sector know a person by one subject.
 */
export function sectorOf(
  settings: Pick<Settings, 'sectorIdentifierUri'> & { readonly redirectUrls: readonly string[] },
): string {
  const from = settings.sectorIdentifierUri ?? settings.redirectUrls[0] ?? ''
  return URL.canParse(from) ? new URL(from).hostname.replace(/^www\./, '') : ''
}

/** True where all redirect addresses are on the sector's own host, so that nobody need be asked whether they belong. */
export function isOwnSector(settings: Settings): boolean {
  const sector = sectorOf(settings)
  return settings.redirectUrls.every(
    (address) => URL.canParse(address) && new URL(address).hostname.replace(/^www\./, '') === sector,
  )
}

// Without a sector's address its host is that of the first redirect address. Were others elsewhere, a service could put
// another's host first, and learn by which subjects that one knows people (OpenID Connect Registration, 5).
function sectorFaults(settings: Settings): Fault[] {
  const { sectorIdentifierUri: address, redirectUrls } = settings
  if (address === null) {
    const hosts = redirectUrls
      .filter((each) => URL.canParse(each) && !isLocal(new URL(each)))
      .map((each) => sectorOf({ sectorIdentifierUri: each, redirectUrls: [] }))
    return new Set(hosts).size > 1 ? [{ setting: 'sectorIdentifierUri', says: 'sector needed' }] : []
  }
  if (!URL.canParse(address) || !isLocal(new URL(address))) return []
  const elsewhere = redirectUrls.some((each) => URL.canParse(each) && !isLocal(new URL(each)))
  return elsewhere ? [{ setting: 'sectorIdentifierUri', says: 'sector local' }] : []
}

/** (3) Why settings with these addresses may not follow, once somebody has used the client with that sector. */
export function sectorFault(settings: Settings, fixed: string | null): Fault | undefined {
  if (fixed === null || sectorOf(settings) === fixed) return undefined
  return { setting: 'sectorIdentifierUri', says: 'sector fixed', values: { host: fixed } }
}

/** What stands between these settings and production, besides an operator. `hasSecret`: a secret was made. */
export function readyFaults(settings: Settings, hasSecret: boolean): Fault[] {
  const faults = addressesOf(settings)
    .filter(([, address]) => URL.canParse(address) && isLocal(new URL(address)))
    .map(([setting, address]): Fault => ({ setting, says: 'local in production', values: { address } }))
  if (!hasMeans(settings, hasSecret))
    faults.push(
      settings.publicKeySource === 'JWKS' && settings.tokenAuthMethod === 'private_key_jwt'
        ? { setting: 'jwksUrl', says: 'no keys address' }
        : { setting: 'publicKey', says: 'no key' },
    )
  return faults
}

/** Whether the client has anything by which it can prove at /token that it is itself. */
export function hasMeans(settings: Settings, hasSecret: boolean): boolean {
  if (settings.tokenAuthMethod === 'client_secret_post') return hasSecret
  return settings.publicKeySource === 'JWKS' ? settings.jwksUrl !== null : settings.publicKey !== null
}

/**
 * What a team may change in production by itself: its keys, so that it can replace a stolen one at once, and what is no
 * promise to anybody. All other settings are what an operator approved.
 */
const FREE: ReadonlySet<SettingName> = new Set([
  'publicKeySource',
  'publicKey',
  'jwksUrl',
  'serviceRecord',
  'cookieConsentShared',
  'testClientEmailAllowlist',
  'idTokenSigningAlgorithm',
  'smokeTest',
  'oneLoginService',
  'permitMissingNonce',
  'rateLimit',
])

/** The settings that differ, by name. */
export function differences(before: Settings, after: Settings): SettingName[] {
  const names: SettingName[] = Object.keys(before).filter((name): name is SettingName => name in after)
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
}

/** Of changed settings, those that an operator must approve before they take effect in production. */
export function thatMatter(changed: readonly SettingName[]): SettingName[] {
  return changed.filter((name) => !FREE.has(name))
}

/** The settings that take effect now, in production: the approved ones, with what the team may change by itself. */
export function effectiveNow(approved: Settings, wanted: Settings): Settings {
  const kept = thatMatter(differences(approved, wanted)).map((name) => [name, approved[name]])
  return { ...wanted, ...Object.fromEntries(kept) }
}
