// A core identity says who somebody is. It is a JWT within userinfo, signed with a key that is not among the provider's
// others: it stands in the DID document of the provider's host, so that whoever holds only the keys of tokens cannot
// make an identity.

import { decodeProtectedHeader, importJWK, jwtVerify } from 'jose'
import { z } from 'zod'

export interface CoreIdentity {
  /** P2, as was asked for. */
  readonly level: string
  /** The current name, given names first. */
  readonly name: string
  /** 1970-01-01 */
  readonly birthDate: string
}

const HOUR = 3_600_000
const documentSchema = z.object({
  id: z.string(),
  assertionMethod: z.array(
    z.object({
      id: z.string(),
      publicKeyJwk: z.object({
        kty: z.literal('EC'),
        crv: z.literal('P-256'),
        x: z.string(),
        y: z.string(),
        alg: z.literal('ES256'),
      }),
    }),
  ),
})
type Document = z.output<typeof documentSchema>

const claimsSchema = z.object({
  vot: z.literal('P2'),
  vc: z.object({
    credentialSubject: z.object({
      name: z.array(
        z.object({
          validUntil: z.string().nullish(),
          nameParts: z.array(z.object({ type: z.enum(['GivenName', 'FamilyName']), value: z.string() })),
        }),
      ),
      birthDate: z.array(z.object({ value: z.string() })),
    }),
  }),
})

/** Reads core identities of one provider, meant for one service. */
export function createIdentityReader({ issuer, clientId }: { issuer: string; clientId: string }) {
  const { origin, host } = new URL(issuer)
  const did = `did:web:${encodeURIComponent(host)}`
  let kept: { document: Document; until: number } | undefined

  async function documentWith(kid: string): Promise<Document> {
    // Keys change: one that is not there yet may be by now.
    if (kept && kept.until > Date.now() && kept.document.assertionMethod.some(({ id }) => id === kid))
      return kept.document
    const answer = await fetch(`${origin}/.well-known/did.json`, { signal: AbortSignal.timeout(10_000) })
    if (!answer.ok) throw new Error(`the DID document cannot be read: ${answer.status}`)
    const document = documentSchema.parse(await answer.json())
    if (document.id !== did) throw new Error('the DID document is of somebody else')
    kept = { document, until: Date.now() + HOUR }
    return document
  }

  /** @throws where anything about the JWT is not right: then nobody has proved anything. */
  return async (jwt: string, subject: string): Promise<CoreIdentity> => {
    const { kid = '' } = decodeProtectedHeader(jwt)
    if (!kid.startsWith(`${did}#`)) throw new Error('the identity is signed by somebody else')
    const found = (await documentWith(kid)).assertionMethod.find(({ id }) => id === kid)
    if (!found) throw new Error('the identity is signed with an unknown key')
    const { payload } = await jwtVerify(jwt, await importJWK(found.publicKeyJwk, 'ES256'), {
      algorithms: ['ES256'],
      issuer: `${origin}/`,
      audience: clientId,
      subject,
      requiredClaims: ['exp', 'nbf'],
      clockTolerance: 10,
    })
    const { vot, vc } = claimsSchema.parse(payload)
    const { name, birthDate } = vc.credentialSubject
    const current = name.find(({ validUntil }) => !validUntil) ?? name[0]
    return {
      level: vot,
      name: (current?.nameParts ?? []).map(({ value }) => value).join(' '),
      birthDate: birthDate[0]?.value ?? '',
    }
  }
}
