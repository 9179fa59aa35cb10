import { z } from 'zod'
import type { Client } from '../clients/client.ts'
import { CREDENTIAL_LEVELS, type CredentialLevel, IDENTITY_LEVELS, type IdentityLevel } from '../levels.ts'
import type { Wanted } from './request.ts'

interface Vector {
  readonly credential: CredentialLevel
  readonly identity: IdentityLevel | null
}

type Permissions = Pick<Client, 'clientLoCs' | 'identityVerificationSupported' | 'tokenAuthMethod'>

const UNSAID: Wanted = { credential: 'Cl.Cm', identity: ['P0'] }

/**
 * What `vtr` asks for: JSON, an array of vectors such as `["Cl.Cm.P2"]`.
 *
 * @param vtr nothing, an empty text and an empty array are all the default: two factors, and no identity.
 * @returns undefined where a vector is malformed, mixes what may not be mixed, or asks for more than the client may.
 */
export function readVectors(vtr: string | undefined, client: Permissions): Wanted | undefined {
  if (!vtr) return UNSAID
  const texts = readTexts(vtr)
  if (!texts) return undefined
  if (texts.length === 0) return UNSAID

  const vectors: Vector[] = []
  for (const text of texts) {
    const vector = readVector(text)
    if (!vector) return undefined
    vectors.push(vector)
  }
  return mayAsk(vectors, client) ? summed(vectors) : undefined
}

function readTexts(vtr: string): readonly string[] | undefined {
  try {
    const read = z.array(z.string()).safeParse(JSON.parse(vtr))
    return read.success ? read.data : undefined
  } catch {
    return undefined
  }
}

/** Its parts may stand in any order; those that begin with neither C nor P say nothing. */
function readVector(text: string): Vector | undefined {
  const parts = text.split('.')
  const levels = parts.filter((part) => part.startsWith('P'))
  const named = parts
    .filter((part) => part.startsWith('C'))
    .sort()
    .join('.')

  const credential = CREDENTIAL_LEVELS.find((level) => level === named)
  const identity = levels.length === 0 ? null : IDENTITY_LEVELS.find((level) => level === levels[0])
  if (!credential || identity === undefined || levels.length > 1) return undefined
  if (isIdentity(identity) && credential !== 'Cl.Cm') return undefined
  return { credential, identity }
}

function mayAsk(vectors: readonly Vector[], client: Permissions): boolean {
  const proving = vectors.filter(({ identity }) => isIdentity(identity)).length
  if (proving > 0 && proving < vectors.length) return false
  if (proving > 0 && !client.identityVerificationSupported) return false
  if (proving > 0 && client.tokenAuthMethod === 'client_secret_post') return false
  return vectors.every(({ identity }) => identity === null || client.clientLoCs.includes(identity))
}

function summed(vectors: readonly Vector[]): Wanted {
  const [lowest = { credential: 'Cl.Cm' }] = [...vectors].sort(byStrength)
  const levels = new Set(vectors.map(({ identity }) => identity ?? 'P0'))
  return { credential: lowest.credential, identity: [...levels].sort() }
}

/** By identity, none at all before P0, and then by credential: the UK's order, whose first decides a token's `vot`. */
function byStrength(one: Vector, other: Vector): number {
  return rank(one) - rank(other)
}

function rank({ identity, credential }: Vector): number {
  const known = identity === null ? 0 : IDENTITY_LEVELS.indexOf(identity) + 1
  return known * CREDENTIAL_LEVELS.length + CREDENTIAL_LEVELS.indexOf(credential)
}

function isIdentity(identity: IdentityLevel | null): boolean {
  return identity !== null && identity !== 'P0'
}
