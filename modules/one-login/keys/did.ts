import type { DidDocument, SigningKey } from './signing-key.ts'

/** The provider as did:web names it: its public host, with the colon of a port as %3A. */
export function didOf(publicUrl: string): string {
  return `did:web:${encodeURIComponent(new URL(publicUrl).host)}`
}

/** The document in which services find the keys of core identity JWTs: the UK's shape. */
export function didDocumentOf(did: string, keys: readonly SigningKey[]): DidDocument {
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/jwk/v1'],
    id: did,
    assertionMethod: keys.flatMap(({ kid, publicJwk }) =>
      publicJwk.kty === 'EC'
        ? [
            {
              type: 'JsonWebKey' as const,
              id: kid,
              controller: did,
              publicKeyJwk: {
                kty: 'EC' as const,
                crv: 'P-256' as const,
                x: publicJwk.x,
                y: publicJwk.y,
                alg: 'ES256' as const,
              },
            },
          ]
        : [],
    ),
  }
}
