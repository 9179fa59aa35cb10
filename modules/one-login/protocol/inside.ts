import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type Provider from 'oidc-provider'
import type { Accepted } from './needs.ts'

/** What the library answers to a request that was made for it. Nothing has been sent. */
export interface Inside {
  readonly status: number
  /** Where it sends the browser; null: nowhere. */
  readonly location: string | null
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly body: unknown
  /** It would have shown an error page: the words are its own, for the log, not for people. */
  readonly problem: { readonly error: string; readonly description: string } | null
  /** A code is on its way to the service. */
  readonly accepted: AcceptedInside | null
  /** An error is on its way to the service. */
  readonly refused: RefusedInside | null
}

/** A request for the library, in place of the one that came. */
export interface Wanted {
  readonly url: string
  /** The fields of a form. */
  readonly form?: Readonly<Record<string, string>>
  /** Sent besides the browser's own cookies. */
  readonly cookie?: string
}

export type AcceptedInside = Omit<Accepted, 'client'> & { readonly clientId: string }

export interface RefusedInside {
  readonly clientId: string
  readonly error: string
  /** For the service's team: the service itself may be told less. */
  readonly description: string
}

/** What the library's listeners learned of a request, until it is answered. */
export const acceptances = new WeakMap<object, AcceptedInside>()
export const refusals = new WeakMap<object, RefusedInside>()

type Context = Parameters<Parameters<Provider['use']>[0]>[0]

/**
 * Runs the library on a request as a function: what it answers goes through Fastify like every other answer, with its
 * headers and its log. Koa would send it past both.
 */
export function createInside(
  provider: Provider,
): (request: FastifyRequest, reply: FastifyReply, wanted: Wanted) => Promise<Inside> {
  const answers = new WeakMap<ServerResponse, Context>()
  const failures = new WeakMap<object, unknown>()
  provider.use(async (ctx, next) => {
    answers.set(ctx.res, ctx)
    // From here Koa neither sends nor ends anything.
    ctx.respond = false
    try {
      await next()
    } catch (failure) {
      failures.set(ctx, failure)
      ctx.state.problem = {}
    }
  })
  provider.on('server_error', (ctx, failure) => failures.set(ctx, failure))
  const run = provider.callback()

  return async (request, reply, wanted) => {
    const { raw } = reply
    await run(requestFor(request, wanted), raw)
    const ctx = answers.get(raw)
    if (!ctx) throw new Error('the library did not take the request')
    const failure = failures.get(ctx)
    if (failure !== undefined) request.log.error({ err: failure }, 'the library could not answer')
    const headers = takeHeaders(raw)
    return {
      // (contract) a browser is sent on with 302, where the library says 303.
      status: ctx.status === 303 ? 302 : ctx.status,
      location: typeof headers.location === 'string' ? withPlainWords(headers.location) : null,
      headers,
      body: failure === undefined ? ctx.body : FAILED,
      problem: problemOf(ctx.state.problem),
      accepted: acceptances.get(ctx) ?? null,
      refused: refusals.get(ctx) ?? null,
    }
  }
}

const FAILED = { error: 'server_error', error_description: 'Unexpected server error' }

// The library says that of its own failures in words that are no government's.
function withPlainWords(location: string): string {
  return location.replace(/error_description=oops[^&#]*/, 'error_description=Unexpected+server+error')
}

/** Sends what the library answered. */
export function send(reply: FastifyReply, { status, headers, body, location }: Inside): FastifyReply {
  const { 'content-length': _length, 'content-type': type, ...rest } = headers
  reply.code(status).headers(rest)
  if (location !== null) return reply.header('location', location).send('')
  return (typeof body === 'object' || type === undefined ? reply : reply.header('content-type', type)).send(
    body,
  )
}

// Everything of the request stays but what is wanted instead. A form was read by Fastify: the library reads its own.
function requestFor({ raw }: FastifyRequest, { url, form, cookie }: Wanted): IncomingMessage {
  const cookies = [raw.headers.cookie, cookie].filter((each) => each !== undefined).join('; ')
  const body = Buffer.from(new URLSearchParams(form).toString())
  const headers = {
    ...raw.headers,
    ...(cookies && { cookie: cookies }),
    ...(form && { 'content-type': FORM, 'content-length': String(body.length) }),
  }
  const made: IncomingMessage = Object.create(raw, {
    url: { value: url },
    method: { value: form ? 'POST' : 'GET' },
    headers: { value: headers },
    readable: { value: true },
    iterator: { value: () => Readable.from([body]) },
  })
  return made
}

const FORM = 'application/x-www-form-urlencoded'

function takeHeaders(raw: ServerResponse): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(raw.getHeaders())) {
    if (name === 'set-cookie' && Array.isArray(value)) headers[name] = value.filter(isOfUse)
    else if (value !== undefined) headers[name] = typeof value === 'number' ? String(value) : value
    raw.removeHeader(name)
  }
  return headers
}

// The library's own tie between a browser and a journey is not read: browser.ts holds in every language and tab.
function isOfUse(cookie: string): boolean {
  return !cookie.startsWith('interaction=')
}

function problemOf(out: unknown): Inside['problem'] {
  if (typeof out !== 'object' || out === null) return null
  return {
    error: 'error' in out ? String(out.error) : 'server_error',
    description: 'error_description' in out ? String(out.error_description) : '',
  }
}
