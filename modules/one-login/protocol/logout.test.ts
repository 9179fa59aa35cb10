// Section 1.8 of the contract, over HTTP: signing out in one step, and telling the services.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, describe, test } from 'node:test'
import { sql } from '#platform/database'
import { createOutbound } from '#platform/outbound'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { type Browser, openBrowser } from './browser.testing.ts'
import { claimsIn, headerIn, type Service, serviceOf } from './relying-party.testing.ts'
import { startProvider, type TestProvider, testClient, testPerson } from './testing.ts'

const BYE = 'https://ponds.example/bye'

eachDatabase((_kind, open) => {
  let provider: TestProvider
  let service: Service
  let browser: Browser
  const heard: { path: string; type: string | undefined; body: string }[] = []
  let answers = 200
  const listener = createServer((request, response) => {
    let body = ''
    request.on('data', (data) => {
      body += data
    })
    request.on('end', () => {
      heard.push({ path: request.url ?? '', type: request.headers['content-type'], body })
      response.statusCode = answers
      response.end()
    })
  })

  before(async () => {
    await new Promise<void>((done) => listener.listen(0, 'localhost', done))
    const address: AddressInfo | string | null = listener.address()
    const port = typeof address === 'object' && address ? address.port : 0
    provider = await startProvider(open, { outbound: createOutbound({ allow: [`localhost:${port}`] }) })
    provider.people.set('a', testPerson('a'))
    const backChannelLogoutUri = `http://localhost:${port}/logged-out`
    service = serviceOf(provider, testClient({ backChannelLogoutUri }))
  })
  beforeEach(async () => {
    browser = openBrowser(provider.url)
    answers = 200
    await provider.jobs.runDue()
    heard.length = 0
  })
  after(async () => {
    await provider?.close()
    listener.close()
  })

  const logout = (params: Record<string, string>) => browser.get(`/logout?${new URLSearchParams(params)}`)
  const isSignedIn = async () => (await service.ask({ prompt: 'none' }, browser)).code !== undefined

  describe('one step', () => {
    test('back to the service, with its state', async () => {
      const { id_token } = await service.signIn({}, browser)
      const seen = await logout({ id_token_hint: id_token, post_logout_redirect_uri: BYE, state: 'x y' })
      assert.equal(seen.status, 302)
      assert.equal(seen.location, `${BYE}?state=x+y`)
      assert.equal(await isSignedIn(), false)
    })
    test('with a hint that expired long ago', async () => {
      const { id_token } = await service.signIn({}, browser)
      provider.pass(3000)
      const seen = await logout({ id_token_hint: id_token, post_logout_redirect_uri: BYE })
      assert.equal(seen.location, BYE)
    })
    test('without a hint, or without an address: a page', async () => {
      const { id_token } = await service.signIn({}, browser)
      assert.equal((await logout({})).location, '/signed-out')
      assert.equal(await isSignedIn(), false)
      assert.equal((await logout({ id_token_hint: id_token })).location, '/signed-out')
      const page = await browser.get('/signed-out')
      assert.equal(page.status, 200)
      assert.match(page.body, /You have signed out/)
      assert.match((await browser.get('/cy/signed-out')).body, /Rydych wedi allgofnodi/)
    })
    test('the tokens of the session end with it', async () => {
      const { access_token } = await service.signIn({}, browser)
      await logout({})
      assert.equal((await service.userinfo(access_token)).status, 401)
    })
    test('ends for every service', async () => {
      const lakes = serviceOf(provider, testClient({ clientId: 'lakes' }))
      await service.signIn({}, browser)
      await lakes.signIn({}, browser)
      await logout({})
      assert.equal((await lakes.ask({ prompt: 'none' }, browser)).error, 'login_required')
    })
  })

  describe('addresses that are not the service’s', () => {
    const wrong: [string, Record<string, string>, string][] = [
      [
        'one not registered',
        { post_logout_redirect_uri: 'https://evil.example/' },
        'client registry does not contain post_logout_redirect_uri',
      ],
      [
        'one that only begins alike',
        { post_logout_redirect_uri: `${BYE}.evil.example/` },
        'client registry does not contain post_logout_redirect_uri',
      ],
      [
        'a hint that is none',
        { id_token_hint: 'x.y.z', post_logout_redirect_uri: BYE },
        'unable to validate id_token_hint',
      ],
    ]
    for (const [what, params, says] of wrong) {
      test(what, async () => {
        const { id_token } = await service.signIn({}, browser)
        const seen = await logout({ id_token_hint: id_token, ...params })
        const { pathname, searchParams } = new URL(seen.location ?? '', provider.url)
        assert.equal(pathname, '/signed-out')
        assert.equal(searchParams.get('error_description'), says)
        assert.match((await browser.get(seen.location ?? '')).body, new RegExp(says))
      })
    }
    test('an access token is no hint', async () => {
      const { access_token } = await service.signIn({}, browser)
      const seen = await logout({ id_token_hint: access_token, post_logout_redirect_uri: BYE })
      assert.match(seen.location ?? '', /unable\+to\+validate/)
    })
    test('a service that is no longer registered', async () => {
      const gone = serviceOf(provider, testClient({ clientId: 'gone' }))
      const { id_token } = await gone.signIn({}, browser)
      provider.clients.delete('gone')
      const seen = await logout({ id_token_hint: id_token, post_logout_redirect_uri: BYE })
      assert.match(seen.location ?? '', /error_code=unauthorized_client&error_description=client\+not\+found/)
    })
    test('the page says only our own words', async () => {
      const { body } = await browser.get('/signed-out?error_description=Send+us+money')
      assert.doesNotMatch(body, />[^<]*money/)
    })
    test('a query of more than 2,048 bytes', async () => {
      assert.equal((await logout({ state: 'x'.repeat(2049) })).status, 403)
    })
  })

  describe('telling the services', () => {
    test('by a token of their own', async () => {
      const { id_token } = await service.signIn({}, browser)
      await logout({})
      await provider.jobs.runDue()
      assert.equal(heard.length, 1)
      const [told] = heard
      assert.equal(told?.path, '/logged-out')
      assert.equal(told?.type, 'application/x-www-form-urlencoded')
      const token = new URLSearchParams(told?.body).get('logout_token') ?? ''
      assert.equal(headerIn(token).typ, 'logout+jwt')
      const { iat, exp, jti, ...claims } = claimsIn(token)
      assert.deepEqual(claims, {
        iss: provider.issuer,
        sub: claimsIn(id_token).sub,
        aud: 'rp',
        events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      })
      assert.equal(Number(exp) - Number(iat), 120)
      assert.ok(jti)
    })
    test('again, until they hear', async () => {
      await service.signIn({}, browser)
      await logout({})
      answers = 503
      await provider.jobs.runDue()
      answers = 204
      provider.pass(60)
      await provider.jobs.runDue()
      answers = 200
      provider.pass(300)
      await provider.jobs.runDue()
      provider.pass(3600)
      await provider.jobs.runDue()
      assert.equal(heard.length, 3)
      const ids = heard.map(({ body }) => claimsIn(new URLSearchParams(body).get('logout_token') ?? '').jti)
      assert.equal(new Set(ids).size, 3)
    })
    test('nobody where nobody was signed in', async () => {
      await logout({})
      assert.equal(await provider.jobs.runDue(), 0)
    })
    test('of every session, when a person signs out everywhere', async () => {
      const other = openBrowser(provider.url)
      await service.signIn({}, browser)
      await service.signIn({}, other)
      await provider.protocol.authorizations.signOutEverywhere('a', 'password-changed')
      await provider.jobs.runDue()
      assert.equal(heard.length, 1, 'a service is told once of one person')
      assert.equal(await isSignedIn(), false)
      assert.equal((await service.ask({ prompt: 'none' }, other)).error, 'login_required')
    })
    test('an address inside the network is not reached', async () => {
      const inside = serviceOf(
        provider,
        testClient({ clientId: 'inside', backChannelLogoutUri: 'http://127.0.0.1:22/' }),
      )
      await inside.signIn({}, browser)
      await logout({})
      await provider.jobs.runDue()
      assert.equal(heard.length, 0)
    })
  })

  test('what was done is in the audit, by ids alone', async () => {
    await service.signIn({ scope: 'openid email' }, browser)
    await logout({})
    const { rows } = await provider.base.store.owner((tx) =>
      sql<{ event: string }>`select to_jsonb(event)::text as event from audit.event`.execute(tx),
    )
    const all = rows.map(({ event }) => event).join('\n')
    assert.match(all, /AUTH_AUTH_CODE_ISSUED/)
    assert.match(all, /AUTH_LOG_OUT_SUCCESS/)
    assert.doesNotMatch(all, /registry\.example/)
  })
})
