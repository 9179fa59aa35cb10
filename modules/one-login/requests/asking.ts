import type { Client } from '../clients/client.ts'
import { SCOPES } from '../clients/input.ts'
import type { Profile } from '../profile.ts'
import { type Fault, isPrompt, type Parameters, readClaims, WORDS, wordsOf } from './parameters.ts'
import type { AuthorizeRequest } from './request.ts'
import { readVectors } from './vectors.ts'

interface Origin {
  readonly client: Client
  readonly redirectUri: string
  readonly responseMode: 'query' | 'fragment'
  /** True: from a request object that the client signed. */
  readonly signed: boolean
}

const LONGEST_HINT = 256
/** RFC 7636, 4.2: what S256 makes is 43 characters; no shorter text is a challenge. */
const CHALLENGE = /^[\w.~-]{43,128}$/
/** Near enough to a list of language tags to be told from something else. */
const LANGUAGES = /^[A-Za-z]{1,8}(-[A-Za-z\d]{1,8})*( +[A-Za-z]{1,8}(-[A-Za-z\d]{1,8})*)*$/

/**
 * The rules that requests of both kinds keep, in the contract's order: the first that is broken is what the service is
 * told of.
 */
export function readAsking(
  parameters: Parameters,
  origin: Origin,
  profile: Profile,
): { ok: true; request: AuthorizeRequest } | { ok: false; fault: Fault } {
  const { client, signed } = origin
  const scopes = wordsOf(parameters.scope ?? '')
  if (parameters.response_type !== 'code') return broken(WORDS.badType)
  if (!mayUseScopes(scopes, client)) return broken(WORDS.badScope)
  const claims = readClaims(parameters.claims || '{}')
  if (!claims || !mayUseClaims(claims, client, profile)) return invalid('Request contains invalid claims')
  if (!parameters.nonce && !client.permitMissingNonce) return invalid('Request is missing nonce parameter')
  const challengeFault = judgeChallenge(parameters, client)
  if (challengeFault) return invalid(challengeFault)
  const wanted = readVectors(parameters.vtr, client)
  if (!wanted) return invalid('Request vtr not valid')
  if (signed && parameters.ui_locales && !LANGUAGES.test(parameters.ui_locales))
    return invalid('ui_locales parameter is invalid')
  const ageFault = judgeAge(parameters.max_age, signed)
  if (ageFault) return invalid(ageFault)
  if (parameters.login_hint && parameters.login_hint.length > LONGEST_HINT)
    return invalid('login_hint parameter is invalid')
  const channel = parameters.channel ?? client.channel
  if (channel !== 'web' && channel !== 'generic_app') return invalid('Invalid value for channel parameter.')
  if (parameters.prompt && !isPrompt(parameters.prompt)) return broken(WORDS.unreadable)
  if (wordsOf(parameters.prompt ?? '').includes('select_account'))
    return broken({
      error: 'unmet_authentication_requirements',
      description: 'Unmet authentication requirements',
    })

  const read = {
    ...origin,
    state: parameters.state ?? '',
    nonce: parameters.nonce || null,
    scopes,
    claims,
    wanted,
    vtrGiven: Boolean(parameters.vtr),
    maxAge: client.maxAgeEnabled && parameters.max_age ? Number(parameters.max_age) : null,
    locale: localeOf(parameters.ui_locales ?? ''),
    loginHint: parameters.login_hint || null,
    channel,
    codeChallenge: parameters.code_challenge ?? null,
    ...promptOf(parameters, signed),
  } as const
  return { ok: true, request: { ...read, parameters: plain(read, parameters) } }
}

function broken(fault: Fault): { ok: false; fault: Fault } {
  return { ok: false, fault }
}

function invalid(description: string): { ok: false; fault: Fault } {
  return broken({ error: 'invalid_request', description })
}

export function mayUseScopes(scopes: readonly string[], client: Pick<Client, 'scopes'>): boolean {
  const known: readonly string[] = SCOPES
  return (
    scopes.includes('openid') &&
    scopes.every((scope) => known.includes(scope) && client.scopes.includes(scope))
  )
}

function mayUseClaims(claims: readonly string[], client: Client, profile: Profile): boolean {
  const known = Object.values(profile.claims)
  return claims.every((claim) => known.includes(claim) && client.claims.includes(claim))
}

function judgeChallenge(parameters: Parameters, client: Client): string | undefined {
  const { code_challenge: challenge, code_challenge_method: method } = parameters
  if (challenge === undefined)
    return client.pkceEnforced
      ? 'Request is missing code_challenge parameter, but PKCE is enforced.'
      : undefined
  if (!CHALLENGE.test(challenge)) return 'Invalid value for code_challenge parameter.'
  if (method === undefined)
    return 'Request is missing code_challenge_method parameter. code_challenge_method is required when code_challenge is present.'
  return method === 'S256' ? undefined : 'Invalid value for code_challenge_method parameter.'
}

function judgeAge(age: string | undefined, signed: boolean): string | undefined {
  if (!age) return undefined
  if (!/^-?\d{1,9}$/.test(age)) return 'Max age could not be parsed to an integer'
  return age.startsWith('-')
    ? `Max age is negative in ${signed ? 'request object' : 'query params'}`
    : undefined
}

function localeOf(uiLocales: string): 'en' | 'cy' | null {
  const languages = wordsOf(uiLocales).map((tag) => tag.split('-')[0]?.toLowerCase())
  return languages.find((language) => language === 'en' || language === 'cy') ?? null
}

/** To have somebody sign in again takes both, and from whoever can sign: anybody could put a hint in a link. */
function promptOf(
  { prompt, id_token_hint }: Parameters,
  signed: boolean,
): Pick<AuthorizeRequest, 'prompt' | 'idTokenHint'> {
  if (prompt === 'none') return { prompt: ['none'], idTokenHint: null }
  const again = signed && id_token_hint && wordsOf(prompt ?? '').includes('login')
  return again ? { prompt: ['login'], idTokenHint: id_token_hint } : { prompt: [], idTokenHint: null }
}

/** What the library behind is to read: nothing that the contract ignores, so that it cannot ever disagree. */
function plain(read: Omit<AuthorizeRequest, 'parameters'>, given: Parameters): Record<string, string> {
  const userinfo = Object.fromEntries(read.claims.map((claim) => [claim, null]))
  return {
    client_id: read.client.clientId,
    redirect_uri: read.redirectUri,
    response_type: 'code',
    scope: read.scopes.join(' '),
    state: read.state,
    ...(given.response_mode && { response_mode: read.responseMode }),
    ...(read.nonce !== null && { nonce: read.nonce }),
    ...(read.claims.length > 0 && { claims: JSON.stringify({ userinfo }) }),
    ...(given.vtr && { vtr: given.vtr }),
    ...(read.codeChallenge !== null && {
      code_challenge: read.codeChallenge,
      code_challenge_method: 'S256',
    }),
    ...(read.prompt.length > 0 && { prompt: read.prompt.join(' ') }),
    ...(read.idTokenHint && { id_token_hint: read.idTokenHint }),
    ...(read.maxAge !== null && { max_age: String(read.maxAge) }),
    ...(read.locale && { ui_locales: read.locale }),
    ...(read.loginHint && { login_hint: read.loginHint }),
    ...(given.channel && { channel: read.channel }),
  }
}
