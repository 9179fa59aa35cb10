import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { readCookie, setCookie } from '#platform/http'

const COOKIE = 'browser'

/**
 * A secret that one browser has, made at its first authorization. A journey keeps the digest, so that whoever learns
 * the address of one of its pages cannot go on with it elsewhere, and any number of journeys go side by side.
 *
 * @returns the digest.
 */
export function markBrowser(request: FastifyRequest, reply: FastifyReply): string {
  const known = readCookie(request, COOKIE)
  if (known !== undefined && /^[\w-]{22}$/.test(known)) return digest(known)
  const secret = randomBytes(16).toString('base64url')
  setCookie(reply, COOKIE, secret)
  return digest(secret)
}

export function isBrowser(request: FastifyRequest, mark: string): boolean {
  const known = readCookie(request, COOKIE)
  if (known === undefined) return false
  return timingSafeEqual(Buffer.from(digest(known)), Buffer.from(mark.padEnd(43).slice(0, 43)))
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
