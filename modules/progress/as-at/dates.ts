import type { FastifyReply, FastifyRequest } from 'fastify'
import { addressIn, Invalid, openToAll, readAddress } from '#platform/http'
import type { Words } from '#platform/messages'
import { isDate, type Moment } from '#shared/dates'
import type { Format } from '../documents/addresses.ts'
import { type AsAt, type Asked, type Fault, queryOf, readAsAt, writtenIn } from './input.ts'

/** What every page with figures shows of its dates: a sentence, the form's values, and the query for its links. */
export interface Dates {
  dates: string
  asAt: {
    says: string
    onSays: string
    on: string
    known: string
    organised: 'then' | 'now'
  }
}

/**
 * The dates that the address asks for. Undefined if that has been answered already: with the same page under the
 * address that addresses have, or with what is wrong and a form to put it right.
 */
export function datesOf(
  request: FastifyRequest,
  reply: FastifyReply,
  now: Moment,
  format: Format = 'html',
): AsAt | undefined {
  const reading = readAsAt(request.query, now)
  if (!reading.ok) {
    refuseDates(request, reply, format, reading.faults)
    return undefined
  }
  if ('asAt' in reading) return reading.asAt
  if (format !== 'html') openToAll(reply)
  reply.redirect(withDates(request, reading.rewrite), 302)
  return undefined
}

/** What is wrong with the dates: to a program in words, to a person with a form to put it right. */
export function refuseDates(
  request: FastifyRequest,
  reply: FastifyReply,
  format: Format,
  faults: readonly Fault[],
): FastifyReply {
  if (format === 'html') return answerWrongDates(request, reply, faults)
  const { words } = request
  throw new Invalid(faults.map(({ parameter, key }) => `${parameter}: ${words.say(key)}.`).join(' '))
}

/** The form that was sent, as it was sent, with what to enter instead. */
function answerWrongDates(
  request: FastifyRequest,
  reply: FastifyReply,
  faults: readonly Fault[],
): FastifyReply {
  const { words, query } = request
  const given = writtenIn(query)
  const errors = faults.map(({ parameter, key }) => ({
    parameter,
    label: words.say(`progress.as-at.label.${parameter}`),
    says: words.say(key),
  }))
  const wrong = {
    given,
    onSays: isDate(given.on) ? words.date(given.on) : words.say('progress.as-at.today'),
    errors,
    errorOf: Object.fromEntries(errors.map(({ parameter, says }) => [parameter, says])),
    // Two dates of which the difference was asked for have a form of their own.
    isBetween: faults.some(({ parameter }) => parameter === 'from' || parameter === 'to'),
  }
  return reply.code(400).header('cache-control', 'no-store').page('progress/views/wrong-date', wrong)
}

// What else the address asks stays as it is.
function withDates({ url }: FastifyRequest, dates: Asked): string {
  const { locale, path, query } = readAddress(url)
  const rest = new URLSearchParams(query)
  rest.delete('on')
  rest.delete('known')
  rest.delete('organised')
  return addressIn(locale, path, queryOf({ ...Object.fromEntries(rest), ...dates }))
}

export function showDates(words: Words, { on, organised, asked }: AsAt): Dates {
  const onSays = words.date(on)
  const known = asked.known === undefined ? undefined : sayKnown(words, asked.known)
  const key = `${asked.on === undefined ? 'today' : 'then'}-${known === undefined ? 'now' : 'known'}`
  const says = words.say(`progress.as-at.${key}`, { on: onSays, known: known ?? '' })
  return {
    dates: queryOf(asked),
    asAt: {
      says: organised === 'now' ? `${says} ${words.say('progress.as-at.organised-now')}` : says,
      onSays,
      on: asked.on ?? '',
      known: asked.known ?? '',
      organised,
    },
  }
}

function sayKnown(words: Words, known: string): string {
  return known.length > 10 ? words.moment(new Date(known).toISOString()) : words.date(known)
}
