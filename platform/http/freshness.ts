import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { chooseEncoding, encode, isCompressible, WORTH_COMPRESSING } from './encoding.ts'

const NOT_MODIFIED = 304

/**
 * What happens to every answer on its way out: an ETag for a page that was asked for with GET, 304 where the reader
 * already has it, and compression. The tag is weak because one page may be sent in several encodings.
 */
export function addFreshness(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload: unknown) => {
    if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return payload
    const type = String(reply.getHeader('content-type') ?? '')
    if (request.routeOptions.config?.encodesItself || !isCompressible(type)) return payload
    const body = Buffer.isBuffer(payload) ? payload : Buffer.from(payload)
    reply.header('vary', 'accept-encoding')

    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (isRead && reply.statusCode === 200) {
      if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'public, no-cache')
      if (!reply.hasHeader('etag')) reply.header('etag', tagOf(body))
      if (isHeld(request.headers['if-none-match'], String(reply.getHeader('etag')))) {
        reply.code(NOT_MODIFIED).removeHeader('content-type').removeHeader('content-length')
        return ''
      }
    }
    const encoding =
      body.length < WORTH_COMPRESSING ? 'identity' : chooseEncoding(request.headers['accept-encoding'])
    if (encoding === 'identity') return payload
    reply.header('content-encoding', encoding).removeHeader('content-length')
    return encode(body, encoding, 'each time')
  })
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
