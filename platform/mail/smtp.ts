import type { Socket } from 'node:net'
import { createTransport } from 'nodemailer'
import type { Outbound } from '#platform/outbound'
import type { Delivery, MailProvider } from './message.ts'

export interface SmtpOptions {
  /**
   * `smtp://user:password@mail.example:587`, where TLS begins after the greeting (STARTTLS), or
   * `smtps://user:password@mail.example:465`, where it begins at once. Without TLS only on this machine: localhost.
   */
  readonly url: string
  /** Who the mails are from: an address, or `Name <address>`. */
  readonly from: string
  /** Must allow the server's host and port by name. */
  readonly outbound: Outbound
}

const PORTS: Record<string, number> = { 'smtp:': 587, 'smtps:': 465 }
const THIS_MACHINE = ['localhost', '127.0.0.1', '[::1]']
const PATIENCE = 20_000

/**
 * Hands mails to a mail server. It cannot be asked about an earlier try, so one that was cut off at the very end may
 * be sent twice: with the same Message-ID, by which mailboxes drop the second.
 */
export function mailBySmtp({ url, from, outbound }: SmtpOptions): MailProvider {
  const { protocol, hostname, port: given, username, password } = new URL(url)
  const port = Number(given) || PORTS[protocol]
  if (port === undefined) throw new Error('the address of the mail server begins with smtp:// or smtps://')
  const host = hostname.replace(/^\[|\]$/g, '')
  const domain = /@([^@\s>]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'

  const transport = createTransport({
    host,
    port,
    secure: protocol === 'smtps:',
    requireTLS: !THIS_MACHINE.includes(hostname),
    ...(username === ''
      ? {}
      : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    getSocket(_options, done) {
      connect().then(
        (connection) => done(null, { connection }),
        (error: Error) => done(error, undefined),
      )
    },
    greetingTimeout: PATIENCE,
    socketTimeout: PATIENCE,
    disableFileAccess: true,
    disableUrlAccess: true,
  })

  async function connect(): Promise<Socket> {
    const connection = await outbound.connect(host, port ?? 0, { timeoutMs: PATIENCE })
    if (connection.ok) return connection.socket
    throw Object.assign(new Error(connection.why), { code: 'EDOOR' })
  }

  return {
    async deliver({ to, subject, body, reference }) {
      try {
        await transport.sendMail({
          from,
          // As an object: a text would be read as a list of addresses.
          to: { name: '', address: to },
          subject,
          text: body,
          messageId: `<${reference}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        })
        return { ok: true }
      } catch (error) {
        return refusal(error)
      }
    },
  }
}

function refusal(error: unknown): Delivery {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const answer = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0
  switch (code) {
    case 'EDOOR':
      return { ok: false, why: `mail server: ${error instanceof Error ? error.message : ''}`, again: true }
    case 'EAUTH':
      return { ok: false, why: 'the mail server does not accept our name and password', again: true }
    case 'ETLS':
      return { ok: false, why: 'the mail server offers no TLS that can be trusted', again: true }
  }
  if (answer >= 500 && answer < 600)
    return { ok: false, why: `the mail server refused it for good (${answer})`, again: false }
  if (answer > 0) return { ok: false, why: `the mail server refused it for now (${answer})`, again: true }
  return { ok: false, why: 'the connection to the mail server broke', again: true }
}
