/* The settings that a team changes on pages: each page one setting. */

import { SCOPES, type SettingName, type Settings } from '../clients/input.ts'
import { IDENTITY_LEVELS } from '../levels.ts'
import type { Profile } from '../profile.ts'

/** One page. Its words are the messages `one-login.registrations.{at}.title`, `.hint`, and of each option `.{option}`. */
export type SettingPage = {
  /** Where it is, below the service: also the name of its words. */
  readonly at: string
  readonly name: SettingName
} & (
  | { readonly as: 'line' | 'lines' | 'key' }
  | { readonly as: 'yes or no' }
  | { readonly as: 'one of'; readonly options: readonly string[] }
  | { readonly as: 'some of'; readonly options: readonly string[] }
)

/** Every page, in the order of the list of settings. */
export function settingPages(profile: Pick<Profile, 'claims'>): readonly SettingPage[] {
  return [
    { at: 'name', name: 'clientName', as: 'line' },
    { at: 'redirect-addresses', name: 'redirectUrls', as: 'lines' },
    { at: 'sign-out-addresses', name: 'postLogoutRedirectUrls', as: 'lines' },
    { at: 'sign-out-notices', name: 'backChannelLogoutUri', as: 'line' },
    { at: 'scopes', name: 'scopes', as: 'some of', options: SCOPES },
    {
      at: 'identity',
      name: 'clientLoCs',
      as: 'some of',
      options: IDENTITY_LEVELS.filter((each) => each !== 'P0'),
    },
    { at: 'claims', name: 'claims', as: 'some of', options: Object.values(profile.claims) },
    { at: 'return-address', name: 'landingPageUrl', as: 'line' },
    {
      at: 'authentication',
      name: 'tokenAuthMethod',
      as: 'one of',
      options: ['private_key_jwt', 'client_secret_post'],
    },
    { at: 'public-key', name: 'publicKey', as: 'key' },
    { at: 'keys-address', name: 'jwksUrl', as: 'line' },
    { at: 'signed-requests', name: 'jarValidationRequired', as: 'yes or no' },
    { at: 'pkce', name: 'pkceEnforced', as: 'yes or no' },
    { at: 'signing', name: 'idTokenSigningAlgorithm', as: 'one of', options: ['ES256', 'RS256'] },
    { at: 'max-age', name: 'maxAgeEnabled', as: 'yes or no' },
    { at: 'sector', name: 'sectorIdentifierUri', as: 'line' },
    { at: 'subjects', name: 'subjectType', as: 'one of', options: ['pairwise', 'public'] },
    { at: 'channel', name: 'channel', as: 'one of', options: ['web', 'generic_app'] },
    { at: 'service-type', name: 'serviceType', as: 'one of', options: ['MANDATORY', 'OPTIONAL'] },
    { at: 'cookie-consent', name: 'cookieConsentShared', as: 'yes or no' },
    { at: 'record', name: 'serviceRecord', as: 'line' },
    { at: 'test-addresses', name: 'testClientEmailAllowlist', as: 'lines' },
  ]
}

/** What the page's form sends: a line, some lines, or the chosen options. */
export type Sent = { readonly value: string; readonly chosen: readonly string[] }

/**
 * The settings as the form has them: not yet checked. Two pages settle more than their own: which levels of identity a
 * service asks for says whether it asks for any, and a key given is the key that is used.
 */
export function changeOf(page: SettingPage, { value, chosen }: Sent): Record<string, unknown> {
  const change = { [page.name]: answerOf(page, value, chosen) }
  switch (page.name) {
    case 'clientLoCs':
      return chosen.length > 0
        ? { clientLoCs: ['P0', ...chosen], identityVerificationSupported: true }
        : { clientLoCs: ['P0'], identityVerificationSupported: false, claims: [] }
    case 'publicKey':
      return { ...change, publicKeySource: 'STATIC' }
    case 'jwksUrl':
      return { ...change, publicKeySource: change.jwksUrl === null ? 'STATIC' : 'JWKS' }
    default:
      return change
  }
}

function answerOf(page: SettingPage, value: string, chosen: readonly string[]): unknown {
  const text = value.trim()
  switch (page.as) {
    case 'line':
    case 'key':
      return text === '' && page.name !== 'clientName' ? null : text
    case 'lines':
      return text.split(/\s+/).filter((line) => line !== '')
    case 'yes or no':
      return text === 'yes' ? true : text === 'no' ? false : null
    case 'one of':
      return text
    case 'some of':
      return [...chosen]
  }
}

/** What the form shows of the settings: the same shape that it sends. */
export function shownIn(page: SettingPage, settings: Settings): Sent {
  const value = settings[page.name]
  if (Array.isArray(value)) {
    const items: readonly string[] = value
    return page.as === 'lines' ? { value: items.join('\n'), chosen: [] } : { value: '', chosen: items }
  }
  if (typeof value === 'boolean') return { value: value ? 'yes' : 'no', chosen: [] }
  return { value: value === null ? '' : String(value), chosen: [] }
}
