// All that a service needs to let people sign in with One Login, on the certified client `openid-client`: begin, finish,
// sign out. It works as it stands with any provider that keeps the UK's contract, by changing the issuer alone.

import { importPKCS8 } from 'jose'
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildAuthorizationUrlWithJAR,
  buildEndSessionUrl,
  ClientSecretPost,
  type Configuration,
  type CryptoKey,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  modifyAssertion,
  PrivateKeyJwt,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import { z } from 'zod'
import { type CoreIdentity, createIdentityReader } from './core-identity.ts'

/** How sure the service wants to be that it is the same person: a password, or a password and a second factor. */
export type Level = 'Cl' | 'Cl.Cm'

/** What a person is sent to One Login for. */
export interface Wish {
  readonly level: Level
  /** That they prove who they are, at P2. */
  readonly identity?: boolean
  /** The ID token of whoever is signed in, and must sign in once more: it only works with a signed request. */
  readonly again?: string
}

/** What the service remembers of a person between sending them off and their coming back. */
export interface Begun {
  readonly url: URL
  readonly wish: Wish
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

/** What the service knows when they are back. */
export interface Received {
  readonly subject: string
  readonly level: Level
  readonly idToken: string
  readonly idTokenClaims: Readonly<Record<string, unknown>>
  readonly userinfo: Readonly<Record<string, unknown>>
  /** Verified: signed by the provider's key for identities, for this service and this person. */
  readonly identity: CoreIdentity | null
}

export interface OneLogin {
  begin(wish: Wish): Promise<Begun>
  /** @throws what openid-client throws, where the provider refused or an answer is not right. */
  finish(begun: Begun, cameBackAt: URL): Promise<Received>
  signOutUrl(idToken: string, state: string): Promise<URL>
  /** The provider's keys for tokens, and its name. */
  issuer(): Promise<{ issuer: string; jwksUri: string }>
}

export interface Party {
  readonly issuer: string
  /** Who signs core identities: the issuer itself, or another host. */
  readonly identityIssuer: string
  readonly clientId: string
  readonly requests: 'query' | 'jar'
  readonly authentication: 'private_key_jwt' | 'client_secret_post'
  /** PKCS #8, in PEM: an RSA key of 2,048 bits or more. */
  readonly privateKey: string
  readonly clientSecret: string
  readonly redirectUrl: string
  readonly postLogoutRedirectUrl: string
}

const VOCABULARY = 'https://vocab.account.gov.uk/v1/'
export const CLAIMS = {
  coreIdentity: `${VOCABULARY}coreIdentityJWT`,
  address: `${VOCABULARY}address`,
  returnCode: `${VOCABULARY}returnCode`,
} as const
const CLAIMS_REQUEST = JSON.stringify({
  userinfo: Object.fromEntries(Object.values(CLAIMS).map((name) => [name, null])),
})

const idTokenSchema = z.looseObject({ sub: z.string(), vot: z.enum(['Cl', 'Cl.Cm']) })

export function createOneLogin(party: Party): OneLogin {
  let known: Promise<Configuration> | undefined
  const readIdentity = createIdentityReader({ issuer: party.identityIssuer, clientId: party.clientId })
  const signingKey = () => importPKCS8(party.privateKey, 'RS256')

  // The provider may be started later than the service, so what could not be found is looked for again.
  function configuration(): Promise<Configuration> {
    known ??= connect().catch((error: unknown) => {
      known = undefined
      throw error
    })
    return known
  }

  async function connect(): Promise<Configuration> {
    const issuer = new URL(party.issuer)
    const authentication =
      party.authentication === 'private_key_jwt'
        ? PrivateKeyJwt(await signingKey())
        : ClientSecretPost(party.clientSecret)
    return await discovery(issuer, party.clientId, undefined, authentication, {
      // The signature of the ID token is checked too, although it came straight from the provider.
      execute: [enableNonRepudiationChecks, ...(issuer.protocol === 'http:' ? [allowInsecureRequests] : [])],
    })
  }

  return {
    async begin(wish) {
      const config = await configuration()
      const [state, nonce, verifier] = [randomState(), randomNonce(), randomPKCECodeVerifier()]
      const parameters = {
        response_type: 'code',
        scope: 'openid email phone',
        redirect_uri: party.redirectUrl,
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        vtr: JSON.stringify([wish.identity ? 'Cl.Cm.P2' : wish.level]),
        ...(wish.identity ? { claims: CLAIMS_REQUEST } : {}),
        ...(wish.again === undefined ? {} : { prompt: 'login', id_token_hint: wish.again }),
      }
      const url =
        party.requests === 'query'
          ? buildAuthorizationUrl(config, parameters)
          : await signedRequest(config, parameters, await signingKey())
      return { url, wish, state, nonce, verifier }
    },

    async finish({ wish, state, nonce, verifier }, cameBackAt) {
      const config = await configuration()
      const tokens = await authorizationCodeGrant(config, cameBackAt, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      })
      const idTokenClaims = { ...tokens.claims() }
      const { sub, vot } = idTokenSchema.parse(idTokenClaims)
      // A provider that signs people in less strongly than they were sent for must not be believed.
      if ((wish.identity || wish.level === 'Cl.Cm') && vot !== 'Cl.Cm')
        throw new Error(`signed in at ${vot} only`)
      const userinfo = await fetchUserInfo(config, tokens.access_token, sub)
      const jwt = userinfo[CLAIMS.coreIdentity]
      return {
        subject: sub,
        level: vot,
        idToken: tokens.id_token ?? '',
        idTokenClaims,
        userinfo: { ...userinfo },
        identity: typeof jwt === 'string' ? await readIdentity(jwt, sub) : null,
      }
    },

    async signOutUrl(idToken, state) {
      return buildEndSessionUrl(await configuration(), {
        id_token_hint: idToken,
        post_logout_redirect_uri: party.postLogoutRedirectUrl,
        state,
      })
    },

    async issuer() {
      const { issuer, jwks_uri: jwksUri = '' } = (await configuration()).serverMetadata()
      return { issuer, jwksUri }
    },
  }
}

// One Login's contract differs from the library here: the audience is the endpoint, and three parameters stand beside
// the signed request.
async function signedRequest(
  config: Configuration,
  parameters: Record<string, string>,
  key: CryptoKey,
): Promise<URL> {
  const { authorization_endpoint: audience } = config.serverMetadata()
  const url = await buildAuthorizationUrlWithJAR(config, parameters, key, {
    [modifyAssertion]: (_header, payload) => {
      if (audience !== undefined) payload.aud = audience
    },
  })
  for (const name of ['response_type', 'scope'] as const) url.searchParams.set(name, parameters[name] ?? '')
  return url
}
