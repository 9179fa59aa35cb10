import { type Kysely, sql } from '#platform/database'
import { type Settings, settingsSchema } from '../clients/input.ts'
import type { OneLoginTables } from '../tables.ts'

type Db = Kysely<OneLoginTables>

/** What a team asked an operator for. */
export interface Request {
  readonly requestId: string
  readonly clientId: string
  readonly teamId: string
  readonly teamName: string
  readonly kind: 'production' | 'change'
  /** In force now. */
  readonly before: Settings
  /** Wanted. */
  readonly settings: Settings
  readonly askedAt: string
  readonly decision: 'approved' | 'refused' | 'withdrawn' | null
  readonly reason: string | null
}

function requests(db: Db) {
  return db
    .selectFrom('one_login.client_request as request')
    .innerJoin('one_login.client as client', 'client.client_id', 'request.client_id')
    .innerJoin('one_login.team as team', 'team.team_id', 'client.team_id')
    .select([
      'request.request_id as requestId',
      'request.client_id as clientId',
      'client.team_id as teamId',
      'team.name as teamName',
      'request.kind',
      'client.settings as before',
      'request.settings',
      'request.asked_at as askedAt',
      'request.decision',
      'request.reason',
    ])
}
type Row = Awaited<ReturnType<ReturnType<typeof requests>['execute']>>[number]

function read(row: Row): Request {
  return { ...row, before: settingsSchema.parse(row.before), settings: settingsSchema.parse(row.settings) }
}

/** The longest waiting first. */
export async function openRequests(db: Db): Promise<Request[]> {
  const rows = await requests(db)
    .where('request.decision', 'is', null)
    .orderBy('request.asked_at')
    .limit(200)
    .execute()
  return rows.map(read)
}

export async function requestById(db: Db, requestId: string): Promise<Request | undefined> {
  const row = await requests(db).where('request.request_id', '=', requestId).executeTakeFirst()
  return row && read(row)
}

/** How the last request of a client ended. Undefined: none has been decided. */
export async function lastDecision(
  db: Db,
  clientId: string,
): Promise<{ decision: 'approved' | 'refused'; reason: string | null } | undefined> {
  const row = await db
    .selectFrom('one_login.client_request')
    .select(['decision', 'reason'])
    .where('client_id', '=', clientId)
    .where(sql<boolean>`decision in ('approved', 'refused')`)
    .orderBy('decided_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const { decision, reason } = row ?? {}
  return decision === 'approved' || decision === 'refused' ? { decision, reason: reason ?? null } : undefined
}

export async function insertRequest(
  db: Db,
  request: {
    requestId: string
    clientId: string
    kind: 'production' | 'change'
    settings: Settings
    askedBy: string
    askedAt: string
  },
): Promise<void> {
  await db
    .insertInto('one_login.client_request')
    .values({
      request_id: request.requestId,
      client_id: request.clientId,
      kind: request.kind,
      settings: JSON.stringify(request.settings),
      asked_by: request.askedBy,
      asked_at: request.askedAt,
    })
    .execute()
}

/** False: it was decided before. */
export async function closeRequest(
  db: Db,
  requestId: string,
  how: { decision: 'approved' | 'refused' | 'withdrawn'; by: string; at: string; reason: string | null },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('one_login.client_request')
    .set({ decision: how.decision, decided_by: how.by, decided_at: how.at, reason: how.reason })
    .where('request_id', '=', requestId)
    .where('decision', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** What is wanted in an open request, as an operator's own settings change under it. */
export async function setWanted(db: Db, requestId: string, settings: Settings): Promise<void> {
  await db
    .updateTable('one_login.client_request')
    .set({ settings: JSON.stringify(settings) })
    .where('request_id', '=', requestId)
    .where('decision', 'is', null)
    .execute()
}
