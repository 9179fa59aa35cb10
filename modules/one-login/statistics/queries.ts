import type { Kysely } from '#platform/database'
import type { CredentialLevel, IdentityLevel } from '../levels.ts'
import type { OneLoginTables } from '../tables.ts'

/** One thing that happened. Nothing in it tells of whom. */
export interface Happening {
  /** A sign-in to a service, an account made on the way to it, or the first time an account's identity was proved. */
  readonly what: 'sign-in' | 'new-account' | 'first-proof'
  readonly clientId: string
  /** How surely: of a sign-in the credentials, with the identity where one was asked; of a proof the identity. */
  readonly level: CredentialLevel | IdentityLevel | `${CredentialLevel}.${IdentityLevel}`
  /** By which way: a few fixed words, such as `password`, `authenticator`, `session`, `web`, `app`, `counter`. */
  readonly route: string
}

// How many rows a day's number is spread over, so that sign-ins to one service seldom wait for one another.
const PARTS = 16

/** Counts it, in the transaction in which it happened. */
export async function count(
  tx: Kysely<OneLoginTables>,
  happening: Happening,
  at: { now: number },
): Promise<void> {
  await tx
    .insertInto('one_login.daily_count')
    .values({
      day: new Date(at.now).toISOString().slice(0, 10),
      what: happening.what,
      client_id: happening.clientId,
      level: happening.level,
      route: happening.route,
      part: Math.floor(Math.random() * PARTS),
      times: 1,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['day', 'what', 'client_id', 'level', 'route', 'part'])
        .doUpdateSet(({ eb }) => ({ times: eb('one_login.daily_count.times', '+', 1) })),
    )
    .execute()
}

/** Whether an account signs in to a service for the first time, and whether it does with a proved identity: true once. */
export async function firstTimes(
  tx: Kysely<OneLoginTables>,
  { accountId, isProved, now }: { accountId: string; isProved: boolean; now: number },
): Promise<{ service: boolean; proof: boolean }> {
  const at = new Date(now).toISOString()
  const mark = async (column: 'first_service_at' | 'first_proof_at') => {
    const { numUpdatedRows } = await tx
      .updateTable('one_login.account')
      .set({ [column]: at })
      .where('account_id', '=', accountId)
      .where(column, 'is', null)
      .executeTakeFirstOrThrow()
    return numUpdatedRows > 0n
  }
  return { service: await mark('first_service_at'), proof: isProved && (await mark('first_proof_at')) }
}

/** A day's number of one kind, of all its parts. */
export interface DailyCount {
  readonly day: string
  readonly what: Happening['what']
  readonly clientId: string
  readonly level: string
  readonly route: string
  readonly times: number
}

/** The counts of the days from `from` to `to`, both included, in one order. */
export async function countsBetween(
  tx: Kysely<OneLoginTables>,
  days: { from: string; to: string },
): Promise<DailyCount[]> {
  const rows = await tx
    .selectFrom('one_login.daily_count')
    .select(({ fn }) => [
      'day',
      'what',
      'client_id as clientId',
      'level',
      'route',
      fn.sum<string>('times').as('times'),
    ])
    .where('day', '>=', days.from)
    .where('day', '<=', days.to)
    .groupBy(['day', 'what', 'client_id', 'level', 'route'])
    .orderBy('day')
    .orderBy('what')
    .orderBy('client_id')
    .orderBy('level')
    .orderBy('route')
    .execute()
  return rows.map((row) => ({ ...row, times: Number(row.times) }))
}
