import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { kept } from '#shared/kept'
import { chooseEncoding, type Encoding, encode, isCompressible, WORTH_COMPRESSING } from './encoding.ts'

/** A page as it was sent once. */
interface KeptPage {
  /** Those of the page itself: what it is, its tag, and all that its route said of it. */
  headers: ReturnType<FastifyReply['getHeaders']>
  etag: string
  encoding: Encoding
  body: Buffer
}

/** Bytes, each page in each encoding that was asked for: a stranger who asks for many dates does not fill the memory. */
const MOST_KEPT = 64 * 1024 * 1024
/** What a page's headers and key take besides its body. */
const AROUND = 2000

/**
 * What happens to every answer on its way out: an ETag for what was asked for with GET, 304 where the reader already
 * has it, and compression. The tag is weak because one page may be sent in several encodings.
 */
export function addFreshness(app: FastifyInstance): void {
  const pages = kept<KeptPage>(MOST_KEPT, ({ body }) => body.length + AROUND)
  app.decorateReply('keepAs', null)
  app.decorateReply('isMade', false)

  app.decorateReply('alreadyMade', function (key) {
    const page = pages.find(`${chooseEncoding(this.request.headers['accept-encoding'])} ${key}`)
    if (page) {
      this.isMade = true
      sendPage(this.request, this, page)
    } else {
      this.keepAs = key
    }
    return page !== undefined
  })

  app.addHook('onSend', async (request, reply, payload: unknown) => {
    const type = String(reply.getHeader('content-type') ?? '')
    if (reply.isMade || request.routeOptions.config?.encodesItself || !isCompressible(type)) return payload
    if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return payload
    const plain = Buffer.from(payload)
    const accepted = chooseEncoding(request.headers['accept-encoding'])
    const encoding = plain.length < WORTH_COMPRESSING ? 'identity' : accepted
    const body = await encode(plain, encoding, 'each time')
    reply.header('vary', 'accept-encoding').removeHeader('content-length')

    if (reply.statusCode === 200 && (request.method === 'GET' || request.method === 'HEAD')) {
      const etag = tagOf(plain)
      if (!reply.hasHeader('cache-control')) reply.header('cache-control', CHECK_EACH_TIME)
      reply.header('etag', etag)
      if (reply.keepAs !== null) {
        pages.keep(`${accepted} ${reply.keepAs}`, {
          headers: { ...reply.getHeaders() },
          etag,
          encoding,
          body,
        })
      }
      if (isHeld(request.headers['if-none-match'], etag)) {
        reply.code(304)
        // Fastify gives a HEAD request no body, but counts the one that it would have.
        if (request.method === 'HEAD') return body
        reply.removeHeader('content-type')
        return null
      }
    }
    if (encoding !== 'identity') reply.header('content-encoding', encoding)
    return body
  })
}

const CHECK_EACH_TIME = 'public, no-cache'

function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  { headers, etag, encoding, body }: KeptPage,
): void {
  reply.headers(headers)
  if (isHeld(request.headers['if-none-match'], etag)) {
    reply.code(304)
    if (request.method === 'HEAD') reply.send(body)
    // Not an empty string: of that Fastify would say that it is text, and how long it is.
    else reply.removeHeader('content-type').send()
    return
  }
  if (encoding !== 'identity') reply.header('content-encoding', encoding)
  reply.send(body)
}

export function tagOf(body: Buffer): string {
  return `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
}

/** Whether If-None-Match names the tag; compared weakly, as RFC 9110 13.1.2 says. */
export function isHeld(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false
  if (header.trim() === '*') return true
  const opaque = tag.replace(/^W\//, '')
  return header.split(',').some((held) => held.trim().replace(/^W\//, '') === opaque)
}
