// Section 1.3 of the contract, over HTTP: what a code is worth, to whom, and how often.
import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, randomBytes, verify } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { hashClientSecret } from '../clients/client-secrets.ts'
import { openBrowser } from './browser.testing.ts'
import {
  assertionOf,
  challengeOf,
  claimsIn,
  encode,
  headerIn,
  type Service,
  serviceOf,
} from './relying-party.testing.ts'
import { startProvider, type TestProvider, testClient, testPerson } from './testing.ts'

eachDatabase((_kind, open) => {
  let provider: TestProvider
  let service: Service
  let other: Service
  before(async () => {
    provider = await startProvider(open)
    provider.people.set('a', testPerson('a'))
    service = serviceOf(provider, testClient())
    other = serviceOf(provider, testClient({ clientId: 'other' }))
  })
  after(() => provider?.close())

  const code = async (params?: Record<string, string>) => (await service.ask(params)).code ?? ''
  const refusal = async (form: Record<string, string> | string) => {
    const { status, body } = await service.post(form)
    return [status, body.error, body.error_description]
  }

  test('what a code becomes', async () => {
    const { status, headers, body } = await service.post(service.form(await code({ scope: 'openid email' })))
    assert.equal(status, 200)
    assert.match(headers.get('cache-control') ?? '', /no-store/)
    assert.deepEqual(Object.keys(body).sort(), ['access_token', 'expires_in', 'id_token', 'token_type'])
    assert.equal(body.token_type, 'Bearer')
    assert.equal(body.expires_in, 180)

    const id = claimsIn(String(body.id_token))
    const access = claimsIn(String(body.access_token))
    assert.deepEqual(Object.keys(id).sort(), [
      'at_hash',
      'aud',
      'auth_time',
      'exp',
      'iat',
      'iss',
      'nonce',
      'sid',
      'sub',
      'vot',
      'vtm',
    ])
    assert.equal(Number(id.exp) - Number(id.iat), 120)
    assert.equal(Number(access.exp) - Number(access.iat), 180)
    assert.equal(id.iss, provider.issuer)
    assert.equal(id.aud, 'rp')
    assert.equal(id.nonce, 'the nonce')
    assert.equal(access.sid, id.sid)
    assert.equal(access.sub, id.sub)
    assert.equal(access.client_id, 'rp')
    assert.deepEqual(access.scope, ['openid', 'email'])
    assert.match(String(id.sub), /^urn:fdc:gov\.uk:2022:[\w-]{43}=$/)
    assert.equal(isSigned(provider, String(body.id_token)), true)
    assert.equal(isSigned(provider, String(body.access_token)), true)
  })

  describe('a code is spent once', () => {
    test('the second time it is refused, and the tokens of the first are withdrawn', async () => {
      const once = await code()
      const { body } = await service.post(service.form(once))
      assert.deepEqual(await refusal(service.form(once)), [400, 'invalid_grant', 'Invalid grant'])
      assert.equal((await service.userinfo(String(body.access_token))).status, 401)
    })
    test('of twenty at once exactly one wins', async () => {
      const once = await code()
      const answers = await Promise.all(Array.from({ length: 20 }, () => service.post(service.form(once))))
      const won = answers.filter(({ status }) => status === 200)
      assert.equal(won.length, 1)
      for (const { status, body } of answers.filter((answer) => !won.includes(answer))) {
        assert.deepEqual([status, body.error], [400, 'invalid_grant'])
      }
    })
    test('other sign-ins of the same session keep their tokens', async () => {
      const browser = openBrowser(provider.url)
      const kept = await service.signIn({}, browser)
      const once = (await service.ask({}, browser)).code ?? ''
      await service.post(service.form(once))
      await service.post(service.form(once))
      assert.equal((await service.userinfo(kept.access_token)).status, 200)
    })
  })

  describe('a code is for one client, one address and one verifier', () => {
    test('another client', async () => {
      const mine = await code()
      const { status, body } = await other.post(other.form(mine))
      assert.deepEqual([status, body.error], [400, 'invalid_grant'])
      assert.equal((await service.post(service.form(mine))).status, 200, 'and it was not spent by that')
    })
    test('another redirect URI', async () => {
      const change = { redirect_uri: 'https://ponds.example/other' }
      assert.deepEqual(await refusal(service.form(await code(), change)), [
        400,
        'invalid_grant',
        'Invalid grant',
      ])
    })
    test('no such code', async () => {
      assert.deepEqual(await refusal(service.form('guessed')), [400, 'invalid_grant', 'Invalid grant'])
    })
    test('after five minutes', async () => {
      const old = await code()
      provider.pass(301)
      assert.deepEqual(await refusal(service.form(old)), [400, 'invalid_grant', 'Invalid grant'])
    })

    const verifier = 'v'.repeat(43)
    const challenged = () => code({ code_challenge: challengeOf(verifier), code_challenge_method: 'S256' })
    const wrong = [400, 'invalid_grant', 'PKCE code verification failed']
    test('the right verifier', async () => {
      const { status } = await service.post(service.form(await challenged(), { code_verifier: verifier }))
      assert.equal(status, 200)
    })
    test('no verifier', async () => assert.deepEqual(await refusal(service.form(await challenged())), wrong))
    test('another verifier', async () => {
      const change = { code_verifier: 'w'.repeat(43) }
      assert.deepEqual(await refusal(service.form(await challenged(), change)), wrong)
    })
    test('the challenge itself', async () => {
      const change = { code_verifier: challengeOf(verifier) }
      assert.deepEqual(await refusal(service.form(await challenged(), change)), wrong)
    })
    test('a verifier that is none', async () => {
      assert.deepEqual(await refusal(service.form(await challenged(), { code_verifier: 'x' })), wrong)
    })
    test('a verifier where somebody took the challenge out of the request', async () => {
      assert.deepEqual(await refusal(service.form(await code(), { code_verifier: verifier })), wrong)
    })
  })

  describe('the form', () => {
    const missing: [string, string][] = [
      ['grant_type', 'Request is missing grant_type parameter'],
      ['redirect_uri', 'Request is missing redirect_uri parameter'],
      ['code', 'Request is missing code parameter'],
    ]
    for (const [name, says] of missing) {
      test(`without ${name}`, async () => {
        assert.deepEqual(await refusal(service.form('x', { [name]: undefined })), [
          400,
          'invalid_request',
          says,
        ])
      })
    }
    test('another grant type', async () => {
      const [status, error] = await refusal(service.form('x', { grant_type: 'refresh_token' }))
      assert.deepEqual([status, error], [400, 'unsupported_grant_type'])
    })
    test('a field twice', async () => {
      const form = `${new URLSearchParams(service.form(await code()))}&code=other`
      assert.deepEqual((await refusal(form)).slice(0, 2), [400, 'invalid_request'])
    })
    test('something that is no form, or too large a one', async () => {
      for (const type of ['application/json', 'application/xml', 'text/plain; charset=utf-8']) {
        const { status, body } = await service.post('{}', { 'content-type': type })
        assert.deepEqual([status, body.error], [400, 'invalid_request'], type)
      }
      const { status, body } = await service.post(`code=${'x'.repeat(70_000)}`)
      assert.deepEqual([status, body.error], [400, 'invalid_request'])
    })
    test('a program that does not say what it is', async () => {
      const { status } = await service.post(service.form('x'), { 'user-agent': '' })
      assert.equal(status, 403)
    })
  })

  describe('who sends it', () => {
    const by = (change: { header?: object; claims?: object }) =>
      service.form('x', { client_assertion: assertionOf(provider, service.client, service.key, change) })
    const now = () => Math.floor(provider.base.now() / 1000)

    test('an assertion for the issuer does as well', async () => {
      const client_assertion = assertionOf(provider, service.client, service.key, {
        claims: { aud: provider.issuer },
      })
      assert.equal((await service.post(service.form(await code(), { client_assertion }))).status, 200)
    })
    test('an assertion serves once', async () => {
      const form = service.form(await code())
      assert.equal((await service.post(form)).status, 200)
      const again = { ...form, code: await code() }
      assert.deepEqual((await refusal(again)).slice(0, 2), [400, 'invalid_client'])
    })
    test('an assertion for somebody else', async () => {
      assert.equal(
        (await refusal(by({ claims: { aud: 'https://other.example/token' } })))[1],
        'invalid_client',
      )
    })
    test('one that has expired', async () => {
      assert.equal((await refusal(by({ claims: { exp: now() - 100 } })))[2], 'private_key_jwt has expired')
    })
    test('one by another key', async () => {
      const client_assertion = assertionOf(provider, service.client, other.key)
      assert.deepEqual(await refusal(service.form('x', { client_assertion })), [
        400,
        'invalid_client',
        'Invalid signature in private_key_jwt',
      ])
    })
    test('one that nobody signed', async () => {
      const [, payload = ''] = assertionOf(provider, service.client, service.key).split('.')
      for (const alg of ['none', 'None', 'nOnE']) {
        const client_assertion = `${encode({ alg })}.${payload}.`
        assert.notEqual((await refusal(service.form('x', { client_assertion })))[1], 'invalid_grant')
      }
    })
    test('one whose header brings its own key, or points to one', async () => {
      const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
      for (const header of [
        { jwk: publicKey.export({ format: 'jwk' }) },
        { jku: 'https://evil.example/keys', kid: 'mine' },
        { kid: "' or 1=1 --" },
        { kid: '../../../../dev/null' },
      ]) {
        const client_assertion = assertionOf(provider, service.client, privateKey, { header })
        assert.equal((await refusal(service.form('x', { client_assertion })))[1], 'invalid_client')
      }
    })
    test('one signed with HS256 by the public key', async () => {
      const { createHmac } = await import('node:crypto')
      const [, payload = ''] = assertionOf(provider, service.client, service.key).split('.')
      const input = `${encode({ alg: 'HS256' })}.${payload}`
      const mac = createHmac('sha256', service.client.publicKey ?? '')
        .update(input)
        .digest('base64url')
      assert.equal(
        (await refusal(service.form('x', { client_assertion: `${input}.${mac}` })))[2],
        'Invalid private_key_jwt',
      )
    })
    test('a secret, right and wrong', async () => {
      const secret = randomBytes(32).toString('base64url')
      const post = serviceOf(
        provider,
        testClient({
          clientId: 'post',
          tokenAuthMethod: 'client_secret_post',
          clientSecretHash: await hashClientSecret(secret),
        }),
      )
      const { code: mine = '' } = await post.ask()
      const fields = { client_assertion: undefined, client_assertion_type: undefined, client_id: 'post' }
      const wrong = await post.post(post.form(mine, { ...fields, client_secret: 'another' }))
      assert.deepEqual([wrong.status, wrong.body.error], [400, 'invalid_client'])
      const right = await post.post(post.form(mine, { ...fields, client_secret: secret }))
      assert.equal(right.status, 200)
    })
    test('nobody, though the library itself asks nobody', async () => {
      const form = service.form(await code(), {
        client_assertion: undefined,
        client_assertion_type: undefined,
        client_id: 'rp',
      })
      assert.deepEqual((await refusal(form)).slice(0, 2), [400, 'invalid_request'])
    })
  })
})

function isSigned(provider: TestProvider, token: string): boolean {
  const [head = '', body = '', signature = ''] = token.split('.')
  const { kid } = headerIn(token)
  const key = provider.keys.jwks().keys.find((each) => each.kid === kid)
  assert.ok(key)
  return verify(
    'sha256',
    Buffer.from(`${head}.${body}`),
    { key: createPublicKey({ key: { ...key }, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )
}
