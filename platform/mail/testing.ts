import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createTcpServer } from 'node:net'
import type { MailProvider, Message } from './index.ts'
import type { Seal } from './mail.ts'

/** A provider that keeps its mails in memory, for the tests of whoever sends them. */
export function mailToMemory(): MailProvider & { readonly mails: Message[] } {
  const mails: Message[] = []
  return {
    mails,
    async deliver(message) {
      mails.push(message)
      return { ok: true }
    },
    async find(reference) {
      return mails.some((mail) => mail.reference === reference) ? 'found' : 'not found'
    },
  }
}

/** Seals by turning every byte round: enough to see that what lies in the queue was sealed. */
export const sealForTests: Seal = {
  seal: (context, plain) => turn(Buffer.concat([Buffer.from(`${context}\n`), plain])),
  open(context, sealed) {
    const opened = turn(Buffer.from(sealed))
    if (!opened.toString().startsWith(`${context}\n`)) throw new Error('sealed elsewhere')
    return opened.subarray(context.length + 1)
  },
}

function turn(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => byte ^ 0xff))
}

export interface SmtpServer {
  readonly port: number
  /** What clients said, line by line, without the mails. */
  readonly said: string[]
  readonly mails: string[]
  /** How the next commands of a kind are answered, instead of well: { RCPT: '550 no' }. */
  answers: Record<string, string>
  /** Hangs up in place of saying that it has the mail. */
  hangsUp: boolean
  stop(): void
}

/** A mail server that speaks just enough SMTP. */
export async function startSmtpServer(): Promise<SmtpServer> {
  const usual: Record<string, string> = {
    EHLO: '250-mail.test\r\n250 AUTH PLAIN',
    AUTH: '235 welcome',
    DATA: '354 go on',
    STARTTLS: '502 not here',
    QUIT: '221 bye',
  }
  const state: Omit<SmtpServer, 'port' | 'stop'> = { said: [], mails: [], answers: {}, hangsUp: false }
  const server = createTcpServer((socket) => {
    let waiting = ''
    let isMail = false
    socket.on('error', () => {})
    socket.write('220 mail.test ESMTP\r\n')
    socket.setEncoding('latin1').on('data', (text: string) => {
      waiting += text
      for (let end = endOf(); end !== undefined; end = endOf()) {
        const part = waiting.slice(0, end)
        waiting = waiting.slice(end)
        if (isMail) {
          isMail = false
          state.mails.push(part)
          if (state.hangsUp) socket.destroy()
          else socket.write('250 taken\r\n')
          continue
        }
        const line = part.trim()
        const verb = line.split(' ')[0]?.toUpperCase() ?? ''
        state.said.push(line)
        const answer = result.answers[verb] ?? usual[verb] ?? '250 fine'
        isMail = answer.startsWith('354')
        socket.write(`${answer}\r\n`)
      }
    })
    const endOf = () => {
      const sign = isMail ? '\r\n.\r\n' : '\r\n'
      const at = waiting.indexOf(sign)
      return at < 0 ? undefined : at + sign.length
    }
  })
  const result: SmtpServer = Object.assign(state, {
    port: await listen(server),
    stop: () => void server.close(),
  })
  return result
}

export interface NotifyServer {
  readonly url: string
  readonly requests: { method: string; path: string; authorization: string; body: unknown }[]
  /** What it has taken, each with its reference. */
  readonly taken: { reference: string }[]
  /** The status of the next answers, instead of the right one. */
  status: number | undefined
  stop(): void
}

/** Answers as GOV.UK Notify does, so far as mails go. */
export async function startNotifyServer(): Promise<NotifyServer> {
  const state: Omit<NotifyServer, 'url' | 'stop'> = { requests: [], taken: [], status: undefined }
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    let text = ''
    for await (const part of request.setEncoding('utf8')) text += part
    const body: unknown = text === '' ? null : JSON.parse(text)
    const path = request.url ?? ''
    state.requests.push({
      method: request.method ?? '',
      path,
      authorization: request.headers.authorization ?? '',
      body,
    })
    const asked = new URL(path, 'http://notify').searchParams.get('reference')
    const isPost = request.method === 'POST'
    const status = result.status ?? (isPost ? 201 : 200)
    if (isPost && status === 201) state.taken.push({ reference: referenceIn(body) })
    const said = isPost
      ? { id: 'a-notification' }
      : { notifications: state.taken.filter(({ reference }) => reference === asked), links: {} }
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(status < 300 ? said : { errors: [{ message: 'no' }], status_code: status }))
  }
  const server = createServer((request, response) => void answer(request, response))
  const result: NotifyServer = Object.assign(state, {
    url: `http://localhost:${await listen(server)}`,
    stop: () => void server.close(),
  })
  return result
}

function referenceIn(body: unknown): string {
  return typeof body === 'object' && body !== null && 'reference' in body ? String(body.reference) : ''
}

async function listen(server: ReturnType<typeof createTcpServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}
