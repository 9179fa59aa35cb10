import type { FastifyInstance, FastifyReply } from 'fastify'
import { addressIn, type FormError, inBothLanguages, NotFound, readForm, typed } from '#platform/http'
import { issuerOf } from '../base.ts'
import { clientsOf, errorsOf, type Registered } from '../clients/queries.ts'
import { type Fault, hasMeans, readyFaults } from '../clients/rules.ts'
import type { Desk } from '../desks/desk.ts'
import { explainError } from './explanations.ts'
import { newAddressSchema, newServiceSchema } from './input.ts'
import { settingPages } from './pages.ts'
import { lastDecision } from './queries.ts'
import { rowOf } from './rows.ts'
import {
  anyone,
  errorOf,
  type RegistrationPages,
  serviceAddress,
  stateOf,
  theirs,
  visiting,
} from './visits.ts'

const VIEWS = 'one-login/registrations/views'

/** The pages on which teams register their services. Each wants somebody who is signed in at the desk for teams. */
export function serveRegistrations(app: FastifyInstance, needs: RegistrationPages): void {
  const { base, desk, registrations } = needs
  const quick = base.store.quick('accounts')
  const pages = settingPages(base.profile)

  inBothLanguages(app, (site) => {
    const getPage = (at: string, handler: Parameters<typeof desk.page>[0]) =>
      site.get(at, anyone, desk.page(handler))
    const postPage = (at: string, handler: Parameters<typeof desk.page>[0]) =>
      site.post(at, anyone, desk.page(handler))

    getPage('/registry', async (who, request, reply) => {
      const { teams } = await visiting(needs, who, request)
      const ids = teams.map(({ teamId }) => teamId)
      const clients = await clientsOf(quick, ids)
      const listed = teams.map((team) => ({
        ...team,
        services: clients
          .filter(({ teamId }) => teamId === team.teamId)
          .map((client) => ({ ...client, name: client.settings.clientName, state: stateOf(client) })),
      }))
      return desk.show(reply, `${VIEWS}/registrations`, { teams: listed })
    })

    getPage('/registry/services/new', async (who, request, reply) => {
      const { teams } = await visiting(needs, who, request)
      if (teams.length === 0) return reply.redirect(addressIn(request.words.locale, '/registry/teams/new'))
      return desk.show(reply, `${VIEWS}/new-name`, { teams })
    })

    // What is asked first is carried in the address: nothing has been made yet.
    getPage('/registry/services/new/address', async (who, request, reply) => {
      const { teams } = await visiting(needs, who, request)
      const form = readForm(newServiceSchema, request.query)
      if (form.ok) return desk.show(reply, `${VIEWS}/new-address`, { ...form.value })
      const context = { teams, errors: form.errors, value: typed(request.query, 'name') }
      return desk.show(reply.code(422), `${VIEWS}/new-name`, context)
    })

    postPage('/registry/services/new/address', async (who, request, reply) => {
      const { acting } = await visiting(needs, who, request)
      const again = (errors: readonly FormError[]) =>
        desk.show(reply.code(422), `${VIEWS}/new-address`, {
          name: typed(request.body, 'name'),
          team: typed(request.body, 'team'),
          value: typed(request.body, 'address'),
          errors,
        })
      const form = readForm(newAddressSchema, request.body)
      if (!form.ok) return again(form.errors)
      const { name, team, address } = form.value
      const service = { teamId: team, clientName: name, redirectUrls: [address] }
      const made = await registrations.register(acting, service)
      if (made.ok) return reply.redirect(serviceAddress(request, made.clientId), 303)
      if (made.why === 'not found') throw new NotFound()
      return again(made.faults.map((fault) => errorOf(fault, 'address')))
    })

    getPage('/registry/services/:clientId', async (who, request, reply) => {
      const { client, latest } = await theirs(needs, who, request)
      const { clientId, clientSecretHash } = client
      return desk.show(reply, `${VIEWS}/registration`, {
        client,
        issuer: issuerOf(base),
        name: latest.clientName,
        state: stateOf(client),
        decision: client.open ? undefined : await lastDecision(quick, clientId),
        rows: pages.map((page) => rowOf(page, latest, request.words)),
        isReady: hasMeans(latest, clientSecretHash !== null),
        usesSecret: latest.tokenAuthMethod === 'client_secret_post',
      })
    })

    getPage('/registry/services/:clientId/secret', async (who, request, reply) => {
      const { client, latest } = await theirs(needs, who, request)
      return desk.show(reply, `${VIEWS}/secret`, { client, name: latest.clientName })
    })

    postPage('/registry/services/:clientId/secret', async (who, request, reply) => {
      const { acting, client, latest } = await theirs(needs, who, request)
      const made = await registrations.newSecret(acting, client.clientId)
      if (!made.ok) throw new NotFound()
      // Shown in the answer itself: after a redirect it would have to be kept somewhere.
      const context = { client, name: latest.clientName, secret: made.secret }
      return desk.show(reply, `${VIEWS}/secret-shown`, context)
    })

    getPage('/registry/services/:clientId/errors', async (who, request, reply) => {
      const { client, latest } = await theirs(needs, who, request)
      const problems = (await errorsOf(quick, client.clientId)).map((error) => ({
        ...error,
        ...explainError(error, request.words),
      }))
      return desk.show(reply, `${VIEWS}/errors`, {
        client,
        name: latest.clientName,
        problems,
      })
    })

    getPage('/registry/services/:clientId/production', async (who, request, reply) => {
      const { client } = await theirs(needs, who, request)
      const faults = readyFaults(client.settings, client.clientSecretHash !== null)
      return showProduction(desk, reply, client, faults)
    })

    postPage('/registry/services/:clientId/production', async (who, request, reply) => {
      const { acting, client } = await theirs(needs, who, request)
      const asked = await registrations.askForProduction(acting, client.clientId)
      if (!asked.ok && asked.why === 'not found') throw new NotFound()
      if (!asked.ok && asked.why === 'faults') {
        reply.code(422)
        return showProduction(desk, reply, client, asked.faults)
      }
      return reply.redirect(serviceAddress(request, client.clientId), 303)
    })

    postPage('/registry/services/:clientId/withdrawal', async (who, request, reply) => {
      const { acting, client } = await theirs(needs, who, request)
      await registrations.withdraw(acting, client.clientId)
      return reply.redirect(serviceAddress(request, client.clientId), 303)
    })
  })
}

function showProduction(
  desk: Desk,
  reply: FastifyReply,
  client: Registered,
  faults: readonly Fault[],
): FastifyReply {
  return desk.show(reply, `${VIEWS}/production`, {
    client,
    name: client.settings.clientName,
    faults: faults.map((fault) => errorOf(fault, '')),
  })
}
