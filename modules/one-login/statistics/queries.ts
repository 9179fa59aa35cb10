import { type Kysely, sql } from '#platform/database'
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

/** Counts them, in the transaction in which they happened. */
export async function count(
  tx: Kysely<OneLoginTables>,
  happenings: readonly Happening[],
  at: { now: number },
): Promise<void> {
  if (happenings.length === 0) return
  const day = new Date(at.now).toISOString().slice(0, 10)
  const part = Math.floor(Math.random() * PARTS)
  const rows = new Map<string, { happening: Happening; times: number }>()
  for (const happening of happenings) {
    const { what, clientId, level, route } = happening
    const key = `${what} ${clientId} ${level} ${route}`
    rows.set(key, { happening, times: (rows.get(key)?.times ?? 0) + 1 })
  }
  // In one order, so that no two transactions wait for one another.
  const ordered = [...rows].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row)
  await tx
    .insertInto('one_login.daily_count')
    .values(
      ordered.map(({ happening: { what, clientId, level, route }, times }) => ({
        day,
        what,
        client_id: clientId,
        level,
        route,
        part,
        times,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['day', 'what', 'client_id', 'level', 'route', 'part']).doUpdateSet(({ eb, ref }) => ({
        times: eb('one_login.daily_count.times', '+', ref('excluded.times')),
      })),
    )
    .execute()
}

/** An account that signs in to a service now. */
export interface Arrival {
  readonly accountId: string
  readonly isProved: boolean
}

/**
 * The accounts among these that sign in to a service for the first time, or with a proved identity for the first time:
 * each is told of once. Every account may be there once.
 */
export async function firstTimes(
  tx: Kysely<OneLoginTables>,
  arrivals: readonly Arrival[],
  { now }: { now: number },
): Promise<ReadonlyMap<string, { service: boolean; proof: boolean }>> {
  const at = new Date(now).toISOString()
  const { rows } = await sql<{ account_id: string; service: boolean; proof: boolean }>`
    with fresh as (
      select account.account_id, account.first_service_at is null as service,
             arrival.is_proved and account.first_proof_at is null as proof
      from unnest(${arrivals.map(({ accountId }) => accountId)}::text[],
                  ${arrivals.map(({ isProved }) => isProved)}::boolean[]) as arrival (account_id, is_proved)
      join one_login.account as account on account.account_id = arrival.account_id
      where account.first_service_at is null or (arrival.is_proved and account.first_proof_at is null)
      order by account.account_id
      for update of account
    )
    update one_login.account as account
    set first_service_at = coalesce(account.first_service_at, ${at}),
        first_proof_at = case when fresh.proof then ${at}::timestamptz else account.first_proof_at end
    from fresh where account.account_id = fresh.account_id
    returning account.account_id, fresh.service, fresh.proof`.execute(tx)
  return new Map(rows.map(({ account_id, service, proof }) => [account_id, { service, proof }]))
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
