/*
 * The teams that run services, and who works in them. All members of a team may do the same. People are known by the
 * subject that the provider gives its own pages, so that nothing here leads to an account.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { Audit } from '#platform/audit'
import type { Mail } from '#platform/mail'
import { readEmail } from '../accounts/rules.ts'
import type { Base } from '../base.ts'
import { newId } from '../clients/new-id.ts'
import { memberDigest } from '../clients/registry.ts'
import { isOfDomain } from '../clients/rules.ts'
import {
  countInvitations,
  deleteInvitation,
  deleteInvitationsBefore,
  deleteMember,
  insertTeam,
  invitationFor,
  invitationsOf,
  membersOf,
  type Team,
  teamsOf,
  updateAddress,
  upsertInvitation,
  upsertMember,
} from './queries.ts'

/** Somebody who is signed in to the pages for teams. */
export interface Person {
  /** The subject of the provider for its own pages. */
  readonly member: string
  readonly email: string
  readonly requestId: string
}

export interface TeamPage {
  readonly team: Team
  readonly members: readonly { member: string; email: string; joinedAt: string; isYou: boolean }[]
  readonly invitations: readonly { invitationId: string; email: string; expiresAt: string }[]
}

/** The words of an invitation, in the language of whoever invites. */
export type InvitationWords = (invitation: { team: string; link: string }) => {
  subject: string
  body: string
}

export type Invited =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly why: 'not found' | 'not an address' | 'not allowed' | 'member already' | 'too many'
    }

export interface Teams {
  of(member: string): Promise<Team[]>
  create(person: Person, name: string): Promise<Team>
  /** Undefined: it is not one of theirs. */
  page(person: Person, teamId: string): Promise<TeamPage | undefined>
  invite(person: Person, teamId: string, email: string, words: InvitationWords): Promise<Invited>
  withdraw(person: Person, teamId: string, invitationId: string): Promise<boolean>
  remove(person: Person, teamId: string, member: string): Promise<'removed' | 'last' | 'not found'>
  /** The team that a link invites this person to; undefined: it is for another address, used, expired, or none. */
  invitation(person: Person, token: string): Promise<{ teamName: string } | undefined>
  accept(person: Person, token: string): Promise<{ teamId: string } | undefined>
  /** Notes the address with which a member signed in, and says whether addresses like it may have teams. */
  signedIn(member: string, email: string): Promise<void>
  mayWorkHere(email: string): boolean
  forgetOld(): Promise<void>
}

const INVITED_FOR = 7 * 86_400_000
const MOST_INVITATIONS = 50

export function createTeams(
  { store, now, secrets, profile, publicUrl }: Base,
  { audit, mail }: { audit: Audit; mail: Mail },
): Teams {
  const quick = store.quick('accounts')
  const moment = (later = 0) => new Date(now() + later).toISOString()
  const sealedFor = (teamId: string) => `address of a member of team ${teamId}`
  const opened = (teamId: string, sealed: Buffer) => secrets.open(sealedFor(teamId), sealed).toString()
  const addressFor = (teamId: string, email: string) => ({
    emailSealed: secrets.seal(sealedFor(teamId), Buffer.from(email)),
    emailDigest: memberDigest(secrets, email),
  })
  const event = (person: Person, teamId: string, action: string, subject: string) => ({
    stream: `team:${teamId}`,
    actor: `member:${person.member}`,
    action,
    subject,
    requestId: person.requestId,
  })

  async function own(person: Person, teamId: string): Promise<Team | undefined> {
    return (await teamsOf(quick, person.member)).find((team) => team.teamId === teamId)
  }

  return {
    of: (member) => teamsOf(quick, member),
    mayWorkHere: (email) => isOfDomain(email, profile.teams),

    async create(person, name) {
      const team = { teamId: newId(), name }
      await store.as('accounts', {}, async (tx) => {
        await insertTeam(tx, { ...team, at: moment() })
        const address = addressFor(team.teamId, person.email)
        await upsertMember(tx, { teamId: team.teamId, member: person.member, ...address, at: moment() })
        await audit.record(tx, event(person, team.teamId, 'TEAM_CREATED', team.teamId))
      })
      return team
    },

    async page(person, teamId) {
      const team = await own(person, teamId)
      if (!team) return undefined
      const members = await membersOf(quick, teamId)
      const invitations = await invitationsOf(quick, teamId, moment())
      return {
        team,
        members: members.map(({ member, emailSealed, joinedAt }) => ({
          member,
          email: opened(teamId, emailSealed),
          joinedAt,
          isYou: member === person.member,
        })),
        invitations: invitations.map(({ invitationId, emailSealed, expiresAt }) => ({
          invitationId,
          email: opened(teamId, emailSealed),
          expiresAt,
        })),
      }
    },

    async invite(person, teamId, typed, words) {
      const team = await own(person, teamId)
      if (!team) return { ok: false, why: 'not found' }
      const email = readEmail(typed)
      if (email === undefined) return { ok: false, why: 'not an address' }
      if (!isOfDomain(email, profile.teams)) return { ok: false, why: 'not allowed' }
      const address = addressFor(teamId, email)
      const members = await membersOf(quick, teamId)
      const isMember = members.some((each) =>
        memberDigest(secrets, opened(teamId, each.emailSealed)).equals(address.emailDigest),
      )
      if (isMember) return { ok: false, why: 'member already' }
      if ((await countInvitations(quick, teamId, moment())) >= MOST_INVITATIONS)
        return { ok: false, why: 'too many' }
      const token = randomBytes(32).toString('base64url')
      const invitationId = newId()
      await store.as('accounts', {}, async (tx) => {
        await upsertInvitation(tx, {
          invitationId,
          teamId,
          tokenDigest: digestOf(token),
          ...address,
          by: person.member,
          at: moment(),
          until: moment(INVITED_FOR),
        })
        const link = `${publicUrl}/registry/invitations/${token}`
        await mail.send(tx, { to: email, ...words({ team: team.name, link }), reference: invitationId })
        await audit.record(tx, event(person, teamId, 'TEAM_MEMBER_INVITED', invitationId))
      })
      return { ok: true }
    },

    async withdraw(person, teamId, invitationId) {
      if (!(await own(person, teamId))) return false
      return await store.as('accounts', {}, async (tx) => {
        const gone = await deleteInvitation(tx, { invitationId, teamId })
        if (gone) await audit.record(tx, event(person, teamId, 'TEAM_INVITATION_WITHDRAWN', invitationId))
        return gone
      })
    },

    async remove(person, teamId, member) {
      if (!(await own(person, teamId))) return 'not found'
      return await store.as('accounts', {}, async (tx) => {
        const said = await deleteMember(tx, teamId, member)
        if (said === 'removed')
          await audit.record(tx, event(person, teamId, 'TEAM_MEMBER_REMOVED', `member:${member}`))
        return said
      })
    },

    async invitation(person, token) {
      return await invitationFor(quick, linkOf(person, token))
    },

    async accept(person, token) {
      return await store.as('accounts', {}, async (tx) => {
        const found = await invitationFor(tx, linkOf(person, token))
        if (!found || !(await deleteInvitation(tx, found))) return undefined
        const { teamId } = found
        const address = addressFor(teamId, person.email)
        await upsertMember(tx, { teamId, member: person.member, ...address, at: moment() })
        await audit.record(tx, event(person, teamId, 'TEAM_MEMBER_JOINED', `member:${person.member}`))
        return { teamId }
      })
    },

    async signedIn(member, email) {
      // Sealed for each team apart: a row that is moved to another team does not open there.
      for (const { teamId } of await teamsOf(quick, member))
        await updateAddress(quick, { member, teamId, ...addressFor(teamId, email) })
    },

    forgetOld: () => deleteInvitationsBefore(quick, moment()),
  }

  function linkOf(person: Person, token: string) {
    return { tokenDigest: digestOf(token), emailDigest: memberDigest(secrets, person.email), now: moment() }
  }
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
