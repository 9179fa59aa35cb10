import { z } from 'zod'
import type { Job, Jobs, Outcome } from '#platform/jobs'
import type { Mail, MailProvider, Message } from './message.ts'

/** What the mails in the queue are sealed with, for the moments that they lie there. */
export interface Seal {
  seal(context: string, plain: Uint8Array): Buffer
  open(context: string, sealed: Uint8Array): Buffer
}

export interface MailOptions {
  readonly provider: MailProvider
  /** Not started yet. */
  readonly jobs: Jobs
  readonly seal: Seal
}

const QUEUE = 'mail'
const SECONDS = 1_000
const REFERENCE = /^[\w-]{8,100}$/
// In all about 20 minutes: what is later than that, nobody waits for any more.
const PAUSES = [10, 20, 40, 60, 120, 300, 600].map((seconds) => seconds * SECONDS)

const payloadSchema = z.strictObject({ reference: z.string(), sealed: z.base64() })
const messageSchema = z.strictObject({
  to: z.string(),
  subject: z.string(),
  body: z.string(),
  reference: z.string(),
})

/** Mails go out from the job queue. Nothing of one is kept once it is out, or cannot be. */
export function createMail({ provider, jobs, seal }: MailOptions): Mail {
  async function deliver({ payload, tries }: Job): Promise<Outcome> {
    const { reference, sealed } = payloadSchema.parse(payload)
    // An earlier try may have been cut off after the provider had it.
    if (tries > 1 && provider.find) {
      const found = await provider.find(reference)
      if (found === 'found') return 'done'
      if (found === 'cannot tell') return { again: 'the provider could not be asked about an earlier try' }
    }
    const delivery = await provider.deliver(
      read(seal.open(context(reference), Buffer.from(sealed, 'base64'))),
    )
    if (delivery.ok) return 'done'
    return delivery.again ? { again: delivery.why } : { dead: delivery.why }
  }

  jobs.work(QUEUE, deliver, {
    tries: PAUSES.length + 1,
    backoff: (tries) => PAUSES[tries - 1] ?? 0,
    keepDead: false,
  })

  return {
    async send(tx, { to, subject, body, reference }) {
      if (!REFERENCE.test(reference))
        throw new Error('the reference of a mail is 8 to 100 letters and digits')
      const plain = Buffer.from(JSON.stringify({ to, subject, body, reference } satisfies Message))
      const sealed = seal.seal(context(reference), plain).toString('base64')
      await jobs.send(tx, QUEUE, { reference, sealed }, { key: reference })
    },
  }
}

function context(reference: string): string {
  return `mail ${reference}`
}

function read(plain: Buffer): Message {
  return messageSchema.parse(JSON.parse(plain.toString()))
}
