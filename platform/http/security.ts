import type { FastifyInstance, FastifyReply } from 'fastify'

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

/** Adds them to every answer. What a route has set itself stays: it knows what it sends. */
export function addHeaders(app: FastifyInstance, headers: Record<string, string>): void {
  app.addHook('onSend', async (request, reply) => {
    for (const [name, value] of Object.entries(headers)) {
      if (!reply.hasHeader(name)) reply.header(name, value)
    }
    reply.header('x-request-id', request.id)
  })
}

// A file that a browser opens by itself needs nothing from anywhere. A chart may carry its own styles, but no script.
const STANDS_ALONE =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/**
 * For data that is anybody's (JSON, CSV, SVG): pages of other sites may read it and show it as an image. No cookie and
 * no header of the reader's makes it different, so there is nothing in it that they could not ask for themselves.
 */
export function openToAll(reply: FastifyReply): FastifyReply {
  return reply.headers({
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'content-security-policy': STANDS_ALONE,
  })
}

/**
 * For a page whose form ends in a redirect to another site: Chromium holds the whole chain of redirects against
 * `form-action`. `addresses` are where it may end; of each only the origin is named. Where that site may send people
 * on to a third one, this is not enough: end the form at a page of ours that leaves by itself.
 */
export function allowFormsTo(reply: FastifyReply, addresses: readonly string[]): FastifyReply {
  const targets = addresses.map((address) => {
    const { origin, protocol } = new URL(address)
    // An app's own scheme has no origin.
    return origin === 'null' ? protocol : origin
  })
  return reply.header(
    'content-security-policy',
    CONTENT.replace("form-action 'self'", ["form-action 'self'", ...new Set(targets)].join(' ')),
  )
}
