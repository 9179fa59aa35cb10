import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import type { Base } from '../base.ts'
import { didDocumentOf, didOf } from './did.ts'
import { type Keeper, keyIdOf, type Pair, type Sign } from './keepers/keeper.ts'
import { addKey, forgetPrivatePart, type Purpose, readKeys, type StoredKey } from './queries.ts'
import { currentOf, nextOf, publishedOf, type Scheduled, SHORTEST_PERIOD_MS, spentOf } from './rules.ts'
import type { Keys, PublicJwk, SigningAlgorithm, SigningKey } from './signing-key.ts'

export interface KeysSettings {
  /** Keeps the keys that are made from now on. */
  readonly keeper: Keeper
  /** Keep keys that were made before, which go on signing until those of `keeper` do, two days later. */
  readonly formerKeepers?: readonly Keeper[]
  /** How long a key signs. Default: 182 days. */
  readonly periodDays?: number
}

type OnKeys = Pick<Base, 'store' | 'now' | 'publicUrl'>
type Series = { readonly purpose: Purpose; readonly alg: SigningAlgorithm }
type Loaded = Scheduled & Series & { readonly stored: StoredKey; readonly key: SigningKey }

const SERIES = [
  { purpose: 'token', alg: 'ES256' },
  { purpose: 'token', alg: 'RS256' },
  { purpose: 'identity', alg: 'ES256' },
] as const satisfies Series[]
const DAY_MS = 86_400_000
const REFRESH_MS = 30_000

/**
 * Reads the keys, and makes the first ones where there are none.
 *
 * @throws where a key that is to sign cannot be reached.
 */
export async function createKeys(base: OnKeys, settings: KeysSettings): Promise<Keys> {
  const { keeper, formerKeepers = [], periodDays = 182 } = settings
  const periodMs = periodDays * DAY_MS
  if (periodMs < SHORTEST_PERIOD_MS) throw new Error('a signing key must sign for at least 5 days')
  const keepers = new Map([keeper, ...formerKeepers].map((one) => [one.name, one]))
  const did = didOf(base.publicUrl)
  const usable = new Set<string>()
  let loaded = new Map<string, Loaded>()

  function load(stored: StoredKey): Loaded {
    const known = loaded.get(stored.keyId)
    if (known) return known
    const { purpose, alg, keyId, generation, publishedAt, signsFrom } = stored
    const publicKey = createPublicKey({ key: stored.publicKey, format: 'der', type: 'spki' })
    const kid = purpose === 'token' ? keyId : `${did}#${Buffer.from(keyId, 'base64url').toString('hex')}`
    const key = signingKey(kid, alg, publicKey, () => openKey(keepers, stored))
    return { purpose, alg, generation, publishedAt, signsFrom, stored, key }
  }

  const inSeries = ({ purpose, alg }: Series): Loaded[] =>
    loaded
      .values()
      .filter((key) => key.purpose === purpose && key.alg === alg)
      .toArray()

  function current(series: Series): SigningKey {
    const found = currentOf(inSeries(series), base.now())
    if (!found) throw new Error(`there is no ${series.alg} key of ${series.purpose}`)
    return found.key
  }

  const published = (series: Series) => publishedOf(inSeries(series), base.now()).map(({ key }) => key)

  async function refresh(): Promise<void> {
    const stored = await readKeys(base)
    loaded = new Map(stored.map((key) => [key.keyId, load(key)]))
    for (const series of SERIES) await tryToUse(inSeries(series))
  }

  // A process that cannot reach a key says so when the key is published, and not two days later when it is to sign.
  async function tryToUse(keys: Loaded[]): Promise<void> {
    const signsFrom = currentOf(keys, base.now())?.signsFrom ?? 0
    for (const { key, ...found } of keys) {
      if (found.signsFrom < signsFrom || usable.has(key.kid)) continue
      await key.sign(Buffer.from('can it be reached?'))
      usable.add(key.kid)
    }
  }

  async function rotate({ early } = { early: false }): Promise<void> {
    await refresh()
    for (const series of SERIES) {
      // Another keeper is not waited for: its keys follow at once, and sign when they have been shown long enough.
      const moves = inSeries(series).at(-1)?.stored.keeper !== keeper.name
      const next = nextOf(inSeries(series), base.now(), { periodMs, early: early || moves })
      if (next) await make(series, next)
      for (const { stored } of spentOf(inSeries(series), base.now())) await destroy(stored)
    }
    await refresh()
  }

  async function make({ purpose, alg }: Series, next: Scheduled): Promise<void> {
    const pair = await keeper.make(alg)
    const kept = { alg, keyId: keyIdOf(pair.publicKey), handle: pair.handle }
    try {
      await prove(await keeper.open(kept), alg, pair, keeper.name)
    } catch (error) {
      await keeper.destroy(kept)
      throw error
    }
    const publicKey = pair.publicKey.export({ format: 'der', type: 'spki' })
    const added = await addKey(base, { ...kept, ...next, purpose, publicKey, keeper: keeper.name })
    if (!added) await keeper.destroy(kept)
  }

  // A keeper that is no longer configured keeps its spent keys until it is: what it has cannot be reached.
  async function destroy({ alg, keyId, handle, keeper: name }: StoredKey): Promise<void> {
    const its = keepers.get(name)
    if (!its || !handle) return
    await its.destroy({ alg, keyId, handle })
    await forgetPrivatePart(base, keyId)
  }

  await rotate()

  return {
    tokenKeys() {
      const [es256, rs256] = [published(SERIES[0]), published(SERIES[1])]
      const [ES256, ...otherES256] = es256
      const [RS256, ...otherRS256] = rs256
      if (!ES256 || !RS256) throw new Error('there are no keys of tokens')
      return { ES256, RS256, published: [ES256, RS256, ...otherES256, ...otherRS256] }
    },
    identityKeys: () => ({ ES256: current(SERIES[2]), published: published(SERIES[2]) }),
    jwks: () => ({
      keys: [SERIES[0], SERIES[1]].flatMap((series) => published(series).map(({ publicJwk }) => publicJwk)),
    }),
    did,
    didDocument: () => didDocumentOf(did, published(SERIES[2])),
    rotate,
    refresh,
    watch(report) {
      const timer = setInterval(() => void refresh().catch(report), REFRESH_MS).unref()
      return { stop: () => clearInterval(timer) }
    },
  }
}

function signingKey(
  kid: string,
  alg: SigningAlgorithm,
  publicKey: KeyObject,
  open: () => Promise<Sign>,
): SigningKey {
  let opened: Promise<Sign> | undefined
  return {
    kid,
    alg,
    publicJwk: publicJwkOf(publicKey, kid),
    async sign(data) {
      // What failed to open is tried again the next time.
      opened ??= open().catch((error: unknown) => {
        opened = undefined
        throw error
      })
      return await (await opened)(data)
    },
  }
}

async function openKey(keepers: ReadonlyMap<string, Keeper>, stored: StoredKey): Promise<Sign> {
  const { keeper: name, keyId, alg, handle } = stored
  const keeper = keepers.get(name)
  if (!keeper)
    throw new Error(
      `the signing key ${keyId} is kept by "${name}", which is not configured: name it as a former keeper until its keys are over`,
    )
  if (!handle) throw new Error(`the private part of the signing key ${keyId} is destroyed`)
  return await keeper.open({ alg, keyId, handle })
}

// A keeper that signs wrongly (DER for ES256 is the usual way) is found out before anybody has seen its key.
async function prove(sign: Sign, alg: SigningAlgorithm, { publicKey }: Pair, name: string): Promise<void> {
  const data = Buffer.from('is it this key, and in this form?')
  const signature = await sign(data)
  const key = alg === 'ES256' ? { key: publicKey, dsaEncoding: 'ieee-p1363' as const } : publicKey
  if (!verify('sha256', data, key, signature))
    throw new Error(`the keeper "${name}" gave a signature that is not one of ${alg} with its own key`)
}

function publicJwkOf(publicKey: KeyObject, kid: string): PublicJwk {
  const { kty, x, y, n, e } = publicKey.export({ format: 'jwk' })
  if (kty === 'EC' && x !== undefined && y !== undefined)
    return { kty, crv: 'P-256', x, y, alg: 'ES256', use: 'sig', kid }
  if (kty === 'RSA' && n !== undefined && e !== undefined) return { kty, n, e, alg: 'RS256', use: 'sig', kid }
  throw new Error(`the key ${kid} is neither EC nor RSA`)
}
