import { type Kysely, sql } from '#platform/database'
import type { OneLoginTables } from '../tables.ts'

type Db = Kysely<OneLoginTables>

export interface Team {
  readonly teamId: string
  readonly name: string
}

export interface MemberRow {
  readonly member: string
  readonly emailSealed: Buffer
  readonly joinedAt: string
}

export interface InvitationRow {
  readonly invitationId: string
  readonly teamId: string
  readonly emailSealed: Buffer
  readonly invitedAt: string
  readonly expiresAt: string
}

export async function teamsOf(db: Db, member: string): Promise<Team[]> {
  return await db
    .selectFrom('one_login.team_member as member')
    .innerJoin('one_login.team as team', 'team.team_id', 'member.team_id')
    .select(['team.team_id as teamId', 'team.name'])
    .where('member.member', '=', member)
    .orderBy('team.name')
    .orderBy('team.team_id')
    .execute()
}

export async function insertTeam(db: Db, team: { teamId: string; name: string; at: string }): Promise<void> {
  await db
    .insertInto('one_login.team')
    .values({ team_id: team.teamId, name: team.name, created_at: team.at })
    .onConflict((conflict) => conflict.column('team_id').doNothing())
    .execute()
}

/** Somebody who is a member already stays one; their address is kept as they last signed in with it. */
export async function upsertMember(
  db: Db,
  member: { teamId: string; member: string; emailSealed: Buffer; emailDigest: Buffer; at: string },
): Promise<void> {
  await db
    .insertInto('one_login.team_member')
    .values({
      team_id: member.teamId,
      member: member.member,
      email_sealed: member.emailSealed,
      email_digest: member.emailDigest,
      joined_at: member.at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['team_id', 'member'])
        .doUpdateSet({ email_sealed: member.emailSealed, email_digest: member.emailDigest }),
    )
    .execute()
}

/** A member changed their address. */
export async function updateAddress(
  db: Db,
  at: { member: string; teamId: string; emailSealed: Buffer; emailDigest: Buffer },
): Promise<void> {
  await db
    .updateTable('one_login.team_member')
    .set({ email_sealed: at.emailSealed, email_digest: at.emailDigest })
    .where('team_id', '=', at.teamId)
    .where('member', '=', at.member)
    .where('email_digest', '<>', at.emailDigest)
    .execute()
}

export async function membersOf(db: Db, teamId: string): Promise<MemberRow[]> {
  return await db
    .selectFrom('one_login.team_member')
    .select(['member', 'email_sealed as emailSealed', 'joined_at as joinedAt'])
    .where('team_id', '=', teamId)
    .orderBy('joined_at')
    .orderBy('member')
    .execute()
}

/** Takes somebody out of a team, unless nobody would be left. The team's row is held, so that two do not leave at once. */
export async function deleteMember(
  db: Db,
  teamId: string,
  member: string,
): Promise<'removed' | 'last' | 'not found'> {
  await db.selectFrom('one_login.team').select('team_id').where('team_id', '=', teamId).forUpdate().execute()
  const members = await membersOf(db, teamId)
  if (!members.some((each) => each.member === member)) return 'not found'
  if (members.length === 1) return 'last'
  await db
    .deleteFrom('one_login.team_member')
    .where('team_id', '=', teamId)
    .where('member', '=', member)
    .execute()
  return 'removed'
}

export async function invitationsOf(db: Db, teamId: string, now: string): Promise<InvitationRow[]> {
  return await invitations(db)
    .where('team_id', '=', teamId)
    .where('expires_at', '>', now)
    .orderBy('invited_at')
    .orderBy('invitation_id')
    .execute()
}

function invitations(db: Db) {
  return db
    .selectFrom('one_login.team_invitation')
    .select([
      'invitation_id as invitationId',
      'team_id as teamId',
      'email_sealed as emailSealed',
      'invited_at as invitedAt',
      'expires_at as expiresAt',
    ])
}

/** An address that is invited again gets a new link, and the one before it stops working. */
export async function upsertInvitation(
  db: Db,
  invitation: {
    invitationId: string
    teamId: string
    tokenDigest: Buffer
    emailSealed: Buffer
    emailDigest: Buffer
    by: string
    at: string
    until: string
  },
): Promise<void> {
  const changing = {
    invitation_id: invitation.invitationId,
    token_digest: invitation.tokenDigest,
    email_sealed: invitation.emailSealed,
    invited_by: invitation.by,
    invited_at: invitation.at,
    expires_at: invitation.until,
  }
  await db
    .insertInto('one_login.team_invitation')
    .values({ team_id: invitation.teamId, email_digest: invitation.emailDigest, ...changing })
    .onConflict((conflict) => conflict.columns(['team_id', 'email_digest']).doUpdateSet(changing))
    .execute()
}

/** The invitation of a link, if it is for that address and has not expired. */
export async function invitationFor(
  db: Db,
  link: { tokenDigest: Buffer; emailDigest: Buffer; now: string },
): Promise<{ invitationId: string; teamId: string; teamName: string } | undefined> {
  return await db
    .selectFrom('one_login.team_invitation as invitation')
    .innerJoin('one_login.team as team', 'team.team_id', 'invitation.team_id')
    .select([
      'invitation.invitation_id as invitationId',
      'invitation.team_id as teamId',
      'team.name as teamName',
    ])
    .where('invitation.token_digest', '=', link.tokenDigest)
    .where('invitation.email_digest', '=', link.emailDigest)
    .where('invitation.expires_at', '>', link.now)
    .executeTakeFirst()
}

/** Uses an invitation up. False: somebody did before. */
export async function deleteInvitation(
  db: Db,
  invitation: { invitationId: string; teamId: string },
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('one_login.team_invitation')
    .where('invitation_id', '=', invitation.invitationId)
    .where('team_id', '=', invitation.teamId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** How many invitations of a team are open. */
export async function countInvitations(db: Db, teamId: string, now: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from one_login.team_invitation
    where team_id = ${teamId} and expires_at > ${now}::timestamptz`.execute(db)
  return rows[0]?.count ?? 0
}

/** Takes expired invitations away, with the addresses in them. */
export async function deleteInvitationsBefore(db: Db, now: string): Promise<void> {
  await db.deleteFrom('one_login.team_invitation').where('expires_at', '<', now).execute()
}
