import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Artefacts } from '../artefacts/artefact.ts'
import { type Base, issuerOf } from '../base.ts'
import type { ClientKeys } from '../requests/client-keys.ts'
import type { TokenRefusal, TokenRequest } from '../requests/request.ts'
import { checkCode, checkTokenRequest, type Issued } from '../requests/token.ts'
import { refuseNameless, tellProgram } from './errors.ts'
import { type createInside, send } from './inside.ts'
import type { ProtocolClients } from './needs.ts'

export interface TokenNeeds {
  base: Base
  inside: ReturnType<typeof createInside>
  artefacts: Pick<Artefacts, 'together' | 'find' | 'putOnceOnWriting'>
  clients: ProtocolClients
  clientKeys: ClientKeys
}

const refusalSchema = z.object({ error: z.string(), error_description: z.string().default('') })

/** /token: a code becomes an access token and an ID token. */
export function serveToken(app: FastifyInstance, needs: TokenNeeds): void {
  const { base, inside, artefacts, clients, clientKeys } = needs

  // Secrets are not compressed beside what others may have chosen, and tokens hardly get shorter.
  const config = { may: 'anyone', from: 'programs', encodesItself: true } as const
  app.post('/token', { config, errorHandler: tellProgram }, async (request, reply) => {
    const nameless = refuseNameless(request, reply)
    if (nameless) return nameless
    reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' })
    const checked = await checkTokenRequest(request.body, {
      clients,
      keys: clientKeys,
      issuer: issuerOf(base),
      now: base.now,
    })
    if (!checked.ok) return refuse(needs, request, reply, checked.refusal)
    const asked = checked.request
    const answer = await artefacts.together(async () => {
      const wrong = checkCode(asked, await issuedAs(needs, asked))
      if (wrong) return wrong
      await spendAssertion(needs, asked)
      return await inside(request, reply, { url: '/token', form: formFor(asked) })
    })
    if ('error' in answer) return refuse(needs, request, reply, answer)
    const refusal = refusalSchema.safeParse(answer.body)
    if (refusal.success) {
      const { error, error_description: description } = refusal.data
      clients.recordError?.(asked.client.clientId, error, description, request.id)
    }
    return send(reply, { ...answer, body: inContract(answer.body) })
  })
}

const issuedSchema = z.object({
  clientId: z.string(),
  redirectUri: z.string(),
  codeChallenge: z.string().nullable().default(null),
})

// One that was spent is found too: what was given for it is withdrawn then.
async function issuedAs({ artefacts }: TokenNeeds, { code }: TokenRequest): Promise<Issued | undefined> {
  const found = await artefacts.find('AuthorizationCode', code)
  return issuedSchema.safeParse(found?.payload).data
}

/** The end of the year 9999, in seconds since 1970. */
const LAST_MOMENT = 253_402_300_799

// An assertion with an id serves once (RFC 7523, 3). One without, the contract lets through until it expires.
async function spendAssertion({ artefacts }: TokenNeeds, { client, assertion }: TokenRequest): Promise<void> {
  if (!assertion?.jti) return
  await artefacts.putOnceOnWriting({
    kind: 'ReplayDetection',
    id: `${client.clientId} ${assertion.jti}`,
    payload: {},
    // With room for clocks that differ. One that expires when no calendar goes on is kept until then.
    expiresAt: Math.min(assertion.exp + 60, LAST_MOMENT) * 1000,
  })
}

// The library hears of the client only who it is: that was proved.
function formFor({ client, code, redirectUri, codeVerifier }: TokenRequest): Record<string, string> {
  return {
    grant_type: 'authorization_code',
    client_id: client.clientId,
    code,
    redirect_uri: redirectUri,
    ...(codeVerifier !== null && { code_verifier: codeVerifier }),
  }
}

// (contract, 1.3) The scope is what was asked for, and is not said again.
function inContract(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'scope'))
}

function refuse(
  { clients }: TokenNeeds,
  request: FastifyRequest,
  reply: FastifyReply,
  { status, error, description, clientId }: TokenRefusal,
): FastifyReply {
  if (clientId !== null) clients.recordError?.(clientId, error, description, request.id)
  return reply.code(status).send({ error, error_description: description })
}
