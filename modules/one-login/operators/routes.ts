import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { addressIn, type FormError, inBothLanguages, NotFound, readForm, typed } from '#platform/http'
import type { Words } from '#platform/messages'
import type { Base } from '../base.ts'
import type { Settings } from '../clients/input.ts'
import { allClients, anyClient } from '../clients/queries.ts'
import { differences } from '../clients/rules.ts'
import type { Desk } from '../desks/desk.ts'
import type { Machines } from '../machines/machines.ts'
import { openRequests, type Request, requestById } from '../registrations/queries.ts'
import { allSettings, type Row, rowOf } from '../registrations/rows.ts'
import { errorOf, stateOf } from '../registrations/visits.ts'
import { decisionSchema, keySchema, limitSchema, REFUSALS } from './input.ts'
import type { By, Operations } from './operations.ts'

export interface OperatorPages {
  readonly base: Base
  readonly desk: Desk
  readonly operations: Operations
  readonly machines: Machines
}

const anyone = { config: { may: 'anyone' } }
const VIEWS = 'one-login/operators/views'
const atRequest = z.object({ requestId: z.string() })
const atClient = z.object({ clientId: z.string() })
const atMachine = z.object({ machineId: z.string() })
const activeSchema = z.object({ active: z.enum(['yes', 'no']) })

/** The pages of operators about services: what is asked for, each client, and keys for programs. */
export function serveOperators(app: FastifyInstance, needs: OperatorPages): void {
  const { base, desk, operations, machines } = needs
  const quick = base.store.quick('accounts')

  async function clientOf(request: FastifyRequest) {
    const client = await anyClient(quick, atClient.parse(request.params).clientId)
    if (!client) throw new NotFound()
    return client
  }

  inBothLanguages(app, (site) => {
    const getPage = (at: string, handler: Parameters<Desk['page']>[0]) =>
      site.get(at, anyone, desk.page(handler))
    const postPage = (at: string, handler: Parameters<Desk['page']>[0]) =>
      site.post(at, anyone, desk.page(handler))

    getPage('/operators', async (_who, _request, reply) => {
      const requests = (await openRequests(quick)).map((each) => ({
        ...each,
        name: each.settings.clientName,
      }))
      return desk.show(reply, `${VIEWS}/home`, { requests })
    })

    getPage('/operators/requests/:requestId', async (_who, request, reply) => {
      const asked = await requestById(quick, atRequest.parse(request.params).requestId)
      if (!asked) throw new NotFound()
      return showRequest(needs, request, reply, asked, [])
    })

    postPage('/operators/requests/:requestId', async (who, request, reply) => {
      const { requestId } = atRequest.parse(request.params)
      const asked = await requestById(quick, requestId)
      if (!asked) throw new NotFound()
      const form = readForm(decisionSchema, request.body)
      if (!form.ok) return showRequest(needs, request, reply.code(422), asked, form.errors)
      const { decision } = form.value
      const by = byOf(who, request)
      const decided = await (decision === 'approve'
        ? operations.approve(requestId, by)
        : operations.refuse(requestId, decision, by))
      if (decided.ok) return reply.redirect(addressIn(request.words.locale, '/operators'), 303)
      const errors =
        decided.why === 'faults'
          ? decided.faults.map((fault) => errorOf(fault, 'decision'))
          : [{ field: 'decision', key: 'one-login.operators.fault.decided' }]
      return showRequest(needs, request, reply.code(409), asked, errors)
    })

    getPage('/operators/clients', async (_who, _request, reply) => {
      const clients = (await allClients(quick)).map((each) => ({
        ...each,
        name: each.settings.clientName,
        state: stateOf(each),
      }))
      return desk.show(reply, `${VIEWS}/clients`, { clients })
    })

    getPage('/operators/clients/:clientId', async (_who, request, reply) => {
      const client = await clientOf(request)
      return desk.show(reply, `${VIEWS}/client`, {
        client,
        state: stateOf(client),
        rows: rowsOf(base, client.settings, request.words),
      })
    })

    postPage('/operators/clients/:clientId/activity', async (who, request, reply) => {
      const client = await clientOf(request)
      const form = readForm(activeSchema, request.body)
      if (form.ok)
        await operations.change(
          client.clientId,
          { isActive: form.value.active === 'yes' },
          byOf(who, request),
        )
      return reply.redirect(addressIn(request.words.locale, `/operators/clients/${client.clientId}`), 303)
    })

    getPage('/operators/clients/:clientId/limit', async (_who, request, reply) => {
      const client = await clientOf(request)
      return desk.show(reply, `${VIEWS}/limit`, { client, value: client.settings.rateLimit ?? '' })
    })

    postPage('/operators/clients/:clientId/limit', async (who, request, reply) => {
      const client = await clientOf(request)
      const form = readForm(limitSchema, request.body)
      if (!form.ok) {
        const context = { client, errors: form.errors, value: typed(request.body, 'limit') }
        return desk.show(reply.code(422), `${VIEWS}/limit`, context)
      }
      await operations.change(client.clientId, { rateLimit: form.value.limit }, byOf(who, request))
      return reply.redirect(addressIn(request.words.locale, `/operators/clients/${client.clientId}`), 303)
    })

    getPage('/operators/keys', async (_who, _request, reply) =>
      desk.show(reply, `${VIEWS}/keys`, { keys: await machines.list(null) }),
    )

    getPage('/operators/keys/new', async (_who, _request, reply) => desk.show(reply, `${VIEWS}/key`, {}))

    postPage('/operators/keys/new', async (who, request, reply) => {
      const form = readForm(keySchema, request.body)
      if (!form.ok) {
        const context = { errors: form.errors, value: typed(request.body, 'name') }
        return desk.show(reply.code(422), `${VIEWS}/key`, context)
      }
      const { token } = await machines.make({ ...form.value, teamId: null, ...byOf(who, request) })
      return desk.show(reply, `${VIEWS}/key-shown`, { key: token })
    })

    postPage('/operators/keys/:machineId/revocation', async (who, request, reply) => {
      await machines.revoke(atMachine.parse(request.params).machineId, {
        teamId: null,
        ...byOf(who, request),
      })
      return reply.redirect(addressIn(request.words.locale, '/operators/keys'), 303)
    })
  })
}

export function byOf(who: { subject: string }, request: FastifyRequest): By {
  return { actor: `operator:${who.subject}`, requestId: request.id }
}

function showRequest(
  { base, desk }: Pick<OperatorPages, 'base' | 'desk'>,
  { words }: FastifyRequest,
  reply: FastifyReply,
  asked: Request,
  errors: readonly FormError[],
): FastifyReply {
  const changed = new Set<string>(differences(asked.before, asked.settings))
  return desk.show(reply, `${VIEWS}/request`, {
    asked,
    name: asked.settings.clientName,
    before:
      asked.kind === 'change'
        ? rowsOf(base, asked.before, words).filter(({ name }) => changed.has(name))
        : [],
    rows: rowsOf(base, asked.settings, words).map((row) => ({
      ...row,
      isChanged: asked.kind === 'change' && changed.has(row.name),
    })),
    refusals: REFUSALS,
    errors,
  })
}

/** Every setting in words, as its team sees it. */
function rowsOf({ profile }: Base, settings: Settings, words: Words): Row[] {
  return allSettings(profile).map((each) => rowOf(each, settings, words))
}
