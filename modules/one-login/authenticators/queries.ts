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

/** False: the account has one. */
export async function insertAuthenticator(
  tx: Database,
  authenticator: { accountId: string; secretSealed: Buffer; lastStep: number; addedAt: number },
): Promise<boolean> {
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
