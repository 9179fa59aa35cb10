import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '#platform/http'
import { addressOf } from '../requests/parameters.ts'
import type { AuthorizeRefusal } from '../requests/request.ts'

type Redirected = Extract<AuthorizeRefusal, { kind: 'redirect' }>

/** Sends the browser to the service with an error. The address was found in the registry. */
export function tellService(reply: FastifyReply, refusal: Redirected, issuer: string | null): FastifyReply {
  const address = addressOf(refusal)
  const said = issuer === null ? address : `${address}&${new URLSearchParams({ iss: issuer })}`
  return reply.header('cache-control', 'no-store').redirect(said, 302)
}

/** Tells the person that the service's request cannot be used, in the contract's own words for its makers. */
export function tellPerson(
  reply: FastifyReply,
  { status, says }: { status: number; says: string },
): FastifyReply {
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .page('one-login/protocol/views/bad-request', { says })
}

/** The person came too late, came back, or came with another browser. */
export function tellTooLate(reply: FastifyReply): FastifyReply {
  return reply.code(400).header('cache-control', 'no-store').page('one-login/protocol/views/journey-over')
}

/**
 * Programs say what they are: (contract, 1.1) a call from server to server without a User-Agent is refused.
 *
 * @returns what was answered; undefined: it may go on.
 */
export function refuseNameless(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  if (request.headers['user-agent']) return undefined
  return reply
    .code(403)
    .header('cache-control', 'no-store')
    .send({ error: 'access_denied', error_description: 'Request is missing User-Agent header' })
}

/** For routes that only programs use: what goes wrong there is told as data, never as a page. */
export function tellProgram(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  // Besides ours Fastify's own refusals: a body too large, or of a kind that nobody reads here.
  const status = error instanceof Problem ? error.status : (error.statusCode ?? 500)
  if (status >= 500) request.log.error({ err: error }, 'could not answer')
  if (status === 503) reply.header('retry-after', '60')
  reply
    .code(status < 500 ? 400 : status === 503 ? 503 : 500)
    .header('cache-control', 'no-store')
    .send(status < 500 ? UNREADABLE : FAILED)
}

const UNREADABLE = { error: 'invalid_request', error_description: 'Invalid request' }
const FAILED = { error: 'server_error', error_description: 'Unexpected server error' }
