import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Locale } from '#shared/dates'
import type { Client } from '../clients/client.ts'
import type { CredentialLevel, IdentityLevel } from '../levels.ts'

/** What a service asked for at /authorize, and what the browser's session already is. */
export interface Asked {
  /** The id of this authorization, which is in the address of each of its pages. */
  readonly uid: string
  readonly client: Client
  readonly credential: CredentialLevel
  /** The levels of identity any of which will do, weakest first; only P0: none is asked for. */
  readonly identity: readonly IdentityLevel[]
  /** Why a person is needed. `proving`: they are signed in well enough, and their identity is not yet proved. */
  readonly why: 'signing in' | 'stepping up' | 'signing in again' | 'proving'
  /** Whoever is signed in already; for `signing in again`, the only account that may. */
  readonly accountId: string | null
  /** How strongly the session is signed in. */
  readonly signedInAt: CredentialLevel | null
  readonly claims: readonly string[]
  readonly scopes: readonly string[]
  readonly locale: Locale
  readonly loginHint: string | null
  /** The id that ID tokens of this journey carry as `sid`. */
  readonly journeyId: string
}

/** Somebody may not use a service that is being tested: the service is told no more than the contract's words. */
export const NOT_LISTED = {
  says: 'Access denied by resource owner or authorization server',
  forTeam: 'Test service: not on the list of who may test it',
} as const

/** What came of a proving step: a level with the claims that go with it, or codes that say why not. */
export type Proved =
  | { readonly level: IdentityLevel; readonly returnCodes?: readonly string[] }
  | { readonly level: 'P0'; readonly returnCodes: readonly string[] }

/** The door between the protocol and the pages a person sees in the middle of it. */
export interface Authorizations {
  /** Undefined: the journey ended, expired, or belongs to another browser. */
  asked(request: FastifyRequest, reply: FastifyReply): Promise<Asked | undefined>
  /** The person is signed in: the session gets a new id, and the browser goes on to the service or to the next step. */
  signedIn(
    request: FastifyRequest,
    reply: FastifyReply,
    who: { accountId: string; level: CredentialLevel; methods: readonly string[] },
  ): Promise<void>
  /** A proving step ended. */
  proved(request: FastifyRequest, reply: FastifyReply, proved: Proved): Promise<void>
  /** The journey ends with an error, told to the service in the contract's words. `forTeam`: what its team reads instead. */
  refuse(
    request: FastifyRequest,
    reply: FastifyReply,
    error: 'access_denied' | 'login_required' | 'temporarily_unavailable' | 'server_error',
    description: string,
    forTeam?: string,
  ): Promise<void>
  /** Ends every session of the account but the one of this request, if one is given, and tells the services. */
  signOutEverywhere(accountId: string, reason: string, but?: FastifyRequest): Promise<void>
}
