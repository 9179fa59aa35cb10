import { createRemoteJWKSet, jwtVerify } from 'jose'
import { z } from 'zod'
import type { OneLogin } from './one-login.ts'

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'
const claimsSchema = z.object({ sub: z.string(), events: z.record(z.string(), z.unknown()) })

/** Reads the tokens by which the provider says that somebody has signed out. Undefined: it is not one of its own. */
export function createLogoutReader(oneLogin: OneLogin, clientId: string) {
  let keys: ReturnType<typeof createRemoteJWKSet> | undefined
  return async (token: string): Promise<{ subject: string } | undefined> => {
    try {
      const { issuer, jwksUri } = await oneLogin.issuer()
      keys ??= createRemoteJWKSet(new URL(jwksUri))
      const { payload } = await jwtVerify(token, keys, {
        typ: 'logout+jwt',
        algorithms: ['ES256'],
        issuer,
        audience: clientId,
        requiredClaims: ['iat', 'exp', 'jti'],
        clockTolerance: 10,
      })
      const { sub, events } = claimsSchema.parse(payload)
      // An ID token has a nonce; a logout token never has, so that neither passes for the other.
      return EVENT in events && !('nonce' in payload) ? { subject: sub } : undefined
    } catch {
      return undefined
    }
  }
}
