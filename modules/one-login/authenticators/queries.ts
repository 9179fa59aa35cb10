import type { Kysely } from '#platform/database'
import type { OneLoginTables } from '../tables.ts'

type Database = Kysely<OneLoginTables>

/** The account's authenticator, which nobody else can use until this transaction ends. */
export async function takeAuthenticator(
  tx: Database,
  accountId: string,
): Promise<{ secretSealed: Buffer; lastStep: number } | undefined> {
  const row = await tx
    .selectFrom('one_login.authenticator')
    .select(['secret_sealed', 'last_step'])
    .where('account_id', '=', accountId)
    .forUpdate()
    .executeTakeFirst()
  return row && { secretSealed: row.secret_sealed, lastStep: row.last_step }
}

export async function spendStep(tx: Database, accountId: string, step: number): Promise<void> {
  await tx
    .updateTable('one_login.authenticator')
    .set({ last_step: step })
    .where('account_id', '=', accountId)
    .execute()
}

/** The secret of the account's authenticator, sealed: no two are alike. Undefined: it has none. */
export async function keptSecret(db: Database, accountId: string): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('one_login.authenticator')
    .select('secret_sealed')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row?.secret_sealed
}

export interface KeptAuthenticator {
  readonly accountId: string
  readonly secretSealed: Buffer
  readonly lastStep: number
  /** Milliseconds since 1970. */
  readonly addedAt: number
}

/** False: the account has one. */
export async function insertAuthenticator(tx: Database, authenticator: KeptAuthenticator): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('one_login.authenticator')
    .values({
      account_id: authenticator.accountId,
      secret_sealed: authenticator.secretSealed,
      last_step: authenticator.lastStep,
      added_at: new Date(authenticator.addedAt).toISOString(),
    })
    .onConflict((conflict) => conflict.column('account_id').doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** In the place of the one with the secret `instead`. False: the account has another by now. Of two at once, one does. */
export async function replaceAuthenticator(
  tx: Database,
  { accountId, secretSealed, lastStep, addedAt }: KeptAuthenticator,
  instead: Buffer,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('one_login.authenticator')
    .set({ secret_sealed: secretSealed, last_step: lastStep, added_at: new Date(addedAt).toISOString() })
    .where('account_id', '=', accountId)
    .where('secret_sealed', '=', instead)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}
