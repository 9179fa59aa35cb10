/*
 * The same for a team's programs: JSON, with a key of the team as a bearer token (RFC 6750). Settings have the names of
 * the registry. What is wrong is said with the setting, in English, under `faults`.
 *
 *   GET   /api/registry/v1/clients                        all of the team
 *   POST  /api/registry/v1/clients                        { clientName, redirectUrls }: 201
 *   GET   /api/registry/v1/clients/{clientId}
 *   PATCH /api/registry/v1/clients/{clientId}             settings to change: 200, or 202 where an operator must approve
 *   POST  /api/registry/v1/clients/{clientId}/secrets     a new secret, told once: 201
 *   GET   /api/registry/v1/clients/{clientId}/errors
 *   POST  /api/registry/v1/clients/{clientId}/production  asks for production: 202
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Base } from '../base.ts'
import { settingsSchema, teamsChangeSchema } from '../clients/input.ts'
import { clientsOf, errorsOf, type Registered, registeredClient } from '../clients/queries.ts'
import type { Fault } from '../clients/rules.ts'
import type { Machines } from '../machines/machines.ts'
import type { Machine } from '../machines/queries.ts'
import { explainError } from './explanations.ts'
import type { Acting, Registrations } from './registrations.ts'
import { sayFault, stateOf } from './visits.ts'

const program = { config: { may: 'anyone', from: 'programs' } } as const
const AT = '/api/registry/v1/clients'
const atClient = z.object({ clientId: z.string() })
const newClient = settingsSchema.pick({ clientName: true, redirectUrls: true })

export function serveRegistrationApi(
  app: FastifyInstance,
  needs: { base: Base; machines: Machines; registrations: Registrations },
): void {
  const { machines, registrations } = needs
  const quick = needs.base.store.quick('accounts')
  type Handler = (
    acting: Acting & { teamId: string },
    request: FastifyRequest,
    reply: FastifyReply,
  ) => unknown
  const route = (handler: Handler) =>
    machines.route('team', (machine, request, reply) => handler(actingOf(machine, request), request, reply))

  app.get(
    AT,
    program,
    route(async ({ teams }) => ({ clients: (await clientsOf(quick, teams)).map(show) })),
  )

  app.post(
    AT,
    program,
    route(async (acting, request, reply) => {
      const read = newClient.safeParse(request.body)
      if (!read.success) return badBody(reply, read.error)
      const made = await registrations.register(acting, { teamId: acting.teamId, ...read.data })
      if (!made.ok) return made.why === 'faults' ? faulty(request, reply, made.faults) : absent(reply)
      const client = await registeredClient(quick, made.clientId, acting.teams)
      return client
        ? reply.code(201).header('location', `${AT}/${made.clientId}`).send(show(client))
        : absent(reply)
    }),
  )

  app.get(
    `${AT}/:clientId`,
    program,
    route(async ({ teams }, request, reply) => {
      const client = await registeredClient(quick, atClient.parse(request.params).clientId, teams)
      return client ? show(client) : absent(reply)
    }),
  )

  app.patch(
    `${AT}/:clientId`,
    program,
    route(async (acting, request, reply) => {
      const read = teamsChangeSchema.safeParse(request.body)
      if (!read.success) return badBody(reply, read.error)
      const changed = await registrations.change(acting, atClient.parse(request.params).clientId, read.data)
      if (changed.ok) return reply.code(changed.effect === 'now' ? 200 : 202).send(show(changed.client))
      switch (changed.why) {
        case 'not found':
          return absent(reply)
        case 'faults':
          return faulty(request, reply, changed.faults)
        case 'changed meanwhile':
          return reply
            .code(409)
            .send({ error: 'conflict', error_description: 'Somebody else changed it. Try again.' })
      }
    }),
  )

  app.post(
    `${AT}/:clientId/secrets`,
    program,
    route(async (acting, request, reply) => {
      const made = await registrations.newSecret(acting, atClient.parse(request.params).clientId)
      return made.ok ? reply.code(201).send({ clientSecret: made.secret }) : absent(reply)
    }),
  )

  app.get(
    `${AT}/:clientId/errors`,
    program,
    route(async ({ teams }, request, reply) => {
      const client = await registeredClient(quick, atClient.parse(request.params).clientId, teams)
      if (!client) return absent(reply)
      const errors = await errorsOf(quick, client.clientId)
      return { errors: errors.map((error) => ({ ...error, ...explainError(error, request.words) })) }
    }),
  )

  app.post(
    `${AT}/:clientId/production`,
    program,
    route(async (acting, request, reply) => {
      const asked = await registrations.askForProduction(acting, atClient.parse(request.params).clientId)
      if (asked.ok) return reply.code(202).send({ requestId: asked.requestId })
      switch (asked.why) {
        case 'not found':
          return absent(reply)
        case 'faults':
          return faulty(request, reply, asked.faults)
        case 'already':
          return reply
            .code(409)
            .send({ error: 'conflict', error_description: 'It is in production, or was asked for.' })
      }
    }),
  )
}

function actingOf({ machineId, teamId }: Machine, request: FastifyRequest): Acting & { teamId: string } {
  const team = teamId ?? ''
  return { actor: `machine:${machineId}`, teams: [team], teamId: team, requestId: request.id }
}

/** A client as its team's programs see it. Of a secret it is said only whether there is one. */
function show(client: Registered) {
  return {
    clientId: client.clientId,
    state: stateOf(client),
    testClient: client.standing === 'integration',
    isActive: client.isActive,
    hasClientSecret: client.clientSecretHash !== null,
    ...client.settings,
    ...(client.open ? { requested: client.open.settings } : {}),
  }
}

function absent(reply: FastifyReply): FastifyReply {
  return reply.code(404).send({ error: 'not_found', error_description: 'Your team has no such client.' })
}

function badBody(reply: FastifyReply, { issues }: z.ZodError): FastifyReply {
  const faults = issues.map(({ path, message }) => ({ setting: path.join('.'), says: message }))
  return reply.code(422).send({ error: 'invalid_settings', faults })
}

function faulty(request: FastifyRequest, reply: FastifyReply, faults: readonly Fault[]): FastifyReply {
  const said = faults.map((fault) => ({ setting: fault.setting, says: sayFault(fault, request.words) }))
  return reply.code(422).send({ error: 'invalid_settings', faults: said })
}
