import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { CHECKOUT } from '../config.ts'
import { ONE_LOGIN_SETTINGS, readOneLoginConfig } from './config.ts'

const SECRET = Buffer.alloc(32, 7).toString('base64')

const said = (settings: Record<string, string>) => {
  const read = readOneLoginConfig(settings)
  return read.ok ? [] : read.says
}

test('without a setting, everything works on a laptop', () => {
  assert.deepEqual(readOneLoginConfig({}), {
    ok: true,
    config: {
      port: 3001,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:3001',
      contacts: {},
      dataDir: join(CHECKOUT, 'data/one-login'),
      redisUrls: [],
      profile: join(CHECKOUT, 'modules/one-login/profiles/uk.yaml'),
      keys: { keeper: 'database', pin: undefined, days: 182 },
      mail: { url: 'folder', from: undefined, apiKey: undefined },
      outboundAllow: [],
      trustedProxies: [],
      operators: null,
      logLevel: 'warn',
    },
  })
})

test('a setting that is empty is not set', () => {
  const empty = Object.fromEntries(ONE_LOGIN_SETTINGS.map(({ name }) => [name, '']))
  assert.deepEqual(readOneLoginConfig(empty), readOneLoginConfig({}))
})

test('an issuer stays as it is written; the address of the provider loses its last slash', () => {
  const read = readOneLoginConfig({
    ONE_LOGIN_URL: 'https://sign-in.example/',
    TRUSTED_PROXIES: '10.0.0.1, 10.1.0.0/16',
    OPERATORS_ISSUER: 'https://staff.example/',
    OPERATORS_CLIENT_ID: 'one-login',
    OPERATORS_CLIENT_SECRET: 'not told',
    OPERATORS_GROUPS: 'support, fraud',
  })
  assert.ok(read.ok)
  assert.equal(read.config.publicUrl, 'https://sign-in.example')
  assert.equal(read.config.operators?.issuer, 'https://staff.example/')
  assert.deepEqual(read.config.operators?.groups, ['support', 'fraud'])
})

test('settings that only mean something together are wrong apart', () => {
  assert.match(said({ ONE_LOGIN_URL: 'https://sign-in.example' }).join(), /set TRUSTED_PROXIES/)
  assert.match(said({ MAIL_URL: 'smtp://mail.example:587' }).join(), /set MAIL_FROM/)
  assert.match(said({ MAIL_URL: 'notify:template' }).join(), /set NOTIFY_API_KEY/)
  assert.match(said({ ONE_LOGIN_KEYS: 'pkcs11:/lib/hsm.so' }).join(), /set ONE_LOGIN_KEYS_PIN/)
  assert.equal(said({ OPERATORS_ISSUER: 'https://staff.example' }).length, 2)
  const ONE_LOGIN_DATABASE_URL = 'postgresql://localhost/one_login'
  assert.match(said({ ONE_LOGIN_DATABASE_URL }).join(), /set ONE_LOGIN_SECRET too/)
  assert.deepEqual(said({ ONE_LOGIN_DATABASE_URL, ONE_LOGIN_SECRET: SECRET }), [])
})

test('what is wrong is said together, and what is secret is not repeated', () => {
  const says = said({
    ONE_LOGIN_PORT: 'x',
    ONE_LOGIN_SECRET: 'too short',
    ONE_LOGIN_REDIS_URL: 'http://me:secret@x',
    MAIL_URL: 'mail://me:secret@x',
    ONE_LOGIN_KEY_DAYS: '3',
    OUTBOUND_ALLOW: 'localhost',
    TRUSTED_PROXIES: 'the proxy',
  })
  assert.equal(says.length, 7)
  assert.ok(!says.join().includes('secret@'))
  assert.ok(!says.join().includes('too short"'))
  assert.match(said({ ONE_LOGIN_SECRET: 'c2hvcnQ=' }).join(), /too short: make one of 32 random bytes/)
})
