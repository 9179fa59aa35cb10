import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Messages } from '../messages/index.ts'
import { readAddress } from './addresses.ts'
import { Invalid, Problem } from './errors.ts'
import type { Render } from './pages.ts'
import { openToAll } from './security.ts'

interface Answer {
  status: number
  kind: string
  shown: string | undefined
}

const JSON_TYPE = 'application/json; charset=utf-8'

export type ShowProblem = (error: unknown, request: FastifyRequest, reply: FastifyReply) => void

/** Pages for what went wrong, in plain words, in the layout and the language of the site the reader was on. */
export function problemPages(messages: Messages, render: Render, layout: string): ShowProblem {
  return (error, request, reply) => {
    // Fastify's own refusals come with a request that has no words of its own.
    const words = messages.in(readAddress(request.url).locale)
    const { status, kind, shown } = answerFor(error)
    if (status >= 500) request.log.error({ err: error }, 'could not answer')
    reply.code(status).header('cache-control', 'no-store')
    if (status === 503) reply.header('retry-after', '60')
    const title = words.say(`http.${kind}.title`)
    const says = shown ?? words.say(`http.${kind}.says`)
    const problem = { status, title, says, id: request.id }
    const answer = dataAnswer(request.url, problem)
    if (answer) {
      openToAll(reply).type(answer.type).send(answer.body)
      return
    }
    if (isForProgram(request, status)) {
      reply.type(JSON_TYPE).send(JSON.stringify(problem))
      return
    }
    try {
      const context = { layout, title, says, status, id: request.id }
      const page = render('http/views/problem', request.url, context)
      reply.type('text/html; charset=utf-8').send(page)
    } catch (failure) {
      // A page that cannot even say that something is wrong must not take the request down with it.
      request.log.error({ err: failure }, 'could not show the problem')
      reply.type('text/plain; charset=utf-8').send(`${title}. ${says}`)
    }
  }
}

/** A program that asked for data gets no page: JSON where it asked for JSON, else plain words. */
function dataAnswer(
  url: string,
  problem: { status: number; title: string; says: string; id: string },
): { type: string; body: string } | undefined {
  const [, format] = /\.(json|csv|svg)$/.exec(readAddress(url).path) ?? []
  if (format === undefined) return undefined
  if (format === 'json') return { type: JSON_TYPE, body: JSON.stringify(problem) }
  return { type: 'text/plain; charset=utf-8', body: `${problem.title}. ${problem.says}` }
}

/** What programs send to is known; that a program asked for too much is told by what it takes: each browser takes HTML. */
function isForProgram({ headers, routeOptions }: FastifyRequest, status: number): boolean {
  if (routeOptions?.config?.from === 'programs') return true
  return status === 429 && !/text\/html/.test(headers.accept ?? '')
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
