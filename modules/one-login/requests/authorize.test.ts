import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import type { Client } from '../clients/client.ts'
import { checkAuthorizeRequest } from './authorize.ts'
import { addressOf } from './parameters.ts'
import type { AuthorizeRequest } from './request.ts'
import { CORE_IDENTITY, contextOf, makeClient, PASSPORT, REDIRECT } from './testing.ts'

const GOOD = {
  client_id: 'fishing-licences',
  redirect_uri: REDIRECT,
  response_type: 'code',
  scope: 'openid email',
  state: 'a-state',
  nonce: 'a-nonce',
}
const CHALLENGE = 'eIe4S9eBZL3SvHEtvsxhvN4FQ8ln3VmwUQvjdVJ-VEY'
const ASKING = 'Request contains invalid claims'
const SCOPE = 'Invalid, unknown or malformed scope'

function without(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(GOOD).filter(([name]) => !names.includes(name)))
}

/** Where it goes or what it says: `400 words`, `error: words` or the request itself. */
async function asked(query: Record<string, unknown>, changes: Partial<Client> = {}, method = 'GET') {
  const answer = await checkAuthorizeRequest(method, query, contextOf(makeClient(changes)))
  if (answer.ok) return answer.request
  const { refusal } = answer
  if (refusal.kind === 'page') return `${refusal.status} ${refusal.says}`
  const address = new URL(addressOf(refusal))
  assert.equal(address.origin + address.pathname, REDIRECT)
  assert.equal(address.searchParams.get('state'), typeof query.state === 'string' ? query.state : null)
  return `${address.searchParams.get('error')}: ${address.searchParams.get('error_description')}`
}

async function good(
  query: Record<string, unknown>,
  changes: Partial<Client> = {},
): Promise<AuthorizeRequest> {
  const answer = await asked(query, changes)
  assert.ok(typeof answer === 'object', `refused: ${String(answer)}`)
  return answer
}

suite('A request to /authorize', () => {
  const REFUSED: readonly [string, Record<string, unknown>, string, Partial<Client>?][] = [
    ['nothing at all', {}, '400 Request is missing parameters'],
    ['no client', without('client_id'), '400 Request is missing parameters'],
    ['no redirect URI', without('redirect_uri'), '400 Request is missing parameters'],
    [
      'no redirect URI and a strange prompt',
      { ...without('redirect_uri'), prompt: 'x' },
      '400 Invalid request',
    ],
    ['a client that nobody knows', { ...GOOD, client_id: 'x' }, '400 Invalid request'],
    ['an address that is not registered', { ...GOOD, redirect_uri: `${REDIRECT}/` }, '400 Invalid request'],
    ['an address that is none', { ...GOOD, redirect_uri: '.not an address..' }, '400 Invalid request'],
    ['a form_post', { ...GOOD, response_mode: 'form_post' }, '400 Invalid request'],
    ['a strange prompt', { ...GOOD, prompt: 'login strange' }, 'invalid_request: Invalid request'],
    ['none with another prompt', { ...GOOD, prompt: 'none login' }, 'invalid_request: Invalid request'],
    ['no response type', without('response_type'), 'invalid_request: Invalid request'],
    ['an unknown response type', { ...GOOD, response_type: 'x' }, 'invalid_request: Invalid request'],
    ['no scope', without('scope'), 'invalid_request: Invalid request'],
    ['no openid', { ...GOOD, scope: 'email' }, 'invalid_request: Invalid request'],
    ['claims that are no JSON', { ...GOOD, claims: '{{}' }, 'invalid_request: Invalid request'],
    ['an age that is no number', { ...GOOD, max_age: 'soon' }, 'invalid_request: Invalid request'],
    ['a state that is there twice', { ...GOOD, state: ['a', 'b'] }, 'invalid_request: Invalid request'],
    ['two addresses', { ...GOOD, redirect_uri: [REDIRECT, REDIRECT] }, '400 Invalid request'],
    ['two clients', { ...GOOD, client_id: ['fishing-licences', 'x'] }, '400 Invalid request'],
    [
      'request and request_uri',
      { ...GOOD, request: 'a.b.c', request_uri: 'https://x.example' },
      'invalid_request: Invalid request',
    ],
    ['a client that was switched off', GOOD, 'unauthorized_client: client deactivated', { isActive: false }],
    [
      'no request object where one is required',
      GOOD,
      'access_denied: JAR required for client but request does not contain Request Object',
      { jarValidationRequired: true },
    ],
    ['no state', without('state'), 'invalid_request: Request is missing state parameter'],
    [
      'a request_uri',
      { ...GOOD, request_uri: 'https://x.example/1' },
      'request_uri_not_supported: Request URI parameter not supported',
    ],
    [
      'another response type',
      { ...GOOD, response_type: 'id_token' },
      'unsupported_response_type: Unsupported response type',
    ],
    ['an unknown scope', { ...GOOD, scope: 'openid unknown' }, `invalid_scope: ${SCOPE}`],
    ['a scope that is not registered', { ...GOOD, scope: 'openid phone' }, `invalid_scope: ${SCOPE}`],
    ['an unknown claim', { ...GOOD, claims: '{"userinfo":{"x":null}}' }, `invalid_request: ${ASKING}`],
    [
      'a claim that is not registered',
      { ...GOOD, claims: `{"userinfo":{"${PASSPORT}":null}}` },
      `invalid_request: ${ASKING}`,
    ],
    ['no nonce', without('nonce'), 'invalid_request: Request is missing nonce parameter'],
    [
      'no challenge where PKCE is enforced',
      GOOD,
      'invalid_request: Request is missing code_challenge parameter, but PKCE is enforced.',
      { pkceEnforced: true },
    ],
    [
      'an empty challenge',
      { ...GOOD, code_challenge: '' },
      'invalid_request: Invalid value for code_challenge parameter.',
    ],
    [
      'no challenge method',
      { ...GOOD, code_challenge: CHALLENGE },
      'invalid_request: Request is missing code_challenge_method parameter. code_challenge_method is required when code_challenge is present.',
    ],
    [
      'a plain challenge',
      { ...GOOD, code_challenge: CHALLENGE, code_challenge_method: 'plain' },
      'invalid_request: Invalid value for code_challenge_method parameter.',
    ],
    ['a vector that is not valid', { ...GOOD, vtr: '["Cl.P2"]' }, 'invalid_request: Request vtr not valid'],
    ['a negative age', { ...GOOD, max_age: '-1' }, 'invalid_request: Max age is negative in query params'],
    [
      'a hint that is too long',
      { ...GOOD, login_hint: 'x'.repeat(257) },
      'invalid_request: login_hint parameter is invalid',
    ],
    [
      'an unknown channel',
      { ...GOOD, channel: 'sea' },
      'invalid_request: Invalid value for channel parameter.',
    ],
    [
      'a choice of accounts',
      { ...GOOD, prompt: 'select_account' },
      'unmet_authentication_requirements: Unmet authentication requirements',
    ],
  ]
  for (const [what, query, said, changes] of REFUSED)
    test(`${what}: ${said}`, async () => {
      assert.equal(await asked(query, changes), said)
    })

  test('is a GET', async () => {
    assert.equal(await asked(GOOD, {}, 'POST'), '405 Method "POST" not allowed')
  })

  test('is told of the first rule it breaks, in the contract’s order', async () => {
    const steps: readonly [string, string | undefined, string][] = [
      ['state', undefined, 'invalid_request: Request is missing state parameter'],
      ['request_uri', 'https://x.example/', 'request_uri_not_supported: Request URI parameter not supported'],
      ['response_type', 'token', 'unsupported_response_type: Unsupported response type'],
      ['scope', 'openid phone', `invalid_scope: ${SCOPE}`],
      ['claims', '{"userinfo":{"x":null}}', `invalid_request: ${ASKING}`],
      ['nonce', undefined, 'invalid_request: Request is missing nonce parameter'],
      ['code_challenge', ' ', 'invalid_request: Invalid value for code_challenge parameter.'],
      ['vtr', '["Ch"]', 'invalid_request: Request vtr not valid'],
      ['max_age', '-5', 'invalid_request: Max age is negative in query params'],
      ['login_hint', 'x'.repeat(300), 'invalid_request: login_hint parameter is invalid'],
      ['channel', 'sea', 'invalid_request: Invalid value for channel parameter.'],
      ['prompt', 'select_account', 'unmet_authentication_requirements: Unmet authentication requirements'],
    ]
    for (const [index, [, , said]] of steps.entries()) {
      const query = {
        ...GOOD,
        ...Object.fromEntries(steps.slice(index).map(([name, value]) => [name, value])),
      }
      const sent = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))
      assert.equal(await asked(sent), said)
    }
  })

  test('that keeps the rules is read whole', async () => {
    const request = await good(
      {
        ...GOOD,
        claims: `{"userinfo":{"${CORE_IDENTITY}":{"essential":true}},"id_token":{"x":null}}`,
        vtr: '["Cl.Cm.P2"]',
        ui_locales: 'fr cy-GB en',
        max_age: '60',
        login_hint: 'registry@harbourton.example',
        channel: 'generic_app',
        code_challenge: CHALLENGE,
        code_challenge_method: 'S256',
        response_mode: 'fragment',
        something: 'else',
      },
      { maxAgeEnabled: true },
    )
    const { client, parameters, ...rest } = request
    assert.equal(client.clientId, 'fishing-licences')
    assert.deepEqual(rest, {
      redirectUri: REDIRECT,
      responseMode: 'fragment',
      signed: false,
      state: 'a-state',
      nonce: 'a-nonce',
      scopes: ['openid', 'email'],
      claims: [CORE_IDENTITY],
      wanted: { credential: 'Cl.Cm', identity: ['P2'] },
      vtrGiven: true,
      maxAge: 60,
      locale: 'cy',
      loginHint: 'registry@harbourton.example',
      channel: 'generic_app',
      codeChallenge: CHALLENGE,
      prompt: [],
      idTokenHint: null,
    })
    assert.deepEqual(parameters, {
      ...GOOD,
      response_mode: 'fragment',
      claims: `{"userinfo":{"${CORE_IDENTITY}":null}}`,
      vtr: '["Cl.Cm.P2"]',
      ui_locales: 'cy',
      max_age: '60',
      login_hint: 'registry@harbourton.example',
      channel: 'generic_app',
      code_challenge: CHALLENGE,
      code_challenge_method: 'S256',
    })
  })

  test('loses what the contract ignores', async () => {
    const { parameters } = await good({
      ...GOOD,
      prompt: 'login consent',
      id_token_hint: 'anything',
      max_age: '1',
      ui_locales: 'de',
      code_challenge_method: 'S256',
      claims: '{"id_token":{"email":null}}',
    })
    assert.deepEqual(parameters, GOOD)
  })

  test('may leave out the nonce if the client is registered so', async () => {
    assert.equal((await good(without('nonce'), { permitMissingNonce: true })).nonce, null)
  })

  test('whatever it says, it never sends anybody anywhere else', async () => {
    const value = fc.oneof(fc.string(), fc.constantFrom(...Object.values(GOOD), 'none', '[]', '{}', '-1'))
    const names = [
      ...Object.keys(GOOD),
      'vtr',
      'claims',
      'prompt',
      'max_age',
      'response_mode',
      'request',
      'channel',
    ]
    const query = fc.dictionary(fc.constantFrom(...names), fc.oneof(value, fc.array(value, { maxLength: 2 })))
    await fc.assert(
      fc.asyncProperty(query, fc.boolean(), async (changes, based) => {
        const sent = based ? { ...GOOD, ...changes } : changes
        const answer = await checkAuthorizeRequest('GET', sent, contextOf(makeClient()))
        if (answer.ok) {
          assert.equal(answer.request.parameters.redirect_uri, REDIRECT)
          assert.ok(answer.request.state.length > 0)
          assert.ok(answer.request.scopes.includes('openid'))
          return
        }
        const { refusal } = answer
        if (refusal.kind === 'page') return assert.ok([400, 405].includes(refusal.status))
        assert.ok(
          addressOf(refusal).startsWith(`${REDIRECT}${refusal.responseMode === 'query' ? '?' : '#'}error=`),
        )
      }),
    )
  })

  test('an answer keeps what the registered address already has', () => {
    const refusal = {
      kind: 'redirect',
      redirectUri: 'https://x.example?service=fishing',
      responseMode: 'query',
      clientId: 'x',
      error: 'access_denied',
      description: 'a & b',
      state: null,
    } as const
    assert.equal(
      addressOf(refusal),
      'https://x.example?service=fishing&error=access_denied&error_description=a+%26+b',
    )
    assert.equal(
      addressOf({ ...refusal, responseMode: 'fragment', state: 's' }),
      'https://x.example?service=fishing#error=access_denied&error_description=a+%26+b&state=s',
    )
  })
})
