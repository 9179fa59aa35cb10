import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { beforeEach, suite, test } from 'node:test'
import { hashClientSecret } from '../clients/client-secrets.ts'
import { CLAIM, CLIENT, codeOf, isSigned, onSimulator, REDIRECT, readJwt } from './testing.ts'

const METHOD = 'Invalid token authentication method used'
const SIGNATURE = 'Invalid signature in private_key_jwt'
const RSA = { clientConfiguration: { idTokenSigningAlgorithm: 'RS256' } }

onSimulator({}, (simulator) => {
  suite('A request to /token that is refused', () => {
    beforeEach(async () => await simulator().reset())

    async function refused(changes: Record<string, string | undefined>, code = 'a-code') {
      const answer = await simulator().post('/token', simulator().form(code, changes))
      return [answer.status, answer.json]
    }

    const says = (error: string, error_description: string, status = 400) => [
      status,
      { error, error_description },
    ]

    const MALFORMED: readonly [string, Record<string, string | undefined>, [string, string]][] = [
      [
        'no grant type',
        { grant_type: undefined },
        ['invalid_request', 'Request is missing grant_type parameter'],
      ],
      ['another grant type', { grant_type: 'other' }, ['unsupported_grant_type', 'Unsupported grant type']],
      [
        'no redirect URI',
        { redirect_uri: undefined },
        ['invalid_request', 'Request is missing redirect_uri parameter'],
      ],
      ['no code', { code: undefined }, ['invalid_request', 'Request is missing code parameter']],
      ['no type of assertion', { client_assertion_type: undefined }, ['invalid_request', METHOD]],
      ['no assertion', { client_assertion: undefined }, ['invalid_request', METHOD]],
      [
        'another type of assertion',
        { client_assertion_type: 'other' },
        ['invalid_request', 'Invalid private_key_jwt'],
      ],
      [
        'an assertion that is no JWT',
        { client_assertion: 'x' },
        ['invalid_request', 'Invalid private_key_jwt'],
      ],
      [
        'a client and no secret',
        { client_assertion: undefined, client_id: CLIENT },
        ['invalid_request', METHOD],
      ],
      [
        'a secret and no client',
        { client_assertion: undefined, client_secret: 'x' },
        ['invalid_request', METHOD],
      ],
    ]
    for (const [what, changes, [error, description]] of MALFORMED)
      test(`with ${what}`, async () => {
        assert.deepEqual(await refused(changes), says(error, description))
      })

    const HOUR = 3600
    const ASSERTIONS: readonly [string, object, object, [string, string, number?]][] = [
      ['no issuer', { iss: undefined }, {}, ['invalid_request', 'Invalid private_key_jwt']],
      ['no subject', { sub: undefined }, {}, ['invalid_request', 'Invalid private_key_jwt']],
      ['no audience', { aud: undefined }, {}, ['invalid_request', 'Invalid private_key_jwt']],
      ['no end', { exp: undefined }, {}, ['invalid_request', 'Invalid private_key_jwt']],
      ['an unknown algorithm', {}, { alg: 'fake-alg' }, ['invalid_request', 'Invalid private_key_jwt']],
      ['another client', { iss: 'x', sub: 'x' }, {}, ['invalid_client', 'Client authentication failed', 401]],
      [
        'an end an hour ago',
        { exp: Date.now() / 1000 - HOUR },
        {},
        ['invalid_grant', 'private_key_jwt has expired'],
      ],
      ['another audience', { aud: 'https://x.example/token' }, {}, ['invalid_client', SIGNATURE]],
      ['another issuer', { iss: 'x' }, {}, ['invalid_client', SIGNATURE]],
    ]
    for (const [what, payload, header, [error, description, status]] of ASSERTIONS)
      test(`with an assertion that has ${what}`, async () => {
        const client_assertion = simulator().assertion(payload, header)
        assert.deepEqual(await refused({ client_assertion }), says(error, description, status))
      })

    test('with a signature that is made up', async () => {
      const client_assertion = simulator()
        .assertion()
        .replace(/[^.]+$/, 'bm90IGEgc2lnbmF0dXJl')
      assert.deepEqual(await refused({ client_assertion }), says('invalid_client', SIGNATURE))
    })

    test('with a code that nobody gave', async () => {
      assert.deepEqual(await refused({}), says('invalid_grant', 'Invalid grant'))
    })

    test('with another redirect URI than the code was for', async () => {
      const code = codeOf(await simulator().authorize())
      assert.deepEqual(
        await refused({ redirect_uri: `${REDIRECT}/else` }, code),
        says('invalid_grant', 'Invalid grant'),
      )
    })

    test('with a code that was used', async () => {
      const code = codeOf(await simulator().authorize())
      assert.equal((await simulator().post('/token', simulator().form(code))).status, 200)
      assert.deepEqual(await refused({}, code), says('invalid_grant', 'Invalid grant'))
    })

    test('with a secret that is not right, or not the way', async () => {
      const none = { client_assertion: undefined, client_assertion_type: undefined }
      const secret = { ...none, client_id: CLIENT, client_secret: 'another' }
      const registered = { token_auth_method: 'client_secret_post', identityVerificationSupported: false }
      assert.deepEqual(
        await refused({ ...secret, client_id: 'unknown' }),
        says('invalid_client', 'Client authentication failed'),
      )
      assert.deepEqual(
        await refused(secret),
        says('invalid_client', 'Client is not registered to use client_secret_post'),
      )
      await simulator().configure({ clientConfiguration: registered })
      assert.deepEqual(await refused(secret), says('invalid_client', 'No client secret registered'))
      const client_secret_hash = await hashClientSecret('the secret')
      await simulator().configure({ clientConfiguration: { client_secret_hash } })
      assert.deepEqual(await refused(secret), says('invalid_client', 'Invalid client secret'))
      const code = codeOf(await simulator().authorize())
      const right = simulator().form(code, { ...secret, client_secret: 'the secret' })
      assert.equal((await simulator().post('/token', right)).status, 200)
    })
  })

  suite('A code with a challenge', () => {
    beforeEach(async () => await simulator().reset())
    const code_verifier = 'eR_WWqemjlNa509bCR7_d4QlvhM1OYLmv5AmlEdjrlE'
    const code_challenge = createHash('sha256').update(code_verifier).digest('base64url')
    const challenge = { code_challenge, code_challenge_method: 'S256' }

    async function exchanged(asked: Record<string, string>, changes: Record<string, string | undefined>) {
      const code = codeOf(await simulator().authorize(asked))
      const answer = await simulator().post('/token', simulator().form(code, changes))
      return answer.status === 200 ? 'tokens' : answer.json?.error_description
    }

    test('needs its verifier', async () => {
      const failed = 'PKCE code verification failed'
      assert.equal(await exchanged(challenge, { code_verifier }), 'tokens')
      assert.equal(await exchanged(challenge, { code_verifier: `${code_verifier}x` }), failed)
      assert.equal(await exchanged(challenge, {}), failed)
      assert.equal(await exchanged({}, { code_verifier }), failed)
    })
  })

  suite('Tokens', () => {
    beforeEach(async () => await simulator().reset(RSA))

    test('say who signed in, as the configuration has it', async () => {
      const sub = 'urn:fdc:gov.uk:2022:9e374b47c4ef6de6551be5f28d97f9dd'
      const claims = [`${CLAIM}/coreIdentityJWT`, `${CLAIM}/address`, `${CLAIM}/returnCode`]
      await simulator().reset({ ...RSA, responseConfiguration: { sub } })
      const userinfo = Object.fromEntries(claims.map((claim) => [claim, null]))
      const before = Math.floor(Date.now() / 1000)
      const { accessToken, idToken, expiresIn } = await simulator().signIn({
        scope: 'openid',
        vtr: '["Cl.Cm.P2"]',
        claims: JSON.stringify({ userinfo }),
      })
      assert.equal(expiresIn, 180)

      const access = readJwt(accessToken)
      const { kid } = access.header
      assert.deepEqual(access.header, { alg: 'RS256', kid })
      const { iat, exp, jti, sid, ...said } = access.claims
      assert.deepEqual(said, {
        iss: `${simulator().url}/`,
        sub,
        client_id: CLIENT,
        scope: ['openid'],
        claims,
      })
      assert.equal(Number(exp) - Number(iat), 180)
      assert.ok(jti)

      const id = readJwt(idToken)
      assert.deepEqual(id.header, { alg: 'RS256', kid })
      const { at_hash, iat: at, exp: end, auth_time, ...rest } = id.claims
      assert.deepEqual(rest, {
        iss: `${simulator().url}/`,
        sub,
        aud: CLIENT,
        vot: 'Cl.Cm',
        vtm: `${simulator().url}/trustmark`,
        nonce: 'a-nonce',
        sid,
      })
      const digest = createHash('sha256').update(accessToken).digest()
      assert.equal(at_hash, digest.subarray(0, 16).toString('base64url'))
      assert.ok(Number(at) >= before)
      assert.equal(Number(end) - Number(at), 120)
      assert.ok(Math.abs(Number(auth_time) - Number(at)) <= 1)
      assert.ok(await isSigned(idToken, simulator()))
      assert.ok(await isSigned(accessToken, simulator()))
    })

    test('are signed as the client is registered', async () => {
      await simulator().reset()
      const { idToken, accessToken } = await simulator().signIn()
      assert.equal(readJwt(idToken).header.alg, 'ES256')
      assert.equal(readJwt(accessToken).header.alg, 'ES256')
      assert.ok(await isSigned(idToken, simulator()))
    })

    test('come for a form and for JSON, for the issuer as audience and for a client without a name', async () => {
      const code = codeOf(await simulator().authorize())
      const client_assertion = simulator().assertion({ aud: `${simulator().url}/` })
      assert.equal(
        (await simulator().post('/token', simulator().form(code, { client_assertion }))).status,
        200,
      )
      const form = new URLSearchParams(simulator().form(codeOf(await simulator().authorize())))
      assert.equal((await simulator().post('/token', form, { 'user-agent': '' })).status, 200)
    })

    test('have the level that was asked for', async () => {
      assert.equal(readJwt((await simulator().signIn({ vtr: '["Cl"]' })).idToken).claims.vot, 'Cl')
      assert.equal(readJwt((await simulator().signIn()).idToken).claims.vot, 'Cl.Cm')
    })
  })

  suite('ID tokens that err as the configuration says', () => {
    async function spoiled(...idTokenErrors: string[]) {
      await simulator().reset({ ...RSA, errorConfiguration: { idTokenErrors } })
      const { idToken } = await simulator().signIn()
      return { ...readJwt(idToken), isSigned: async () => await isSigned(idToken, simulator()) }
    }

    test('INVALID_ALG_HEADER', async () => {
      const { header } = await spoiled('INVALID_ALG_HEADER')
      assert.deepEqual(header, { kid: '60c01993-94cd-4d32-a4da-2a44dba7e45b', alg: 'HS256' })
    })
    test('INVALID_SIGNATURE', async () => {
      assert.equal(await (await spoiled('INVALID_SIGNATURE')).isSigned(), false)
    })
    test('INCORRECT_VOT', async () => {
      assert.equal((await spoiled('INCORRECT_VOT')).claims.vot, 'Cl')
    })
    test('TOKEN_NOT_VALID_YET', async () => {
      const { iat } = (await spoiled('TOKEN_NOT_VALID_YET')).claims
      assert.ok(Math.abs(Number(iat) - (Date.now() / 1000 + 86_400)) < 5)
    })
    test('TOKEN_EXPIRED', async () => {
      const { iat, exp } = (await spoiled('TOKEN_EXPIRED')).claims
      assert.ok(Math.abs(Number(iat) - Date.now() / 1000) < 5)
      assert.ok(Number(exp) < Date.now() / 1000)
    })
    test('INVALID_AUD', async () => {
      assert.notEqual((await spoiled('INVALID_AUD')).claims.aud, CLIENT)
    })
    test('INVALID_ISS', async () => {
      assert.equal((await spoiled('INVALID_ISS')).claims.iss, 'https://example.com/identity-provider')
    })
    test('NONCE_NOT_MATCHING', async () => {
      assert.notEqual((await spoiled('NONCE_NOT_MATCHING')).claims.nonce, 'a-nonce')
    })
    test('several at once, and none once they are not sent again', async () => {
      const { claims, isSigned: signed } = await spoiled('INVALID_AUD', 'INCORRECT_VOT', 'INVALID_SIGNATURE')
      assert.notEqual(claims.aud, CLIENT)
      assert.equal(claims.vot, 'Cl')
      assert.equal(await signed(), false)
      await simulator().configure({})
      assert.equal(readJwt((await simulator().signIn()).idToken).claims.aud, CLIENT)
    })
  })
})
