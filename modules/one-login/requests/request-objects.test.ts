import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Client } from '../clients/client.ts'
import { checkAuthorizeRequest } from './authorize.ts'
import { addressOf } from './parameters.ts'
import {
  CORE_IDENTITY,
  contextOf,
  ISSUER,
  makeClient,
  makePair,
  PASSPORT,
  REDIRECT,
  signText,
} from './testing.ts'

const pair = makePair()
const strangers = makePair()
const NOW = Date.UTC(2026, 10, 22)
const QUERY = { client_id: 'fishing-licences', response_type: 'code', scope: 'openid email' }
const PAYLOAD = {
  client_id: 'fishing-licences',
  iss: 'fishing-licences',
  aud: `${ISSUER}authorize`,
  redirect_uri: REDIRECT,
  response_type: 'code',
  scope: 'openid',
  state: 'a-state',
  nonce: 'a-nonce',
  exp: NOW / 1000 + 300,
}

async function answer(query: Record<string, unknown>, changes: Partial<Client> = {}) {
  const client = makeClient({ publicKey: pair.publicPem, ...changes })
  return await checkAuthorizeRequest(
    'GET',
    query,
    contextOf(client, () => NOW),
  )
}

async function asked(payload: object, query: object = QUERY, header = {}, changes: Partial<Client> = {}) {
  const request = signText({ ...PAYLOAD, ...payload }, pair.privateKey, header)
  const told = await answer({ ...query, request }, changes)
  if (told.ok) return told.request
  const { refusal } = told
  if (refusal.kind === 'page') return `${refusal.status} ${refusal.says}`
  const address = new URL(addressOf(refusal))
  assert.equal(address.origin + address.pathname, REDIRECT)
  return `${address.searchParams.get('error')}: ${address.searchParams.get('error_description')}`
}

suite('A request object', () => {
  const CLIENT = 'unauthorized_client: Unauthorized client'
  const DENIED = 'access_denied: Access denied by resource owner or authorization server'
  const TYPE = 'unsupported_response_type: Unsupported response type'
  const SCOPE = 'invalid_scope: Invalid, unknown or malformed scope'
  const INVALID = 'invalid_request: Invalid request'
  const CLAIMS = 'invalid_request: Request contains invalid claims'
  const REFUSED: readonly [string, object, string, object?][] = [
    ['expired', { exp: NOW / 1000 - 31 }, '400 Request expired'],
    ['of tomorrow', { nbf: NOW / 1000 + 31 }, '400 Request expired'],
    ['with no redirect URI', { redirect_uri: undefined }, '400 Invalid request'],
    ['with another redirect URI', { redirect_uri: 'https://x.example' }, '400 Invalid request'],
    ['with a strange way of answering', { response_mode: 'form_post' }, '400 Invalid request'],
    ['with no state', { state: undefined }, 'invalid_request: Request is missing state parameter'],
    ['beside another response type', {}, TYPE, { ...QUERY, response_type: 'id_token' }],
    ['beside no response type', {}, TYPE, { client_id: 'fishing-licences', scope: 'openid' }],
    ['beside an unknown scope', {}, SCOPE, { ...QUERY, scope: 'openid profile' }],
    ['beside a scope that is not registered', {}, SCOPE, { ...QUERY, scope: 'openid phone' }],
    ['with no client', { client_id: undefined }, CLIENT],
    ['with another client', { client_id: 'x' }, CLIENT],
    ['within a request object', { request: 'x' }, INVALID],
    ['with a request_uri', { request_uri: 'x' }, INVALID],
    ['for nobody', { aud: undefined }, DENIED],
    ['for somebody else', { aud: ISSUER }, DENIED],
    ['from nobody', { iss: undefined }, CLIENT],
    ['from somebody else', { iss: 'x' }, CLIENT],
    ['for another response type', { response_type: 'id_token' }, TYPE],
    ['with an unknown scope', { scope: 'openid profile' }, SCOPE],
    ['without openid', { scope: 'email' }, SCOPE],
    ['with claims that are a list', { claims: ['x'] }, CLAIMS],
    ['with an unknown claim', { claims: { userinfo: { x: null } } }, CLAIMS],
    ['with a claim that is not registered', { claims: { userinfo: { [PASSPORT]: null } } }, CLAIMS],
    ['with no nonce', { nonce: undefined }, 'invalid_request: Request is missing nonce parameter'],
    ['with a vector that is none', { vtr: ['Cl.P2'] }, 'invalid_request: Request vtr not valid'],
    ['with vectors that are a number', { vtr: 3 }, 'invalid_request: Request vtr not valid'],
    ['with strange languages', { ui_locales: 'e n, cy' }, 'invalid_request: ui_locales parameter is invalid'],
    ['with a negative age', { max_age: -1000 }, 'invalid_request: Max age is negative in request object'],
    [
      'with an age that is no number',
      { max_age: 'x' },
      'invalid_request: Max age could not be parsed to an integer',
    ],
    [
      'with too long a hint',
      { login_hint: 'x'.repeat(257) },
      'invalid_request: login_hint parameter is invalid',
    ],
    ['with an unknown channel', { channel: 'sea' }, 'invalid_request: Invalid value for channel parameter.'],
    [
      'with a choice of accounts',
      { prompt: 'select_account' },
      'unmet_authentication_requirements: Unmet authentication requirements',
    ],
    [
      'whose subject is the client',
      { sub: 'fishing-licences' },
      INVALID,
      { ...QUERY, redirect_uri: REDIRECT },
    ],
    [
      'whose subject is the client, and nowhere to say so',
      { sub: 'fishing-licences' },
      '400 Invalid request',
    ],
  ]
  for (const [what, payload, said, query] of REFUSED)
    test(`${what}: ${said}`, async () => {
      assert.equal(await asked(payload, query), said)
    })

  for (const alg of ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'])
    test(`may be signed by ${alg}`, async () => {
      assert.equal(typeof (await asked({}, QUERY, { alg })), 'object')
    })

  test('is worth nothing unless this client signed it, by an algorithm that clients may use', async () => {
    const untrusted = '400 Trust chain validation failed'
    assert.equal(await asked({}, QUERY, { alg: 'none' }), untrusted)
    assert.equal(await asked({}, QUERY, { alg: 'HS256' }), untrusted)
    assert.equal(await asked({}, QUERY, { alg: 'ES256' }), untrusted)
    assert.equal(await asked({}, QUERY, { crit: ['exp'], exp: 1 }), untrusted)
    for (const request of [
      signText(PAYLOAD, strangers.privateKey),
      `${signText(PAYLOAD, pair.privateKey)}a`,
      signText(PAYLOAD, strangers.privateKey, { jwk: strangers.publicKey.export({ format: 'jwk' }) }),
    ]) {
      const told = await answer({ ...QUERY, request })
      assert.ok(!told.ok && told.refusal.kind === 'page')
      assert.equal(`${told.refusal.status} ${told.refusal.says}`, untrusted)
    }
  })

  test('decides alone: what stands beside it in the query changes nothing', async () => {
    const beside = {
      ...QUERY,
      redirect_uri: 'https://x.example',
      state: 'theirs',
      nonce: 'theirs',
      vtr: '["Cl"]',
      prompt: 'none',
      id_token_hint: 'theirs',
    }
    const alone = await asked({})
    assert.deepEqual(await asked({}, beside), alone)
  })

  test('is expanded to plain parameters', async () => {
    const request = await asked(
      {
        vtr: ['Cl.Cm.P2'],
        claims: { userinfo: { [CORE_IDENTITY]: { essential: true } } },
        max_age: 123,
        ui_locales: 'en',
        prompt: 'login',
        id_token_hint: 'a.b.c',
      },
      QUERY,
      {},
      { maxAgeEnabled: true },
    )
    assert.ok(typeof request === 'object')
    assert.equal(request.signed, true)
    assert.deepEqual(request.prompt, ['login'])
    assert.equal(request.idTokenHint, 'a.b.c')
    assert.deepEqual(request.parameters, {
      client_id: 'fishing-licences',
      redirect_uri: REDIRECT,
      response_type: 'code',
      scope: 'openid',
      state: 'a-state',
      nonce: 'a-nonce',
      claims: `{"userinfo":{"${CORE_IDENTITY}":null}}`,
      vtr: '["Cl.Cm.P2"]',
      max_age: '123',
      ui_locales: 'en',
      prompt: 'login',
      id_token_hint: 'a.b.c',
    })
  })

  test('may have vectors and claims as texts, an age as digits, and two audiences', async () => {
    const request = await asked({
      vtr: '["Cl"]',
      claims: `{"userinfo":{"${CORE_IDENTITY}":null}}`,
      max_age: '5',
      aud: [`${ISSUER}authorize`, 'https://x.example'],
    })
    assert.ok(typeof request === 'object')
    assert.deepEqual(request.wanted, { credential: 'Cl', identity: ['P0'] })
    assert.deepEqual(request.claims, [CORE_IDENTITY])
  })

  test('need not say when it expires, and may be half a minute late', async () => {
    assert.equal(typeof (await asked({ exp: undefined })), 'object')
    assert.equal(typeof (await asked({ exp: NOW / 1000 - 29 })), 'object')
  })

  test('that is no JWT is told to the service, or to the person', async () => {
    for (const request of ['x', 'a.b', 'e30.e30.', 'ew.e30.', '!.!.!']) {
      const told = await answer({ ...QUERY, request, redirect_uri: REDIRECT })
      assert.ok(!told.ok && told.refusal.kind === 'redirect' && told.refusal.error === 'invalid_request')
      const page = await answer({ ...QUERY, request })
      assert.ok(!page.ok && page.refusal.kind === 'page' && page.refusal.says === 'Invalid request')
    }
  })

  test('is an error of ours while the client’s key set cannot be fetched', async () => {
    const changes = { publicKeySource: 'JWKS', jwksUrl: 'https://fishing.harbourton.example/jwks' } as const
    const said = await asked({}, QUERY, { kid: '1' }, changes)
    assert.equal(said, '500 Unexpected server error')
  })
})
