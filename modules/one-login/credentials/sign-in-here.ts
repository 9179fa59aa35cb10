/*
 * "Your account" as a service of this very provider: a browser in which nobody is signed in goes through /authorize like
 * any other, and comes back with a session. The code that it brings is never used: who is signed in the pages read from
 * the session itself, so there is no token, no key and no secret to keep.
 */
import { randomBytes } from 'node:crypto'
import type { Locale } from '#shared/dates'
import type { Client } from '../clients/client.ts'
import { newClient } from '../clients/new-client.ts'

export const YOUR_ACCOUNT = 'your-account'
const RETURN = '/your-account/return'

/** The client of these pages, which whoever finds clients must know besides those that are registered. */
export function yourAccountClient(publicUrl: string, name: string): Client {
  return newClient({
    clientId: YOUR_ACCOUNT,
    clientName: name,
    redirectUrls: [`${publicUrl}${RETURN}`],
    scopes: ['openid'],
    oneLoginService: true,
    cookieConsentShared: true,
    pkceEnforced: false,
  })
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
