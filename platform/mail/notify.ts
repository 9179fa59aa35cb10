import { NotifyClient } from 'notifications-node-client'
import { z } from 'zod'
import type { Answer, Outbound } from '#platform/outbound'
import type { MailProvider } from './message.ts'

export interface NotifyOptions {
  readonly apiKey: string
  /** A template whose subject is ((subject)) and whose body is ((body)). */
  readonly templateId: string
  readonly outbound: Outbound
  /** Where Notify is; its own address unless given. */
  readonly url?: string
}

type Axios = Parameters<NotifyClient['setClient']>[0]

const NOTIFY = 'https://api.notifications.service.gov.uk'
const PATIENCE = 20_000
const notificationsSchema = z.object({
  notifications: z.array(z.object({ reference: z.string().nullish() })),
})

/** Hands mails to GOV.UK Notify, and asks it about a reference before a mail is handed over again. */
export function mailByNotify({ apiKey, templateId, outbound, url = NOTIFY }: NotifyOptions): MailProvider {
  const client = new NotifyClient(url, apiKey)
  client.setClient(throughTheDoor(client, outbound))

  return {
    async deliver({ to, subject, body, reference }) {
      const status = await statusOf(
        client.sendEmail(templateId, to, { personalisation: { subject, body }, reference }),
      )
      if (status === undefined) return { ok: false, why: 'Notify cannot be reached', again: true }
      if (status >= 200 && status < 300) return { ok: true }
      // 400: the address or the template is wrong, or the service is not live. Any other may pass.
      return { ok: false, why: `Notify answered ${status}`, again: status !== 400 }
    },
    async find(reference) {
      try {
        const { status, data } = await client.getNotifications('email', undefined, reference)
        const read = notificationsSchema.safeParse(data)
        if (status !== 200 || !read.success) return 'cannot tell'
        return read.data.notifications.some((each) => each.reference === reference) ? 'found' : 'not found'
      } catch {
        return 'cannot tell'
      }
    },
  }
}

async function statusOf(answer: Promise<{ status: number }>): Promise<number | undefined> {
  try {
    return (await answer).status
  } catch {
    return undefined
  }
}

// The client speaks through axios. It gets one that puts its requests together as always, and hands them to the door.
function throughTheDoor(client: NotifyClient, outbound: Outbound): Axios {
  const axios: Axios = client.apiClient.restClient
  return axios.create({
    adapter: async (config) => {
      const answer = await outbound.request(config.url ?? '', {
        method: config.method?.toUpperCase() === 'POST' ? 'POST' : 'GET',
        headers: headersOf(config.headers.toJSON()),
        ...(typeof config.data === 'string' ? { body: config.data } : {}),
        timeoutMs: PATIENCE,
      })
      return { ...bodyOf(answer), statusText: '', headers: {}, config }
    },
  })
}

function headersOf(headers: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}

function bodyOf(answer: Answer): { status: number; data: string } {
  if (!answer.ok) throw new Error(answer.why)
  return { status: answer.status, data: answer.body.toString() }
}
