/*
 *   GET /statistics/v1/daily?from=2026-01-01&to=2026-01-31
 *
 * for programs with a key that an operator gave out. Days are UTC's, both included, at most 400, and end yesterday:
 *
 *   { from, to, smallestCount: 10, counts: [
 *     { day, what: 'sign-in' | 'new-account' | 'first-proof', client, serviceRecord, level, route, count, suppressed } ] }
 *
 * `count` is null where it is under `smallestCount`. What did not happen has no line.
 */
import type { FastifyInstance } from 'fastify'
import type { Base } from '../base.ts'
import type { Clients } from '../clients/client.ts'
import type { Machines } from '../machines/machines.ts'
import { daysSchema } from './input.ts'
import { countsBetween } from './queries.ts'
import { daysBetween, lastDayTold, MOST_DAYS, SMALLEST_COUNT, tell } from './rules.ts'

export function serveStatistics(
  app: FastifyInstance,
  { base, clients, machines }: { base: Base; clients: Clients; machines: Machines },
): void {
  const quick = base.store.quick('accounts')
  app.get(
    '/statistics/v1/daily',
    { config: { may: 'anyone' } },
    machines.route('statistics', async (_machine, request, reply) => {
      const read = daysSchema.safeParse(request.query)
      if (!read.success || daysBetween(read.data.from, read.data.to) > MOST_DAYS)
        return reply.code(400).send({
          error: 'invalid_request',
          error_description: `Ask for at most ${MOST_DAYS} days: from=2026-01-01&to=2026-01-31`,
        })
      const last = lastDayTold(base.now())
      const { from } = read.data
      const to = read.data.to < last ? read.data.to : last
      const counts = from <= to ? await countsBetween(quick, { from, to }) : []
      const records = new Map<string, string | null>()
      for (const clientId of new Set(counts.map((each) => each.clientId)))
        records.set(clientId, (await clients.find(clientId))?.serviceRecord ?? null)
      return {
        from,
        to,
        smallestCount: SMALLEST_COUNT,
        counts: counts.map((each) => {
          const { clientId: client, ...told } = tell(each)
          return { ...told, client, serviceRecord: records.get(client) ?? null }
        }),
      }
    }),
  )
}
