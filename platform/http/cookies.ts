/* Cookies that only this server can set and read back: over TLS each has the prefix __Host-. */
import cookies from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** What a cookie's name and attributes follow from: whether readers reach the site over TLS. */
export function addCookies(app: FastifyInstance, isOverTls: boolean): void {
  app.register(cookies)
  app.decorate('isOverTls', isOverTls)
}

/** What the browser sent under a name, or undefined. May be asked by a permission too, before any handler. */
export function readCookie(request: FastifyRequest, name: string): string | undefined {
  const header = request.headers.cookie
  if (header === undefined) return undefined
  const all = request.server.parseCookie(header)
  const full = fullName(request.server, name)
  return Object.hasOwn(all, full) ? all[full] : undefined
}

/**
 * Sets a cookie that no script reads, that no other site's form carries, and that ends with the browser's session or
 * after `maxAge` seconds.
 */
export function setCookie(
  reply: FastifyReply,
  name: string,
  value: string,
  { maxAge }: { maxAge?: number } = {},
): void {
  const until = maxAge === undefined ? {} : { maxAge }
  reply.setCookie(fullName(reply.server, name), value, { ...attributes(reply.server), ...until })
}

export function clearCookie(reply: FastifyReply, name: string): void {
  reply.clearCookie(fullName(reply.server, name), attributes(reply.server))
}

// A browser takes a __Host- cookie only over TLS, only for the whole host, and from nobody but that host.
function fullName({ isOverTls }: FastifyInstance, name: string): string {
  return isOverTls ? `__Host-${name}` : name
}

function attributes({ isOverTls }: FastifyInstance) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: isOverTls } as const
}
