import assert from 'node:assert/strict'
import { beforeEach, suite, test } from 'node:test'
import { z } from 'zod'
import { isSigned, onSimulator, readJwt } from './testing.ts'

const keySetSchema = z.object({
  keys: z.array(z.looseObject({ kid: z.string(), kty: z.string(), alg: z.string(), use: z.string() })),
})

onSimulator({}, (simulator) => {
  beforeEach(async () => await simulator().reset())

  async function kids() {
    const answer = await simulator().get('/.well-known/jwks.json')
    assert.equal(answer.headers.get('cache-control'), 'max-age=86400')
    return keySetSchema.parse(answer.json).keys
  }

  suite('The documents', () => {
    test('discovery tells of this provider', async () => {
      const { url } = simulator()
      const { json = {} } = await simulator().get('/.well-known/openid-configuration')
      const wanted = {
        issuer: `${url}/`,
        authorization_endpoint: `${url}/authorize`,
        token_endpoint: `${url}/token`,
        userinfo_endpoint: `${url}/userinfo`,
        end_session_endpoint: `${url}/logout`,
        jwks_uri: `${url}/.well-known/jwks.json`,
        trustmarks: `${url}/trustmark`,
        response_types_supported: ['code'],
        grant_types_supported: ['authorization_code'],
        token_endpoint_auth_methods_supported: ['private_key_jwt', 'client_secret_post'],
        id_token_signing_alg_values_supported: ['ES256', 'RS256'],
        request_parameter_supported: true,
        request_uri_parameter_supported: false,
        subject_types_supported: ['public', 'pairwise'],
        ui_locales_supported: ['en', 'cy'],
      }
      for (const [name, value] of Object.entries(wanted)) assert.deepEqual(json[name], value, name)
    })

    test('the trustmark', async () => {
      const issuer = `${simulator().url}/`
      assert.deepEqual((await simulator().get('/trustmark')).json, {
        idp: issuer,
        trustmark_provider: issuer,
        C: ['Cl', 'Cl.Cm'],
        P: ['P0', 'P1', 'P2', 'P3'],
      })
    })

    test('the DID document is of this host', async () => {
      const did = `did:web:localhost%3A${new URL(simulator().url).port}`
      const { json } = await simulator().get('/.well-known/did.json')
      const { id, assertionMethod } = z
        .object({ id: z.string(), assertionMethod: z.array(z.record(z.string(), z.unknown())) })
        .parse(json)
      assert.equal(id, did)
      assert.equal(assertionMethod.length, 1)
      assert.equal(assertionMethod[0]?.controller, did)
      assert.match(String(assertionMethod[0]?.id), new RegExp(`^${did}#`))
    })
  })

  suite('The keys of tokens', () => {
    test('are one for each algorithm', async () => {
      const keys = await kids()
      assert.deepEqual(
        keys.map(({ kty, alg, use }) => [kty, alg, use]),
        [
          ['EC', 'ES256', 'sig'],
          ['RSA', 'RS256', 'sig'],
        ],
      )
    })

    test('are four while the next ones are published, and the first ones still sign', async () => {
      const before = await kids()
      await simulator().configure({ publishNewIdTokenSigningKeys: true })
      const during = await kids()
      assert.equal(during.length, 4)
      assert.deepEqual(during.slice(0, 2), before)
      assert.equal(readJwt((await simulator().signIn()).idToken).header.kid, before[0]?.kid)
    })

    test('change once the next ones are used, and what the first ones signed still holds', async () => {
      const before = (await kids()).map(({ kid }) => kid)
      const old = (await simulator().signIn()).idToken
      await simulator().configure({ publishNewIdTokenSigningKeys: true, useNewIdTokenSigningKeys: true })
      const now = (await simulator().signIn()).idToken
      assert.equal((await kids()).length, 4)
      assert.ok(!before.includes(String(readJwt(now).header.kid)))
      assert.ok(await isSigned(now, simulator()))
      assert.ok(await isSigned(old, simulator()))
    })
  })

  suite('A simulator that is told another address', () => {
    test('calls itself by it, and is addressed by it', async () => {
      await simulator().configure({ simulatorUrl: 'https://sign-in.harbourton.example' })
      const issuer = 'https://sign-in.harbourton.example/'
      assert.equal((await simulator().get('/.well-known/openid-configuration')).json?.issuer, issuer)
      assert.equal(
        (await simulator().get('/.well-known/did.json')).json?.id,
        'did:web:sign-in.harbourton.example',
      )
      const refused = await simulator().post('/token', simulator().form('x'))
      assert.equal(refused.json?.error_description, 'Invalid signature in private_key_jwt')

      const { location } = await simulator().authorize()
      const code = new URL(location).searchParams.get('code') ?? ''
      const client_assertion = simulator().assertion({ aud: `${issuer}token` })
      const { json } = await simulator().post('/token', simulator().form(code, { client_assertion }))
      const { claims } = readJwt(String(json?.id_token))
      assert.equal(claims.iss, issuer)
      assert.equal(claims.vtm, `${issuer}trustmark`)
      const request = simulator().requestObject({ aud: `${issuer}authorize` })
      assert.match((await simulator().authorize({ request })).location, /\?code=/)
    })
  })
})
