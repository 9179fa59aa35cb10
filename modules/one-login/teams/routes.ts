import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { addressIn, type FormError, inBothLanguages, NotFound, readForm, typed } from '#platform/http'
import type { AtDesk, Desk } from '../desks/desk.ts'
import type { Machines } from '../machines/machines.ts'
import { invitationSchema, teamSchema } from './input.ts'
import type { InvitationWords, Person, Teams } from './teams.ts'

export interface TeamPages {
  readonly desk: Desk
  readonly teams: Teams
  readonly machines: Machines
}

const anyone = { config: { may: 'anyone' } }
const VIEWS = 'one-login/teams/views'
const atTeam = z.object({ teamId: z.string() })
const atInvitation = z.object({ teamId: z.string(), invitationId: z.string() })
const atMachine = z.object({ teamId: z.string(), machineId: z.string() })
const atLink = z.object({ token: z.string() })
const memberSchema = z.object({ member: z.string() })

/** The pages of teams: who works in them, who is invited, and the keys of their programs. */
export function serveTeams(app: FastifyInstance, { desk, teams, machines }: TeamPages): void {
  async function own(who: AtDesk, request: FastifyRequest) {
    const person = personOf(who, request)
    const page = await teams.page(person, atTeam.parse(request.params).teamId)
    if (!page) throw new NotFound()
    const here = addressIn(request.words.locale, `/registry/teams/${page.team.teamId}`)
    const as = { teamId: page.team.teamId, actor: `member:${person.member}`, requestId: request.id }
    return { person, page, here, as }
  }

  inBothLanguages(app, (site) => {
    const getPage = (at: string, handler: Parameters<Desk['page']>[0]) =>
      site.get(at, anyone, desk.page(handler))
    const postPage = (at: string, handler: Parameters<Desk['page']>[0]) =>
      site.post(at, anyone, desk.page(handler))

    getPage('/registry/teams/new', async (_who, _request, reply) => desk.show(reply, `${VIEWS}/new`, {}))

    postPage('/registry/teams/new', async (who, request, reply) => {
      const form = readForm(teamSchema, request.body)
      if (!form.ok) {
        const context = { errors: form.errors, value: typed(request.body, 'name') }
        return desk.show(reply.code(422), `${VIEWS}/new`, context)
      }
      const { teamId } = await teams.create(personOf(who, request), form.value.name)
      return reply.redirect(addressIn(request.words.locale, `/registry/teams/${teamId}`), 303)
    })

    getPage('/registry/teams/:teamId', async (who, request, reply) => {
      const { page } = await own(who, request)
      const keys = await machines.list(page.team.teamId)
      return desk.show(reply, `${VIEWS}/team`, { ...page, keys })
    })

    getPage('/registry/teams/:teamId/invitations', async (who, request, reply) => {
      const { page } = await own(who, request)
      return desk.show(reply, `${VIEWS}/invite`, { team: page.team })
    })

    postPage('/registry/teams/:teamId/invitations', async (who, request, reply) => {
      const { person, page, here } = await own(who, request)
      const again = (errors: readonly FormError[]) => {
        const context = { team: page.team, errors, value: typed(request.body, 'email') }
        return desk.show(reply.code(422), `${VIEWS}/invite`, context)
      }
      const form = readForm(invitationSchema, request.body)
      if (!form.ok) return again(form.errors)
      const words: InvitationWords = ({ team, link }) => ({
        subject: request.words.say('one-login.teams.mail.subject', { team }),
        body: request.words.say('one-login.teams.mail.body', { team, link }),
      })
      const invited = await teams.invite(person, page.team.teamId, form.value.email, words)
      if (invited.ok) return reply.redirect(here, 303)
      if (invited.why === 'not found') throw new NotFound()
      return again([{ field: 'email', key: `one-login.teams.fault.${invited.why.replaceAll(' ', '-')}` }])
    })

    postPage('/registry/teams/:teamId/invitations/:invitationId/withdrawal', async (who, request, reply) => {
      const { person, page, here } = await own(who, request)
      await teams.withdraw(person, page.team.teamId, atInvitation.parse(request.params).invitationId)
      return reply.redirect(here, 303)
    })

    // The member's id has letters that an address would need to escape: it comes in the form.
    postPage('/registry/teams/:teamId/removals', async (who, request, reply) => {
      const { person, page, here } = await own(who, request)
      const form = readForm(memberSchema, request.body)
      const said = form.ok ? await teams.remove(person, page.team.teamId, form.value.member) : 'not found'
      if (said !== 'last') return reply.redirect(here, 303)
      const keys = await machines.list(page.team.teamId)
      const errors = [{ field: 'members', key: 'one-login.teams.fault.last' }]
      return desk.show(reply.code(422), `${VIEWS}/team`, { ...page, keys, errors })
    })

    getPage('/registry/teams/:teamId/keys', async (who, request, reply) => {
      const { page } = await own(who, request)
      return desk.show(reply, `${VIEWS}/key`, { team: page.team })
    })

    postPage('/registry/teams/:teamId/keys', async (who, request, reply) => {
      const { page, as } = await own(who, request)
      const form = readForm(teamSchema, request.body)
      if (!form.ok) {
        const errors = form.errors.map((error) => ({ ...error, key: `${error.key}-of-key` }))
        const context = { team: page.team, errors, value: typed(request.body, 'name') }
        return desk.show(reply.code(422), `${VIEWS}/key`, context)
      }
      const { token } = await machines.make({ kind: 'team', name: form.value.name, ...as })
      return desk.show(reply, `${VIEWS}/key-shown`, { team: page.team, key: token })
    })

    postPage('/registry/teams/:teamId/keys/:machineId/revocation', async (who, request, reply) => {
      const { here, as } = await own(who, request)
      await machines.revoke(atMachine.parse(request.params).machineId, as)
      return reply.redirect(here, 303)
    })

    getPage('/registry/invitations/:token', async (who, request, reply) => {
      const { token } = atLink.parse(request.params)
      const invitation = await teams.invitation(personOf(who, request), token)
      if (!invitation) return desk.show(reply.code(404), `${VIEWS}/invitation-gone`, {})
      return desk.show(reply, `${VIEWS}/invitation`, { ...invitation })
    })

    postPage('/registry/invitations/:token', async (who, request, reply) => {
      const joined = await teams.accept(personOf(who, request), atLink.parse(request.params).token)
      if (!joined) return desk.show(reply.code(404), `${VIEWS}/invitation-gone`, {})
      return reply.redirect(addressIn(request.words.locale, '/registry'), 303)
    })
  })
}

function personOf(who: AtDesk, request: FastifyRequest): Person {
  return { member: who.subject, email: who.email ?? '', requestId: request.id }
}
