import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { Client, Clients } from '../clients/client.ts'
import { newClient } from '../clients/new-client.ts'
import { type Profile, readProfile } from '../profile.ts'
import type { AuthorizeContext } from './authorize.ts'
import { createClientKeys } from './client-keys.ts'

/** A key pair of a made-up service. */
export interface Pair {
  readonly publicPem: string
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

export function makePair(bits = 2048): Pair {
  const pair = generateKeyPairSync('rsa', {
    modulusLength: bits,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return {
    publicPem: pair.publicKey,
    publicKey: createPublicKey(pair.publicKey),
    privateKey: createPrivateKey(pair.privateKey),
  }
}

const HASHES: Record<string, string> = { '256': 'sha256', '384': 'sha384', '512': 'sha512' }
const PSS_PADDING = 6
const PKCS1_PADDING = 1

/** A compact JWS. `alg` none and HS256 are made too, for those that must be refused. */
export function signText(
  payload: object,
  key: KeyObject,
  header: { alg?: string; kid?: string; [name: string]: unknown } = {},
): string {
  const { alg = 'RS256' } = header
  const signing = `${encode({ alg, ...header })}.${encode(payload)}`
  if (alg === 'none') return `${signing}.`
  const padding = alg.startsWith('PS') ? PSS_PADDING : PKCS1_PADDING
  const made = sign(HASHES[alg.slice(2)] ?? 'sha256', Buffer.from(signing), { key, padding, saltLength: -1 })
  return `${signing}.${made.toString('base64url')}`
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

export const ISSUER = 'https://one-login.harbourton.example/'
export const REDIRECT = 'https://fishing.harbourton.example/signed-in'
export const CORE_IDENTITY = 'https://vocab.account.gov.uk/v1/coreIdentityJWT'
export const PASSPORT = 'https://vocab.account.gov.uk/v1/passport'

/** The made-up fishing licence service, registered for identity. */
export function makeClient(changes: Partial<Client> = {}): Client {
  return newClient({
    clientId: 'fishing-licences',
    clientName: 'Get a fishing licence',
    redirectUrls: [REDIRECT],
    claims: [CORE_IDENTITY],
    clientLoCs: ['P0', 'P2'],
    identityVerificationSupported: true,
    pkceEnforced: false,
    ...changes,
  })
}

export function clientsOf(...clients: readonly Client[]): Clients {
  return { find: async (clientId) => clients.find((client) => client.clientId === clientId) }
}

export function ukProfile(): Profile {
  const read = readProfile(fileURLToPath(new URL('../profiles/uk.yaml', import.meta.url)))
  if (!read.ok) throw new Error(read.says.join('\n'))
  return read.profile
}

/** One client, whose keys are not fetched from anywhere. */
export function contextOf(client: Client, now = () => Date.UTC(2026, 10, 22)): AuthorizeContext {
  const door = { request: async () => ({ ok: false }) as const }
  return {
    clients: clientsOf(client),
    keys: createClientKeys({ door, now }),
    issuer: ISSUER,
    profile: ukProfile(),
    now,
  }
}
