import type { Client } from '../clients/client.ts'
import type { CredentialLevel, IdentityLevel } from '../levels.ts'

/** What a service may ask of a person's sign-in: any of these vectors will do. */
export interface Wanted {
  /** The weakest credential that any of the vectors accepts. */
  readonly credential: CredentialLevel
  /** The levels of identity any of which will do, weakest first; only P0: none is asked for. */
  readonly identity: readonly IdentityLevel[]
}

/** A request to /authorize that kept every rule, whether it came as a query or as a signed request object. */
export interface AuthorizeRequest {
  readonly client: Client
  readonly redirectUri: string
  readonly responseMode: 'query' | 'fragment'
  readonly state: string
  /** Null only for a client that may leave it out. */
  readonly nonce: string | null
  readonly scopes: readonly string[]
  /** Claims of userinfo, by their full names. */
  readonly claims: readonly string[]
  readonly wanted: Wanted
  /** False: the service left it to the provider. One that has a person sign in again then gets what they had. */
  readonly vtrGiven: boolean
  /**
   * At most one. `login` only together with an `idTokenHint`: the contract ignores it elsewhere, and `consent` and
   * `create` always.
   */
  readonly prompt: readonly ('none' | 'login')[]
  /** Seconds; null where the client does not use it or did not send it. */
  readonly maxAge: number | null
  /** The first of the languages asked for that the provider speaks; null: none was. */
  readonly locale: 'en' | 'cy' | null
  readonly loginHint: string | null
  readonly channel: 'web' | 'generic_app'
  /** With the method S256. */
  readonly codeChallenge: string | null
  /** Who is to sign in again. Read only from a request object with prompt=login; not verified here. */
  readonly idTokenHint: string | null
  /** True: the parameters came in a request object that the client signed. */
  readonly signed: boolean
  /**
   * The same request as the plain parameters of a query, for the library behind: a request object is expanded, what is
   * not a string is JSON, what the contract ignores is left out.
   */
  readonly parameters: Readonly<Record<string, string>>
}

export type AuthorizeError =
  | 'invalid_request'
  | 'invalid_request_object'
  | 'invalid_scope'
  | 'unauthorized_client'
  | 'unsupported_response_type'
  | 'request_uri_not_supported'
  | 'unmet_authentication_requirements'
  | 'access_denied'
  | 'login_required'
  | 'temporarily_unavailable'
  | 'server_error'

/** What is answered to a request that broke a rule. */
export type AuthorizeRefusal =
  | {
      /** Said to the person: the service's address cannot be trusted, or was not given. */
      readonly kind: 'page'
      readonly status: 400 | 405 | 500
      readonly says: string
      /** Of the client where it is known, for its team's list of recent errors. */
      readonly clientId: string | null
      readonly error: AuthorizeError
      /** What was wrong, where a person is told less than the team must know. */
      readonly mistake?: string
    }
  | {
      /** Sent to the service: 302 to its redirect URI. */
      readonly kind: 'redirect'
      readonly redirectUri: string
      readonly responseMode: 'query' | 'fragment'
      readonly clientId: string
      readonly error: AuthorizeError
      readonly description: string
      /** Null where the request had none. */
      readonly state: string | null
    }

export type Authorized =
  | { readonly ok: true; readonly request: AuthorizeRequest }
  | { readonly ok: false; readonly refusal: AuthorizeRefusal }

/** A request to /token whose form and whose client are right. The code itself is judged by `checkCode`. */
export interface TokenRequest {
  readonly client: Client
  readonly code: string
  readonly redirectUri: string
  readonly codeVerifier: string | null
  /** Of the client's assertion; null for a client that sent its secret. `jti` may be missing: the contract lets it. */
  readonly assertion: { readonly jti: string | null; readonly exp: number } | null
}

export interface TokenRefusal {
  readonly status: 400 | 401
  readonly error:
    | 'invalid_request'
    | 'invalid_client'
    | 'invalid_grant'
    | 'unsupported_grant_type'
    | 'server_error'
  readonly description: string
  readonly clientId: string | null
}

export type TokenChecked =
  | { readonly ok: true; readonly request: TokenRequest }
  | { readonly ok: false; readonly refusal: TokenRefusal }
