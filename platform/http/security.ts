import type { FastifyInstance } from 'fastify'

// Nothing is allowed but our own stylesheets, images and forms. There is no script at all, inline or otherwise.
const CONTENT = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const HEADERS = {
  'content-security-policy': CONTENT,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), interest-cohort=(), microphone=(), payment=()',
}

const TWO_YEARS = 2 * 365 * 24 * 60 * 60

/** The headers of every answer. `https` says that the site is only reached over TLS. */
export function securityHeaders(https: boolean): Record<string, string> {
  if (!https) return HEADERS
  return { ...HEADERS, 'strict-transport-security': `max-age=${TWO_YEARS}; includeSubDomains` }
}

export function addHeaders(app: FastifyInstance, headers: Record<string, string>): void {
  app.addHook('onSend', async (request, reply) => {
    reply.headers({ ...headers, 'x-request-id': request.id })
  })
}
