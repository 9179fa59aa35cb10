import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { chooseEncoding, encode, isCompressible, WORTH_COMPRESSING } from './encoding.ts'
import { type KeptPage, keptPages } from './kept-pages.ts'

/**
 * What happens to every answer on its way out: an ETag for what was asked for with GET, 304 where the reader already
 * has it, and compression. The tag is weak because one page may be sent in several encodings.
 */
export function addFreshness(app: FastifyInstance): void {
  const pages = keptPages()
  app.decorateReply('keepAs', null)
  app.decorateReply('isMade', false)

  app.decorateReply('alreadyMade', function (key) {
    const page = pages.find(key, chooseEncoding(this.request.headers['accept-encoding']))
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
      const page = { etag: tagOf(plain), type, encoding, body }
      if (reply.keepAs !== null) pages.keep(reply.keepAs, page)
      if (!reply.hasHeader('cache-control')) reply.header('cache-control', CHECK_EACH_TIME)
      reply.header('etag', page.etag)
      if (isHeld(request.headers['if-none-match'], page.etag)) {
        reply.code(304).removeHeader('content-type')
        return ''
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
  { etag, type, encoding, body }: KeptPage,
): void {
  reply.headers({ etag, 'cache-control': CHECK_EACH_TIME, vary: 'accept-encoding' })
  if (isHeld(request.headers['if-none-match'], etag)) {
    reply.code(304).send('')
    return
  }
  if (encoding !== 'identity') reply.header('content-encoding', encoding)
  reply.type(type).send(body)
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
