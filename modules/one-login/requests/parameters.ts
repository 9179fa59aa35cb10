import { z } from 'zod'
import type { AuthorizeError, AuthorizeRefusal } from './request.ts'

/** The parameters of a request to /authorize, each there once. */
export type Parameters = Readonly<Record<string, string>>

/** What the rules say of a request: an error and its words, to be told to the service. */
export interface Fault {
  readonly error: AuthorizeError
  readonly description: string
}

export const WORDS = {
  unreadable: { error: 'invalid_request', description: 'Invalid request' },
  badScope: { error: 'invalid_scope', description: 'Invalid, unknown or malformed scope' },
  badType: { error: 'unsupported_response_type', description: 'Unsupported response type' },
  badClient: { error: 'unauthorized_client', description: 'Unauthorized client' },
  denied: {
    error: 'access_denied',
    description: 'Access denied by resource owner or authorization server',
  },
} as const satisfies Record<string, Fault>

const PROMPTS = ['none', 'login', 'consent', 'select_account', 'create']
const RESPONSE_TYPES = ['code', 'token', 'id_token', 'none']

/** Undefined where a parameter is there twice: which one counts must never be a question. */
export function readOnce(given: Readonly<Record<string, unknown>>): Parameters | undefined {
  const read = z.record(z.string(), z.string()).safeParse(given)
  return read.success ? read.data : undefined
}

/**
 * Whether the parameters are of the form that any OpenID provider expects, before anything is known of the client.
 *
 * @returns undefined if they are; `missing`, of which the person is told; `unreadable` otherwise.
 */
export function formFault(parameters: Parameters): 'missing' | 'unreadable' | undefined {
  const { response_type, request, request_uri, prompt, redirect_uri, scope, max_age, claims } = parameters
  if (response_type && !response_type.split(' ').every((type) => RESPONSE_TYPES.includes(type)))
    return 'unreadable'
  if (request_uri && (request || !URL.canParse(request_uri))) return 'unreadable'
  if (!response_type && !request && !request_uri) return 'unreadable'
  if (prompt && !isPrompt(prompt)) return 'unreadable'
  if (!request && !redirect_uri) return 'missing'
  if (!request && !scope) return 'unreadable'
  if (scope && !wordsOf(scope).includes('openid')) return 'unreadable'
  if (max_age && !/^-?\d{1,9}$/.test(max_age)) return 'unreadable'
  return claims && readClaims(claims) === undefined ? 'unreadable' : undefined
}

/** Values known to OpenID Connect, and `none` only by itself. */
export function isPrompt(prompt: string): boolean {
  const values = wordsOf(prompt)
  return values.every((value) => PROMPTS.includes(value)) && !(values.length > 1 && values.includes('none'))
}

/** The names of the claims that userinfo is to have. Undefined where the text is not a JSON object of objects. */
export function readClaims(claims: string): readonly string[] | undefined {
  try {
    const read = claimsSchema.safeParse(JSON.parse(claims))
    return read.success ? Object.keys(read.data.userinfo ?? {}) : undefined
  } catch {
    return undefined
  }
}
const claimsSchema = z.looseObject({ userinfo: z.record(z.string(), z.unknown()).nullish() })

export function wordsOf(text: string): readonly string[] {
  return text.split(' ').filter((word) => word !== '')
}

export function isResponseMode(mode: string): mode is 'query' | 'fragment' {
  return mode === 'query' || mode === 'fragment'
}

/** Where the browser goes with a refusal: the redirect URI exactly as it is registered, and the error after it. */
export function addressOf(refusal: Extract<AuthorizeRefusal, { kind: 'redirect' }>): string {
  const { redirectUri, responseMode, error, description, state } = refusal
  const told = new URLSearchParams({
    error,
    error_description: description,
    ...(state !== null && { state }),
  })
  if (responseMode === 'fragment') return `${redirectUri}#${told}`
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${told}`
}
