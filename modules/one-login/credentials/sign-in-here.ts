/*
 * "Your account" as a service of this very provider: a browser in which nobody is signed in goes through /authorize like
 * any other, and comes back with a session. The code that it brings is never used: who is signed in the pages read from
 * the session itself, so there is no token, no key and no secret to keep.
 */
import { randomBytes } from 'node:crypto'
import type { Locale } from '#shared/dates'
import type { Client } from '../clients/client.ts'

export const YOUR_ACCOUNT = 'your-account'
const RETURN = '/your-account/return'

/** The client of these pages, which whoever finds clients must know besides those that are registered. */
export function yourAccountClient(publicUrl: string, name: string): Client {
  return {
    clientId: YOUR_ACCOUNT,
    clientName: name,
    serviceRecord: null,
    clientType: 'web',
    serviceType: 'MANDATORY',
    channel: 'web',
    isActive: true,
    testClient: false,
    testClientEmailAllowlist: [],
    smokeTest: false,
    oneLoginService: true,
    cookieConsentShared: true,
    landingPageUrl: null,
    redirectUrls: [`${publicUrl}${RETURN}`],
    postLogoutRedirectUrls: [],
    backChannelLogoutUri: null,
    scopes: ['openid'],
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
    clientSecretHash: null,
    jarValidationRequired: false,
    pkceEnforced: false,
    permitMissingNonce: false,
    maxAgeEnabled: false,
    rateLimit: null,
  }
}

/** Where a browser goes to sign in for these pages. */
export function signInAddress(publicUrl: string, locale: Locale): string {
  const asked = new URLSearchParams({
    response_type: 'code',
    client_id: YOUR_ACCOUNT,
    redirect_uri: `${publicUrl}${RETURN}`,
    scope: 'openid',
    vtr: '["Cl"]',
    state: randomBytes(16).toString('base64url'),
    nonce: randomBytes(16).toString('base64url'),
    ui_locales: locale,
  })
  return `/authorize?${asked}`
}
