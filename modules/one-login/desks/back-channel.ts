/*
 * The pages for teams are told, like any service, when somebody signs out of the provider (OpenID Connect Back-Channel
 * Logout): their session there ends as well. The notice is delivered within the process, and checked all the same.
 */
import type { FastifyInstance } from 'fastify'
import { createLocalJWKSet, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { z } from 'zod'
import type { Outbound } from '#platform/outbound'
import type { Fetch } from './fetch-inside.ts'

export const BACK_CHANNEL_PATH = '/registry/back-channel-logout'

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'
/** How long the provider's keys are believed, in milliseconds: new ones are published two days before they sign. */
const BELIEVED = 3_600_000

const noticeSchema = z.object({ logout_token: z.string().max(10_000) })
const keySetSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) })
const claimsSchema = z.object({
  sub: z.string(),
  jti: z.string(),
  events: z.object({ [EVENT]: z.object({}) }),
  // With a nonce it would be an ID token in disguise.
  nonce: z.undefined().optional(),
})

export interface Notices {
  readonly issuer: string
  readonly audience: string
  readonly fetch: Fetch
  readonly now: () => number
  /** Ends the sessions of a subject. */
  readonly signOut: (subject: string) => Promise<void>
}

export function serveBackChannel(
  app: FastifyInstance,
  { issuer, audience, fetch, now, signOut }: Notices,
): void {
  let known: { until: number; keys: JWTVerifyGetKey } | undefined

  async function keys(): Promise<JWTVerifyGetKey> {
    if (known && known.until > now()) return known.keys
    const answer = await fetch(`${issuer}.well-known/jwks.json`, { method: 'GET' })
    const set = createLocalJWKSet(keySetSchema.parse(await answer.json()))
    known = { until: now() + BELIEVED, keys: set }
    return set
  }

  async function subjectOf(token: string): Promise<string | undefined> {
    const wanted = {
      issuer,
      audience,
      typ: 'logout+jwt',
      algorithms: ['ES256'],
      currentDate: new Date(now()),
    }
    const key = await keys()
    const verified = await jwtVerify(token, key, wanted).catch(() => undefined)
    return claimsSchema.safeParse(verified?.payload).data?.sub
  }

  app.post(BACK_CHANNEL_PATH, { config: { may: 'anyone', from: 'programs' } }, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    const notice = noticeSchema.safeParse(request.body)
    const subject = notice.success ? await subjectOf(notice.data.logout_token) : undefined
    if (subject === undefined)
      return reply
        .code(400)
        .send({ error: 'invalid_request', error_description: 'That is no logout token for here.' })
    await signOut(subject)
    return reply.code(200).send()
  })
}

/** The door out, but for one address of the provider's own, which is reached within the process. */
export function doorWithin(
  outbound: Pick<Outbound, 'request'>,
  address: string,
  inside: Fetch,
): Pick<Outbound, 'request'> {
  return {
    async request(url, wanted = {}) {
      if (url !== address) return await outbound.request(url, wanted)
      const { method = 'GET', headers = {}, body } = wanted
      const text = typeof body === 'string' ? body : undefined
      const answer = await inside(url, { method, headers, ...(text === undefined ? {} : { body: text }) })
      const bytes = Buffer.from(await answer.arrayBuffer())
      return { ok: true, status: answer.status, headers: answer.headers, body: bytes }
    },
  }
}
