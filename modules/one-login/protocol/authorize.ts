import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type Provider from 'oidc-provider'
import { inBothLanguages } from '#platform/http'
import type { Artefacts } from '../artefacts/artefact.ts'
import { type Base, issuerOf } from '../base.ts'
import { LIFETIMES } from '../lifetimes.ts'
import { checkAuthorizeRequest } from '../requests/authorize.ts'
import type { ClientKeys } from '../requests/client-keys.ts'
import type { AuthorizeError, AuthorizeRequest } from '../requests/request.ts'
import type { createAcceptances } from './acceptances.ts'
import { markBrowser } from './browser.ts'
import { tellPerson, tellService, tellTooLate } from './errors.ts'
import { type AcceptedInside, type createInside, type Inside, send } from './inside.ts'
import { JOURNEY, type Journey } from './journey.ts'
import type { Faults, ProtocolClients, SignInAtOnce } from './needs.ts'
import type { Tokens } from './tokens.ts'

export interface AuthorizeNeeds {
  base: Base
  provider: Provider
  inside: ReturnType<typeof createInside>
  artefacts: Pick<Artefacts, 'together'>
  clients: ProtocolClients
  clientKeys: ClientKeys
  tokens: Tokens
  faults: Faults
  signInAtOnce: SignInAtOnce | undefined
  /** The name of the library's cookie. */
  sessionCookie: string
  issuerInAnswers: boolean
  /** Records that a code is on its way. */
  accept: ReturnType<typeof createAcceptances>
}

/** In bytes (contract, 1.1): a longer query is refused before anything reads it. */
const LONGEST_QUERY = 4096

/** /authorize, and the address at which the library goes on when a person has been at the pages. */
export function serveAuthorize(app: FastifyInstance, needs: AuthorizeNeeds): void {
  // In both languages, since its pages of problems link to themselves in the other.
  inBothLanguages(app, (site) => serveIn(site, needs))
}

function serveIn(app: FastifyInstance, needs: AuthorizeNeeds): void {
  const { base, inside, artefacts } = needs

  app.get('/authorize', { config: { may: 'anyone' } }, async (request, reply) => {
    const query = queryOf(request)
    if (Buffer.byteLength(query) > LONGEST_QUERY)
      return tellPerson(reply, { status: 403, says: 'Request is too long' })
    const checked = await checkAuthorizeRequest('GET', readQuery(query), {
      clients: needs.clients,
      keys: needs.clientKeys,
      issuer: issuerOf(base),
      profile: base.profile,
      now: base.now,
    })
    if (!checked.ok) {
      const { refusal } = checked
      record(
        needs,
        request,
        refusal.clientId,
        refusal.error,
        refusal.kind === 'page' ? (refusal.mistake ?? refusal.says) : refusal.description,
      )
      return refusal.kind === 'page'
        ? tellPerson(reply, refusal)
        : tellService(reply, refusal, issuerSaid(needs))
    }
    const asked = checked.request
    const refusal = await refusalOf(needs, asked)
    if (refusal) return refuse(needs, request, reply, asked, refusal)
    const journey = journeyOf(needs, asked, markBrowser(request, reply))
    // What the answer speaks of is written before it is sent.
    const answer = await artefacts.together(async () => {
      const cookie = await sessionAtOnce(needs, asked)
      return await inside(request, reply, {
        url: `/authorize?${parametersFor(asked, journey)}`,
        ...(cookie !== undefined && { cookie }),
      })
    })
    return await finish(needs, request, reply, answer)
  })

  app.post('/authorize', { config: { may: 'anyone', from: 'programs' } }, (_request, reply) =>
    tellPerson(reply.header('allow', 'GET'), { status: 405, says: 'Method "POST" not allowed' }),
  )

  app.get<{ Params: { uid: string } }>(
    '/authorize/:uid',
    { config: { may: 'anyone' } },
    async (request, reply) => {
      const url = `/authorize/${encodeURIComponent(request.params.uid)}`
      return await finish(
        needs,
        request,
        reply,
        await artefacts.together(() => inside(request, reply, { url })),
      )
    },
  )
}

interface Fault {
  readonly error: AuthorizeError
  readonly description: string
}

async function refusalOf(
  { clients, faults, tokens }: AuthorizeNeeds,
  { client, idTokenHint }: AuthorizeRequest,
): Promise<Fault | undefined> {
  const fault = faults.authorize?.(client)
  if (fault) return fault
  if ((await clients.mayAuthorize?.(client)) === false)
    return { error: 'temporarily_unavailable', description: 'Rate limit exceeded' }
  if (idTokenHint !== null && tokens.readHint(idTokenHint)?.clientId !== client.clientId)
    return { error: 'invalid_request', description: 'Invalid id_token_hint' }
  return undefined
}

function refuse(
  needs: AuthorizeNeeds,
  request: FastifyRequest,
  reply: FastifyReply,
  { client: { clientId }, redirectUri, responseMode, state }: AuthorizeRequest,
  { error, description }: Fault,
): FastifyReply {
  record(needs, request, clientId, error, description)
  const refusal = {
    kind: 'redirect',
    redirectUri,
    responseMode,
    clientId,
    error,
    description,
    state,
  } as const
  return tellService(reply, refusal, issuerSaid(needs))
}

function journeyOf({ tokens }: AuthorizeNeeds, asked: AuthorizeRequest, browser: string): Journey {
  const { wanted, claims, scopes, locale, loginHint, maxAge, prompt, idTokenHint } = asked
  return {
    journeyId: randomBytes(16).toString('base64url'),
    browser,
    credential: wanted.credential,
    identity: [...wanted.identity],
    claims: [...claims],
    scopes: [...scopes],
    locale: locale ?? 'en',
    loginHint,
    maxAge,
    again: prompt.includes('login'),
    subject: idTokenHint === null ? null : (tokens.readHint(idTokenHint)?.subject ?? null),
  }
}

// The library hears no more than it needs for the answer: what else was asked is in the journey.
function parametersFor(asked: AuthorizeRequest, journey: Journey): URLSearchParams {
  const { client, redirectUri, responseMode, state, nonce, codeChallenge, prompt } = asked
  return new URLSearchParams({
    client_id: client.clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid',
    state,
    ...(responseMode === 'fragment' && { response_mode: responseMode }),
    ...(nonce !== null && { nonce }),
    ...(codeChallenge !== null && { code_challenge: codeChallenge, code_challenge_method: 'S256' }),
    ...(prompt.includes('none') && { prompt: 'none' }),
    [JOURNEY]: JSON.stringify(journey),
  })
}

// A simulator's user has a session before the library looks for one.
async function sessionAtOnce(
  { base, provider, signInAtOnce, sessionCookie }: AuthorizeNeeds,
  { client, wanted, claims, scopes }: AuthorizeRequest,
): Promise<string | undefined> {
  const who = await signInAtOnce?.({ client, ...wanted, claims, scopes })
  if (!who) return undefined
  const session = new provider.Session()
  session.loginAccount({
    accountId: who.accountId,
    acr: who.level,
    amr: [...who.methods],
    loginTs: Math.floor(base.now() / 1000),
    transient: true,
  })
  await session.save(LIFETIMES.session)
  return `${sessionCookie}=${session.jti}`
}

async function finish(
  needs: AuthorizeNeeds,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Inside,
): Promise<FastifyReply> {
  const { problem, accepted, refused } = answer
  if (problem) {
    request.log.info({ problem: problem.error }, 'an authorization could not go on')
    return problem.error === 'server_error'
      ? tellPerson(reply, { status: 500, says: 'Unexpected server error' })
      : tellTooLate(reply)
  }
  if (refused) record(needs, request, refused.clientId, refused.error, refused.description)
  if (accepted) await recordAcceptance(needs, request, accepted)
  return send(reply.header('cache-control', 'no-store'), answer)
}

async function recordAcceptance(
  { clients, accept }: AuthorizeNeeds,
  request: FastifyRequest,
  accepted: AcceptedInside,
): Promise<void> {
  const client = await clients.find(accepted.clientId)
  if (!client) throw new Error('a code is for a client that was found a moment ago')
  await accept({ ...accepted, client }, request.id)
}

function record(
  { clients }: AuthorizeNeeds,
  request: FastifyRequest,
  clientId: string | null,
  error: string,
  description: string,
): void {
  if (clientId !== null) clients.recordError?.(clientId, error, description, request.id)
}

function issuerSaid({ base, issuerInAnswers }: AuthorizeNeeds): string | null {
  return issuerInAnswers ? issuerOf(base) : null
}

function queryOf({ raw }: FastifyRequest): string {
  const [, ...rest] = (raw.url ?? '').split('?')
  return rest.join('?')
}

/** What is there twice is an array, so that nobody has to know which of them counts. */
function readQuery(query: string): Record<string, string | string[]> {
  const read = new URLSearchParams(query)
  return Object.fromEntries(
    [...new Set(read.keys())].map((name) => {
      const [only = '', ...more] = read.getAll(name)
      return [name, more.length === 0 ? only : [only, ...more]]
    }),
  )
}
