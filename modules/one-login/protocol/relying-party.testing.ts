// A service, written by hand where a test wants to do something wrong: it builds addresses, signs, and exchanges codes.

import assert from 'node:assert/strict'
import { createHash, createSign, type KeyObject, randomBytes } from 'node:crypto'
import type { Client } from '../clients/client.ts'
import { type Browser, openBrowser, type Seen } from './browser.testing.ts'
import type { TestProvider } from './testing.ts'

export interface Tokens {
  access_token: string
  id_token: string
  token_type: string
  expires_in: number
}

export interface Answer {
  status: number
  headers: Headers
  body: Record<string, unknown>
}

export interface Service {
  client: Client
  key: KeyObject
  /** The address that asks for a code. */
  address(params?: Record<string, string | undefined>): string
  /** Asks for a code in a browser, and says what came back. */
  ask(params?: Record<string, string | undefined>, browser?: Browser): Promise<Record<string, string>>
  /** The fields of a request to /token. */
  form(code: string, change?: Record<string, string | undefined>): Record<string, string>
  post(form: Record<string, string> | string, headers?: Record<string, string>): Promise<Answer>
  /** A whole sign-in. */
  signIn(params?: Record<string, string | undefined>, browser?: Browser): Promise<Tokens>
  userinfo(accessToken: string): Promise<Answer>
}

export function serviceOf(
  provider: TestProvider,
  { client, key }: { client: Client; key: KeyObject },
): Service {
  provider.clients.set(client.clientId, client)
  const redirectUri = client.redirectUrls[0] ?? ''

  const service: Service = {
    client,
    key,
    address(params = {}) {
      const all = {
        response_type: 'code',
        client_id: client.clientId,
        redirect_uri: redirectUri,
        scope: 'openid',
        state: 'the state',
        nonce: 'the nonce',
        ...params,
      }
      return `${provider.url}/authorize?${new URLSearchParams(defined(all))}`
    },
    async ask(params, browser = openBrowser(provider.url)) {
      return toldIn(await browser.follow(service.address(params)))
    },
    form(code, change = {}) {
      return defined({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertionOf(provider, client, key),
        ...change,
      })
    },
    async post(form, headers = {}) {
      const response = await fetch(`${provider.url}/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
      })
      return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) }
    },
    async signIn(params, browser) {
      const { code } = await service.ask(params, browser)
      const { status, body } = await service.post(service.form(code ?? ''))
      assert.equal(status, 200, JSON.stringify(body))
      return {
        access_token: String(body.access_token),
        id_token: String(body.id_token),
        token_type: String(body.token_type),
        expires_in: Number(body.expires_in),
      }
    },
    async userinfo(accessToken) {
      const response = await fetch(`${provider.url}/userinfo`, {
        headers: { authorization: `Bearer ${accessToken}` },
      })
      return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) }
    },
  }
  return service
}

/** What the service's own address was told. */
export function toldIn({ status, location, body }: Seen): Record<string, string> {
  assert.equal(status, 302, body)
  return Object.fromEntries(new URL(location ?? '').searchParams)
}

export function assertionOf(
  provider: TestProvider,
  client: Client,
  key: KeyObject,
  change: { header?: object; claims?: object } = {},
): string {
  const now = Math.floor(provider.base.now() / 1000)
  const { clientId } = client
  return jwt(
    key,
    { alg: 'RS256', ...change.header },
    {
      iss: clientId,
      sub: clientId,
      aud: `${provider.issuer}token`,
      iat: now,
      exp: now + 60,
      jti: randomBytes(12).toString('base64url'),
      ...change.claims,
    },
  )
}

/** Signed with RS256, whatever the header says. */
export function jwt(key: KeyObject, header: object, claims: object): string {
  const input = `${encode(header)}.${encode(claims)}`
  return `${input}.${createSign('sha256').update(input).sign(key).toString('base64url')}`
}

export function claimsIn(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
}

export function headerIn(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())
}

export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url')
}

export function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}

function defined(fields: Record<string, string | undefined>): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) kept[name] = value
  return kept
}
