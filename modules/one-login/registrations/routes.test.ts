import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { before, test } from 'node:test'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { isClientSecret } from '../clients/client-secrets.ts'
import {
  type Browser,
  OFFICE,
  OTHER_OFFICE,
  readAloud,
  startDesks,
  type TestDesks,
} from '../desks/testing.ts'
import { settingPages } from './pages.ts'
import { aService, CALLBACK } from './testing.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

eachDatabase((_kind, open) => {
  let world: TestDesks
  let browser: Browser
  let service: string
  const clientId = () => service.split('/').at(-1) ?? ''
  const find = () => {
    world.desks.clients.forget(clientId())
    return world.desks.clients.find(clientId())
  }
  const set = (setting: string, fields: Record<string, string | string[]>) =>
    browser.post(`${service}/settings/${setting}`, fields)

  before(async () => {
    world = await startDesks(open)
    browser = await world.asTeam()
    service = await aService(browser)
  })

  test('a service that is registered is a client for its own team, with everything strict', async () => {
    const client = await find()
    assert.ok(client)
    assert.equal(client.clientName, 'Pond licences')
    assert.equal(client.testClient, true)
    assert.equal(client.pkceEnforced, true)
    assert.equal(client.identityVerificationSupported, false)
    assert.deepEqual(client.redirectUrls, [CALLBACK])
    assert.equal(await world.desks.clients.mayUse(client, OFFICE.toUpperCase()), true)
    assert.equal(await world.desks.clients.mayUse(client, 'somebody@elsewhere.example'), false)
    const { body } = await browser.get('/registry')
    assert.match(readAloud(body), /Harbourton licensing .*Pond licences Integration/)
  })

  test('each setting has a page, in both languages', async () => {
    for (const { at } of settingPages(world.base.profile)) {
      for (const locale of ['', '/cy']) {
        const { statusCode, body } = await browser.get(`${locale}${service}/settings/${at}`)
        assert.equal(statusCode, 200, at)
        assert.equal(body.match(/<h1/g)?.length, 1, at)
        assert.doesNotMatch(body, /undefined|\[object|one-login\.registrations/, at)
      }
    }
    for (const at of ['', '/errors', '/secret', '/production', '/nothing', '/settings/nothing']) {
      const { statusCode } = await browser.get(`${service}${at}`)
      assert.equal(statusCode, at.endsWith('nothing') ? 404 : 200, at)
    }
  })

  test('a setting is changed, and known at once', async () => {
    const answer = await set('redirect-addresses', {
      value: `${CALLBACK}\r\nhttp://localhost:3002/callback\r\n`,
    })
    assert.equal(answer.statusCode, 303)
    assert.deepEqual((await find())?.redirectUrls, [CALLBACK, 'http://localhost:3002/callback'])
    assert.match(readAloud((await browser.get(service)).body), /localhost:3002\/callback/)
    await set('redirect-addresses', { value: CALLBACK })
    await set('scopes', { chosen: ['openid', 'email', 'phone'] })
    assert.deepEqual((await find())?.scopes, ['openid', 'email', 'phone'])
    await set('scopes', { chosen: 'openid' })
    assert.deepEqual((await find())?.scopes, ['openid'])
  })

  test('what is wrong with an address is said, and what was typed is kept', async () => {
    const wrong: [string, RegExp][] = [
      ['http://service.harbourton.example/callback', /must begin with https/],
      ['https://service.harbourton.example/*', /has a \* in it/],
      ['https://a:b@service.harbourton.example/', /has a user or a password/],
      ['https://service.harbourton.example/#top', /has a # in it/],
      ['javascript:alert(1)', /must begin with https|not an address/],
      ['https://169.254.169.254/', /name of a host/],
    ]
    for (const [value, says] of wrong) {
      const { statusCode, body } = await set('redirect-addresses', { value })
      assert.equal(statusCode, 422, value)
      assert.match(readAloud(body), says, value)
      assert.match(body, /<title>Error: /)
      assert.ok(body.includes('href="#value"'), value)
    }
    assert.equal((await set('redirect-addresses', { value: '' })).statusCode, 422)
    assert.equal((await set('signing', { value: 'none' })).statusCode, 422)
    assert.equal((await set('pkce', {})).statusCode, 422)
    assert.equal((await set('scopes', { chosen: ['email'] })).statusCode, 422)
    assert.equal((await set('scopes', { chosen: ['openid', 'everything'] })).statusCode, 422)
    assert.deepEqual((await find())?.redirectUrls, [CALLBACK])
  })

  test('a public key is read and kept; a private one is not', async () => {
    assert.match(readAloud((await set('public-key', { value: privateKey })).body), /That is a private key/)
    assert.equal((await find())?.publicKey, null)
    assert.equal((await set('public-key', { value: publicKey.replace(/-----.*-----/g, '') })).statusCode, 303)
    const client = await find()
    assert.equal(client?.publicKey, publicKey)
    assert.equal(client?.publicKeySource, 'STATIC')
  })

  test('keys and sectors are looked at through the door out, and nowhere else', async () => {
    for (const value of ['https://service.harbourton.example/jwks', 'http://localhost:6379/']) {
      const { statusCode, body } = await set('keys-address', { value })
      assert.equal(statusCode, 422)
      assert.match(readAloud(body), /did not answer in 5 seconds/)
      assert.ok(world.elsewhere.asked.includes(value))
    }
    const { statusCode } = await set('sector', { value: 'https://sector.elsewhere.example/services.json' })
    assert.equal(statusCode, 422)
    assert.equal((await find())?.publicKeySource, 'STATIC')
    world.elsewhere.answers['https://sector.harbourton.example/s.json'] = JSON.stringify([CALLBACK])
    assert.equal((await set('sector', { value: 'https://sector.harbourton.example/s.json' })).statusCode, 303)
    assert.equal((await set('sector', { value: '' })).statusCode, 303)
  })

  test('identity needs a key: a service with a secret is refused it', async () => {
    const claims = [world.base.profile.claims.coreIdentityJWT]
    assert.match(
      readAloud((await set('claims', { chosen: claims })).body),
      /Choose the levels of identity first/,
    )
    assert.equal((await set('identity', { chosen: ['P2'] })).statusCode, 303)
    assert.equal((await set('claims', { chosen: claims })).statusCode, 303)
    assert.deepEqual((await find())?.clientLoCs, ['P0', 'P2'])
    const { body } = await set('authentication', { value: 'client_secret_post' })
    assert.match(readAloud(body), /cannot ask for identity/)
    assert.equal((await set('identity', {})).statusCode, 303)
    assert.deepEqual((await find())?.claims, [])
  })

  test('a secret is shown once and only its hash is kept', async () => {
    const { body, headers } = await browser.post(`${service}/secret`, {})
    const secret = /<code id="secret">([\w-]{43})<\/code>/.exec(body)?.[1] ?? ''
    assert.equal(headers['cache-control'], 'no-store')
    const hash = (await find())?.clientSecretHash ?? ''
    assert.equal(await isClientSecret(secret, hash), true)
    assert.equal(await isClientSecret(`${secret}x`, hash), false)
    assert.doesNotMatch((await browser.get(service)).body, new RegExp(secret))
    assert.doesNotMatch((await browser.get(`${service}/secret`)).body, /id="secret"/)
  })

  test('errors are told in plain words, and nothing is kept of clients that do not exist', async () => {
    const { clients } = world.desks
    clients.recordError(clientId(), 'invalid_request', 'Request is missing state parameter', 'request-9')
    clients.recordError('nobody', 'invalid_request', 'Request is missing state parameter', 'request-9')
    await new Promise((resolve) => setTimeout(resolve, 100))
    const aloud = readAloud((await browser.get(`${service}/errors`)).body)
    assert.match(aloud, /A request to sign in had no state\. Send a new random state/)
    assert.match(aloud, /request-9/)
    world.town.pass(8 * 86_400)
    await world.desks.forgetOld()
    world.town.pass(-8 * 86_400)
    browser = await world.asTeam()
    assert.match(readAloud((await browser.get(`${service}/errors`)).body), /Nothing went wrong/)
  })

  test('another team sees nothing of it, and cannot change it', async () => {
    const other = await world.asTeam(OTHER_OFFICE)
    await other.post('/registry/teams/new', { name: 'Another team' })
    const token = other.tokenIn((await other.get('/registry/teams/new')).body) ?? ''
    for (const at of ['', '/errors', '/secret', '/production', '/settings/name'])
      assert.equal((await other.get(`${service}${at}`)).statusCode, 404, at)
    for (const at of ['/secret', '/production', '/withdrawal', '/settings/name']) {
      const answer = await other.send(`${service}${at}`, { 'form-token': token, value: 'Taken over' })
      assert.equal(answer.statusCode, 404, at)
    }
    assert.equal((await find())?.clientName, 'Pond licences')
  })

  test('no page of teams is shown, and no form taken, without a session or a token', async () => {
    const routes = world.routes.filter(({ url }) => url.includes('/registry') && !url.includes('/api/'))
    assert.ok(routes.length > 50, `only ${routes.length} routes were looked at`)
    for (const { method, url } of routes) {
      if (/sign-in|signed-out|sign-out|back-channel/.test(url)) continue
      const path = url.replace(':clientId', clientId()).replace(':setting', 'name').replaceAll(/:\w+/g, 'x')
      const alone = await world.app.inject({ method, url: path })
      assert.equal(alone.statusCode, method === 'GET' ? 303 : 403, `${method} ${path}`)
      if (method === 'GET') continue
      assert.equal((await browser.send(path, { value: 'x' })).statusCode, 403, path)
      const token = browser.tokenIn((await browser.get(service)).body) ?? ''
      const fields = { value: 'x', 'form-token': token }
      const crossed = await browser.send(path, fields, { origin: 'https://elsewhere.example' })
      assert.equal(crossed.statusCode, 403, path)
    }
  })

  test('what is far too long is refused before anything reads it', async () => {
    const { statusCode } = await set('public-key', { value: 'A'.repeat(70_000) })
    assert.equal(statusCode, 413)
    assert.equal((await set('public-key', { value: 'A'.repeat(10_000) })).statusCode, 422)
    const many = Array.from({ length: 60 }, (_, place) => `${CALLBACK}/${place}`).join('\n')
    assert.equal((await set('redirect-addresses', { value: many })).statusCode, 422)
  })
})
