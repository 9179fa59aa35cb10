import type { Kysely } from '#platform/database'
import type { Account } from '../accounts/account.ts'
import type { Client, Clients } from '../clients/client.ts'
import type { Identity } from '../identities/identity.ts'
import type { CredentialLevel, IdentityLevel } from '../levels.ts'
import type { OneLoginTables } from '../tables.ts'
import type { Asked, Proved } from './asked.ts'

/** A person as tokens and userinfo tell of them. An `Account` is one. */
export type Person = Pick<Account, 'accountId' | 'email' | 'salt' | 'intervention'> & {
  /** True unless it says otherwise. */
  readonly emailVerified?: boolean
  /** E.164; only where codes are sent to it. */
  readonly phoneNumber?: string
  readonly phoneNumberVerified?: boolean
  /** Stands in place of every subject derived from the account. For the simulator alone. */
  readonly subject?: string
}

export interface ProtocolPeople {
  /** Undefined: there is no such account. */
  account(accountId: string): Promise<Person | undefined>
}

export interface ProtocolIdentities {
  /** What the account has proved; undefined: nothing yet. */
  find(accountId: string): Promise<Identity | undefined>
  /** How surely alone. */
  level?(accountId: string): Promise<IdentityLevel | undefined>
  /**
   * Proves at once, without a page. Undefined, or left out: a person is asked, at the journey's page of proving.
   * Asked only where what was proved before is not enough.
   */
  proveAtOnce?(
    accountId: string,
    wanted: { client: Client; identity: readonly IdentityLevel[] },
  ): Promise<Proved | undefined>
}

/** A JWT about to be signed. What it says may be changed, and so may its signature be. */
export interface Draft {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
  /** True: its signature is made wrong. */
  readonly spoiled?: boolean
}

/** Makes the provider err on purpose, so that services can test what they do about it. */
export interface Faults {
  idToken?(draft: Draft, client: Client): Draft
  coreIdentity?(draft: Draft, client: Client): Draft
  /** Answers an authorization with an error in place of a code. Undefined: it goes on. */
  authorize?(
    client: Client,
  ): { error: 'access_denied' | 'temporarily_unavailable'; description: string } | undefined
}

/** Signs somebody in at once, without a page, as a simulator does. Undefined: a person signs in at the pages. */
export type SignInAtOnce = (
  asked: Pick<Asked, 'client' | 'credential' | 'identity' | 'claims' | 'scopes'>,
) => Promise<{ accountId: string; level: CredentialLevel; methods: readonly string[] } | undefined>

/** The registry, or a list. What a list does not say, is not limited, and not kept. `Registry` says what each is for. */
export interface ProtocolClients extends Clients {
  mayAuthorize?(client: Client): Promise<boolean>
  mayUse?(client: Client, email: string): Promise<boolean>
  firstUser?(client: Client): Promise<'fixed' | 'changed'>
  recordError?(clientId: string, error: string, description: string, requestId: string): void
}

/** A code was sent to a service: somebody is signed in there. */
export interface Accepted {
  readonly client: Client
  readonly accountId: string
  readonly journeyId: string
  readonly credential: CredentialLevel
  /** P0: none was asked for, or none was reached. */
  readonly identity: IdentityLevel
  /** How they signed in: a person at the pages now, or the session they had. */
  readonly by: 'person' | 'session'
}

/** Hears of those that are written together, in the transaction that records them. */
export type Acceptance = (tx: Kysely<OneLoginTables>, accepted: readonly Accepted[]) => Promise<void>
