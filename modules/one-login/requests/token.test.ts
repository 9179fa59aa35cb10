import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import type { Client } from '../clients/client.ts'
import { hashClientSecret } from '../clients/client-secrets.ts'
import type { TokenRequest } from './request.ts'
import { contextOf, ISSUER, makeClient, makePair, REDIRECT, signText } from './testing.ts'
import { checkCode, checkTokenRequest } from './token.ts'

const pair = makePair()
const strangers = makePair()
const NOW = Date.UTC(2026, 10, 22)
const BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const FORM = { grant_type: 'authorization_code', code: 'a-code', redirect_uri: REDIRECT }
const PAYLOAD = {
  iss: 'fishing-licences',
  sub: 'fishing-licences',
  aud: `${ISSUER}token`,
  exp: NOW / 1000 + 300,
  iat: NOW / 1000,
  jti: 'a-jti',
}

async function check(form: object, changes: Partial<Client> = {}) {
  const client = makeClient({ publicKey: pair.publicPem, ...changes })
  return await checkTokenRequest(
    form,
    contextOf(client, () => NOW),
  )
}

/** `status error: words`, or nothing where it is accepted. */
async function said(form: object, changes: Partial<Client> = {}): Promise<string> {
  const answer = await check(form, changes)
  if (answer.ok) return ''
  const { status, error, description } = answer.refusal
  return `${status} ${error}: ${description}`
}

async function asserted(
  payload: object,
  header = {},
  changes: Partial<Client> = {},
  more = {},
): Promise<string> {
  const client_assertion = signText({ ...PAYLOAD, ...payload }, pair.privateKey, header)
  return await said({ ...FORM, client_assertion, client_assertion_type: BEARER, ...more }, changes)
}

suite('A request to /token', () => {
  const MALFORMED: readonly [string, object | undefined, string][] = [
    ['nothing', undefined, '400 invalid_request: Request is missing grant_type parameter'],
    [
      'no grant type',
      { ...FORM, grant_type: '' },
      '400 invalid_request: Request is missing grant_type parameter',
    ],
    [
      'another grant type',
      { ...FORM, grant_type: 'refresh_token' },
      '400 unsupported_grant_type: Unsupported grant type',
    ],
    [
      'an empty redirect URI',
      { ...FORM, redirect_uri: '' },
      '400 invalid_request: Request is missing redirect_uri parameter',
    ],
    ['no code', { ...FORM, code: '' }, '400 invalid_request: Request is missing code parameter'],
    ['two codes', { ...FORM, code: ['a', 'b'] }, '400 invalid_request: Invalid request'],
    ['nobody', FORM, '400 invalid_request: Invalid token authentication method used'],
    [
      'an assertion without its type',
      { ...FORM, client_assertion: 'a.b.c' },
      '400 invalid_request: Invalid token authentication method used',
    ],
    [
      'a type without its assertion',
      { ...FORM, client_assertion_type: BEARER },
      '400 invalid_request: Invalid token authentication method used',
    ],
    [
      'a secret without its client',
      { ...FORM, client_secret: 'x' },
      '400 invalid_request: Invalid token authentication method used',
    ],
    [
      'another type',
      { ...FORM, client_assertion: 'a.b.c', client_assertion_type: 'x' },
      '400 invalid_request: Invalid private_key_jwt',
    ],
    [
      'no JWT',
      { ...FORM, client_assertion: 'a.b.c', client_assertion_type: BEARER },
      '400 invalid_request: Invalid private_key_jwt',
    ],
  ]
  for (const [what, form, words] of MALFORMED)
    test(`with ${what}: ${words}`, async () => {
      assert.equal(await said(form ?? {}), words)
    })

  const INVALID = '400 invalid_request: Invalid private_key_jwt'
  const SIGNATURE = '400 invalid_client: Invalid signature in private_key_jwt'
  const ASSERTIONS: readonly [string, object, string, object?][] = [
    ['no issuer', { iss: undefined }, INVALID],
    ['no subject', { sub: undefined }, INVALID],
    ['no audience', { aud: undefined }, INVALID],
    ['no end', { exp: undefined }, INVALID],
    ['an end that is no number', { exp: 'soon' }, INVALID],
    ['a beginning that is no number', { nbf: 'now' }, INVALID],
    ['a time that is no number', { iat: 'now' }, INVALID],
    ['an unknown algorithm', {}, INVALID, { alg: 'XS256' }],
    ['no algorithm', {}, INVALID, { alg: 'none' }],
    ['a shared secret’s algorithm', {}, INVALID, { alg: 'HS256' }],
    ['an elliptic curve’s algorithm', {}, INVALID, { alg: 'ES256' }],
    ['an unknown client', { sub: 'x', iss: 'x' }, '401 invalid_client: Client authentication failed'],
    ['an end that has come', { exp: NOW / 1000 - 30 }, '400 invalid_grant: private_key_jwt has expired'],
    ['a beginning that is to come', { nbf: NOW / 1000 + 31 }, SIGNATURE],
    ['a beginning that our clock will soon have reached', { nbf: NOW / 1000 + 30 }, ''],
    ['another audience', { aud: 'https://x.example/token' }, SIGNATURE],
    ['a second audience', { aud: [`${ISSUER}token`, 'https://x.example/token'] }, SIGNATURE],
    ['another issuer', { iss: 'x' }, SIGNATURE],
    ['extensions', {}, SIGNATURE, { crit: ['b64'], b64: false }],
    ['the token address', {}, ''],
    ['the issuer as audience', { aud: ISSUER }, ''],
    ['both as audiences', { aud: [ISSUER, `${ISSUER}token`] }, ''],
    ['no jti', { jti: undefined }, ''],
  ]
  for (const [what, payload, words, header] of ASSERTIONS)
    test(`with an assertion that has ${what}: ${words || 'accepted'}`, async () => {
      assert.equal(await asserted(payload, header), words)
    })

  test('is a client’s only if it signed', async () => {
    const client_assertion = signText(PAYLOAD, strangers.privateKey)
    assert.equal(await said({ ...FORM, client_assertion, client_assertion_type: BEARER }), SIGNATURE)
    assert.equal(await asserted({}, {}, { publicKey: null }), SIGNATURE)
    assert.equal(await asserted({}, {}, { publicKey: 'not a key' }), SIGNATURE)
  })

  test('names one client', async () => {
    assert.equal(await asserted({}, {}, {}, { client_id: 'fishing-licences' }), '')
    assert.equal(await asserted({}, {}, {}, { client_id: 'x' }), INVALID)
  })

  test('comes in the way that the client is registered for', async () => {
    const secret = { tokenAuthMethod: 'client_secret_post' } as const
    assert.equal(
      await asserted({}, {}, secret),
      '400 invalid_client: Client is not registered to use private_key_jwt',
    )
    assert.equal(
      await asserted({}, {}, { isActive: false }),
      '401 invalid_client: Client authentication failed',
    )
  })

  test('keeps the key without its first and last line, as the UK’s registry does', async () => {
    const bare = pair.publicPem.replace(/-----[A-Z ]+-----|\s/g, '')
    assert.equal(await asserted({}, {}, { publicKey: bare }), '')
  })

  test('with a secret', async () => {
    const clientSecretHash = await hashClientSecret('the secret')
    const registered = { tokenAuthMethod: 'client_secret_post', clientSecretHash } as const
    const form = { ...FORM, client_id: 'fishing-licences', client_secret: 'the secret' }
    assert.equal(await said(form, registered), '')
    assert.equal(
      await said({ ...form, client_secret: 'another' }, registered),
      '400 invalid_client: Invalid client secret',
    )
    assert.equal(
      await said({ ...form, client_id: 'x' }, registered),
      '400 invalid_client: Client authentication failed',
    )
    assert.equal(
      await said(form, { ...registered, clientSecretHash: null }),
      '400 invalid_client: No client secret registered',
    )
    assert.equal(await said(form), '400 invalid_client: Client is not registered to use client_secret_post')
  })

  test('is read whole', async () => {
    const client_assertion = signText(PAYLOAD, pair.privateKey, { alg: 'PS512' })
    const answer = await check({
      ...FORM,
      client_assertion,
      client_assertion_type: BEARER,
      code_verifier: 'v',
    })
    assert.ok(answer.ok)
    const { client, ...rest } = answer.request
    assert.equal(client.clientId, 'fishing-licences')
    assert.deepEqual(rest, {
      code: 'a-code',
      redirectUri: REDIRECT,
      codeVerifier: 'v',
      assertion: { jti: 'a-jti', exp: PAYLOAD.exp },
    })
  })

  test('no body makes it throw', async () => {
    const names = [
      'grant_type',
      'code',
      'redirect_uri',
      'client_assertion',
      'client_assertion_type',
      'client_secret',
      'client_id',
    ]
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom(BEARER, 'authorization_code', 'e30.e30.AA'),
      fc.jsonValue(),
    )
    const body = fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom(...names), value))
    await fc.assert(
      fc.asyncProperty(body, async (sent) => {
        assert.ok(!(await checkTokenRequest(sent, contextOf(makeClient()))).ok)
      }),
    )
  })
})

suite('A code', () => {
  const verifier = 'v'.repeat(43)
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const issued = { clientId: 'fishing-licences', redirectUri: REDIRECT, codeChallenge: null }
  const request: TokenRequest = {
    client: makeClient(),
    code: 'a-code',
    redirectUri: REDIRECT,
    codeVerifier: null,
    assertion: null,
  }

  test('is its client’s, for its address', () => {
    assert.equal(checkCode(request, issued), undefined)
    for (const wrong of [undefined, { ...issued, clientId: 'x' }, { ...issued, redirectUri: `${REDIRECT}/` }])
      assert.deepEqual(checkCode(request, wrong), {
        status: 400,
        error: 'invalid_grant',
        description: 'Invalid grant',
        clientId: 'fishing-licences',
      })
  })

  test('needs its verifier, and no verifier where there was no challenge', () => {
    const said = (codeVerifier: string | null, codeChallenge: string | null) =>
      checkCode({ ...request, codeVerifier }, { ...issued, codeChallenge })?.description
    assert.equal(said(verifier, challenge), undefined)
    assert.equal(said(null, null), undefined)
    const failed = 'PKCE code verification failed'
    assert.equal(said(null, challenge), failed)
    assert.equal(said(verifier, null), failed)
    assert.equal(said(`${verifier}x`, challenge), failed)
    assert.equal(said('', challenge), failed)
    const short = 'short'
    assert.equal(said(short, createHash('sha256').update(short).digest('base64url')), failed)
  })
})
