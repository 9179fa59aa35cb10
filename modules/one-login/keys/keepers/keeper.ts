import { hash, type KeyObject } from 'node:crypto'
import type { SigningAlgorithm } from '../signing-key.ts'

/**
 * Whoever keeps the private parts of keys: this process, an HSM, a cloud's key service. README.md says how to write
 * one. All are asked by several processes at once.
 */
export interface Keeper {
  /** Kept with each key, to find its keeper again: never changes. */
  readonly name: string
  /** Makes a pair: P-256 for ES256, RSA of 2048 bits or more for RS256. */
  make(alg: SigningAlgorithm): Promise<Pair>
  /** Asked once for each key and process. @throws where there is no such key, or it cannot be reached. */
  open(kept: Kept): Promise<Sign>
  /** Destroys the private part, for good. It may be gone already, or another process be about it. */
  destroy(kept: Kept): Promise<void>
}

export interface Pair {
  readonly publicKey: KeyObject
  /** Whatever the keeper needs to find the private part again; kept in the database. */
  readonly handle: Buffer
}

export interface Kept {
  readonly alg: SigningAlgorithm
  /** The public key's thumbprint, as `keyIdOf` makes it. */
  readonly keyId: string
  readonly handle: Buffer
}

/** Signs the bytes given, hashed with SHA-256. ES256 gives r and s one after the other, 64 bytes; not DER. */
export type Sign = (data: Uint8Array) => Promise<Buffer>

/** The thumbprint of a public key (RFC 7638, SHA-256), in base64url. */
export function keyIdOf(publicKey: KeyObject): string {
  const { crv, e, kty, n, x, y } = publicKey.export({ format: 'jwk' })
  // The order of the names is the RFC's.
  return hash('sha256', JSON.stringify(kty === 'RSA' ? { e, kty, n } : { crv, kty, x, y }), 'base64url')
}
