import { generateKeyPair, type KeyObject, randomUUID, sign } from 'node:crypto'
import { promisify } from 'node:util'
import { z } from 'zod'
import { didDocumentOf, didOf } from '../keys/did.ts'
import type { Keys, PublicJwk, SigningAlgorithm, SigningKey } from '../keys/signing-key.ts'
import type { Configuration } from './configuration.ts'

const makePair = promisify(generateKeyPair)

const ecSchema = z.object({ x: z.string(), y: z.string() })
const rsaSchema = z.object({ n: z.string(), e: z.string() })

/** A key without a kid: that of identity changes with the address of the simulator. */
interface Pair {
  readonly alg: SigningAlgorithm
  readonly id: string
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

/**
 * Keys that live as long as the process. They change when the configuration says so: the next ones are published, then
 * used; the first ones stay published.
 *
 * @param publicUrl the address of the simulator, as it is now.
 */
export async function createSimulatedKeys(
  current: () => Pick<Configuration, 'publishNewIdTokenSigningKeys' | 'useNewIdTokenSigningKeys'>,
  publicUrl: () => string,
): Promise<Keys> {
  const [ec, rsa, nextEc, nextRsa, identity] = await Promise.all([
    makeEc(),
    makeRsa(),
    makeEc(),
    makeRsa(),
    makeEc(),
  ])
  const first = { ES256: keyOf(ec, ec.id), RS256: keyOf(rsa, rsa.id) }
  const next = { ES256: keyOf(nextEc, nextEc.id), RS256: keyOf(nextRsa, nextRsa.id) }

  function tokenKeys(): ReturnType<Keys['tokenKeys']> {
    const { publishNewIdTokenSigningKeys, useNewIdTokenSigningKeys } = current()
    const [signing, other] = useNewIdTokenSigningKeys ? [next, first] : [first, next]
    const others = publishNewIdTokenSigningKeys ? [other.ES256, other.RS256] : []
    return { ...signing, published: [signing.ES256, signing.RS256, ...others] }
  }

  function identityKeys(): ReturnType<Keys['identityKeys']> {
    const key = keyOf(identity, `${didOf(publicUrl())}#${identity.id}`)
    return { ES256: key, published: [key] }
  }

  return {
    tokenKeys,
    identityKeys,
    jwks: () => ({ keys: tokenKeys().published.map(({ publicJwk }) => publicJwk) }),
    get did() {
      return didOf(publicUrl())
    },
    didDocument: () => didDocumentOf(didOf(publicUrl()), identityKeys().published),
    rotate: async () => {},
    refresh: async () => {},
    watch: () => ({ stop: () => {} }),
  }
}

async function makeEc(): Promise<Pair> {
  return { alg: 'ES256', id: randomUUID(), ...(await makePair('ec', { namedCurve: 'P-256' })) }
}

async function makeRsa(): Promise<Pair> {
  return { alg: 'RS256', id: randomUUID(), ...(await makePair('rsa', { modulusLength: 2048 })) }
}

function keyOf({ alg, publicKey, privateKey }: Pair, kid: string): SigningKey {
  return {
    kid,
    alg,
    publicJwk: jwkOf(alg, publicKey, kid),
    sign: async (data) => sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  }
}

function jwkOf(alg: SigningAlgorithm, key: KeyObject, kid: string): PublicJwk {
  const jwk = key.export({ format: 'jwk' })
  return alg === 'ES256'
    ? { kty: 'EC', crv: 'P-256', ...ecSchema.parse(jwk), alg, use: 'sig', kid }
    : { kty: 'RSA', ...rsaSchema.parse(jwk), alg, use: 'sig', kid }
}
