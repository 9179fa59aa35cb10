import { lookup } from 'node:dns/promises'
import { isIP, connect as toSocket } from 'node:net'
import { canonicalHost, isPublic, type Place, placeOf, readAllowed } from './addresses.ts'
import {
  type Answer,
  type Connection,
  type Outbound,
  OutboundRefused,
  type OutboundRequest,
  type OutboundSettings,
  type Refused,
} from './door.ts'
import { exchange } from './exchange.ts'
import { pinned } from './pinned.ts'

const TIMEOUT_MS = 10_000
const MAX_BYTES = 1024 * 1024
/** Responses that the Fetch standard allows no body. */
const BODILESS = new Set([101, 103, 204, 205, 304])

/** @throws for an entry of `allow` that is not `host:port`. */
export function createOutbound(settings: OutboundSettings): Outbound {
  const allowed = readAllowed(settings.allow)
  const resolve =
    settings.resolve ?? (async (host) => (await lookup(host, { all: true })).map(({ address }) => address))

  // A name that also has an address of our own network is not half trusted: it is refused.
  async function addressesOf(place: Place, signal: AbortSignal): Promise<readonly string[] | Refused> {
    const { host } = place
    let found: readonly string[]
    try {
      found = isIP(host) ? [host] : await before(signal, resolve(host))
    } catch {
      return { ok: false, why: signal.aborted ? 'timed out' : 'not found' }
    }
    if (found.length === 0) return { ok: false, why: 'not found' }
    if (!found.every((address) => isIP(address))) return { ok: false, why: 'refused address' }
    return place.allowed || found.every(isPublic) ? found : { ok: false, why: 'refused address' }
  }

  async function request(text: string, asked: OutboundRequest = {}): Promise<Answer> {
    const place = placeOf(text, allowed)
    if ('why' in place) return place
    const deadline = AbortSignal.timeout(asked.timeoutMs ?? TIMEOUT_MS)
    const signal = asked.signal ? AbortSignal.any([deadline, asked.signal]) : deadline
    const addresses = await addressesOf(place, signal)
    if ('why' in addresses) return addresses
    return await exchange(place.url, addresses, { ...asked, maxBytes: asked.maxBytes ?? MAX_BYTES, signal })
  }

  return {
    request,
    async connect(host, port, { timeoutMs = TIMEOUT_MS } = {}) {
      const canonical = canonicalHost(host)
      if (canonical === undefined) return { ok: false, why: 'not an address' }
      if (!allowed.has(`${canonical}:${port}`)) return { ok: false, why: 'refused address' }
      const signal = AbortSignal.timeout(timeoutMs)
      const bare = canonical.replace(/^\[|\]$/g, '')
      const addresses = await addressesOf({ host: bare, allowed: true }, signal)
      return 'why' in addresses ? addresses : await openSocket(bare, port, addresses, signal)
    },
    async fetch(input, init) {
      const asked = new Request(input, { ...init, redirect: 'manual' })
      const answer = await request(asked.url, {
        method: asked.method,
        headers: asked.headers,
        ...(asked.body === null ? {} : { body: Buffer.from(await asked.arrayBuffer()) }),
        signal: asked.signal,
      })
      asked.signal.throwIfAborted()
      if (!answer.ok) throw new TypeError('fetch failed', { cause: new OutboundRefused(answer.why) })
      const { status, headers, body } = answer
      return new Response(BODILESS.has(status) ? null : new Uint8Array(body), { status, headers })
    },
  }
}

function openSocket(
  host: string,
  port: number,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<Connection> {
  return new Promise((give) => {
    const socket = toSocket({ host, port, lookup: pinned(addresses) })
    const stop = () => {
      socket.destroy()
      give({ ok: false, why: 'timed out' })
    }
    const failed = () => give({ ok: false, why: 'unreachable' })
    signal.addEventListener('abort', stop)
    socket.on('error', failed)
    socket.once('connect', () => {
      signal.removeEventListener('abort', stop)
      // From here on its errors are the caller's.
      socket.off('error', failed)
      give({ ok: true, socket })
    })
  })
}

// Looking up a name cannot be stopped, but nobody has to wait for it.
function before<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new Error('the time is up'))
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
