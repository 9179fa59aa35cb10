import type { Kysely } from '#platform/database'
import type { OneLoginTables } from '../tables.ts'

type Db = Kysely<OneLoginTables>
export type DeskName = 'teams' | 'operators'

export interface SessionRow {
  readonly subject: string
  readonly emailSealed: Buffer | null
  readonly seenAt: string
}

export async function insertSession(
  db: Db,
  session: { digest: Buffer; desk: DeskName; subject: string; emailSealed: Buffer | null; at: string },
): Promise<void> {
  await db
    .insertInto('one_login.desk_session')
    .values({
      session_digest: session.digest,
      desk: session.desk,
      subject: session.subject,
      email_sealed: session.emailSealed,
      started_at: session.at,
      seen_at: session.at,
    })
    .execute()
}

/** The session, if it began and was last seen after these moments. */
export async function liveSession(
  db: Db,
  desk: DeskName,
  digest: Buffer,
  after: { started: string; seen: string },
): Promise<SessionRow | undefined> {
  return await db
    .selectFrom('one_login.desk_session')
    .select(['subject', 'email_sealed as emailSealed', 'seen_at as seenAt'])
    .where('session_digest', '=', digest)
    .where('desk', '=', desk)
    .where('started_at', '>', after.started)
    .where('seen_at', '>', after.seen)
    .executeTakeFirst()
}

export async function touchSession(db: Db, digest: Buffer, at: string): Promise<void> {
  await db
    .updateTable('one_login.desk_session')
    .set({ seen_at: at })
    .where('session_digest', '=', digest)
    .execute()
}

export async function deleteSession(db: Db, digest: Buffer): Promise<void> {
  await db.deleteFrom('one_login.desk_session').where('session_digest', '=', digest).execute()
}

/** Ends all sessions of one person at a desk. */
export async function deleteSessionsOf(db: Db, desk: DeskName, subject: string): Promise<void> {
  await db
    .deleteFrom('one_login.desk_session')
    .where('desk', '=', desk)
    .where('subject', '=', subject)
    .execute()
}

export async function deleteSessionsBefore(db: Db, started: string): Promise<void> {
  await db.deleteFrom('one_login.desk_session').where('started_at', '<', started).execute()
}
