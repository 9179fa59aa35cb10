import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { DEFAULTS } from './configuration.ts'
import { readSimulatorSettings, SIMULATOR_SETTINGS } from './settings.ts'

const URL = 'http://localhost:3001'

function read(environment: Record<string, string>) {
  const result = readSimulatorSettings(environment, URL)
  assert.ok(result.ok, result.ok ? '' : result.says.join('\n'))
  return result.settings
}

function says(environment: Record<string, string>): string {
  const result = readSimulatorSettings(environment, URL)
  assert.ok(!result.ok)
  return result.says.join('\n')
}

suite('The settings of the simulator', () => {
  test('are the UK’s defaults where nothing is set', () => {
    assert.deepEqual(read({}), { configuration: { ...DEFAULTS, simulatorUrl: URL }, interactive: false })
    assert.deepEqual(read({ CLIENT_ID: '', SCOPES: '' }), read({}))
  })

  test('are the variables of the UK’s simulator', () => {
    const { configuration, interactive } = read({
      SIMULATOR_URL: 'http://host.docker.internal:3000/',
      INTERACTIVE_MODE: 'true',
      CLIENT_ID: 'fishing',
      PUBLIC_KEY_SOURCE: 'JWKS',
      PUBLIC_KEY: 'a key',
      JWKS_URL: 'http://localhost:8080/jwks.json',
      SCOPES: 'openid,email',
      REDIRECT_URLS: 'http://localhost:8080/a,http://localhost:8080/b',
      POST_LOGOUT_REDIRECT_URLS: 'http://localhost:8080/out',
      CLAIMS: 'https://vocab.account.gov.uk/v1/passport',
      IDENTITY_VERIFICATION_SUPPORTED: 'false',
      ID_TOKEN_SIGNING_ALGORITHM: 'RS256',
      CLIENT_LOCS: 'P0,P1',
      TOKEN_AUTH_METHOD: 'client_secret_post',
      CLIENT_SECRET_HASH: 'a hash',
      PKCE_ENABLED: 'true',
      SUB: 'a sub',
      EMAIL: 'office@harbourton.example',
      EMAIL_VERIFIED: 'false',
      PHONE_NUMBER: '+441234567890',
      PHONE_NUMBER_VERIFIED: 'false',
      CORE_IDENTITY_ERRORS: 'INVALID_AUD,NO_SUCH',
      ID_TOKEN_ERRORS: 'INVALID_ISS',
      AUTHORISE_ERRORS: 'ACCESS_DENIED',
      PUBLISH_NEW_ID_TOKEN_SIGNING_KEYS: 'true',
      USE_NEW_ID_TOKEN_SIGNING_KEYS: 'true',
    })
    assert.equal(interactive, true)
    assert.deepEqual(configuration, {
      simulatorUrl: 'http://host.docker.internal:3000',
      clientConfiguration: {
        clientId: 'fishing',
        publicKeySource: 'JWKS',
        publicKey: 'a key',
        jwksUrl: 'http://localhost:8080/jwks.json',
        scopes: ['openid', 'email'],
        redirectUrls: ['http://localhost:8080/a', 'http://localhost:8080/b'],
        postLogoutRedirectUrls: ['http://localhost:8080/out'],
        claims: ['https://vocab.account.gov.uk/v1/passport'],
        identityVerificationSupported: false,
        idTokenSigningAlgorithm: 'RS256',
        clientLoCs: ['P0', 'P1'],
        token_auth_method: 'client_secret_post',
        client_secret_hash: 'a hash',
      },
      responseConfiguration: {
        ...DEFAULTS.responseConfiguration,
        sub: 'a sub',
        email: 'office@harbourton.example',
        emailVerified: false,
        phoneNumber: '+441234567890',
        phoneNumberVerified: false,
      },
      errorConfiguration: {
        coreIdentityErrors: ['INVALID_AUD'],
        idTokenErrors: ['INVALID_ISS'],
        authoriseErrors: ['ACCESS_DENIED'],
      },
      publishNewIdTokenSigningKeys: true,
      useNewIdTokenSigningKeys: true,
    })
  })

  test('are explained, each', () => {
    const names = SIMULATOR_SETTINGS.map(({ name }) => name)
    assert.equal(new Set(names).size, names.length)
    assert.ok(SIMULATOR_SETTINGS.every(({ does }) => does.endsWith('.')))
  })

  test('that are wrong are told together', () => {
    const told = says({ SIMULATOR_URL: 'x', CLIENT_LOCS: 'P9', ID_TOKEN_SIGNING_ALGORITHM: 'none' })
    assert.match(told, /SIMULATOR_URL is not an address/)
    assert.match(told, /CLIENT_LOCS is not a list of P0, P1, P2 and P3/)
    assert.match(told, /ID_TOKEN_SIGNING_ALGORITHM is not one of ES256 and RS256/)
  })

  test('that do not go together are refused', () => {
    assert.match(says({ USE_NEW_ID_TOKEN_SIGNING_KEYS: 'true' }), /publishNewIdTokenSigningKeys is false/)
    assert.match(says({ TOKEN_AUTH_METHOD: 'client_secret_post' }), /cannot support identity verification/)
  })
})

suite('A setting of production', () => {
  const PRODUCTION = {
    ONE_LOGIN_DATABASE_URL: 'postgresql://one-login:hush@db.harbourton.example/one-login',
    ONE_LOGIN_REDIS_URL: 'redis://redis.harbourton.example:6379',
    ONE_LOGIN_SECRET: 'hush-hush-hush-hush-hush-hush-hush-hush-hush',
    ONE_LOGIN_KEYS: 'pkcs11:/usr/lib/softhsm/libsofthsm2.so',
    ONE_LOGIN_KEYS_PIN: '123456',
    NOTIFY_API_KEY: 'hush',
    MAIL_URL: 'smtp://hush@mail.harbourton.example',
    OPERATORS_ISSUER: 'https://staff.harbourton.example',
    ONE_LOGIN_URL: 'https://sign-in.harbourton.example',
  }
  for (const [name, value] of Object.entries(PRODUCTION))
    test(`keeps it from starting: ${name}`, () => {
      const told = says({ [name]: value })
      assert.match(told, new RegExp(`^${name} `))
      assert.match(told, /does not start/)
      assert.doesNotMatch(told, /hush/)
    })

  test('is told together with all others', () => {
    assert.equal(says(PRODUCTION).split('\n').length, Object.keys(PRODUCTION).length)
  })

  for (const url of ['http://sign-in.harbourton.example', 'https://localhost:3001', 'http://192.0.2.1:3001'])
    test(`is a public address: ${url}`, () => {
      assert.match(says({ ONE_LOGIN_URL: url }), /does not start there/)
    })

  const OWN = [
    'http://localhost:3001',
    'http://127.0.0.1:3001',
    'http://[::1]:3001',
    'http://simulator:3001',
    'http://host.docker.internal:3000',
  ]
  for (const url of OWN)
    test(`is no address of one’s own machines: ${url}`, () => {
      assert.ok(read({ ONE_LOGIN_URL: url, ONE_LOGIN_KEYS: 'database', MAIL_URL: 'folder' }))
    })
})
