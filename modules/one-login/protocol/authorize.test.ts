// Section 1.2 and 1.4 of the contract, over HTTP: what /authorize answers to each kind of request.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { openBrowser } from './browser.testing.ts'
import { claimsIn, jwt, type Service, serviceOf, toldIn } from './relying-party.testing.ts'
import { startProvider, type TestProvider, testClient, testPerson } from './testing.ts'

const VOCABULARY = 'https://vocab.account.gov.uk/v1/'

eachDatabase((_kind, open) => {
  let provider: TestProvider
  let service: Service
  before(async () => {
    provider = await startProvider(open)
    provider.people.set('a', testPerson('a'))
    service = serviceOf(provider, testClient({ claims: [`${VOCABULARY}returnCode`], maxAgeEnabled: true }))
  })
  after(() => provider?.close())

  const get = (params: Record<string, string | undefined>) =>
    openBrowser(provider.url).get(service.address(params))

  // A request with this, and what the service is told.
  const told: [string, Record<string, string | undefined>, string, string | undefined][] = [
    ['no state', { state: undefined }, 'invalid_request', 'Request is missing state parameter'],
    ['no nonce', { nonce: undefined }, 'invalid_request', 'Request is missing nonce parameter'],
    ['another scope', { scope: 'openid am' }, 'invalid_scope', 'Invalid, unknown or malformed scope'],
    ['another response type', { response_type: 'token' }, 'unsupported_response_type', undefined],
    ['a request URI', { request_uri: 'https://ponds.example/r' }, 'request_uri_not_supported', undefined],
    ['a bad vector', { vtr: '["P4.Cl.Cm"]' }, 'invalid_request', 'Request vtr not valid'],
    ['an identity not registered', { vtr: '["P2.Cl.Cm"]' }, 'invalid_request', 'Request vtr not valid'],
    [
      'claims not registered',
      { claims: JSON.stringify({ userinfo: { [`${VOCABULARY}passport`]: null } }) },
      'invalid_request',
      'Request contains invalid claims',
    ],
    [
      'a challenge without a method',
      { code_challenge: 'x'.repeat(43) },
      'invalid_request',
      'Request is missing code_challenge_method parameter. code_challenge_method is required when code_challenge is present.',
    ],
    [
      'a plain challenge',
      { code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' },
      'invalid_request',
      'Invalid value for code_challenge_method parameter.',
    ],
    ['a negative age', { max_age: '-1' }, 'invalid_request', 'Max age is negative in query params'],
    ['another channel', { channel: 'fax' }, 'invalid_request', 'Invalid value for channel parameter.'],
    [
      'the choice of an account',
      { prompt: 'select_account' },
      'unmet_authentication_requirements',
      undefined,
    ],
    ['no page wanted', { prompt: 'none' }, 'login_required', undefined],
  ]
  for (const [what, params, error, description] of told) {
    test(`${what}: ${error}`, async () => {
      const seen = await get(params)
      assert.ok(seen.location?.startsWith('https://ponds.example/back?'), seen.body)
      const answer = toldIn(seen)
      assert.equal(answer.error, error)
      if (description !== undefined) assert.equal(answer.error_description, description)
      assert.equal(answer.state, params.state === undefined && 'state' in params ? undefined : 'the state')
      assert.equal(answer.iss, provider.issuer)
    })
  }

  test('a client that was deactivated', async () => {
    const off = serviceOf(provider, testClient({ clientId: 'off', isActive: false }))
    const answer = toldIn(await openBrowser(provider.url).get(off.address()))
    assert.deepEqual([answer.error, answer.error_description], ['unauthorized_client', 'client deactivated'])
    assert.deepEqual(provider.errors.at(-1), {
      clientId: 'off',
      error: 'unauthorized_client',
      description: 'client deactivated',
    })
  })

  test('what the library refuses is in the list of recent errors too', async () => {
    await get({ prompt: 'none' })
    const { clientId, error } = provider.errors.at(-1) ?? {}
    assert.deepEqual([clientId, error], [service.client.clientId, 'login_required'])
  })

  test('a redirect address that is not registered: the person is told less than the team', async () => {
    const { body } = await get({ redirect_uri: 'https://ponds.example/bakc' })
    assert.doesNotMatch(body, /registered/)
    assert.deepEqual(provider.errors.at(-1), {
      clientId: service.client.clientId,
      error: 'invalid_request',
      description: 'Invalid request: redirect_uri is not registered',
    })
  })

  test('PKCE, where it is enforced', async () => {
    const strict = serviceOf(provider, testClient({ clientId: 'strict', pkceEnforced: true }))
    const answer = toldIn(await openBrowser(provider.url).get(strict.address()))
    assert.equal(
      answer.error_description,
      'Request is missing code_challenge parameter, but PKCE is enforced.',
    )
  })

  test('an error in the fragment, where the answer was wanted there', async () => {
    const { location } = await get({ response_mode: 'fragment', nonce: undefined })
    assert.match(location ?? '', /^https:\/\/ponds\.example\/back#error=invalid_request&/)
  })

  test('a code in the fragment', async () => {
    const seen = await openBrowser(provider.url).follow(service.address({ response_mode: 'fragment' }))
    assert.match(seen.location ?? '', /^https:\/\/ponds\.example\/back#code=/)
  })

  const pages: [string, Record<string, string | undefined>][] = [
    ['no client', { client_id: undefined }],
    ['an unknown client', { client_id: 'nobody' }],
    ['no redirect URI', { redirect_uri: undefined }],
    ['another redirect URI', { redirect_uri: 'https://evil.example/back' }],
    ['one with more of a path', { redirect_uri: 'https://ponds.example/back/more' }],
    ['one with a query', { redirect_uri: 'https://ponds.example/back?x=1' }],
    ['one with a fragment', { redirect_uri: 'https://ponds.example/back#x' }],
    ['one with a user', { redirect_uri: 'https://ponds.example@evil.example/back' }],
    ['one in capitals', { redirect_uri: 'https://PONDS.example/back' }],
    ['one that climbs', { redirect_uri: 'https://ponds.example/x/../back' }],
    ['one with an escape', { redirect_uri: 'https://ponds.example/%62ack' }],
    ['one without TLS', { redirect_uri: 'http://ponds.example/back' }],
    ['one with a line break', { redirect_uri: 'https://ponds.example/back\r\nx: y' }],
    ['another response mode', { response_mode: 'form_post' }],
  ]
  for (const [what, params] of pages) {
    test(`${what}: a page, and never a redirect`, async () => {
      const seen = await get(params)
      assert.equal(seen.status, 400)
      assert.equal(seen.location, null)
      assert.match(seen.headers.get('content-type') ?? '', /text\/html/)
      assert.match(seen.body, /Request is missing parameters|Invalid request/)
    })
  }

  describe('parameters twice, too many, too long', () => {
    test('state twice', async () => {
      const seen = await openBrowser(provider.url).get(`${service.address()}&state=other`)
      assert.equal(toldIn(seen).error, 'invalid_request')
    })
    test('a redirect URI twice, one of them registered', async () => {
      const seen = await openBrowser(provider.url).get(
        `${service.address()}&redirect_uri=${encodeURIComponent('https://evil.example/')}`,
      )
      assert.equal(seen.status, 400)
      assert.equal(seen.location, null)
    })
    test('a query of more than 4,096 bytes', async () => {
      const { status } = await get({ login_hint: 'x'.repeat(4097) })
      assert.equal(status, 403)
    })
    test('nobody writes the provider’s own memory of a journey', async () => {
      const journey = JSON.stringify({ journeyId: 'mine', identity: ['P3'], credential: 'Cl' })
      const { code } = await service.ask({ journey })
      const { body } = await service.post(service.form(code ?? ''))
      assert.equal(claimsIn(String(body.id_token)).vot, 'Cl.Cm')
      assert.notEqual(claimsIn(String(body.id_token)).sid, 'mine')
    })
  })

  test('POST is not allowed', async () => {
    const response = await fetch(`${provider.url}/authorize`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'a=b',
    })
    assert.equal(response.status, 405)
  })

  test('the addresses of pages are the public ones, whatever the Host header says', async () => {
    const response = await fetch(service.address(), {
      redirect: 'manual',
      headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
    })
    const { pathname, origin } = new URL(response.headers.get('location') ?? '', provider.url)
    assert.equal(origin, provider.url)
    assert.match(pathname, /^\/sign-in\//)
    assert.equal(response.status, 302)
  })

  test('the pages are Welsh where that was asked', async () => {
    const { location } = await get({ ui_locales: 'cy en' })
    assert.match(location ?? '', /\/cy\/sign-in\//)
    assert.equal(provider.asked.length >= 0, true)
  })

  test('a client that comes too often is told so', async () => {
    const limited = await startProvider(open, {
      clients: { find: async () => service.client, mayAuthorize: async () => false },
    })
    try {
      const seen = await openBrowser(limited.url).get(service.address().replace(provider.url, limited.url))
      assert.equal(toldIn(seen).error, 'temporarily_unavailable')
    } finally {
      await limited.close()
    }
  })

  describe('a request object', () => {
    const object = (claims: Record<string, unknown> = {}, header: object = { alg: 'RS256' }) => {
      const now = Math.floor(Date.now() / 1000)
      return jwt(service.key, header, {
        iss: 'rp',
        aud: `${provider.issuer}authorize`,
        exp: now + 120,
        client_id: 'rp',
        response_type: 'code',
        redirect_uri: 'https://ponds.example/back',
        scope: 'openid',
        state: 'in the object',
        nonce: 'in the object',
        vtr: ['Cl'],
        ...claims,
      })
    }
    const ask = (request: string) =>
      openBrowser(provider.url).follow(
        `${provider.url}/authorize?${new URLSearchParams({ request, client_id: 'rp', response_type: 'code', scope: 'openid' })}`,
      )

    test('with lists in it', async () => {
      const answer = toldIn(await ask(object()))
      assert.equal(answer.state, 'in the object')
      const { body } = await service.post(service.form(answer.code ?? ''))
      assert.equal(claimsIn(String(body.id_token)).vot, 'Cl')
    })
    test('for somebody else', async () => {
      assert.equal(toldIn(await ask(object({ aud: provider.issuer }))).error, 'access_denied')
    })
    test('from somebody else', async () => {
      assert.equal(toldIn(await ask(object({ iss: 'other' }))).error, 'unauthorized_client')
    })
    for (const [what, made] of [
      ['that has expired', () => object({ exp: 1000 })],
      ['that nobody signed', () => `${object({}, { alg: 'none' }).split('.').slice(0, 2).join('.')}.`],
      ['that says it is signed with HS256', () => object({}, { alg: 'HS256' })],
      ['that says it is signed with ES256', () => object({}, { alg: 'ES256' })],
      ['that was changed', () => object().replace(/\.[\w-]{4}/, '.eyJh')],
    ] as const) {
      test(`${what}: a page`, async () => {
        const seen = await ask(made())
        assert.ok(seen.status === 400 || toldIn(seen).error === 'invalid_request', String(seen.status))
        assert.equal(seen.location?.includes('code='), undefined)
      })
    }
  })
})
