import { createPublicKey, hash, type KeyObject, randomBytes } from 'node:crypto'
import type { SigningAlgorithm } from '../signing-key.ts'
import { CK, type Cryptoki, type Handle, loadCryptoki } from './cryptoki.ts'
import type { Keeper } from './keeper.ts'
import { createSessions } from './sessions.ts'

export interface Pkcs11Settings {
  /** The HSM's library: `/usr/lib/softhsm/libsofthsm2.so`. */
  readonly library: string
  /** The label of the token; it need not be given where there is only one. */
  readonly token?: string
  readonly pin: string
  /** How many may sign at once. Default: 8. */
  readonly sessions?: number
  /** How the package pkcs11js is found. */
  readonly importPackage?: () => Promise<unknown>
}

const { attribute, mechanism } = CK
/** The object identifier of P-256, in DER. */
const P256 = Buffer.from('06082a8648ce3d030107', 'hex')
const SIGNATURE_BYTES = 512

/**
 * Keeps private parts in a hardware security module, through PKCS#11. They are made there, and never leave it.
 *
 * @throws where the package, the library or the token is not there, or the PIN is wrong.
 */
export async function openPkcs11Keeper(settings: Pkcs11Settings): Promise<Keeper> {
  const cryptoki = await loadCryptoki(settings.library, settings.importPackage)
  const sessions = createSessions(cryptoki, settings)
  await sessions.use(async () => {})

  return {
    name: 'pkcs11',
    make: (alg) =>
      sessions.use(async (session) => {
        // No thumbprint, which nobody knows before the pair is made.
        const handle = randomBytes(16)
        const about = [
          { type: attribute.TOKEN, value: true },
          { type: attribute.ID, value: handle },
          { type: attribute.LABEL, value: `fingerpost one login ${alg}` },
        ]
        const { publicKey } = await cryptoki.C_GenerateKeyPairAsync(
          session,
          { mechanism: alg === 'ES256' ? mechanism.EC_PAIR : mechanism.RSA_PAIR },
          [...about, { type: attribute.VERIFY, value: true }, ...kindOf(alg)],
          [
            ...about,
            { type: attribute.PRIVATE, value: true },
            { type: attribute.SENSITIVE, value: true },
            { type: attribute.EXTRACTABLE, value: false },
            { type: attribute.SIGN, value: true },
          ],
        )
        return { publicKey: publicKeyOf(cryptoki, session, publicKey, alg), handle }
      }),

    async open({ alg, keyId, handle }) {
      const find = (session: Handle) => {
        const [key] = objects(cryptoki, session, [
          { type: attribute.CLASS, value: CK.PRIVATE_KEY },
          { type: attribute.ID, value: handle },
        ])
        if (!key) throw new Error(`the PKCS#11 token does not have the signing key ${keyId}`)
        return key
      }
      let key = await sessions.use(async (session) => find(session))
      const once = (data: Uint8Array) => sessions.use((session) => signIn(cryptoki, session, key, alg, data))
      return async (data) => {
        try {
          return await once(data)
        } catch {
          // The module may have been restarted: sessions, log-in and the numbers of objects are then all new.
          sessions.forget()
          key = await sessions.use(async (session) => find(session))
          return await once(data)
        }
      }
    },

    destroy: ({ handle }) =>
      sessions.use(async (session) => {
        for (const object of objects(cryptoki, session, [{ type: attribute.ID, value: handle }]))
          cryptoki.C_DestroyObject(session, object)
      }),
  }
}

function kindOf(alg: SigningAlgorithm) {
  if (alg === 'ES256') return [{ type: attribute.EC_PARAMS, value: P256 }]
  return [
    { type: attribute.MODULUS_BITS, value: 2048 },
    { type: attribute.PUBLIC_EXPONENT, value: Buffer.from([1, 0, 1]) },
  ]
}

async function signIn(
  cryptoki: Cryptoki,
  session: Handle,
  key: Handle,
  alg: SigningAlgorithm,
  data: Uint8Array,
): Promise<Buffer> {
  const out = Buffer.alloc(SIGNATURE_BYTES)
  if (alg === 'RS256') {
    cryptoki.C_SignInit(session, { mechanism: mechanism.SHA256_RSA }, key)
    return await cryptoki.C_SignAsync(session, Buffer.from(data), out)
  }
  // More modules know ECDSA over a hash than ECDSA with SHA-256; both give r and s one after the other.
  cryptoki.C_SignInit(session, { mechanism: mechanism.ECDSA }, key)
  return await cryptoki.C_SignAsync(session, hash('sha256', data, 'buffer'), out)
}

function objects(
  cryptoki: Cryptoki,
  session: Handle,
  like: { type: number; value: number | Buffer }[],
): Handle[] {
  cryptoki.C_FindObjectsInit(session, like)
  try {
    return cryptoki.C_FindObjects(session, 10)
  } finally {
    cryptoki.C_FindObjectsFinal(session)
  }
}

function publicKeyOf(cryptoki: Cryptoki, session: Handle, object: Handle, alg: SigningAlgorithm): KeyObject {
  const wanted = alg === 'ES256' ? [attribute.EC_POINT] : [attribute.MODULUS, attribute.PUBLIC_EXPONENT]
  const [first, second] = cryptoki
    .C_GetAttributeValue(
      session,
      object,
      wanted.map((type) => ({ type })),
    )
    .map(({ value }) => (Buffer.isBuffer(value) ? value : Buffer.alloc(0)))
  if (alg === 'ES256') {
    // 04, x, y: in an OCTET STRING by the standard, bare by some modules.
    const point = first?.subarray(-64) ?? Buffer.alloc(0)
    const [x, y] = [point.subarray(0, 32), point.subarray(32)].map((part) => part.toString('base64url'))
    return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' }, format: 'jwk' })
  }
  const [n, e] = [first, second].map((part) => withoutZeros(part).toString('base64url'))
  return createPublicKey({ key: { kty: 'RSA', n: n ?? '', e: e ?? '' }, format: 'jwk' })
}

function withoutZeros(number: Buffer = Buffer.alloc(0)): Buffer {
  const start = number.findIndex((byte) => byte !== 0)
  return number.subarray(start === -1 ? number.length : start)
}
