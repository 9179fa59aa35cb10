import { createPublicKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import type { KeyFault } from './rules.ts'

const SHORTEST = 2048
const LONGEST = 8192

/** A public key that a service may sign with: RSA of 2,048 to 8,192 bits, as the contract's algorithms (RS*, PS*) need. */
export function readPublicKey(text: string): { ok: true; pem: string } | { ok: false; says: KeyFault } {
  if (/PRIVATE KEY/.test(text)) return { ok: false, says: 'private key' }
  if (/BEGIN CERTIFICATE/.test(text)) return { ok: false, says: 'certificate' }
  const body = text.replace(/-----(BEGIN|END) PUBLIC KEY-----/g, '').replace(/\s+/g, '')
  if (!/^[A-Za-z\d+/]+={0,2}$/.test(body)) return { ok: false, says: 'not a key' }
  const bytes = Buffer.from(body, 'base64')
  let key: KeyObject
  try {
    key = createPublicKey({ key: bytes, format: 'der', type: 'spki' })
  } catch {
    return { ok: false, says: 'not a key' }
  }
  // OpenSSL reads what comes first and passes over the rest: a second key would be silently lost.
  if (!key.export({ format: 'der', type: 'spki' }).equals(bytes)) return { ok: false, says: 'not a key' }
  const says = keyFault(key)
  return says
    ? { ok: false, says }
    : { ok: true, pem: key.export({ format: 'pem', type: 'spki' }).toString() }
}

function keyFault(key: KeyObject): KeyFault | undefined {
  if (key.asymmetricKeyType !== 'rsa') return 'wrong kind of key'
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (bits < SHORTEST) return 'key too short'
  return bits > LONGEST ? 'key too long' : undefined
}

const keySet = z.object({
  keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional() })).max(100),
})
const secretParts = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'] as const

/** Whether a document is a set of keys with at least one that a service may sign with, each with its own kid. */
export function readKeySet(
  text: string,
): { ok: true; keys: number } | { ok: false; says: 'keys unreadable' | KeyFault } {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { ok: false, says: 'keys unreadable' }
  }
  const read = keySet.safeParse(json)
  if (!read.success) return { ok: false, says: 'keys unreadable' }
  let usable = 0
  let last: KeyFault = 'wrong kind of key'
  const kids = new Set<string>()
  for (const jwk of read.data.keys) {
    if (secretParts.some((part) => part in jwk)) return { ok: false, says: 'private key' }
    if (jwk.kty !== 'RSA' || jwk.use === 'enc') continue
    const says = jwkFault(jwk)
    if (says) {
      last = says
      continue
    }
    if (jwk.kid === undefined || kids.has(jwk.kid)) return { ok: false, says: 'keys unreadable' }
    kids.add(jwk.kid)
    usable++
  }
  return usable > 0 ? { ok: true, keys: usable } : { ok: false, says: last }
}

function jwkFault(jwk: Record<string, unknown>): KeyFault | undefined {
  try {
    return keyFault(createPublicKey({ key: jwk, format: 'jwk' }))
  } catch {
    return 'not a key'
  }
}
