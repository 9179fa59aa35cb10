import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { clearCookie, inBothLanguages } from '#platform/http'
import type { Clients } from '../clients/client.ts'
import { SESSION_COOKIE, type Sessions } from './sessions.ts'
import type { Tokens } from './tokens.ts'

export interface LogoutNeeds {
  sessions: Sessions
  clients: Clients
  tokens: Tokens
}

/** In bytes (contract, 1.1). */
const LONGEST_QUERY = 2048

const querySchema = z.object({
  id_token_hint: z.string().optional(),
  post_logout_redirect_uri: z.string().optional(),
  state: z.string().optional(),
})

/** Where a person who signed out is told so. */
export const SIGNED_OUT = '/signed-out'

/**
 * /logout: in one step, without a question, the session ends for every service (contract, 1.8). The hint says only where
 * the browser may go; whoever has none signs out all the same. Another site can so sign a person out: the contract wants
 * it, and nothing of theirs is lost.
 */
export function serveLogout(app: FastifyInstance, { sessions, clients, tokens }: LogoutNeeds): void {
  app.get('/logout', { config: { may: 'anyone' } }, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    const [, query = ''] = (request.raw.url ?? '').split('?', 2)
    if (Buffer.byteLength(query) > LONGEST_QUERY)
      return reply.code(403).page('one-login/protocol/views/bad-request', { says: 'Request is too long' })
    await sessions.end(request, 'logout')
    clearCookie(reply, SESSION_COOKIE)
    const asked = querySchema.safeParse(request.query)
    const to = asked.success ? await destination(asked.data) : { error: UNREADABLE }
    if ('error' in to) return reply.redirect(`${SIGNED_OUT}?${new URLSearchParams({ ...to.error })}`, 302)
    return reply.redirect(to.address, 302)
  })

  inBothLanguages(app, (site) => {
    site.get<{ Querystring: Record<string, unknown> }>(
      SIGNED_OUT,
      { config: { may: 'anyone' } },
      (request, reply): FastifyReply =>
        reply
          .header('cache-control', 'no-store')
          .page('one-login/protocol/views/signed-out', { problem: problemIn(request.query) }),
    )
  })

  async function destination(
    asked: z.output<typeof querySchema>,
  ): Promise<{ address: string } | { error: Fault }> {
    const { id_token_hint: hint, post_logout_redirect_uri: uri, state } = asked
    if (hint === undefined || hint === '') return { address: SIGNED_OUT }
    const known = tokens.readHint(hint)
    if (!known) return { error: UNREADABLE }
    const client = await clients.find(known.clientId)
    if (!client)
      return { error: { error_code: 'unauthorized_client', error_description: 'client not found' } }
    if (uri === undefined || uri === '') return { address: SIGNED_OUT }
    if (!client.postLogoutRedirectUrls.includes(uri)) return { error: UNKNOWN_ADDRESS }
    if (state === undefined) return { address: uri }
    return { address: `${uri}${uri.includes('?') ? '&' : '?'}${new URLSearchParams({ state })}` }
  }
}

interface Fault {
  readonly error_code: string
  readonly error_description: string
}

const UNREADABLE: Fault = {
  error_code: 'invalid_request',
  error_description: 'unable to validate id_token_hint',
}
const UNKNOWN_ADDRESS: Fault = {
  error_code: 'invalid_request',
  error_description: 'client registry does not contain post_logout_redirect_uri',
}

/** Only our own words are shown: anybody can write an address. */
function problemIn({ error_description: said }: Record<string, unknown>): string | null {
  const known = [UNREADABLE.error_description, UNKNOWN_ADDRESS.error_description, 'client not found']
  return known.find((each) => each === said) ?? null
}
