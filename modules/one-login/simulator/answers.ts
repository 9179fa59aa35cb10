import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type AuthorizeContext, checkAuthorizeRequest } from '../requests/authorize.ts'
import { addressOf } from '../requests/parameters.ts'
import type { AuthorizeRequest } from '../requests/request.ts'
import { readSignedText } from '../requests/signed-text.ts'
import type { Configuration } from './configuration.ts'

/*
 * Where the UK's simulator answers otherwise than its service does, and suites written for it expect that: errors as
 * plain text and not as pages, nothing asked of the User-Agent, the state also where nobody asked to go on.
 */

interface AnswersNeeds {
  current(): Configuration
  /** Where it is reached. */
  ownUrl: string
  check: AuthorizeContext
}

const INVALID_TOKEN = 'Bearer error="invalid_token", error_description="Invalid access token"'
const DENIED = 'Access denied by resource owner or authorization server'

const identitySchema = z.looseObject({ vc: z.unknown().optional() })
const bodySchema = z.record(z.string(), z.unknown())

export function answerAsTheUks(app: FastifyInstance, needs: AnswersNeeds): void {
  app.addHook('onRequest', async ({ raw }) => {
    raw.headers['user-agent'] ||= 'unnamed'
  })

  app.addHook('preHandler', async (request, reply) => {
    const { url } = request.routeOptions
    if (url === '/authorize') return await answerAuthorize(request, reply, needs)
    if (url === '/userinfo' && isNotBearer(request))
      return reply.code(401).header('www-authenticate', INVALID_TOKEN).send('')
  })

  app.addHook('preSerialization', async (request, reply, payload) => {
    if (request.routeOptions.url !== '/userinfo') return payload
    return reply.statusCode === 401 ? null : withoutNobody(payload, needs)
  })

  app.addHook('onSend', async (request, reply, payload) => {
    if (request.routeOptions.url === '/userinfo' && reply.statusCode === 401) return ''
    if (request.routeOptions.url === '/logout') sendToOwnPage(request, reply, needs)
    return payload
  })
}

async function answerAuthorize(
  request: FastifyRequest,
  reply: FastifyReply,
  { check, current }: AnswersNeeds,
) {
  const query = z.record(z.string(), z.unknown()).catch({}).parse(request.query)
  const checked = await checkAuthorizeRequest(request.method, query, check)
  if (!checked.ok) {
    const { refusal } = checked
    if (refusal.kind === 'redirect') return
    return reply.code(refusal.status).type('text/plain; charset=utf-8').send(refusal.says)
  }
  if (!isFailedProof(checked.request, current(), check)) return
  const { client, redirectUri, responseMode, state } = checked.request
  const told = { kind: 'redirect', clientId: client.clientId, redirectUri, responseMode, state } as const
  return reply.redirect(addressOf({ ...told, error: 'access_denied', description: DENIED }), 302)
}

/** Return codes say why a proof failed. Whoever did not ask for them hears only that it did. */
function isFailedProof(
  { wanted, claims }: AuthorizeRequest,
  { responseConfiguration: { returnCodes }, errorConfiguration: { authoriseErrors } }: Configuration,
  { profile }: AuthorizeContext,
): boolean {
  if (!returnCodes?.length || authoriseErrors.length > 0) return false
  return wanted.identity.some((level) => level !== 'P0') && !claims.includes(profile.claims.returnCode)
}

function isNotBearer({ headers: { authorization } }: FastifyRequest): boolean {
  return authorization !== undefined && !/^Bearer +\S/i.test(authorization)
}

/** A configuration without a credential gives no core identity: the one that was made says nothing, and is left out. */
function withoutNobody(payload: unknown, { check }: AnswersNeeds): unknown {
  const read = bodySchema.safeParse(payload)
  if (!read.success) return payload
  const { [check.profile.claims.coreIdentityJWT]: jwt, ...rest } = read.data
  const text = typeof jwt === 'string' ? readSignedText(jwt) : undefined
  return text && identitySchema.parse(text.payload).vc === null ? rest : payload
}

/** Who signed out and goes nowhere else goes to a page of the simulator: a whole address, with the state that was sent. */
function sendToOwnPage(request: FastifyRequest, reply: FastifyReply, { ownUrl }: AnswersNeeds): void {
  const location = reply.getHeader('location')
  if (typeof location !== 'string' || !location.startsWith('/')) return
  const to = new URL(location, ownUrl)
  const { state } = z.looseObject({ state: z.string().optional() }).catch({}).parse(request.query)
  if (state) to.searchParams.set('state', state)
  reply.header('location', to.href)
}
