import { type Kysely, sql } from '#platform/database'
import { MOST_ATTEMPTS } from '../lifetimes.ts'
import type { OneLoginTables } from '../tables.ts'
import { type Counted, LIMITS, type Limited, lockFrom } from './rules.ts'

type Database = Kysely<OneLoginTables>

interface Attempt {
  readonly accountId: string
  readonly kind: Limited
  readonly now: number
}

/**
 * Counts an attempt, before it is looked at: of any number at once, each gets a number of its own. One too many locks
 * the method. In one statement, so that it needs no transaction.
 */
export async function countAttempt(db: Database, { accountId, kind, now }: Attempt): Promise<Counted> {
  const at = moment(now)
  const until = moment(now + LIMITS[kind].counted * 1000)
  const lock = momentOrNull(lockFrom(kind, now))
  const { rows } = await sql<{ count: number; locked_until: string | null }>`
    insert into one_login.attempt as a (account_id, kind, count, counted_until)
    values (${accountId}, ${kind}, 1, ${until}::timestamptz)
    on conflict (account_id, kind) do update set
      count = case when a.locked_until > ${at}::timestamptz then a.count
                   when a.counted_until <= ${at}::timestamptz then 1
                   when a.count >= ${MOST_ATTEMPTS}::integer and ${lock}::timestamptz is not null then 0
                   else a.count + 1 end,
      counted_until = case when a.locked_until > ${at}::timestamptz then a.counted_until
                           else ${until}::timestamptz end,
      locked_until = case when a.locked_until > ${at}::timestamptz then a.locked_until
                          when a.counted_until > ${at}::timestamptz and a.count >= ${MOST_ATTEMPTS}::integer
                            then ${lock}::timestamptz end
    returning count, locked_until
  `.execute(db)
  const row = rows[0]
  if (!row) throw new Error('an attempt was counted without a row')
  return { count: row.count, lockedUntil: millisecondsOrNull(row.locked_until) }
}

/** Locks the method: the attempt that was the last one was wrong. */
export async function lock(tx: Database, { accountId, kind, now }: Attempt): Promise<void> {
  await tx
    .updateTable('one_login.attempt')
    .set({ count: 0, counted_until: moment(now), locked_until: momentOrNull(lockFrom(kind, now)) })
    .where('account_id', '=', accountId)
    .where('kind', '=', kind)
    .execute()
}

/** Until when the method is locked; null: it is not. */
export async function lockedUntil(db: Database, { accountId, kind, now }: Attempt): Promise<number | null> {
  const row = await db
    .selectFrom('one_login.attempt')
    .select('locked_until')
    .where('account_id', '=', accountId)
    .where('kind', '=', kind)
    .where('locked_until', '>', moment(now))
    .executeTakeFirst()
  return millisecondsOrNull(row?.locked_until ?? null)
}

/** Forgets what was tried, and opens what it locked. */
export async function forgetAttempts(
  tx: Database,
  accountId: string,
  kinds: readonly Limited[],
): Promise<void> {
  await tx
    .deleteFrom('one_login.attempt')
    .where('account_id', '=', accountId)
    .where('kind', 'in', kinds)
    .execute()
}

/** Holds all that was tried against an account until this transaction ends. */
export async function holdAttempts(tx: Database, accountId: string): Promise<void> {
  await tx
    .selectFrom('one_login.attempt')
    .select('kind')
    .where('account_id', '=', accountId)
    .orderBy('kind')
    .forUpdate()
    .execute()
}

/** What was tried against an account before it existed goes on being counted against it. */
export async function moveAttempts(tx: Database, from: string, to: string): Promise<void> {
  await tx.updateTable('one_login.attempt').set({ account_id: to }).where('account_id', '=', from).execute()
}

/** All that is counted or locked for an account now. */
export async function attemptsOf(
  db: Database,
  accountId: string,
  now: number,
): Promise<(Counted & { kind: string })[]> {
  const rows = await db
    .selectFrom('one_login.attempt')
    .select(['kind', 'count', 'counted_until', 'locked_until'])
    .where('account_id', '=', accountId)
    .orderBy('kind')
    .execute()
  const at = moment(now)
  return rows
    .map(({ kind, count, counted_until, locked_until }) => ({
      kind,
      count: counted_until > at ? count : 0,
      lockedUntil: locked_until !== null && locked_until > at ? Date.parse(locked_until) : null,
    }))
    .filter(({ count, lockedUntil: until }) => count > 0 || until !== null)
}

/** Removes what counts no more. */
export async function removeOldAttempts(db: Database, now: number): Promise<void> {
  await db
    .deleteFrom('one_login.attempt')
    .where(({ eb, fn }) => eb(fn<string>('greatest', ['counted_until', 'locked_until']), '<=', moment(now)))
    .execute()
}

function moment(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}

function momentOrNull(milliseconds: number | null): string | null {
  return milliseconds === null ? null : moment(milliseconds)
}

function millisecondsOrNull(text: string | null): number | null {
  return text === null ? null : Date.parse(text)
}
