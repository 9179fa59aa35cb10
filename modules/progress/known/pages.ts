import type { FastifyReply } from 'fastify'
import type { Words } from '#platform/messages'
import { showDates } from '../as-at/dates.ts'
import type { AsAt } from '../as-at/input.ts'

/** Nothing had been adopted by the moment asked for: there is no such page yet, but there is a way to another date. */
export function nothingKnown(reply: FastifyReply, words: Words, asAt: AsAt): FastifyReply {
  return reply.code(404).page('progress/views/nothing-known', showDates(words, asAt))
}
