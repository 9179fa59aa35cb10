/* How much one address may ask for. In this process's memory: of several processes, each counts its own. */
import { isIPv4 } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from './errors.ts'
import type { ShowProblem } from './problems.ts'
import { createSlidingWindow } from './sliding-window.ts'

/** Requests of one address in any five minutes. */
export interface Limits {
  /** Pages, what belongs to them, and whatever else there is. */
  readonly requests: number
  /** Of these, the forms that are sent. */
  readonly forms: number
  /** To routes for programs (`from: 'programs'`), which count apart. */
  readonly programs: number
  /** Milliseconds since 1970. Tests move it. */
  readonly now?: () => number
}

/**
 * For a site where people sign in. 3,600 is what the UK's own takes of one address in five minutes: 360 people who
 * sign in, at ten requests each, of which three are forms. Many services may reach us by one address of the platform
 * that they share: 12,000 are 20 sign-ins a second at two requests each.
 */
export const USUAL_LIMITS: Limits = { requests: 3600, forms: 1200, programs: 12_000 }

const WINDOW = 5 * 60_000

/** Not thrown: the hook answers with it. */
export class TooMany extends Problem {
  readonly status = 429
  readonly kind = 'too-many'
}

/** Answers 429 with Retry-After to an address that asks for more. /health is not counted. */
export function limitAddresses(
  app: FastifyInstance,
  { now = Date.now, ...limits }: Limits,
  show: ShowProblem,
): void {
  const requests = createSlidingWindow(limits.requests, WINDOW)
  const forms = createSlidingWindow(limits.forms, WINDOW)
  const programs = createSlidingWindow(limits.programs, WINDOW)

  let warnedAt = Number.NEGATIVE_INFINITY
  app.addHook('onRequest', async (request, reply) => {
    const { config, url } = request.routeOptions
    if (url === '/health') return
    const key = networkOf(request.ip)
    const at = now()
    const wait =
      config.from === 'programs'
        ? programs.take(key, at)
        : (request.method === 'POST' && forms.take(key, at)) || requests.take(key, at)
    if (wait === 0) return
    if (at - warnedAt >= WINDOW) {
      warnedAt = at
      request.log.warn(mayBeProxy(request) ? UNKNOWN_PROXY : 'more requests than one address may make')
    }
    reply.header('retry-after', String(Math.ceil(wait / 1000)))
    const minutes = Math.ceil(wait / 60_000)
    show(new TooMany(request.words.say('http.too-many.says', { minutes })), request, reply)
    return reply
  })
}

// Nothing is logged of an address. But a proxy that nobody told us of would make all readers one.
const UNKNOWN_PROXY =
  'more requests than one address may make; it names others by X-Forwarded-For, but is not among the trusted proxies'

function mayBeProxy(request: FastifyRequest): boolean {
  return request.headers['x-forwarded-for'] !== undefined && request.ip === request.socket.remoteAddress
}

/**
 * What counts as one address: an IPv4 address, or the /64 of an IPv6 address, in which one subscriber has as many as
 * they like. Some proxies add the port. What is no address at all counts as one.
 */
export function networkOf(given: string | undefined): string {
  const text = (given ?? '').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1').replace(/^\[(.*)\](:\d+)?$/, '$1')
  if (isIPv4(text)) return text
  const [bare = ''] = text.split('%') // the zone of a link-local address
  const written = URL.parse(`http://[${bare}]`)?.hostname.slice(1, -1)
  if (written === undefined) return 'no address'
  // The URL standard's one way to write it: lower case, no leading zeros, one :: at most, an IPv4 at its end in hex.
  const [head = '', tail] = written.split('::')
  const front = head.split(':').filter(Boolean)
  const back = (tail ?? '').split(':').filter(Boolean)
  const groups =
    tail === undefined ? front : [...front, ...Array(8 - front.length - back.length).fill('0'), ...back]
  if (groups.slice(0, 5).every((group) => group === '0') && groups[5] === 'ffff')
    return mapped(groups.slice(6))
  return `${groups.slice(0, 4).join(':')}::/64`
}

function mapped(groups: readonly string[]): string {
  return groups
    .flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255])
    .join('.')
}
