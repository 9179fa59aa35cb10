import { createHash } from 'node:crypto'
import type { Clients } from '../clients/client.ts'
import { isClientSecret } from '../clients/client-secrets.ts'
import { checkAssertion } from './assertions.ts'
import type { ClientKeys } from './client-keys.ts'
import { type Parameters, readOnce } from './parameters.ts'
import type { TokenChecked, TokenRefusal, TokenRequest } from './request.ts'

export interface TokenContext {
  readonly clients: Clients
  readonly keys: ClientKeys
  /** With its slash. Assertions are for it, or for `{issuer}token`. */
  readonly issuer: string
  readonly now: () => number
}

/** What a code was issued for, as it was kept. */
export interface Issued {
  readonly clientId: string
  readonly redirectUri: string
  readonly codeChallenge: string | null
}

/** RFC 7636, 4.1. */
const VERIFIER = /^[\w.~-]{43,128}$/

/**
 * Judges the form of a request to /token and who sent it, in the contract's order and words (reference 1.3). Its code is
 * for `checkCode`. A code is not touched before the client is known: nobody else can spend it.
 *
 * @param body as it was parsed; what is there twice is an array, and is refused.
 */
export async function checkTokenRequest(body: unknown, context: TokenContext): Promise<TokenChecked> {
  const form = readOnce(Object.fromEntries(Object.entries(body ?? {})))
  if (!form) return refuse('invalid_request', 'Invalid request')
  if (!form.grant_type) return refuse('invalid_request', 'Request is missing grant_type parameter')
  if (form.grant_type !== 'authorization_code')
    return refuse('unsupported_grant_type', 'Unsupported grant type')
  if (!form.redirect_uri) return refuse('invalid_request', 'Request is missing redirect_uri parameter')
  if (!form.code) return refuse('invalid_request', 'Request is missing code parameter')

  const { client_assertion, client_assertion_type, client_secret, client_id } = form
  if (client_assertion && client_assertion_type) {
    const sent = { assertion: client_assertion, type: client_assertion_type, clientId: client_id }
    const by = await checkAssertion(sent, context)
    return by.ok ? accepted(form, by) : by
  }
  if (client_secret && client_id) return await checkSecret(form, { client_secret, client_id }, context)
  return refuse('invalid_request', 'Invalid token authentication method used')
}

async function checkSecret(
  form: Parameters,
  { client_secret, client_id }: { client_secret: string; client_id: string },
  { clients }: TokenContext,
): Promise<TokenChecked> {
  const client = await clients.find(client_id)
  if (!client?.isActive) return refuse('invalid_client', 'Client authentication failed', client_id)
  if (client.tokenAuthMethod !== 'client_secret_post')
    return refuse('invalid_client', 'Client is not registered to use client_secret_post', client_id)
  if (!client.clientSecretHash) return refuse('invalid_client', 'No client secret registered', client_id)
  if (!(await isClientSecret(client_secret, client.clientSecretHash)))
    return refuse('invalid_client', 'Invalid client secret', client_id)
  return accepted(form, { client, assertion: null })
}

function accepted(form: Parameters, by: Pick<TokenRequest, 'client' | 'assertion'>): TokenChecked {
  const { code = '', redirect_uri: redirectUri = '', code_verifier: codeVerifier } = form
  const { client, assertion } = by
  return { ok: true, request: { client, assertion, code, redirectUri, codeVerifier: codeVerifier ?? null } }
}

function refuse(
  error: TokenRefusal['error'],
  description: string,
  clientId: string | null = null,
): TokenChecked {
  return { ok: false, refusal: { status: 400, error, description, clientId } }
}

/**
 * Whether the code is this client's to spend, with this redirect URI and this verifier.
 *
 * @param issued undefined: there is no such code, it has expired, or it was spent.
 * @returns what is answered if it is not.
 */
export function checkCode(request: TokenRequest, issued: Issued | undefined): TokenRefusal | undefined {
  const clientId = request.client.clientId
  const refusal = { status: 400, error: 'invalid_grant', clientId } as const
  if (issued?.clientId !== clientId || issued.redirectUri !== request.redirectUri)
    return { ...refusal, description: 'Invalid grant' }
  if (!isProved(issued.codeChallenge, request.codeVerifier))
    return { ...refusal, description: 'PKCE code verification failed' }
  return undefined
}

/** A verifier without a challenge is wrong too: somebody took the challenge out of the request. */
function isProved(challenge: string | null, verifier: string | null): boolean {
  if (challenge === null || verifier === null) return challenge === verifier
  return VERIFIER.test(verifier) && createHash('sha256').update(verifier).digest('base64url') === challenge
}
