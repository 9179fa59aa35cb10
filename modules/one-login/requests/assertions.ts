import { z } from 'zod'
import type { Client, Clients } from '../clients/client.ts'
import type { ClientKeys } from './client-keys.ts'
import type { TokenRefusal, TokenRequest } from './request.ts'
import { CLIENT_ALGORITHMS, isSignedBy, readSignedText, type SignedText } from './signed-text.ts'

interface Sent {
  readonly assertion: string
  readonly type: string
  readonly clientId: string | undefined
}

interface Context {
  readonly clients: Clients
  readonly keys: ClientKeys
  readonly issuer: string
  readonly now: () => number
}

type Asserted =
  | { readonly ok: true; readonly client: Client; readonly assertion: NonNullable<TokenRequest['assertion']> }
  | { readonly ok: false; readonly refusal: TokenRefusal }

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
/** Seconds by which a client's clock may differ from ours. */
const SKEW = 30

const payloadSchema = z.looseObject({
  sub: z.string().min(1),
  iss: z.string().min(1),
  aud: z.union([z.string().min(1), z.array(z.string()).min(1)]),
  exp: z.number(),
  nbf: z.number().optional(),
  iat: z.number().optional(),
  jti: z.string().optional(),
})
type Payload = z.output<typeof payloadSchema>

/** Who a `private_key_jwt` proves the sender to be, judged in the contract's order. */
export async function checkAssertion(sent: Sent, { clients, keys, issuer, now }: Context): Promise<Asserted> {
  const text = sent.type === JWT_BEARER ? readSignedText(sent.assertion) : undefined
  const payload = text && readPayload(text, sent.clientId)
  if (!text || !payload) return refuse('invalid_request', 'Invalid private_key_jwt')

  const clientId = payload.sub
  const client = await clients.find(clientId)
  if (!client?.isActive) return refuse('invalid_client', 'Client authentication failed', clientId, 401)
  if (client.tokenAuthMethod !== 'private_key_jwt')
    return refuse('invalid_client', 'Client is not registered to use private_key_jwt', clientId)
  if (payload.exp <= now() / 1000 - SKEW)
    return refuse('invalid_grant', 'private_key_jwt has expired', clientId)
  if (!isForUs(payload, issuer) || !hasBegun(payload, now()) || payload.iss !== clientId)
    return refuse('invalid_client', 'Invalid signature in private_key_jwt', clientId)

  const found = await keys.find(client, text.kid)
  if (!found.ok && found.why === 'unreachable')
    return refuse(
      'server_error',
      'Failed to fetch or parse JWKS to verify signature of private_key_jwt',
      clientId,
    )
  if (!found.ok || !isSignedBy(text, found.keys))
    return refuse('invalid_client', 'Invalid signature in private_key_jwt', clientId)
  return { ok: true, client, assertion: { jti: payload.jti ?? null, exp: payload.exp } }
}

function readPayload(text: SignedText, clientId: string | undefined): Payload | undefined {
  const read = payloadSchema.safeParse(text.payload)
  if (!read.success || text.signature.length === 0 || !CLIENT_ALGORITHMS.includes(text.alg)) return undefined
  return clientId === undefined || clientId === read.data.sub ? read.data : undefined
}

/** For nobody else besides: another server could use one that is for both of us. */
function isForUs({ aud }: Payload, issuer: string): boolean {
  const ours = [issuer, `${issuer}token`]
  return (typeof aud === 'string' ? [aud] : aud).every((audience) => ours.includes(audience))
}

/** RFC 7523, 3: not before its time. */
function hasBegun({ nbf }: Payload, now: number): boolean {
  return nbf === undefined || nbf <= now / 1000 + SKEW
}

function refuse(
  error: TokenRefusal['error'],
  description: string,
  clientId: string | null = null,
  status: TokenRefusal['status'] = 400,
): Asserted {
  return { ok: false, refusal: { status, error, description, clientId } }
}
