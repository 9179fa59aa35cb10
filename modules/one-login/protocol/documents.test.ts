// Section 1.1 of the contract, over HTTP: what services read to find their way.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { serviceOf } from './relying-party.testing.ts'
import { startProvider, type TestProvider, testClient, testPerson } from './testing.ts'

const V = 'https://vocab.account.gov.uk/v1/'

eachDatabase((_kind, open) => {
  let provider: TestProvider
  before(async () => {
    provider = await startProvider(open)
    provider.people.set('a', testPerson('a'))
  })
  after(() => provider?.close())

  const get = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(provider.url + path, { headers })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) }
  }

  test('discovery', async () => {
    const { headers, body } = await get('/.well-known/openid-configuration')
    assert.equal(headers.get('cache-control'), 'max-age=86400')
    assert.equal(headers.get('access-control-allow-origin'), '*')
    const at = (path: string) => `${provider.issuer}${path}`
    assert.equal(body.issuer, provider.issuer)
    assert.equal(body.authorization_endpoint, at('authorize'))
    assert.equal(body.token_endpoint, at('token'))
    assert.equal(body.userinfo_endpoint, at('userinfo'))
    assert.equal(body.end_session_endpoint, at('logout'))
    assert.equal(body.jwks_uri, at('.well-known/jwks.json'))
    assert.equal(body.trustmarks, at('trustmark'))
    assert.deepEqual(body.response_types_supported, ['code'])
    assert.deepEqual(body.grant_types_supported, ['authorization_code'])
    assert.deepEqual(body.scopes_supported, ['openid', 'email', 'phone', 'offline_access'])
    assert.deepEqual(body.subject_types_supported, ['public', 'pairwise'])
    assert.deepEqual(body.token_endpoint_auth_methods_supported, ['private_key_jwt', 'client_secret_post'])
    assert.deepEqual(body.id_token_signing_alg_values_supported, ['ES256', 'RS256'])
    assert.deepEqual(body.code_challenge_methods_supported, ['S256'])
    assert.equal(body.request_parameter_supported, true)
    assert.equal(body.request_uri_parameter_supported, false)
    assert.equal(body.backchannel_logout_supported, true)
    assert.deepEqual(body.ui_locales_supported, ['en', 'cy'])
    assert.ok(body.claims_supported.includes(`${V}coreIdentityJWT`))
    for (const name of ['pushed_authorization_request_endpoint', 'dpop_signing_alg_values_supported'])
      assert.equal(name in body, false)
  })
  test('keys, and nothing private in them', async () => {
    const { headers, body } = await get('/.well-known/jwks.json')
    assert.equal(headers.get('cache-control'), 'max-age=86400')
    assert.deepEqual(new Set(body.keys.map(({ alg }: { alg: string }) => alg)), new Set(['ES256', 'RS256']))
    for (const key of body.keys)
      for (const part of ['d', 'p', 'q', 'dp', 'dq', 'qi']) assert.equal(part in key, false)
  })
  test('the DID document', async () => {
    const { headers, body } = await get('/.well-known/did.json')
    assert.equal(headers.get('cache-control'), 'max-age=3600, private')
    assert.match(body.id, /^did:web:localhost%3A\d+$/)
  })
  test('the trustmark', async () => {
    const { body } = await get('/trustmark')
    assert.deepEqual(body, {
      idp: provider.issuer,
      trustmark_provider: provider.issuer,
      C: ['Cl', 'Cl.Cm'],
      P: ['P0', 'P1', 'P2', 'P3'],
    })
  })
  test('not for programs that do not say what they are', async () => {
    assert.equal((await get('/.well-known/jwks.json', { 'user-agent': '' })).status, 403)
    assert.equal((await get('/userinfo', { 'user-agent': '' })).status, 403)
  })

  test('keys follow one another, and what the old ones signed stays good', async () => {
    const service = serviceOf(provider, testClient({ postLogoutRedirectUrls: ['https://ponds.example/bye'] }))
    const kidOf = (token: string) =>
      JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid
    const before = await service.signIn()
    await provider.keys.rotate({ early: true })
    assert.equal(kidOf((await service.signIn()).id_token), kidOf(before.id_token))
    const published = (await get('/.well-known/jwks.json')).body.keys.length
    provider.pass(49 * 3600)
    const later = await service.signIn()
    assert.notEqual(kidOf(later.id_token), kidOf(before.id_token))
    const { keys } = (await get('/.well-known/jwks.json')).body
    assert.equal(keys.length, published)
    for (const { id_token } of [before, later]) {
      assert.ok(keys.some(({ kid }: { kid: string }) => kid === kidOf(id_token)))
      assert.ok(provider.keys.tokenKeys().published.some(({ kid }) => kid === kidOf(id_token)))
    }
  })
})
