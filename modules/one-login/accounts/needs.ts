import { randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Audit } from '#platform/audit'
import type { Kysely } from '#platform/database'
import type { Mail } from '#platform/mail'
import type { Messages } from '#platform/messages'
import type { Base } from '../base.ts'
import type { PasswordLine } from '../passwords/line.ts'
import type { OneLoginTables } from '../tables.ts'
import type { Account } from './account.ts'
import type { During } from './people.ts'
import type { KeptAccount } from './queries.ts'
import { sameAddress } from './rules.ts'

export type Database = Kysely<OneLoginTables>

/** What everything about people stands on. */
export interface Needs {
  readonly base: Base
  readonly audit: Pick<Audit, 'record'>
  readonly mail: Mail
  readonly messages: Messages
  /** One for the whole process. */
  readonly line: PasswordLine
  /** Ends every session of the account but that of `but`, and tells the services. May be done twice. */
  readonly signOutEverywhere: (accountId: string, reason: string, but?: FastifyRequest) => Promise<void>
}

/** Quick statements. Never inside a transaction: the embedded database has one connection. */
export function quick({ base }: Needs): Database {
  return base.store.quick('accounts')
}

/**
 * So that no two transactions wait for one another, each takes its rows in one order: what was tried of codes and how
 * many were sent, the codes, the address, the account, its authenticator, its wrong passwords, its sign-out, and last
 * the audit and the mails.
 */
export function inTransaction<T>({ base }: Needs, work: (tx: Database) => Promise<T>): Promise<T> {
  return base.store.as('accounts', {}, work)
}

/** 128 random bits. */
export function makeAccountId(): string {
  return randomBytes(16).toString('base64url')
}

export function emailDigestOf({ base }: Needs, email: string): Buffer {
  return base.secrets.digest('e-mail of an account', sameAddress(email))
}

/** The id under which an address without an account is counted and locked. Always the same, and like an account's. */
export function shadowIdOf({ base }: Needs, email: string): string {
  return base.secrets.digest('shadow of an account', sameAddress(email)).subarray(0, 16).toString('base64url')
}

export function sealEmail({ base }: Needs, accountId: string, email: string): Buffer {
  return base.secrets.seal(`e-mail of account ${accountId}`, Buffer.from(email))
}

export function emailOf({ base }: Needs, account: KeptAccount): string {
  return base.secrets.open(`e-mail of account ${account.accountId}`, account.emailSealed).toString()
}

export function shown(needs: Needs, kept: KeptAccount): Account {
  const { accountId, salt, createdAt, acceptedTerms, intervention } = kept
  return {
    accountId,
    // Opened only where it is read: most requests of services are about no address.
    get email() {
      return emailOf(needs, kept)
    },
    salt,
    createdAt,
    strongestLevel: strongestLevelOf(kept),
    acceptedTerms,
    intervention,
  }
}

export function strongestLevelOf({ hasAuthenticator }: KeptAccount): Account['strongestLevel'] {
  return hasAuthenticator ? 'Cl.Cm' : 'Cl'
}

export interface Noted {
  readonly accountId: string
  readonly action: string
  /** Whoever did it: the account itself, once they have shown that it is theirs; unless said otherwise, anyone. */
  readonly actor?: string
  readonly reason?: string
}

/** Records in the audit what was done to an account, or to a shadow of one. */
export async function note(
  { audit }: Needs,
  tx: Database,
  { requestId }: Pick<During, 'requestId'>,
  { accountId, action, actor = 'anyone', reason }: Noted,
): Promise<void> {
  await audit.record(tx, {
    stream: accountId,
    actor,
    action,
    subject: accountId,
    ...(reason !== undefined && { reason }),
    ...(requestId !== null && { requestId }),
  })
}
