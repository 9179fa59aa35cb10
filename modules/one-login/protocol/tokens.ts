import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto'
import { z } from 'zod'
import { type Base, issuerOf } from '../base.ts'
import type { Client } from '../clients/client.ts'
import type { Identity } from '../identities/identity.ts'
import type { Keys, SigningKey } from '../keys/signing-key.ts'
import { LIFETIMES } from '../lifetimes.ts'
import type { Carried } from './journey.ts'
import type { Draft, Faults, Person } from './needs.ts'
import { subjectOf } from './subjects.ts'

/** Everything the provider signs. Times in it are seconds since 1970, by the clock of `base`. */
export interface Tokens {
  accessToken(client: Client, person: Person, carried: Carried): Promise<string>
  idToken(
    client: Client,
    person: Person,
    carried: Carried,
    code: { accessToken: string; nonce: string | undefined; authTime: number | undefined },
  ): Promise<string>
  coreIdentity(client: Client, subject: string, identity: Identity, level: string): Promise<string>
  logoutToken(client: Client, subject: string): Promise<string>
  /** Whose ID token this is, though it may have expired. Undefined: it is none of ours. */
  readHint(token: string): { clientId: string; subject: string } | undefined
}

const headerSchema = z.object({ alg: z.enum(['ES256', 'RS256']), kid: z.string() })
const hintSchema = z.object({ iss: z.string(), aud: z.string(), sub: z.string(), vtm: z.string() })

export function createTokens(base: Base, keys: Keys, faults: Faults): Tokens {
  // By the address of the moment: a simulator can be told another.
  const issuer = () => issuerOf(base)
  const vtm = () => `${issuer()}trustmark`
  const seconds = () => Math.floor(base.now() / 1000)

  return {
    accessToken(client, person, { journeyId, scopes, claims }) {
      const key = keys.tokenKeys()[client.idTokenSigningAlgorithm]
      const now = seconds()
      return signed(key, {
        header: { alg: key.alg, kid: key.kid },
        claims: {
          iss: issuer(),
          sub: subjectOf(base.profile, client, person),
          client_id: client.clientId,
          sid: journeyId,
          scope: scopes,
          claims,
          iat: now,
          exp: now + LIFETIMES.accessToken,
          jti: randomBytes(16).toString('base64url'),
        },
      })
    },

    idToken(client, person, { journeyId, credential }, { accessToken, nonce, authTime }) {
      const key = keys.tokenKeys()[client.idTokenSigningAlgorithm]
      const now = seconds()
      const draft: Draft = {
        header: { alg: key.alg, kid: key.kid },
        claims: {
          at_hash: createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url'),
          sub: subjectOf(base.profile, client, person),
          aud: client.clientId,
          iss: issuer(),
          vot: credential,
          vtm: vtm(),
          exp: now + LIFETIMES.idToken,
          iat: now,
          nonce,
          sid: journeyId,
          auth_time: authTime,
        },
      }
      return signed(key, faults.idToken?.(draft, client) ?? draft)
    },

    coreIdentity(client, subject, identity, level) {
      const key = keys.identityKeys().ES256
      const now = seconds()
      const draft: Draft = {
        header: { alg: key.alg, kid: key.kid, typ: 'JWT' },
        claims: {
          sub: subject,
          iss: identityIssuer(keys),
          aud: client.clientId,
          nbf: now,
          iat: now,
          exp: now + LIFETIMES.coreIdentity,
          vot: level,
          vtm: vtm(),
          vc: {
            type: ['VerifiableCredential', 'VerifiableIdentityCredential'],
            credentialSubject: identity.credentialSubject,
          },
        },
      }
      return signed(key, faults.coreIdentity?.(draft, client) ?? draft)
    },

    logoutToken(client, subject) {
      const key = keys.tokenKeys().ES256
      const now = seconds()
      return signed(key, {
        header: { alg: key.alg, kid: key.kid, typ: 'logout+jwt' },
        claims: {
          iss: issuer(),
          sub: subject,
          aud: client.clientId,
          iat: now,
          exp: now + LIFETIMES.logoutToken,
          jti: randomBytes(16).toString('base64url'),
          events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
        },
      })
    },

    readHint(token) {
      const [head = '', body = '', signature = '', ...more] = token.split('.')
      if (more.length > 0) return undefined
      const header = headerSchema.safeParse(jsonOf(head))
      if (!header.success) return undefined
      const { alg, kid } = header.data
      const key = keys.tokenKeys().published.find((each) => each.kid === kid && each.alg === alg)
      if (!key || !isSignedBy(key, `${head}.${body}`, signature)) return undefined
      // Only ID tokens have a trustmark: an access or logout token of ours is not a hint.
      const hint = hintSchema.safeParse(jsonOf(body))
      if (!hint.success || hint.data.iss !== issuer()) return undefined
      return { clientId: hint.data.aud, subject: hint.data.sub }
    },
  }
}

/** The issuer of core identities: the host of the DID document, as an address. */
function identityIssuer({ did }: Keys): string {
  const host = decodeURIComponent(did.slice('did:web:'.length))
  return `${/^(localhost|127\.)/.test(host) ? 'http' : 'https'}://${host}/`
}

async function signed(key: SigningKey, { header, claims, spoiled }: Draft): Promise<string> {
  const input = `${encode(header)}.${encode(claims)}`
  const signature = await key.sign(Buffer.from(input))
  if (spoiled) signature[0] = (signature[0] ?? 0) ^ 1
  return `${input}.${signature.toString('base64url')}`
}

function isSignedBy({ alg, publicJwk }: SigningKey, input: string, signature: string): boolean {
  const key = createPublicKey({ key: { ...publicJwk }, format: 'jwk' })
  const bytes = Buffer.from(signature, 'base64url')
  // The library of the keys gives r and s one after the other, as a JWS has them.
  return alg === 'ES256'
    ? verify('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }, bytes)
    : verify('sha256', Buffer.from(input), key, bytes)
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}

function jsonOf(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString())
  } catch {
    return undefined
  }
}
