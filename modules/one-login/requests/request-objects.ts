import type { Client } from '../clients/client.ts'
import { mayUseScopes } from './asking.ts'
import type { ClientKeys } from './client-keys.ts'
import { type Fault, type Parameters, WORDS, wordsOf } from './parameters.ts'
import { isSignedBy, readSignedText, type SignedText } from './signed-text.ts'

/** Seconds by which a client's clock may differ from ours. */
const SKEW = 30

/** Undefined: no JWT, or one whose subject is the client, which could pass for a client assertion. */
export function readRequestObject(request: string, clientId: string): SignedText | undefined {
  const text = readSignedText(request)
  return text && text.payload.sub !== clientId ? text : undefined
}

/** Whether the client signed it, and it is of this time. */
export async function verifyRequestObject(
  text: SignedText,
  client: Client,
  { keys, now }: { keys: ClientKeys; now: () => number },
): Promise<'good' | 'not signed' | 'expired' | 'keys unreachable'> {
  const found = await keys.find(client, text.kid)
  if (!found.ok) return found.why === 'unreachable' ? 'keys unreachable' : 'not signed'
  if (!isSignedBy(text, found.keys)) return 'not signed'
  return isOfNow(text, Math.floor(now() / 1000)) ? 'good' : 'expired'
}

function isOfNow({ payload: { exp, nbf } }: SignedText, seconds: number): boolean {
  if (exp !== undefined && !(typeof exp === 'number' && exp > seconds - SKEW)) return false
  return nbf === undefined || (typeof nbf === 'number' && nbf <= seconds + SKEW)
}

/**
 * What the object and the query beside it must agree on, in the contract's order.
 *
 * @param query where response_type, scope and client_id are repeated.
 * @param audience the address of /authorize.
 */
export function objectFault(
  { payload }: SignedText,
  query: Parameters,
  client: Client,
  audience: string,
): Fault | undefined {
  if (query.response_type !== 'code') return WORDS.badType
  if (!mayUseScopes(wordsOf(query.scope ?? ''), client)) return WORDS.badScope
  if (payload.client_id !== client.clientId) return WORDS.badClient
  if (payload.request !== undefined || payload.request_uri !== undefined) return WORDS.unreadable
  const audiences = Array.isArray(payload.aud) ? payload.aud : [payload.aud]
  if (!audiences.includes(audience)) return WORDS.denied
  return payload.iss === client.clientId ? undefined : WORDS.badClient
}

/** The object as plain parameters: numbers as digits, lists and objects as JSON. What is null is not there. */
export function expand({ payload }: SignedText): Parameters {
  const parameters: Record<string, string> = {}
  for (const [name, value] of Object.entries(payload)) {
    if (value === null || value === undefined) continue
    parameters[name] = typeof value === 'string' ? value : JSON.stringify(value)
  }
  return parameters
}
