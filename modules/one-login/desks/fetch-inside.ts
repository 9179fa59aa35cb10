import type { FastifyInstance } from 'fastify'

/** What openid-client asks of a `fetch`. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/**
 * Asks this very process, through its own routes and all their checks, without a connection. The pages for teams reach
 * the provider so: nothing of theirs leaves the process, and the door out need not open to the provider's own address.
 */
export function fetchInside(app: FastifyInstance, publicUrl: string): Fetch {
  return async (url, { method, headers, body }) => {
    const { origin, host, pathname, search } = new URL(url)
    if (origin !== new URL(publicUrl).origin) throw new TypeError('this is not an address of the provider')
    const answer = await app.inject({
      method: method === 'POST' ? 'POST' : 'GET',
      url: `${pathname}${search}`,
      headers: { 'user-agent': 'pages for teams', ...Object.fromEntries(new Headers(headers)), host },
      ...(body === undefined || body === null ? {} : { payload: String(body) }),
    })
    const names = Object.entries(answer.headers).flatMap(([name, value]): [string, string][] =>
      value === undefined || name === 'content-encoding' ? [] : [[name, String(value)]],
    )
    const isEmpty = answer.statusCode === 204 || answer.statusCode === 304
    return new Response(isEmpty ? null : answer.body, { status: answer.statusCode, headers: names })
  }
}
