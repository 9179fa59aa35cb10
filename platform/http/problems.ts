import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Words } from '../messages/index.ts'
import { Invalid, Problem } from './errors.ts'
import type { Views } from './views.ts'

interface Answer {
  status: number
  kind: string
  shown: string | undefined
}

export type ShowProblem = (error: unknown, request: FastifyRequest, reply: FastifyReply) => void

/** Pages for what went wrong, in plain words, in the layout of the site the reader was on. */
export function problemPages(views: Views, words: Words, layout: string): ShowProblem {
  return (error, request, reply) => {
    const { status, kind, shown } = answerFor(error)
    if (status >= 500) request.log.error({ err: error }, 'could not answer')
    reply.code(status).header('cache-control', 'no-store')
    if (status === 503) reply.header('retry-after', '60')
    const title = words.say(`http.${kind}.title`)
    const says = shown ?? words.say(`http.${kind}.says`)
    try {
      const page = views.render('http/views/problem', words.locale, {
        layout,
        title,
        says,
        status,
        id: request.id,
      })
      reply.type('text/html; charset=utf-8').send(page)
    } catch (failure) {
      // A page that cannot even say that something is wrong must not take the request down with it.
      request.log.error({ err: failure }, 'could not show the problem')
      reply.type('text/plain; charset=utf-8').send(`${title}. ${says}`)
    }
  }
}

function answerFor(error: unknown): Answer {
  if (error instanceof Problem) return error
  const status = statusOf(error)
  // Fastify's own refusals: an address that cannot be decoded, a body too large or of the wrong kind.
  if (status >= 400 && status < 500) return { status, kind: new Invalid().kind, shown: undefined }
  return { status: 500, kind: 'fault', shown: undefined }
}

function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return 500
  return Number(error.statusCode) || 500
}
