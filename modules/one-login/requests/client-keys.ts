import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import type { Client } from '../clients/client.ts'
import { readPublicKey } from '../clients/keys.ts'
import { CLIENT_ALGORITHMS } from './signed-text.ts'

/** The keys by which a client signs its assertions and its request objects. */
export interface ClientKeys {
  /**
   * @param kid what the signed text names. A client with a key set must name one; a client with one key need not.
   */
  find(client: KeySource, kid: string | undefined): Promise<KeysFound>
}

export type KeySource = Pick<Client, 'publicKeySource' | 'publicKey' | 'jwksUrl'>

export type KeysFound =
  | { readonly ok: true; readonly keys: readonly KeyObject[] }
  /** `unreachable`: the client's address did not answer in time with a key set. */
  | { readonly ok: false; readonly why: 'no such key' | 'unreachable' }

/** The part of the outbound door that is needed here. */
interface Door {
  request(
    url: string,
    options: { timeoutMs: number; maxBytes: number },
  ): Promise<{ ok: true; status: number; body: Buffer } | { ok: false }>
}

interface KeySet {
  readonly fetchedAt: number
  readonly keys: ReadonlyMap<string, KeyObject>
}

const FRESH = 24 * 3600 * 1000
/** However many unknown kids arrive, a client is not asked more often: they cost nothing to invent. */
const BETWEEN_FETCHES = 60 * 1000
const ANSWER_WITHIN = 5000
const MOST_BYTES = 64 * 1024
const MOST_KEYS = 50
const MOST_REMEMBERED = 10_000
const SMALLEST_MODULUS = 2048

const keySetSchema = z.object({ keys: z.array(z.record(z.string(), z.unknown())).max(MOST_KEYS) })
const keySchema = z.looseObject({
  kty: z.literal('RSA'),
  kid: z.string().min(1),
  n: z.string(),
  e: z.string(),
  use: z.literal('sig').optional(),
  alg: z.enum(CLIENT_ALGORITHMS).optional(),
})

/**
 * @param door what fetches key sets: 24 hours fresh, and fetched again for a kid that they do not have.
 * @param betweenFetches in milliseconds; a minute unless told.
 */
export function createClientKeys({
  door,
  now,
  betweenFetches = BETWEEN_FETCHES,
}: {
  door: Door
  now: () => number
  betweenFetches?: number
}): ClientKeys {
  const parsed = new Map<string, KeyObject | undefined>()
  const sets = new Map<string, KeySet>()
  const tried = new Map<string, number>()
  const underWay = new Map<string, Promise<KeySet | undefined>>()

  return {
    async find(client, kid) {
      if (client.publicKeySource === 'STATIC') return staticKey(client.publicKey)
      if (!client.jwksUrl || kid === undefined) return { ok: false, why: 'no such key' }
      return await published(client.jwksUrl, kid)
    },
  }

  function staticKey(pem: string | null): KeysFound {
    if (!pem) return { ok: false, why: 'no such key' }
    if (!parsed.has(pem)) {
      const read = readPublicKey(pem)
      remember(parsed, pem, read.ok ? createPublicKey(read.pem) : undefined)
    }
    const key = parsed.get(pem)
    return key ? { ok: true, keys: [key] } : { ok: false, why: 'no such key' }
  }

  async function published(url: string, kid: string): Promise<KeysFound> {
    const known = fresh(url)
    const key = known?.keys.get(kid) ?? (await renewed(url))?.keys.get(kid)
    if (key) return { ok: true, keys: [key] }
    return { ok: false, why: fresh(url) ? 'no such key' : 'unreachable' }
  }

  function fresh(url: string): KeySet | undefined {
    const set = sets.get(url)
    return set && now() - set.fetchedAt < FRESH ? set : undefined
  }

  /** Requests that come while one is under way wait for it. */
  async function renewed(url: string): Promise<KeySet | undefined> {
    const waiting = underWay.get(url)
    if (waiting) return await waiting
    const last = tried.get(url)
    if (last !== undefined && now() - last < betweenFetches) return undefined
    remember(tried, url, now())
    const fetching = fetchSet(url).finally(() => underWay.delete(url))
    underWay.set(url, fetching)
    return await fetching
  }

  async function fetchSet(url: string): Promise<KeySet | undefined> {
    const answer = await door.request(url, { timeoutMs: ANSWER_WITHIN, maxBytes: MOST_BYTES })
    if (!answer.ok || answer.status !== 200) return undefined
    const keys = readKeySet(answer.body)
    if (!keys) return undefined
    const set = { fetchedAt: now(), keys }
    remember(sets, url, set)
    return set
  }
}

/** Keys that are not for signing, or not of a kind that clients may use, are passed over. */
function readKeySet(body: Buffer): ReadonlyMap<string, KeyObject> | undefined {
  let read: unknown
  try {
    read = JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
  const set = keySetSchema.safeParse(read)
  if (!set.success) return undefined

  const keys = new Map<string, KeyObject>()
  for (const candidate of set.data.keys) {
    const jwk = keySchema.safeParse(candidate)
    if (!jwk.success) continue
    const key = importJwk({ kty: 'RSA', n: jwk.data.n, e: jwk.data.e })
    if (key) keys.set(jwk.data.kid, key)
  }
  return keys
}

function importJwk(jwk: JsonWebKey): KeyObject | undefined {
  try {
    return strongEnough(createPublicKey({ key: jwk, format: 'jwk' }))
  } catch {
    return undefined
  }
}

function strongEnough(key: KeyObject): KeyObject | undefined {
  const bits = key.asymmetricKeyType === 'rsa' ? (key.asymmetricKeyDetails?.modulusLength ?? 0) : 0
  return bits >= SMALLEST_MODULUS ? key : undefined
}

/** Forgets the oldest when there are too many: what is forgotten is read or fetched again. */
function remember<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key)
  map.set(key, value)
  if (map.size <= MOST_REMEMBERED) return
  const [oldest] = map.keys()
  if (oldest !== undefined) map.delete(oldest)
}
