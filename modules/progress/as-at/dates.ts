import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Words } from '#platform/messages'
import type { Moment } from '#shared/dates'
import { type AsAt, type Fault, queryOf, readAsAt, writtenIn } from './input.ts'

/** What every page with figures shows of its dates: a sentence, the form's values, and the query for its links. */
export interface Dates {
  dates: string
  asAt: { says: string; onSays: string; on: string; known: string }
}

/**
 * The dates that the address asks for. Undefined if that has been answered already: with the same page under the
 * address that addresses have, or with what is wrong and a form to put it right.
 */
export function datesOf(request: FastifyRequest, reply: FastifyReply, now: Moment): AsAt | undefined {
  const reading = readAsAt(request.query, now)
  if (!reading.ok) {
    answerWrongDate(request, reply, reading.fault)
    return undefined
  }
  if ('asAt' in reading) return reading.asAt
  reply.redirect(withDates(request.url, reading.rewrite), 302)
  return undefined
}

/** Says which parameter of the address is wrong, and what would be right. */
export function answerWrongDate(request: FastifyRequest, reply: FastifyReply, fault: Fault): FastifyReply {
  const { parameter, key, given } = fault
  const says = request.words.say(key, { parameter, given, example: `${parameter}=2024-02-29` })
  const wrong = {
    says,
    given: writtenIn(request.query),
    errors: { [parameter]: request.words.say(`${key}.field`) },
  }
  return reply.code(400).header('cache-control', 'no-store').page('progress/views/wrong-date', wrong)
}

// What else the address asks stays as it is.
function withDates(url: string, dates: { on?: string; known?: string }): string {
  const [path = '/', query = ''] = url.split('?', 2)
  const rest = new URLSearchParams(query)
  rest.delete('on')
  rest.delete('known')
  return path + queryOf({ ...Object.fromEntries(rest), ...dates })
}

export function showDates(words: Words, { on, asked }: AsAt): Dates {
  const onSays = words.date(on)
  const known = asked.known === undefined ? undefined : sayKnown(words, asked.known)
  const key = `${asked.on === undefined ? 'today' : 'then'}-${known === undefined ? 'now' : 'known'}`
  const says = words.say(`progress.as-at.${key}`, { on: onSays, known: known ?? '' })
  return { dates: queryOf(asked), asAt: { says, onSays, on: asked.on ?? '', known: asked.known ?? '' } }
}

function sayKnown(words: Words, known: string): string {
  return known.length > 10 ? words.moment(new Date(known).toISOString()) : words.date(known)
}
