/* A desk as a client of an OpenID Connect provider: another's for operators, our own for teams. */
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import type { Fetch } from './fetch-inside.ts'

export interface Issuer {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Where requests go out. */
  readonly fetch: Fetch
}

/** What the browser keeps, sealed, while it is away at the provider. */
export interface Away {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

/** Who came back. `claims` are those of the ID token and of userinfo, together. */
export interface Returned {
  readonly subject: string
  readonly claims: Readonly<Record<string, unknown>>
}

/** What a desk wants to be told. */
export interface Ask {
  /** Besides openid, where the provider has them. */
  readonly scopes: readonly string[]
  readonly parameters: Readonly<Record<string, string>>
}

export interface RelyingParty {
  /** Where to send the browser, and what it must bring back. @throws where the provider does not answer. */
  begin(redirectUri: string, ask: Ask): Promise<{ to: string; away: Away }>
  /** Undefined: what came back is not the answer to what was asked, or the person was refused. */
  end(address: URL, away: Away): Promise<Returned | undefined>
}

/** How long a provider's own description is believed, in milliseconds. */
const BELIEVED = 3_600_000

export function createRelyingParty(issuer: Issuer, now: () => number): RelyingParty {
  let known: { until: number; configuration: Promise<Configuration> } | undefined

  function configuration(): Promise<Configuration> {
    if (known && known.until > now()) return known.configuration
    const asked = discover(issuer)
    known = { until: now() + BELIEVED, configuration: asked }
    asked.catch(() => {
      known = undefined
    })
    return asked
  }

  return {
    async begin(redirectUri, { scopes, parameters }) {
      const away = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() }
      const config = await configuration()
      // A provider may refuse a scope that it does not know; those that have groups mostly want to be asked for them.
      const known = config.serverMetadata().scopes_supported ?? []
      const scope = ['openid', ...scopes.filter((each) => known.includes(each))].join(' ')
      const to = buildAuthorizationUrl(config, {
        ...parameters,
        scope,
        redirect_uri: redirectUri,
        state: away.state,
        nonce: away.nonce,
        code_challenge: await calculatePKCECodeChallenge(away.verifier),
        code_challenge_method: 'S256',
      })
      return { to: to.href, away }
    },
    async end(address, away) {
      const config = await configuration()
      try {
        const tokens = await authorizationCodeGrant(config, address, {
          expectedState: away.state,
          expectedNonce: away.nonce,
          pkceCodeVerifier: away.verifier,
          idTokenExpected: true,
        })
        const claims = tokens.claims()
        if (!claims) return undefined
        // Not every provider of staff has more to say than its ID token.
        const about = config.serverMetadata().userinfo_endpoint
          ? await fetchUserInfo(config, tokens.access_token, claims.sub)
          : {}
        return { subject: claims.sub, claims: { ...about, ...claims } }
      } catch {
        // Which check failed is nothing that whoever came could mend: they are asked to begin again.
        return undefined
      }
    },
  }
}

async function discover({ issuer, clientId, clientSecret, fetch }: Issuer): Promise<Configuration> {
  const url = new URL(issuer)
  return await discovery(url, clientId, undefined, authenticate(clientSecret), {
    [customFetch]: (address, { method, headers, body, signal }) =>
      fetch(address, {
        method,
        headers,
        ...(body === undefined ? {} : { body }),
        ...(signal ? { signal } : {}),
      }),
    // Only where the issuer's own address says so: on a developer's machine.
    ...(url.protocol === 'http:' ? { execute: [allowInsecureRequests] } : {}),
  })
}

/** The secret goes in the body where the provider says that it may, or else in the header, which any provider takes. */
function authenticate(secret: string): ClientAuth {
  const [inBody, inHeader] = [ClientSecretPost(secret), ClientSecretBasic(secret)]
  return (server, client, body, headers) =>
    (server.token_endpoint_auth_methods_supported?.includes('client_secret_post') ? inBody : inHeader)(
      server,
      client,
      body,
      headers,
    )
}
