import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { type Configuration, changed, DEFAULTS } from './configuration.ts'
import { onSimulator } from './testing.ts'

const START: Configuration = { ...DEFAULTS, simulatorUrl: 'http://localhost:3001' }
const CLAIMS = ['https://vocab.account.gov.uk/v1/passport']

function after(body: unknown, start = START): Configuration {
  const result = changed(start, body)
  assert.ok(result.ok, JSON.stringify(result))
  return result.configuration
}

function refused(body: unknown): readonly string[] | string {
  const result = changed(START, body)
  assert.ok(!result.ok)
  return 'says' in result ? result.says : Object.keys(result.errors)
}

suite('A change of the configuration', () => {
  test('sets every field', () => {
    const clientConfiguration = {
      clientId: 'test-id',
      publicKey: 'test-public-key',
      publicKeySource: 'JWKS',
      jwksUrl: 'http://localhost:8080/jwks.json',
      scopes: ['scope1', 'scope2'],
      redirectUrls: ['http://redirect-url.example'],
      claims: CLAIMS,
      identityVerificationSupported: false,
      idTokenSigningAlgorithm: 'RS256',
      clientLoCs: ['P2'],
      postLogoutRedirectUrls: ['http://example.com/post-logout'],
      token_auth_method: 'client_secret_post',
      client_secret_hash: 'a hash',
      backChannelLogoutUri: 'http://localhost:8080/logout',
      jarValidationRequired: true,
      maxAgeEnabled: true,
      permitMissingNonce: true,
      pkceEnforced: true,
    }
    const responseConfiguration = {
      sub: 'test-sub',
      email: 'email@example.com',
      emailVerified: false,
      phoneNumber: '07777777777',
      phoneNumberVerified: false,
      maxLoCAchieved: 'P1',
      coreIdentityVerifiableCredentials: { any: 'thing' },
      passportDetails: [{ any: 'thing' }],
      drivingPermitDetails: [{ any: 'thing' }],
      socialSecurityRecordDetails: [{ any: 'thing' }],
      postalAddressDetails: [{ any: 'thing' }],
      returnCodes: [{ code: 'X' }],
    }
    const errorConfiguration = {
      coreIdentityErrors: ['INVALID_ALG_HEADER'],
      idTokenErrors: ['INVALID_ISS'],
      authoriseErrors: ['ACCESS_DENIED'],
    }
    const body = {
      clientConfiguration,
      responseConfiguration,
      errorConfiguration,
      simulatorUrl: 'https://test-url.example',
      publishNewIdTokenSigningKeys: true,
      useNewIdTokenSigningKeys: true,
    }
    assert.deepEqual(after(body), body)
  })

  test('leaves what it does not have', () => {
    assert.deepEqual(after({}), START)
    const { clientConfiguration, responseConfiguration } = after({
      clientConfiguration: { claims: CLAIMS },
      responseConfiguration: { sub: 'test-sub', phoneNumber: null },
    })
    assert.deepEqual(clientConfiguration, { ...START.clientConfiguration, claims: CLAIMS })
    assert.deepEqual(responseConfiguration, {
      ...START.responseConfiguration,
      sub: 'test-sub',
      phoneNumber: null,
    })
  })

  test('without faults takes them away', () => {
    const before = after({ errorConfiguration: { idTokenErrors: ['INVALID_AUD'] } })
    assert.deepEqual(before.errorConfiguration.idTokenErrors, ['INVALID_AUD'])
    assert.deepEqual(after({ clientConfiguration: {} }, before).errorConfiguration, START.errorConfiguration)
  })

  test('passes over faults that there are not', () => {
    const errorConfiguration = {
      coreIdentityErrors: ['not-a-valid-error'],
      idTokenErrors: ['INVALID_ERROR', 'INVALID_AUD'],
      authoriseErrors: ['INVALID_CODE'],
    }
    assert.deepEqual(after({ errorConfiguration }).errorConfiguration, {
      coreIdentityErrors: [],
      idTokenErrors: ['INVALID_AUD'],
      authoriseErrors: [],
    })
  })

  test('may have its switches as texts', () => {
    const { publishNewIdTokenSigningKeys, useNewIdTokenSigningKeys } = after({
      publishNewIdTokenSigningKeys: 'true',
      useNewIdTokenSigningKeys: 'false',
    })
    assert.deepEqual([publishNewIdTokenSigningKeys, useNewIdTokenSigningKeys], [true, false])
  })

  const WRONG: readonly [string, unknown, readonly string[] | string][] = [
    ['a list', [], ['']],
    ['a text', 'x', ['']],
    ['an unknown field', { abc: 123 }, ['_unknown_fields']],
    ['an unknown field of the client', { clientConfiguration: { abc: 1 } }, ['_unknown_fields']],
    ['an unknown field of the answer', { responseConfiguration: { abc: 1 } }, ['_unknown_fields']],
    ['a client that is a list', { clientConfiguration: [] }, ['clientConfiguration']],
    ['an answer that is null', { responseConfiguration: null }, ['responseConfiguration']],
    ['faults that are a text', { errorConfiguration: '' }, ['errorConfiguration']],
    [
      'a flag in words',
      { responseConfiguration: { emailVerified: 'yes' } },
      ['responseConfiguration.emailVerified'],
    ],
    ['a subject that is none', { responseConfiguration: { sub: false } }, ['responseConfiguration.sub']],
    ['an email that is none', { responseConfiguration: { email: false } }, ['responseConfiguration.email']],
    [
      'a number that is a number',
      { responseConfiguration: { phoneNumber: 7 } },
      ['responseConfiguration.phoneNumber'],
    ],
    [
      'a level that is a vector',
      { responseConfiguration: { maxLoCAchieved: 'Cl.P0' } },
      ['responseConfiguration.maxLoCAchieved'],
    ],
    [
      'a credential that is a list',
      { responseConfiguration: { coreIdentityVerifiableCredentials: [] } },
      ['responseConfiguration.coreIdentityVerifiableCredentials'],
    ],
    [
      'a passport that is no list',
      { responseConfiguration: { passportDetails: {} } },
      ['responseConfiguration.passportDetails'],
    ],
    [
      'a permit that is no list',
      { responseConfiguration: { drivingPermitDetails: {} } },
      ['responseConfiguration.drivingPermitDetails'],
    ],
    [
      'an address that is no list',
      { responseConfiguration: { postalAddressDetails: {} } },
      ['responseConfiguration.postalAddressDetails'],
    ],
    [
      'codes that are no list',
      { responseConfiguration: { returnCodes: {} } },
      ['responseConfiguration.returnCodes'],
    ],
    [
      'a code without a code',
      { responseConfiguration: { returnCodes: [{}] } },
      ['responseConfiguration.returnCodes[0].code'],
    ],
    [
      'a redirect URL that is none',
      { clientConfiguration: { redirectUrls: ['x'] } },
      ['clientConfiguration.redirectUrls[0]'],
    ],
    [
      'an unknown level',
      { clientConfiguration: { clientLoCs: ['P9'] } },
      ['clientConfiguration.clientLoCs[0]'],
    ],
    ['no levels', { clientConfiguration: { clientLoCs: [] } }, ['clientConfiguration.clientLoCs']],
    ['a switch in words', { publishNewIdTokenSigningKeys: 'no' }, ['publishNewIdTokenSigningKeys']],
    ['an address that is none', { simulatorUrl: 'x' }, ['simulatorUrl']],
    [
      'keys that sign and are not published',
      { publishNewIdTokenSigningKeys: false, useNewIdTokenSigningKeys: true },
      'Cannot enabled useNewIdTokenSigningKeys whilst publishNewIdTokenSigningKeys is false',
    ],
    [
      'a secret and identity',
      { clientConfiguration: { token_auth_method: 'client_secret_post' } },
      'Clients configured with client_secret_post cannot support identity verification.',
    ],
  ]
  for (const [what, body, says] of WRONG)
    test(`with ${what} is refused`, () => {
      assert.deepEqual(refused(body), says)
    })

  test('is refused whole', () => {
    const result = changed(START, {
      simulatorUrl: 'http://localhost:9',
      clientConfiguration: { clientId: 1 },
    })
    assert.ok(!result.ok)
  })

  test('of any kind leaves a configuration whose parts go together, or is refused', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const result = changed(START, body)
        if (!result.ok) return
        const { publishNewIdTokenSigningKeys: published, useNewIdTokenSigningKeys: used } =
          result.configuration
        assert.ok(published || !used)
      }),
    )
  })
})

onSimulator({}, (simulator) => {
  suite('/config', () => {
    test('tells what is, under the names of the UK’s', async () => {
      const answer = await simulator().get('/config')
      assert.equal(answer.status, 200)
      assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
      const { publishNewIdTokenSigningKeys: _p, useNewIdTokenSigningKeys: _u, ...rest } = DEFAULTS
      assert.deepEqual(answer.json, {
        ...rest,
        simulatorUrl: simulator().url,
        publishNewIdTokenKeysEnabled: false,
        usingNewIdTokenSigningKeys: false,
      })
    })

    test('is changed with an empty answer, and tells the change', async () => {
      const answer = await simulator().configure({
        responseConfiguration: { email: 'office@harbourton.example' },
      })
      assert.deepEqual([answer.status, answer.text], [200, ''])
      const { responseConfiguration } = (await simulator().get('/config')).json ?? {}
      assert.deepEqual(responseConfiguration, {
        ...DEFAULTS.responseConfiguration,
        email: 'office@harbourton.example',
      })
    })

    test('says what is wrong', async () => {
      const wrong = await simulator().configure({ responseConfiguration: { emailVerified: 'yes' } })
      const at = 'responseConfiguration.emailVerified'
      assert.equal(wrong.status, 400)
      assert.deepEqual(wrong.json, {
        errors: { [at]: { type: 'field', msg: 'Invalid value', path: at, location: 'body' } },
      })
      const together = await simulator().configure({ useNewIdTokenSigningKeys: true })
      assert.equal(together.status, 400)
      assert.match(together.text, /^Cannot enabled/)
    })

    test('is not changed by a form, which a page of another site could send', async () => {
      const form = new URLSearchParams({ simulatorUrl: 'https://x.example' })
      assert.equal((await simulator().post('/config', form)).status, 415)
      assert.equal((await simulator().post('/config', form, { 'content-type': 'text/plain' })).status, 415)
      assert.equal((await simulator().get('/config')).json?.simulatorUrl, simulator().url)
    })
  })

  suite('The address of the simulator', () => {
    test('says what it is', async () => {
      const answer = await simulator().get('/')
      assert.deepEqual([answer.status, answer.text], [200, 'One Login simulator'])
    })
  })
})
