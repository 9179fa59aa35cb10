import { z } from 'zod'
import type { Jobs } from '#platform/jobs'
import type { Outbound } from '#platform/outbound'
import type { Clients } from '../clients/client.ts'
import type { Tokens } from './tokens.ts'

/** The queue of services that are to be told that somebody signed out. */
export const BACK_CHANNEL = 'one-login.back-channel-logout'

const TIMEOUT = 15_000
/** Ten tries: about an hour and a half with the queue's own pauses. After that the service's session has ended by itself. */
const TRIES = 10

const payloadSchema = z.object({ clientId: z.string(), subject: z.string() })

/** Tells services, one by one, however often it takes (contract, 1.8). Each try has a token of its own, since they live two minutes. */
export function workBackChannel(
  jobs: Pick<Jobs, 'work'>,
  { clients, tokens, outbound }: { clients: Clients; tokens: Tokens; outbound: Pick<Outbound, 'request'> },
): void {
  jobs.work(
    BACK_CHANNEL,
    async ({ payload }) => {
      const { clientId, subject } = payloadSchema.parse(payload)
      const client = await clients.find(clientId)
      // It was taken out of the registry since, or its address was: nobody is left to tell.
      if (!client?.backChannelLogoutUri) return 'done'
      const token = await tokens.logoutToken(client, subject)
      const answer = await outbound.request(client.backChannelLogoutUri, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ logout_token: token }).toString(),
        timeoutMs: TIMEOUT,
        maxBytes: 64 * 1024,
      })
      if (!answer.ok) return { again: answer.why }
      return answer.status === 200 ? 'done' : { again: `status ${answer.status}` }
    },
    { tries: TRIES, keepDead: false },
  )
}
