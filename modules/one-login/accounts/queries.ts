import { CompiledQuery, type Kysely } from '#platform/database'
import type { Locale } from '#shared/dates'
import type { OneLoginTables } from '../tables.ts'
import type { Intervention } from './account.ts'

type Database = Kysely<OneLoginTables>

/** An account as it is kept: its address is sealed. */
export interface KeptAccount {
  readonly accountId: string
  readonly emailSealed: Buffer
  readonly emailDigest: Buffer
  readonly salt: Buffer
  readonly locale: Locale
  readonly createdAt: string
  readonly passwordHash: string
  readonly passwordIsCommon: boolean
  readonly acceptedTerms: string | null
  readonly intervention: Intervention
  readonly hasAuthenticator: boolean
}

export async function accountIdOf(db: Database, emailDigest: Buffer): Promise<string | undefined> {
  const row = await db
    .selectFrom('one_login.address')
    .select('account_id')
    .where('email_digest', '=', emailDigest)
    .executeTakeFirst()
  return row?.account_id
}

// Asked several times in every sign-in, so its text is made once.
const READ = `select account.account_id as "accountId", account.email_sealed as "emailSealed",
  account.email_digest as "emailDigest", account.salt, account.locale, account.created_at as "createdAt",
  account.password_hash as "passwordHash", account.password_is_common as "passwordIsCommon",
  account.accepted_terms as "acceptedTerms", account.intervention as state,
  account.must_reset_password as "mustResetPassword", account.must_reprove_identity as "mustReproveIdentity",
  authenticator.account_id is not null as "hasAuthenticator"
from one_login.account as account
left join one_login.authenticator as authenticator on authenticator.account_id = account.account_id
where account.account_id = $1`

type Row = Omit<KeptAccount, 'intervention'> & {
  state: Intervention['state']
  mustResetPassword: boolean
  mustReproveIdentity: boolean
}

export async function readAccount(db: Database, accountId: string): Promise<KeptAccount | undefined> {
  const { rows } = await db.executeQuery<Row>(CompiledQuery.raw(READ, [accountId]))
  const [row] = rows
  if (!row) return undefined
  const { state, mustResetPassword, mustReproveIdentity, ...account } = row
  return { ...account, intervention: { state, mustResetPassword, mustReproveIdentity } }
}

/** Holds the account until this transaction ends: what is decided from it stays so. */
export async function takeAccount(tx: Database, accountId: string): Promise<KeptAccount | undefined> {
  const found = await tx
    .selectFrom('one_login.account')
    .select('account_id')
    .where('account_id', '=', accountId)
    .forUpdate()
    .executeTakeFirst()
  return found && (await readAccount(tx, accountId))
}

/** Gives the address to the account. False: it is somebody's. Of two at once, one gets it. */
export async function claimAddress(tx: Database, emailDigest: Buffer, accountId: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('one_login.address')
    .values({ email_digest: emailDigest, account_id: accountId })
    .onConflict((conflict) => conflict.column('email_digest').doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

export async function releaseAddress(tx: Database, emailDigest: Buffer, accountId: string): Promise<void> {
  await tx
    .deleteFrom('one_login.address')
    .where('email_digest', '=', emailDigest)
    .where('account_id', '=', accountId)
    .execute()
}

export type NewAccount = Omit<
  KeptAccount,
  'passwordIsCommon' | 'intervention' | 'hasAuthenticator' | 'createdAt'
> & { readonly now: number }

export async function insertAccount(tx: Database, account: NewAccount): Promise<void> {
  await tx
    .insertInto('one_login.account')
    .values({
      account_id: account.accountId,
      email_sealed: account.emailSealed,
      email_digest: account.emailDigest,
      salt: account.salt,
      locale: account.locale,
      created_at: new Date(account.now).toISOString(),
      password_hash: account.passwordHash,
      accepted_terms: account.acceptedTerms,
    })
    .execute()
}

/** What may change of an account. */
export interface Changes {
  readonly address?: { readonly sealed: Buffer; readonly digest: Buffer }
  readonly passwordHash?: string
  readonly passwordIsCommon?: boolean
  readonly acceptedTerms?: string
  readonly intervention?: Intervention
}

export async function updateAccount(tx: Database, accountId: string, changes: Changes): Promise<void> {
  const { address, passwordHash, passwordIsCommon, acceptedTerms, intervention } = changes
  await tx
    .updateTable('one_login.account')
    .set({
      ...(address && { email_sealed: address.sealed, email_digest: address.digest }),
      ...(passwordHash !== undefined && { password_hash: passwordHash }),
      ...(passwordIsCommon !== undefined && { password_is_common: passwordIsCommon }),
      ...(acceptedTerms !== undefined && { accepted_terms: acceptedTerms }),
      ...(intervention && {
        intervention: intervention.state,
        must_reset_password: intervention.mustResetPassword,
        must_reprove_identity: intervention.mustReproveIdentity,
      }),
    })
    .where('account_id', '=', accountId)
    .execute()
}

/** Says, with the change that asks for it, that the account's sessions must end. */
export async function askToSignOut(
  tx: Database,
  accountId: string,
  asked: { reason: string; now: number },
): Promise<void> {
  const since = new Date(asked.now).toISOString()
  await tx
    .insertInto('one_login.sign_out')
    .values({ account_id: accountId, reason: asked.reason, since })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet({ reason: asked.reason, since }))
    .execute()
}

export interface AskedSignOut {
  readonly accountId: string
  readonly reason: string
  readonly since: string
}

/** Sign-outs that were asked for before a moment, and are not done. */
export async function unfinishedSignOuts(db: Database, before: number): Promise<AskedSignOut[]> {
  return await db
    .selectFrom('one_login.sign_out')
    .select(['account_id as accountId', 'reason', 'since'])
    .where('since', '<=', new Date(before).toISOString())
    .orderBy('since')
    .limit(1000)
    .execute()
}

/** The sessions have ended. One asked for since is another. */
export async function signOutDone(db: Database, accountId: string, since: string): Promise<void> {
  await db
    .deleteFrom('one_login.sign_out')
    .where('account_id', '=', accountId)
    .where('since', '=', since)
    .execute()
}
