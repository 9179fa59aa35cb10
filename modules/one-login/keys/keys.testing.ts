import { createPublicKey, type KeyObject, randomBytes, verify } from 'node:crypto'
import type { Open } from '../../../platform/database/testing.ts'
import { createSecrets } from '../secrets.ts'
import type { OneLoginTables } from '../tables.ts'
import { sealedKeeper } from './keepers/sealed.ts'
import type { SigningAlgorithm, SigningKey } from './signing-key.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
export const DATA = randomBytes(700)
const secrets = createSecrets(randomBytes(32))
export const sealed = sealedKeeper({ secrets })

/** A database without keys, and a clock to move. */
export async function placeForKeys(open: Open, publicUrl = 'http://localhost:3001') {
  const store = await open<OneLoginTables>([
    { schema: 'one_login', folder: new URL('../migrations/', import.meta.url) },
  ])
  const clock = { now: Date.parse('2026-11-22T10:00:00.000Z') }
  const stored = () =>
    store.as('accounts', {}, (tx) =>
      tx
        .selectFrom('one_login.signing_key')
        .selectAll()
        .orderBy('purpose')
        .orderBy('alg')
        .orderBy('generation')
        .execute(),
    )
  return { clock, store, stored, base: { store, publicUrl, now: () => clock.now } }
}

/** True for what the key makes of the data. */
export async function signsWell({ alg, publicJwk, sign }: SigningKey, data: Buffer = DATA): Promise<boolean> {
  return isSignature(alg, createPublicKey({ key: { ...publicJwk }, format: 'jwk' }), data, await sign(data))
}

export function isSignature(alg: SigningAlgorithm, key: KeyObject, data: Buffer, signature: Buffer): boolean {
  return verify('sha256', data, alg === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' } : key, signature)
}
