import type { Kysely } from '#platform/database'
import type { EmailCodeFor } from '../accounts/people.ts'
import { MOST_ATTEMPTS } from '../lifetimes.ts'
import type { OneLoginTables } from '../tables.ts'

type Database = Kysely<OneLoginTables>

/** Which code: an account's, or its shadow's, of one kind, in one journey. */
export interface Which {
  readonly accountId: string
  readonly kind: EmailCodeFor
  readonly journeyDigest: Buffer
}

export interface KeptCode {
  readonly codeDigest: Buffer | null
  readonly emailDigest: Buffer
  readonly tries: number
  /** Milliseconds since 1970, as below. */
  readonly expiresAt: number
}

/** What a code proved when it was entered. */
export interface Proof {
  readonly emailDigest: Buffer
  readonly secondFactor: boolean
}

/** Keeps a code in place of the journey's earlier one, and of all that was proved with that. */
export async function keepCode(
  tx: Database,
  which: Which,
  code: { codeDigest: Buffer; emailDigest: Buffer; expiresAt: number },
): Promise<void> {
  const kept = {
    email_digest: code.emailDigest,
    code_digest: code.codeDigest,
    expires_at: moment(code.expiresAt),
    proved_at: null,
    second_factor_at: null,
  }
  await tx
    .insertInto('one_login.email_code')
    .values({
      account_id: which.accountId,
      kind: which.kind,
      journey_digest: which.journeyDigest,
      ...kept,
    })
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'kind', 'journey_digest']).doUpdateSet({ ...kept, tries: 0 }),
    )
    .execute()
}

/** The code of the journey, counted as tried once more. Nobody else can try it until this transaction ends. */
export async function takeCode(tx: Database, which: Which): Promise<KeptCode | undefined> {
  const row = await tx
    .updateTable('one_login.email_code')
    .set(({ eb }) => ({ tries: eb('tries', '+', 1) }))
    .where('account_id', '=', which.accountId)
    .where('kind', '=', which.kind)
    .where('journey_digest', '=', which.journeyDigest)
    .returning(['code_digest', 'email_digest', 'tries', 'expires_at'])
    .executeTakeFirst()
  return (
    row && {
      codeDigest: row.tries <= MOST_ATTEMPTS ? row.code_digest : null,
      emailDigest: row.email_digest,
      tries: row.tries,
      expiresAt: Date.parse(row.expires_at),
    }
  )
}

/** Spends the code. What it proves holds until `until`. */
export async function prove(tx: Database, which: Which, at: { now: number; until: number }): Promise<void> {
  await tx
    .updateTable('one_login.email_code')
    .set({ code_digest: null, proved_at: moment(at.now), expires_at: moment(at.until) })
    .where('account_id', '=', which.accountId)
    .where('kind', '=', which.kind)
    .where('journey_digest', '=', which.journeyDigest)
    .execute()
}

export async function proveSecondFactor(tx: Database, which: Which, now: number): Promise<void> {
  await tx
    .updateTable('one_login.email_code')
    .set({ second_factor_at: moment(now) })
    .where('account_id', '=', which.accountId)
    .where('kind', '=', which.kind)
    .where('journey_digest', '=', which.journeyDigest)
    .where('proved_at', 'is not', null)
    .execute()
}

/** What the journey has proved, for now. */
export async function proofOf(db: Database, which: Which, now: number): Promise<Proof | undefined> {
  const row = await db
    .selectFrom('one_login.email_code')
    .select(['email_digest', 'second_factor_at'])
    .where('account_id', '=', which.accountId)
    .where('kind', '=', which.kind)
    .where('journey_digest', '=', which.journeyDigest)
    .where('proved_at', 'is not', null)
    .where('expires_at', '>', moment(now))
    .executeTakeFirst()
  return row && { emailDigest: row.email_digest, secondFactor: row.second_factor_at !== null }
}

/** Uses up what the journey has proved: of two at once, one gets it. */
export async function useProof(tx: Database, which: Which, now: number): Promise<Proof | undefined> {
  const row = await tx
    .deleteFrom('one_login.email_code')
    .where('account_id', '=', which.accountId)
    .where('kind', '=', which.kind)
    .where('journey_digest', '=', which.journeyDigest)
    .where('proved_at', 'is not', null)
    .where('expires_at', '>', moment(now))
    .returning(['email_digest', 'second_factor_at'])
    .executeTakeFirst()
  return row && { emailDigest: row.email_digest, secondFactor: row.second_factor_at !== null }
}

/** Ends every other journey in which a code of this account was sent: what it opened is changed. */
export async function removeCodesOf(tx: Database, accountId: string): Promise<void> {
  await tx.deleteFrom('one_login.email_code').where('account_id', '=', accountId).execute()
}

export async function removeOldCodes(db: Database, now: number): Promise<void> {
  await db.deleteFrom('one_login.email_code').where('expires_at', '<=', moment(now)).execute()
}

function moment(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
