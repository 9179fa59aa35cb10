export type SigningAlgorithm = 'ES256' | 'RS256'

/** A public key as the JWKS shows it. */
export type PublicJwk =
  | {
      readonly kty: 'EC'
      readonly crv: 'P-256'
      readonly x: string
      readonly y: string
      readonly alg: 'ES256'
      readonly use: 'sig'
      readonly kid: string
    }
  | {
      readonly kty: 'RSA'
      readonly n: string
      readonly e: string
      readonly alg: 'RS256'
      readonly use: 'sig'
      readonly kid: string
    }

/** A key that signs: in this process, or in a machine that never gives its private part away. */
export interface SigningKey {
  /** What the header of a JWT names. For keys of identity: `did:web:host#id`. */
  readonly kid: string
  readonly alg: SigningAlgorithm
  readonly publicJwk: PublicJwk
  /**
   * The signature of a JWS over its signing input: for ES256 64 bytes, r and s (IEEE P1363), never DER.
   *
   * @throws where the keeper of the private part cannot be reached.
   */
  sign(data: Uint8Array): Promise<Buffer>
}

export interface DidDocument {
  readonly '@context': readonly string[]
  readonly id: string
  readonly assertionMethod: readonly {
    readonly type: 'JsonWebKey'
    readonly id: string
    readonly controller: string
    readonly publicKeyJwk: {
      readonly kty: 'EC'
      readonly crv: 'P-256'
      readonly x: string
      readonly y: string
      readonly alg: 'ES256'
    }
  }[]
}

/**
 * The provider's keys. What is asked for is answered at once from memory, by the clock of `base.now()`: ask again for
 * each token, and it is always signed by the right key.
 */
export interface Keys {
  /**
   * Keys of ID tokens, access tokens and logout tokens. `published` has all that the JWKS shows, the two current ones
   * first, then newer ones that do not sign yet and older ones that no longer do.
   */
  tokenKeys(): {
    readonly ES256: SigningKey
    readonly RS256: SigningKey
    readonly published: readonly SigningKey[]
  }
  /** Keys of core identity JWTs, which only the DID document shows. */
  identityKeys(): { readonly ES256: SigningKey; readonly published: readonly SigningKey[] }
  /** The body of /.well-known/jwks.json. */
  jwks(): { readonly keys: readonly PublicJwk[] }
  /** `did:web:` and the public host, its port's colon as %3A. */
  readonly did: string
  /** The body of /.well-known/did.json. */
  didDocument(): DidDocument
  /**
   * Makes the next keys when they are due, and destroys what is no longer shown. For a job, a few times a day at
   * least; any number of processes may do it at once. `early`: the next keys are made now, whatever their time.
   */
  rotate(options?: { readonly early: boolean }): Promise<void>
  /**
   * Reads what other processes made.
   *
   * @throws where a key that signs, or is to sign, cannot be reached: it is read all the same.
   */
  refresh(): Promise<void>
  /** Refreshes every half minute until `stop`. Each process does so. */
  watch(report: (error: unknown) => void): { stop(): void }
}
