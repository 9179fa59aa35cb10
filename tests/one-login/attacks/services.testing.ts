// A service, and other programs: what they ask, and what they prove themselves with, or something like it.
import { type KeyObject, randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import type { Service, Target } from './testing.ts'

/** The address to which a service sends a browser. */
export function authorizeAt(
  service: Pick<Service, 'clientId' | 'redirectUrl'>,
  more: Record<string, string> = {},
): string {
  return `/authorize?${new URLSearchParams({
    response_type: 'code',
    client_id: service.clientId,
    redirect_uri: service.redirectUrl,
    scope: 'openid email',
    state: 'a state',
    nonce: 'a nonce',
    ...more,
  })}`
}

/** What a service proves itself with at /token, or something like it. */
export async function assertionOf(
  { clientId, key }: Pick<Service, 'clientId' | 'key'>,
  target: Target,
  {
    header = {},
    claims = {},
    by = key,
  }: { header?: object; claims?: object; by?: KeyObject | Uint8Array } = {},
): Promise<string> {
  const seconds = Math.floor(target.base.now() / 1000)
  const all = {
    iss: clientId,
    sub: clientId,
    aud: `${target.base.publicUrl}/token`,
    iat: seconds,
    exp: seconds + 180,
    jti: randomUUID(),
    ...claims,
  }
  return await new SignJWT(all).setProtectedHeader({ alg: 'RS256', ...header }).sign(by)
}

/** The address of a signed request, or of something like it. */
export async function requestObjectOf(
  { clientId, redirectUrl, key }: Service,
  target: Target,
  claims: object = {},
  { header = {}, by = key }: { header?: object; by?: KeyObject | Uint8Array } = {},
): Promise<string> {
  const all = {
    aud: `${target.base.publicUrl}/authorize`,
    iss: clientId,
    client_id: clientId,
    redirect_uri: redirectUrl,
    response_type: 'code',
    scope: 'openid email',
    state: 'a state',
    nonce: 'a nonce',
    exp: Math.floor(target.base.now() / 1000) + 180,
    ...claims,
  }
  const request = await new SignJWT(all).setProtectedHeader({ alg: 'RS256', ...header }).sign(by)
  return requestAt(clientId, request)
}

export function requestAt(clientId: string, request: string): string {
  return `/authorize?${new URLSearchParams({ client_id: clientId, response_type: 'code', scope: 'openid email', request })}`
}

/** Sends a code to /token as a service does; `fields` are besides or instead of the usual ones. */
export async function redeem(
  target: Target,
  service: Service,
  code: string,
  fields: Record<string, string> = {},
): Promise<Told> {
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: service.redirectUrl,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    ...(fields.client_assertion === undefined && { client_assertion: await assertionOf(service, target) }),
    ...fields,
  }
  return await send(target, '/token', new URLSearchParams(form).toString())
}

export async function send(
  target: Target,
  path: string,
  body: string,
  type = 'application/x-www-form-urlencoded',
  key?: string,
): Promise<Told> {
  return await told(target, path, {
    method: 'POST',
    headers: { 'content-type': type, ...(key !== undefined && { authorization: `Bearer ${key}` }) },
    body,
  })
}

/** One of the interfaces for programs. A body that is no text is sent as JSON. */
export async function api(
  target: Target,
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  key: string,
  body?: object | string,
): Promise<Told> {
  return await told(target, path, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

export async function userinfo(target: Target, token: string): Promise<Told> {
  return await api(target, 'GET', '/userinfo', token)
}

/** What a program is told. */
interface Told {
  readonly status: number
  readonly body: string
  readonly said: Record<string, unknown>
}

async function told(
  { url }: Target,
  path: string,
  { headers, ...request }: Omit<RequestInit, 'headers'> & { headers: Record<string, string> },
): Promise<Told> {
  const answer = await fetch(`${url}${path}`, {
    ...request,
    headers: { 'user-agent': 'a service', ...headers },
  })
  const body = await answer.text()
  return { status: answer.status, body, said: jsonOf(body) }
}

function jsonOf(text: string): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null ? Object.fromEntries(Object.entries(read)) : {}
  } catch {
    return {}
  }
}
