import { constants, type KeyObject, verify } from 'node:crypto'
import { z } from 'zod'

/** A JWT as its sender wrote it. Nothing in it is true before `isSignedBy` says so. */
export interface SignedText {
  readonly alg: string
  readonly kid: string | undefined
  readonly payload: Readonly<Record<string, unknown>>
  readonly signed: Buffer
  readonly signature: Buffer
  /** It names an extension that must be understood; none is. */
  readonly extended: boolean
}

const BASE64URL = /^[\w-]*$/
const headerSchema = z.looseObject({
  alg: z.string().min(1),
  kid: z.string().optional(),
  crit: z.unknown().optional(),
})
const payloadSchema = z.record(z.string(), z.unknown())

/** The algorithms of clients, each with the hash and the padding that it stands for. No other is ever tried. */
const ALGORITHMS = new Map([
  ['RS256', { hash: 'sha256', padding: constants.RSA_PKCS1_PADDING }],
  ['RS384', { hash: 'sha384', padding: constants.RSA_PKCS1_PADDING }],
  ['RS512', { hash: 'sha512', padding: constants.RSA_PKCS1_PADDING }],
  ['PS256', { hash: 'sha256', padding: constants.RSA_PKCS1_PSS_PADDING }],
  ['PS384', { hash: 'sha384', padding: constants.RSA_PKCS1_PSS_PADDING }],
  ['PS512', { hash: 'sha512', padding: constants.RSA_PKCS1_PSS_PADDING }],
])

export const CLIENT_ALGORITHMS: readonly string[] = [...ALGORITHMS.keys()]

/** Undefined where the text is not of three parts in base64url, the first two of them JSON objects. */
export function readSignedText(text: string): SignedText | undefined {
  const [head = '', body = '', signature, ...more] = text.split('.')
  if (signature === undefined || more.length > 0) return undefined
  if (![head, body, signature].every((part) => BASE64URL.test(part))) return undefined
  const header = headerSchema.safeParse(readJson(head))
  const payload = payloadSchema.safeParse(readJson(body))
  if (!header.success || !payload.success) return undefined
  return {
    alg: header.data.alg,
    kid: header.data.kid,
    payload: payload.data,
    signed: Buffer.from(`${head}.${body}`),
    signature: Buffer.from(signature, 'base64url'),
    extended: header.data.crit !== undefined,
  }
}

/** True if one of the client's keys made the signature, by the algorithm that the text names and clients may use. */
export function isSignedBy(text: SignedText, keys: readonly KeyObject[]): boolean {
  const algorithm = ALGORITHMS.get(text.alg)
  if (!algorithm || text.extended) return false
  return keys.some((key) =>
    verify(
      algorithm.hash,
      text.signed,
      { key, padding: algorithm.padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
      text.signature,
    ),
  )
}

function readJson(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
