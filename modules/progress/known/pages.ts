import type { FastifyReply, FastifyRequest } from 'fastify'
import { showDates } from '../as-at/dates.ts'
import type { AsAt } from '../as-at/input.ts'
import type { Pages } from '../pages.ts'
import { definitionsAt, lastRecording, readAsPublic } from './queries.ts'

/**
 * Nothing had been adopted by the moment asked for: there is no such page yet, but there is a way to another date.
 * Where nothing was ever adopted no date helps, and whoever runs the site is told what would.
 */
export async function nothingKnown(
  request: FastifyRequest,
  reply: FastifyReply,
  asAt: AsAt,
  { store, now }: Pages,
): Promise<FastifyReply> {
  const known = await readAsPublic(store, (tx) => definitionsAt(tx, { ...asAt, knownAt: now() }))
  if (known) return reply.code(404).page('progress/views/nothing-known', showDates(request.words, asAt))
  return reply.code(503).header('cache-control', 'no-store').page('progress/views/nothing-adopted')
}

/**
 * Answers with the page as it was made before, if nothing has been recorded since and it is still the same day.
 * publicKnownAt rests on nothing but the moment asked for and the last recording, so a kept page is never embargoed
 * or out of date.
 */
export async function wasMade(
  request: FastifyRequest,
  reply: FastifyReply,
  { store, now }: Pages,
): Promise<boolean> {
  const recording = await readAsPublic(store, lastRecording)
  return reply.alreadyMade(`${recording} ${now().slice(0, 10)} ${request.url}`)
}
