import { generateKeyPair, type KeyObject, sign } from 'node:crypto'
import { promisify } from 'node:util'
import type { SigningAlgorithm } from '../signing-key.ts'
import type { Sign } from './keeper.ts'

const signElsewhere = promisify(sign)
const generate = promisify(generateKeyPair)

export function makeLocalPair(
  alg: SigningAlgorithm,
): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> {
  return alg === 'ES256' ? generate('ec', { namedCurve: 'P-256' }) : generate('rsa', { modulusLength: 2048 })
}

/** Signs in this process. */
export function localSign(key: KeyObject, alg: SigningAlgorithm): Sign {
  // 40 microseconds: less than handing it to another thread would take.
  if (alg === 'ES256') return async (data) => sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' })
  return (data) => signElsewhere('sha256', data, key)
}
