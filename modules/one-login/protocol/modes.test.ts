// A relying party on openid-client, which nobody wrote for this provider, in the four ways in which one can ask.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import * as oidc from 'openid-client'
import { eachDatabase } from '../../../platform/database/testing.ts'
import type { Client } from '../clients/client.ts'
import { hashClientSecret } from '../clients/client-secrets.ts'
import { openBrowser } from './browser.testing.ts'
import { startProvider, type TestProvider, testClient, testPerson } from './testing.ts'

eachDatabase((_kind, open) => {
  let provider: TestProvider
  before(async () => {
    provider = await startProvider(open)
    provider.people.set('a', testPerson('a'))
  })
  after(() => provider?.close())

  for (const tokenAuthMethod of ['private_key_jwt', 'client_secret_post'] as const) {
    for (const asksBy of ['query', 'JAR'] as const) {
      describe(`${asksBy} and ${tokenAuthMethod}`, () => {
        test('signs in, and signs in again without a page', async () => {
          const { config, key } = await configured(
            provider,
            `rp-${asksBy}-${tokenAuthMethod}`,
            tokenAuthMethod,
          )
          const browser = openBrowser(provider.url)
          const pages = provider.asked.length
          const first = await signIn(config, asksBy === 'JAR' ? key : undefined, browser)
          assert.equal(provider.asked.length, pages + 1)
          const second = await signIn(config, asksBy === 'JAR' ? key : undefined, browser)
          assert.equal(provider.asked.length, pages + 1)
          assert.equal(first.claims.sub, second.claims.sub)
          assert.equal(first.claims.vot, 'Cl.Cm')
          assert.equal(first.claims.vtm, `${provider.issuer}trustmark`)
          assert.notEqual(first.claims.sid, second.claims.sid)
          assert.equal(first.userinfo.email, 'a@registry.example')
          // The tokens of the first sign-in outlive the second: each has a grant of its own.
          const again = await oidc.fetchUserInfo(config, first.accessToken, first.claims.sub)
          assert.equal(again.sub, first.claims.sub)
        })
      })
    }
  }

  test('an ID token signed with RS256, for a client that wants it', async () => {
    const { config } = await configured(provider, 'rp-rs256', 'private_key_jwt', {
      idTokenSigningAlgorithm: 'RS256',
    })
    const { claims } = await signIn(config, undefined, openBrowser(provider.url))
    assert.equal(claims.aud, 'rp-rs256')
  })
})

async function configured(
  provider: TestProvider,
  clientId: string,
  tokenAuthMethod: Client['tokenAuthMethod'],
  rest: Partial<Client> = {},
) {
  const secret = 'a secret that nobody could guess'
  const { client, key } = testClient({
    clientId,
    tokenAuthMethod,
    clientSecretHash: tokenAuthMethod === 'client_secret_post' ? await hashClientSecret(secret) : null,
    pkceEnforced: true,
    ...rest,
  })
  provider.clients.set(clientId, client)
  const cryptoKey = await crypto.subtle.importKey(
    'pkcs8',
    key.export({ format: 'der', type: 'pkcs8' }),
    { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
    false,
    ['sign'],
  )
  const authentication =
    tokenAuthMethod === 'private_key_jwt' ? oidc.PrivateKeyJwt(cryptoKey) : oidc.ClientSecretPost(secret)
  const metadata = {
    id_token_signed_response_alg: client.idTokenSigningAlgorithm,
    use_mtls_endpoint_aliases: false,
  }
  const config = await oidc.discovery(new URL(provider.issuer), clientId, metadata, authentication, {
    execute: [oidc.allowInsecureRequests],
  })
  return { config, key: cryptoKey }
}

async function signIn(
  config: oidc.Configuration,
  jarKey: Parameters<typeof oidc.buildAuthorizationUrlWithJAR>[2] | undefined,
  browser: ReturnType<typeof openBrowser>,
) {
  const verifier = oidc.randomPKCECodeVerifier()
  const [state, nonce] = [oidc.randomState(), oidc.randomNonce()]
  const params = {
    redirect_uri: 'https://ponds.example/back',
    scope: 'openid email',
    state,
    nonce,
    vtr: '["Cl.Cm"]',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }
  const issuer = config.serverMetadata().issuer
  const address = jarKey
    ? await oidc.buildAuthorizationUrlWithJAR(config, params, jarKey, {
        [oidc.modifyAssertion]: (_header, payload) => {
          payload.aud = `${issuer}authorize`
        },
      })
    : oidc.buildAuthorizationUrl(config, params)
  if (jarKey) {
    address.searchParams.set('response_type', 'code')
    address.searchParams.set('scope', 'openid email')
  }
  const { location, body } = await browser.follow(address.href)
  assert.ok(location, body)
  const tokens = await oidc.authorizationCodeGrant(config, new URL(location), {
    expectedNonce: nonce,
    expectedState: state,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  })
  const claims = tokens.claims()
  assert.ok(claims)
  const userinfo = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub)
  return { claims, userinfo, accessToken: tokens.access_token }
}
