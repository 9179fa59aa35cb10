import { type Kysely, sql } from '#platform/database'
import type { OneLoginTables } from '../tables.ts'
import type { Client } from './client.ts'
import { type Settings, settingsSchema } from './input.ts'

type Db = Kysely<OneLoginTables>

/** A client as the registry keeps it: what is in force, and what waits for an operator. */
export interface Registered {
  readonly clientId: string
  readonly teamId: string
  readonly standing: 'integration' | 'production'
  readonly isActive: boolean
  /** In force. */
  readonly settings: Settings
  readonly clientSecretHash: string | null
  /** The sector that can no longer change, since somebody has used the client. */
  readonly fixedSector: string | null
  /** What its team asked for and nobody has decided. */
  readonly open: {
    readonly requestId: string
    readonly kind: 'production' | 'change'
    readonly settings: Settings
  } | null
}

/** What the protocol knows of a client. */
export async function clientById(db: Db, clientId: string): Promise<Client | undefined> {
  const row = await db
    .selectFrom('one_login.client')
    .select(['client_id', 'standing', 'is_active', 'settings', 'client_secret_hash'])
    .where('client_id', '=', clientId)
    .executeTakeFirst()
  if (!row) return undefined
  return {
    clientId: row.client_id,
    clientType: 'web',
    isActive: row.is_active,
    testClient: row.standing === 'integration',
    clientSecretHash: row.client_secret_hash,
    ...settingsSchema.parse(row.settings),
  }
}

function registered(db: Db) {
  return db
    .selectFrom('one_login.client as client')
    .leftJoin('one_login.client_request as request', (join) =>
      join.onRef('request.client_id', '=', 'client.client_id').on('request.decision', 'is', null),
    )
    .select([
      'client.client_id',
      'client.team_id',
      'client.standing',
      'client.is_active',
      'client.settings',
      'client.client_secret_hash',
      'client.sector',
      'client.first_user_at',
      'request.request_id',
      'request.kind',
      'request.settings as wanted',
    ])
}
type Row = Awaited<ReturnType<ReturnType<typeof registered>['execute']>>[number]

function read(row: Row): Registered {
  const { request_id: requestId, kind } = row
  return {
    clientId: row.client_id,
    teamId: row.team_id,
    standing: row.standing,
    isActive: row.is_active,
    settings: settingsSchema.parse(row.settings),
    clientSecretHash: row.client_secret_hash,
    fixedSector: row.first_user_at === null ? null : row.sector,
    open: requestId && kind ? { requestId, kind, settings: settingsSchema.parse(row.wanted) } : null,
  }
}

/** Undefined: there is none of this id, or it is not that team's. Which of the two is nobody's business. */
export async function registeredClient(
  db: Db,
  clientId: string,
  teams: readonly string[],
): Promise<Registered | undefined> {
  const row = await registered(db)
    .where('client.client_id', '=', clientId)
    .where(sql<boolean>`client.team_id = any (${teams}::text[])`)
    .executeTakeFirst()
  return row && read(row)
}

/** For operators, who see every team's. */
export async function anyClient(db: Db, clientId: string): Promise<Registered | undefined> {
  const row = await registered(db).where('client.client_id', '=', clientId).executeTakeFirst()
  return row && read(row)
}

export async function clientsOf(db: Db, teams: readonly string[]): Promise<Registered[]> {
  const rows = await registered(db)
    .where(sql<boolean>`client.team_id = any (${teams}::text[])`)
    .orderBy(sql`client.settings ->> 'clientName'`)
    .orderBy('client.client_id')
    .execute()
  return rows.map(read)
}

/** The client's row, held until the transaction ends: who changes it afterwards sees what this one made of it. */
export async function lockClient(db: Db, clientId: string): Promise<void> {
  await db
    .selectFrom('one_login.client')
    .select('client_id')
    .where('client_id', '=', clientId)
    .forUpdate()
    .execute()
}

/** False: there is one of this id. */
export async function insertClient(
  db: Db,
  client: {
    clientId: string
    teamId: string
    standing: Registered['standing']
    settings: Settings
    sector: string
    at: string
  },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('one_login.client')
    .values({
      client_id: client.clientId,
      team_id: client.teamId,
      standing: client.standing,
      is_active: true,
      settings: JSON.stringify(client.settings),
      client_secret_hash: null,
      sector: client.sector,
      first_user_at: null,
      registered_at: client.at,
    })
    .onConflict((conflict) => conflict.column('client_id').doNothing())
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function updateClient(
  db: Db,
  clientId: string,
  client: { settings: Settings; sector: string; standing?: Registered['standing'] },
): Promise<void> {
  await db
    .updateTable('one_login.client')
    .set({
      settings: JSON.stringify(client.settings),
      sector: client.sector,
      ...(client.standing === undefined ? {} : { standing: client.standing }),
    })
    .where('client_id', '=', clientId)
    .execute()
}

export async function setActive(db: Db, clientId: string, isActive: boolean): Promise<void> {
  await db
    .updateTable('one_login.client')
    .set({ is_active: isActive })
    .where('client_id', '=', clientId)
    .execute()
}

export async function setSecret(db: Db, clientId: string, hash: string): Promise<void> {
  await db
    .updateTable('one_login.client')
    .set({ client_secret_hash: hash })
    .where('client_id', '=', clientId)
    .execute()
}

/** Fixes the sector for good, unless that was done. `changed`: the client has another one. */
export async function fixSector(
  db: Db,
  clientId: string,
  sector: string,
  at: string,
): Promise<'fixed' | 'changed'> {
  const { numUpdatedRows } = await db
    .updateTable('one_login.client')
    .set({ first_user_at: at })
    .where('client_id', '=', clientId)
    .where('sector', '=', sector)
    .where('first_user_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows > 0n) return 'fixed'
  const same = await db
    .selectFrom('one_login.client')
    .select('client_id')
    .where('client_id', '=', clientId)
    .where('sector', '=', sector)
    .executeTakeFirst()
  return same ? 'fixed' : 'changed'
}

/** Whether somebody with this address works in the team whose client it is. */
export async function isMember(db: Db, clientId: string, emailDigest: Buffer): Promise<boolean> {
  const row = await db
    .selectFrom('one_login.client as client')
    .innerJoin('one_login.team_member as member', 'member.team_id', 'client.team_id')
    .select('client.client_id')
    .where('client.client_id', '=', clientId)
    .where('member.email_digest', '=', emailDigest)
    .executeTakeFirst()
  return row !== undefined
}

/** Takes one of the turns that a client has in 60 seconds. False: none is left. */
export async function takeTurn(db: Db, clientId: string, most: number, second: number): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`
    select one_login.take_turn(${clientId}, ${most}, ${second}) as taken`.execute(db)
  return rows[0]?.taken ?? false
}

/** Something that a service was told had gone wrong. Moments are RFC 3339. */
export interface ClientError {
  readonly error: string
  readonly description: string
  readonly times: number
  readonly firstAt: string
  readonly lastAt: string
  readonly lastRequestId: string
}

const LONGEST_DESCRIPTION = 200
const MOST_ERRORS = 50

/** Nothing is kept for a client that does not exist. */
export async function addError(
  db: Db,
  happened: { clientId: string; error: string; description: string; requestId: string; at: string },
): Promise<void> {
  const { clientId, error, requestId, at } = happened
  const description = happened.description.slice(0, LONGEST_DESCRIPTION)
  await sql`
    insert into one_login.client_error (client_id, error, description, times, first_at, last_at, last_request_id)
    select client_id, ${error.slice(0, 100)}, ${description}, 1, ${at}::timestamptz, ${at}::timestamptz, ${requestId}
    from one_login.client where client_id = ${clientId}
    on conflict (client_id, error, description) do update set
      times = client_error.times + 1, last_at = excluded.last_at, last_request_id = excluded.last_request_id`.execute(
    db,
  )
}

/** The latest first. */
export async function errorsOf(db: Db, clientId: string): Promise<ClientError[]> {
  return await db
    .selectFrom('one_login.client_error')
    .select([
      'error',
      'description',
      'times',
      'first_at as firstAt',
      'last_at as lastAt',
      'last_request_id as lastRequestId',
    ])
    .where('client_id', '=', clientId)
    .orderBy('last_at', 'desc')
    .limit(MOST_ERRORS)
    .execute()
}

/** Forgets errors of before a moment, and what was left of limits. */
export async function forgetOld(db: Db, errorsBefore: string, turnsBefore: number): Promise<void> {
  await db.deleteFrom('one_login.client_error').where('last_at', '<', errorsBefore).execute()
  await db.deleteFrom('one_login.client_turn').where('second', '<', turnsBefore).execute()
}

/** Every client there is, for operators, by name. */
export async function allClients(db: Db): Promise<(Registered & { readonly teamName: string })[]> {
  const rows = await registered(db)
    .innerJoin('one_login.team as team', 'team.team_id', 'client.team_id')
    .select('team.name as teamName')
    .orderBy(sql`client.settings ->> 'clientName'`)
    .orderBy('client.client_id')
    .limit(1000)
    .execute()
  return rows.map((row) => ({ ...read(row), teamName: row.teamName }))
}
