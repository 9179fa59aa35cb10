import { request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import type { Answer, OutboundRequest, Refusal } from './door.ts'
import { pinned } from './pinned.ts'

/** All the headers of an answer together, in bytes. */
const MAX_HEADERS = 16 * 1024
const UNTRUSTED =
  /^(CERT_|UNABLE_TO_|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT_IN_CHAIN$|HOSTNAME_MISMATCH$|INVALID_(CA|PURPOSE)$|ERR_TLS_CERT_)/

/**
 * One request on a connection of its own to one of the addresses, and its whole answer.
 *
 * Nothing is decompressed: a small body cannot become a large one.
 */
export function exchange(
  url: URL,
  addresses: readonly string[],
  asked: OutboundRequest & { maxBytes: number; signal: AbortSignal },
): Promise<Answer> {
  const { method = 'GET', body, maxBytes, signal } = asked
  const headers = new Headers(asked.headers)
  if (!headers.has('user-agent')) headers.set('user-agent', 'Fingerpost')
  headers.set('accept-encoding', 'identity')
  if (body !== undefined) headers.set('content-length', String(Buffer.byteLength(body)))

  return new Promise((resolve) => {
    const send = url.protocol === 'https:' ? tlsRequest : plainRequest
    const outgoing = send(url, {
      method,
      headers: Object.fromEntries(headers),
      agent: false,
      lookup: pinned(addresses),
      maxHeaderSize: MAX_HEADERS,
      // Whatever the environment says of TLS.
      rejectUnauthorized: true,
    })
    function give(answer: Answer): void {
      signal.removeEventListener('abort', timedOut)
      resolve(answer)
      outgoing.destroy()
    }
    const refuse = (why: Refusal) => give({ ok: false, why })
    const timedOut = () => refuse('timed out')
    const failed = (error: Error) => refuse(whyOf(error))

    if (signal.aborted) timedOut()
    signal.addEventListener('abort', timedOut)
    outgoing.on('error', failed)
    const broken = () => refuse('unreachable')
    outgoing.on('close', broken)
    outgoing.on('upgrade', (_answer, socket) => {
      socket.destroy()
      refuse('unreadable')
    })
    outgoing.on('response', (incoming) => {
      // A body without a length ends with the connection: its own end is what counts from here on.
      outgoing.off('close', broken)
      incoming.on('close', broken)
      const { statusCode: status = 0 } = incoming
      const answered = headersOf(incoming.headersDistinct)
      const encoding = answered?.get('content-encoding') ?? 'identity'
      if (!answered || status < 200 || status > 599 || encoding !== 'identity') return refuse('unreadable')
      if (method !== 'HEAD' && Number(answered.get('content-length') ?? 0) > maxBytes)
        return refuse('too large')

      const chunks: Buffer[] = []
      let length = 0
      incoming.on('error', failed)
      incoming.on('data', (chunk: Buffer) => {
        length += chunk.length
        if (length > maxBytes) refuse('too large')
        else chunks.push(chunk)
      })
      incoming.on('end', () => give({ ok: true, status, headers: answered, body: Buffer.concat(chunks) }))
    })
    outgoing.end(body)
  })
}

function headersOf(distinct: NodeJS.Dict<string[]>): Headers | undefined {
  const headers = new Headers()
  try {
    for (const [name, values = []] of Object.entries(distinct))
      for (const value of values) headers.append(name, value)
  } catch {
    return undefined
  }
  return headers
}

function whyOf(error: Error): Refusal {
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'HPE_HEADER_OVERFLOW') return 'too large'
  if (code.startsWith('HPE_')) return 'unreadable'
  return UNTRUSTED.test(code) ? 'not trusted' : 'unreachable'
}
