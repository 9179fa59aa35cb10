import type { Kysely } from '#platform/database'
import type { OneLoginTables } from '../tables.ts'

type Db = Kysely<OneLoginTables>

/** For what a key is: a team's clients, the daily counts, or interventions. */
export type MachineKind = 'team' | 'statistics' | 'interventions'

export interface Machine {
  readonly machineId: string
  readonly kind: MachineKind
  readonly teamId: string | null
  readonly name: string
  readonly expiresAt: string
}

function machines(db: Db) {
  return db
    .selectFrom('one_login.machine')
    .select(['machine_id as machineId', 'kind', 'team_id as teamId', 'name', 'expires_at as expiresAt'])
}

export async function machineByToken(db: Db, digest: Buffer, now: string): Promise<Machine | undefined> {
  return await machines(db)
    .where('token_digest', '=', digest)
    .where('expires_at', '>', now)
    .executeTakeFirst()
}

/** A team's, or with null those that operators gave out. */
export async function machinesOf(db: Db, teamId: string | null): Promise<Machine[]> {
  return await machines(db)
    .where('team_id', teamId === null ? 'is' : '=', teamId)
    .orderBy('made_at')
    .orderBy('machine_id')
    .execute()
}

export async function insertMachine(
  db: Db,
  machine: Machine & { digest: Buffer; by: string; at: string },
): Promise<void> {
  await db
    .insertInto('one_login.machine')
    .values({
      machine_id: machine.machineId,
      token_digest: machine.digest,
      kind: machine.kind,
      team_id: machine.teamId,
      name: machine.name,
      made_by: machine.by,
      made_at: machine.at,
      expires_at: machine.expiresAt,
    })
    .execute()
}

/** False: there is none such, or it is another's. */
export async function deleteMachine(db: Db, machineId: string, teamId: string | null): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('one_login.machine')
    .where('machine_id', '=', machineId)
    .where('team_id', teamId === null ? 'is' : '=', teamId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

export async function deleteMachinesBefore(db: Db, now: string): Promise<void> {
  await db.deleteFrom('one_login.machine').where('expires_at', '<', now).execute()
}
