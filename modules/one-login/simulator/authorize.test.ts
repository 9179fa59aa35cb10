import assert from 'node:assert/strict'
import { beforeEach, suite, test } from 'node:test'
import { CLAIM, codeOf, onSimulator, REDIRECT, type TestSimulator } from './testing.ts'

const CORE_IDENTITY = `{"userinfo":{"${CLAIM}/coreIdentityJWT":null}}`
const CHALLENGE = 'eIe4S9eBZL3SvHEtvsxhvN4FQ8ln3VmwUQvjdVJ-VEY'
const REGISTERED = {
  clientConfiguration: {
    scopes: ['openid', 'email'],
    claims: [`${CLAIM}/coreIdentityJWT`],
    clientLoCs: ['P2'],
  },
}
const DENIED = 'access_denied&error_description=Access+denied+by+resource+owner+or+authorization+server'
const SCOPE = 'invalid_scope&error_description=Invalid%2C+unknown+or+malformed+scope'
const CLAIMS = 'invalid_request&error_description=Request+contains+invalid+claims'
const TYPE = 'unsupported_response_type&error_description=Unsupported+response+type'
const CLIENT = 'unauthorized_client&error_description=Unauthorized+client'
const VTR = 'invalid_request&error_description=Request+vtr+not+valid'
const INVALID = 'invalid_request&error_description=Invalid+request'
const UNMET = 'unmet_authentication_requirements&error_description=Unmet+authentication+requirements'

onSimulator({}, (simulator) => {
  suite('A request to /authorize that cannot be told to the service', () => {
    beforeEach(async () => await simulator().reset(REGISTERED))

    const PAGES: readonly [string, Record<string, string | undefined>, string][] = [
      ['no client', { client_id: undefined }, 'Request is missing parameters'],
      ['no redirect URI', { redirect_uri: undefined }, 'Request is missing parameters'],
      [
        'a strange prompt and no redirect URI',
        { prompt: 'login unknown', redirect_uri: undefined },
        'Invalid request',
      ],
      ['a redirect URI that is none', { redirect_uri: '.notaredirectURI..' }, 'Invalid request'],
      ['a redirect URI of somebody else', { redirect_uri: 'https://x.example/' }, 'Invalid request'],
      ['an unknown client', { client_id: 'unknown' }, 'Invalid request'],
      [
        'an unknown client with a request object',
        { client_id: 'unknown', request: 'e30.e30.AA' },
        'Invalid request',
      ],
    ]
    for (const [what, changes, says] of PAGES)
      test(`with ${what} is a text: ${says}`, async () => {
        const answer = await simulator().authorize(changes)
        assert.equal(answer.status, 400)
        assert.equal(answer.text, says)
        assert.match(answer.headers.get('content-type') ?? '', /^text\/plain/)
      })

    test('with nothing in it is a text', async () => {
      const answer = await simulator().get('/authorize')
      assert.deepEqual([answer.status, answer.text], [400, 'Request is missing parameters'])
    })

    test('is a GET', async () => {
      assert.equal(
        (await simulator().post('/authorize', new URLSearchParams({ client_id: 'x' }))).status,
        405,
      )
      assert.equal((await simulator().post('/authorize', {})).status, 405)
    })

    test('with a request object that nobody trusted signed is a text', async () => {
      const request = `${simulator().requestObject()}a`
      const answer = await simulator().authorize({ request })
      assert.deepEqual([answer.status, answer.text], [400, 'Trust chain validation failed'])
    })

    test('with a request object for an address of somebody else is a text', async () => {
      const request = simulator().requestObject({ redirect_uri: 'https://example.com/auth-callback' })
      const answer = await simulator().authorize({ request })
      assert.deepEqual([answer.status, answer.text], [400, 'Invalid request'])
    })
  })

  suite('A request to /authorize that breaks a rule', () => {
    beforeEach(async () => await simulator().reset(REGISTERED))

    const told = (answer: { status: number; location: string }, error: string, state = '&state=a-state') => {
      assert.equal(answer.status, 302)
      assert.equal(answer.location, `${REDIRECT}?error=${error}${state}`)
    }

    const QUERIES: readonly [string, Record<string, string | undefined>, string, string?][] = [
      ['no scope', { scope: undefined, state: undefined }, INVALID, ''],
      ['a scope without openid', { scope: 'email', state: undefined }, INVALID, ''],
      ['claims that are no JSON', { claims: '{{}', state: undefined }, INVALID, ''],
      ['an unknown prompt', { prompt: 'login unknown', state: undefined }, INVALID, ''],
      [
        'no state',
        { state: undefined },
        'invalid_request&error_description=Request+is+missing+state+parameter',
        '',
      ],
      [
        'a request_uri',
        { request_uri: 'https://x.example/1' },
        'request_uri_not_supported&error_description=Request+URI+parameter+not+supported',
      ],
      ['another response type', { response_type: 'id_token' }, TYPE],
      ['an unknown scope', { scope: 'openid unknown' }, SCOPE],
      ['a scope that is not registered', { scope: 'openid phone' }, SCOPE],
      ['an unknown claim', { claims: '{"userinfo":{"unknownClaim":null}}' }, CLAIMS],
      ['a claim that is not registered', { claims: `{"userinfo":{"${CLAIM}/passport":null}}` }, CLAIMS],
      [
        'no nonce',
        { nonce: undefined },
        'invalid_request&error_description=Request+is+missing+nonce+parameter',
      ],
      ['vectors that are no JSON', { vtr: '[]]' }, VTR],
      ['an unknown vector', { vtr: '["Ch"]' }, VTR],
      ['identity with one factor', { vtr: '["Cl.P2"]' }, VTR],
      ['identity and none', { vtr: '["Cl.Cm.P2","Cl.Cm"]' }, VTR],
      ['a level that is not registered', { vtr: '["Cl.Cm.P3"]' }, VTR],
      ['a choice of accounts', { prompt: 'select_account' }, UNMET],
      [
        'an empty challenge',
        { code_challenge: '' },
        'invalid_request&error_description=Invalid+value+for+code_challenge+parameter.',
      ],
      [
        'no way of the challenge',
        { code_challenge: CHALLENGE },
        'invalid_request&error_description=Request+is+missing+code_challenge_method+parameter.+code_challenge_method+is+required+when+code_challenge+is+present.',
      ],
      [
        'another way of the challenge',
        { code_challenge: CHALLENGE, code_challenge_method: 'plain' },
        'invalid_request&error_description=Invalid+value+for+code_challenge_method+parameter.',
      ],
      [
        'a negative age',
        { max_age: '-10' },
        'invalid_request&error_description=Max+age+is+negative+in+query+params',
      ],
      [
        'an unknown channel',
        { channel: 'sea' },
        'invalid_request&error_description=Invalid+value+for+channel+parameter.',
      ],
    ]
    for (const [what, changes, error, state] of QUERIES)
      test(`with ${what} is told so`, async () => {
        told(await simulator().authorize(changes), error, state)
      })

    const OBJECTS: readonly [string, object, string, Record<string, string>?, string?][] = [
      [
        'no state',
        { state: undefined },
        'invalid_request&error_description=Request+is+missing+state+parameter',
        {},
        '',
      ],
      ['another response type beside it', {}, TYPE, { response_type: 'id_token' }],
      ['an unknown scope beside it', {}, SCOPE, { scope: 'openid profile' }],
      ['a scope beside it that is not registered', {}, SCOPE, { scope: 'openid phone' }],
      ['no client', { client_id: undefined }, CLIENT],
      ['another client', { client_id: 'another' }, CLIENT],
      ['a request object', { request: 'another' }, INVALID],
      ['a request_uri', { request_uri: 'another' }, INVALID],
      ['no audience', { aud: undefined }, DENIED],
      ['another audience', { aud: 'http://x.example/authorize' }, DENIED],
      ['no issuer', { iss: undefined }, CLIENT],
      ['another issuer', { iss: 'another' }, CLIENT],
      ['another response type', { response_type: 'id_token' }, TYPE],
      ['an unknown scope', { scope: 'openid profile' }, SCOPE],
      ['a scope that is not registered', { scope: 'openid phone' }, SCOPE],
      ['an unknown claim', { claims: { userinfo: { invalidClaim: { essential: true } } } }, CLAIMS],
      ['a claim that is not registered', { claims: { userinfo: { [`${CLAIM}/passport`]: null } } }, CLAIMS],
      [
        'no nonce',
        { nonce: undefined },
        'invalid_request&error_description=Request+is+missing+nonce+parameter',
      ],
      ['vectors that are no JSON', { vtr: '[]]' }, VTR],
      ['an unknown vector', { vtr: '["Ch"]' }, VTR],
      ['identity with one factor', { vtr: '["Cl.P2"]' }, VTR],
      ['identity and none', { vtr: '["Cl.Cm.P2","Cl.Cm"]' }, VTR],
      [
        'a negative age',
        { max_age: -1000 },
        'invalid_request&error_description=Max+age+is+negative+in+request+object',
      ],
      [
        'an age that is no number',
        { max_age: 'notANumber' },
        'invalid_request&error_description=Max+age+could+not+be+parsed+to+an+integer',
      ],
      ['a choice of accounts', { prompt: 'select_account' }, UNMET],
    ]
    for (const [what, payload, error, changes = {}, state] of OBJECTS)
      test(`with a request object that has ${what} is told so`, async () => {
        const request = simulator().requestObject(payload)
        told(await simulator().authorize({ ...changes, request }), error, state)
      })

    test('where the configuration denies access is told so', async () => {
      await simulator().reset({ ...REGISTERED, errorConfiguration: { authoriseErrors: ['ACCESS_DENIED'] } })
      told(await simulator().authorize(), DENIED)
      told(await simulator().authorize({ request: simulator().requestObject() }), DENIED)
    })

    test('where the configuration says busy is told so', async () => {
      await simulator().reset({ errorConfiguration: { authoriseErrors: ['TEMPORARILY_UNAVAILABLE'] } })
      told(
        await simulator().authorize(),
        'temporarily_unavailable&error_description=The+authorization+server+is+temporarily+unavailable',
      )
    })

    test('where a proof failed, and the service did not ask why, is told only that', async () => {
      await simulator().reset({ responseConfiguration: { returnCodes: [{ code: 'A' }] } })
      const vtr = '["Cl.Cm.P2"]'
      told(await simulator().authorize({ vtr }), DENIED)
      codeOf(await simulator().authorize())
      codeOf(await simulator().authorize({ vtr, claims: `{"userinfo":{"${CLAIM}/returnCode":null}}` }))
    })
  })

  suite('A request to /authorize that keeps the rules', () => {
    beforeEach(async () => await simulator().reset(REGISTERED))

    const accepted = (answer: Awaited<ReturnType<TestSimulator['authorize']>>) => {
      assert.equal(answer.status, 302)
      assert.equal(answer.location, `${REDIRECT}?code=${codeOf(answer)}&state=a-state`)
    }

    const GOOD: readonly [string, Record<string, string>][] = [
      ['what it must have', {}],
      ['claims', { claims: CORE_IDENTITY }],
      ['claims and a prompt', { claims: CORE_IDENTITY, prompt: 'login' }],
      ['claims, a prompt and a vector', { claims: CORE_IDENTITY, prompt: 'login', vtr: '["Cl.Cm.P2"]' }],
      ['a prompt that allows no page', { prompt: 'none' }],
      ['an empty list of vectors', { vtr: '[]' }],
      ['one factor', { vtr: '["Cl"]' }],
      ['PKCE', { code_challenge: CHALLENGE, code_challenge_method: 'S256' }],
      ['languages, a hint and a channel', { ui_locales: 'cy en', login_hint: 'x', channel: 'generic_app' }],
    ]
    for (const [what, changes] of GOOD)
      test(`with ${what} is answered at once with a code`, async () => {
        accepted(await simulator().authorize(changes))
      })

    test('with a request object is answered at once with a code', async () => {
      accepted(await simulator().authorize({ request: simulator().requestObject() }))
    })

    test('with everything in a request object is answered at once with a code', async () => {
      const request = simulator().requestObject({
        max_age: 123,
        prompt: 'login',
        claims: CORE_IDENTITY,
        ui_locales: 'en',
        vtr: ['Cl.Cm.P2'],
        exp: Math.floor(Date.now() / 1000) + 300,
      })
      accepted(await simulator().authorize({ request }))
    })

    test('each gets a code of its own', async () => {
      const codes = await Promise.all([1, 2, 3, 4].map(async () => codeOf(await simulator().authorize())))
      assert.equal(new Set(codes).size, 4)
    })
  })
})
