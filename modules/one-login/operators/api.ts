/*
 * Interventions by programs (a fraud team's, say), with a key that an operator gave out:
 *
 *   GET  /api/interventions/v1/accounts/{accountId}   { state, mustResetPassword, mustReproveIdentity }
 *   POST /api/interventions/v1/accounts/{accountId}   { intervention, reason }: the state that follows
 *
 * `intervention` and `reason` are the words of input.ts. 404: no such account. 409: it is so already, or is blocked.
 */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Account } from '../accounts/account.ts'
import type { Interventions } from '../accounts/people.ts'
import type { Machines } from '../machines/machines.ts'
import { intervene } from './acts.ts'
import { interventionSchema } from './input.ts'

const program = { config: { may: 'anyone', from: 'programs' } } as const
const AT = '/api/interventions/v1/accounts/:accountId'
const atAccount = z.object({ accountId: z.string() })
const ABSENT = { error: 'not_found', error_description: 'There is no such account.' }

export function serveInterventionApi(
  app: FastifyInstance,
  {
    machines,
    interventions,
    account,
  }: {
    machines: Machines
    interventions: Interventions
    account: (accountId: string) => Promise<Account | undefined>
  },
): void {
  app.get(
    AT,
    program,
    machines.route('interventions', async (_machine, request, reply) => {
      const found = await account(atAccount.parse(request.params).accountId)
      return found ? found.intervention : reply.code(404).send(ABSENT)
    }),
  )

  app.post(
    AT,
    program,
    machines.route('interventions', async ({ machineId }, request, reply) => {
      const read = interventionSchema.safeParse(request.body)
      if (!read.success) {
        const wrong = read.error.issues.map(({ path }) => path.join('.')).join(', ')
        const error_description = `Not one of the known words, or missing: ${wrong}.`
        return reply.code(422).send({ error: 'invalid_request', error_description })
      }
      const { accountId } = atAccount.parse(request.params)
      const by = { actor: `machine:${machineId}`, reason: read.data.reason, requestId: request.id }
      const done = await intervene(interventions, accountId, read.data.intervention, by)
      if (done.ok) return done.intervention
      if (done.why === 'no such account') return reply.code(404).send(ABSENT)
      const error_description =
        done.why === 'blocked' ? 'It is blocked: lift that first.' : 'It is so already.'
      return reply.code(409).send({ error: 'conflict', error_description })
    }),
  )
}
