/*
 * Programs that come to the provider's own interfaces, each with a key of 256 random bits as a bearer token: a team's
 * own, or one that an operator gave out. Of a key only a digest is kept; nobody can show it again. Relying parties do
 * not come this way: they have their own keys and the contract's endpoints.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify'
import type { Audit } from '#platform/audit'
import type { Base } from '../base.ts'
import { newId } from '../clients/new-id.ts'
import {
  deleteMachine,
  deleteMachinesBefore,
  insertMachine,
  type Machine,
  type MachineKind,
  machineByToken,
  machinesOf,
} from './queries.ts'

export interface NewMachine {
  readonly kind: MachineKind
  /** The team whose key it is; null for the other kinds. */
  readonly teamId: string | null
  readonly name: string
  readonly actor: string
  readonly requestId: string | null
}

export interface Machines {
  /** The key, which is told this once. It works for a year. */
  make(machine: NewMachine): Promise<{ machineId: string; token: string }>
  /** False: there is no such key, or it is another's. */
  revoke(machineId: string, by: Pick<NewMachine, 'teamId' | 'actor' | 'requestId'>): Promise<boolean>
  list(teamId: string | null): Promise<Machine[]>
  /** A handler for programs with a key of this kind; others get 401 and `invalid_token`. */
  route(
    kind: MachineKind,
    handler: (machine: Machine, request: FastifyRequest, reply: FastifyReply) => unknown,
  ): RouteHandlerMethod
  forgetOld(): Promise<void>
}

const YEAR = 365 * 86_400_000

export function createMachines({ store, now }: Base, { audit }: { audit: Audit }): Machines {
  const quick = store.quick('accounts')
  const moment = (later = 0) => new Date(now() + later).toISOString()
  const streamOf = (teamId: string | null) => (teamId === null ? 'operators' : `team:${teamId}`)

  return {
    async make({ kind, teamId, name, actor, requestId }) {
      // What the key is for stands in front of it, so that whoever finds one knows where to bring it.
      const token = `one-login-${kind}-${randomBytes(32).toString('base64url')}`
      const machineId = newId()
      await store.as('accounts', {}, async (tx) => {
        const machine = { machineId, kind, teamId, name, expiresAt: moment(YEAR) }
        await insertMachine(tx, { ...machine, digest: digestOf(token), by: actor, at: moment() })
        await audit.record(tx, {
          stream: streamOf(teamId),
          actor,
          action: 'MACHINE_KEY_MADE',
          subject: `machine:${machineId}`,
          reason: kind,
          ...(requestId === null ? {} : { requestId }),
        })
      })
      return { machineId, token }
    },

    async revoke(machineId, { teamId, actor, requestId }) {
      return await store.as('accounts', {}, async (tx) => {
        if (!(await deleteMachine(tx, machineId, teamId))) return false
        await audit.record(tx, {
          stream: streamOf(teamId),
          actor,
          action: 'MACHINE_KEY_REVOKED',
          subject: `machine:${machineId}`,
          ...(requestId === null ? {} : { requestId }),
        })
        return true
      })
    },

    list: (teamId) => machinesOf(quick, teamId),

    route: (kind, handler) =>
      async function fromProgram(request, reply) {
        reply.header('cache-control', 'no-store')
        const token = tokenOf(request)
        const machine = token && (await machineByToken(quick, digestOf(token), moment()))
        if (!machine || machine.kind !== kind) return refuse(reply, token === undefined)
        return await handler(machine, request, reply)
      },

    forgetOld: () => deleteMachinesBefore(quick, moment()),
  }
}

function tokenOf({ headers: { authorization } }: FastifyRequest): string | undefined {
  return /^Bearer (one-login-[a-z]+-[\w-]{43})$/i.exec(authorization ?? '')?.[1]
}

/** As RFC 6750 (3) has it: who brought no key is not told of an error. */
function refuse(reply: FastifyReply, isMissing: boolean): FastifyReply {
  return reply
    .code(401)
    .header('www-authenticate', isMissing ? 'Bearer' : 'Bearer error="invalid_token"')
    .send({
      error: 'invalid_token',
      error_description: 'Send a key of the right kind: Authorization: Bearer …',
    })
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
