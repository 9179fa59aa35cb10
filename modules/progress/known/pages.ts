import type { FastifyReply, FastifyRequest } from 'fastify'
import { showDates } from '../as-at/dates.ts'
import type { AsAt } from '../as-at/input.ts'
import type { Site } from '../pages.ts'
import { knownTo, openReader } from './queries.ts'

/**
 * Nothing had been adopted by the moment asked for: there is no such page yet, but there is a way to another date.
 * Where nothing was ever adopted no date helps, and whoever runs the site is told what would.
 */
export async function nothingKnown(
  request: FastifyRequest,
  reply: FastifyReply,
  asAt: AsAt,
  { store, memory, now }: Site,
): Promise<FastifyReply> {
  const known = await knownTo(await openReader(store, memory), now())
  if (known) return reply.code(404).page('progress/views/nothing-known', showDates(request.words, asAt))
  return reply.code(503).header('cache-control', 'no-store').page('progress/views/nothing-adopted')
}
