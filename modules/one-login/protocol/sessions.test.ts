// Sessions over HTTP: signing on once, stepping up, signing in again, and what nobody else can do with any of it.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { type Browser, openBrowser } from './browser.testing.ts'
import { claimsIn, jwt, type Service, serviceOf, toldIn } from './relying-party.testing.ts'
import { startProvider, type TestProvider, testClient, testPerson } from './testing.ts'

eachDatabase((_kind, open) => {
  let provider: TestProvider
  let service: Service
  let browser: Browser
  before(async () => {
    provider = await startProvider(open)
    for (const id of ['a', 'b']) provider.people.set(id, testPerson(id))
    service = serviceOf(provider, testClient({ maxAgeEnabled: true }))
  })
  beforeEach(() => {
    browser = openBrowser(provider.url)
    provider.asked.length = 0
    Object.assign(provider.behaviour, { accountId: 'a', level: 'Cl.Cm', refuses: undefined })
  })
  after(() => provider?.close())

  const whys = () => provider.asked.map(({ why }) => why)
  const sessionCookie = () => browser.cookies.get('session /')?.value

  test('one sign-in serves for every service, an hour from the last one', async () => {
    const lakes = serviceOf(
      provider,
      testClient({ clientId: 'lakes', redirectUrls: ['https://lakes.example/'] }),
    )
    await service.signIn({}, browser)
    provider.pass(3500)
    await lakes.signIn({}, browser)
    provider.pass(3500)
    await service.signIn({ prompt: 'none' }, browser)
    assert.deepEqual(whys(), ['signing in'])
    provider.pass(3601)
    assert.equal((await service.ask({ prompt: 'none' }, browser)).error, 'login_required')
    await service.signIn({}, browser)
    assert.deepEqual(whys(), ['signing in', 'signing in'])
  })

  test('stepping up, where more is asked than the session is', async () => {
    provider.behaviour.level = 'Cl'
    const low = await service.signIn({ vtr: '["Cl"]' }, browser)
    assert.equal(claimsIn(low.id_token).vot, 'Cl')
    provider.behaviour.level = 'Cl.Cm'
    const high = await service.signIn({ vtr: '["Cl.Cm"]' }, browser)
    assert.equal(claimsIn(high.id_token).vot, 'Cl.Cm')
    assert.deepEqual(whys(), ['signing in', 'stepping up'])
    assert.deepEqual([provider.asked[1]?.accountId, provider.asked[1]?.signedInAt], ['a', 'Cl'])
    const low2 = await service.signIn({ vtr: '["Cl"]' }, browser)
    assert.equal(claimsIn(low2.id_token).vot, 'Cl')
    assert.equal(whys().length, 2)
  })

  test('the oldest sign-in that a service accepts', async () => {
    const first = claimsIn((await service.signIn({}, browser)).id_token)
    provider.pass(100)
    const within = claimsIn((await service.signIn({ max_age: '200' }, browser)).id_token)
    assert.equal(within.auth_time, first.auth_time)
    const beyond = claimsIn((await service.signIn({ max_age: '50' }, browser)).id_token)
    assert.ok(Number(beyond.auth_time) >= Number(first.auth_time) + 100)
    assert.equal((await service.ask({ max_age: '0', prompt: 'none' }, browser)).error, undefined)
    provider.pass(1)
    assert.equal((await service.ask({ max_age: '0', prompt: 'none' }, browser)).error, 'login_required')
    assert.deepEqual(whys(), ['signing in', 'signing in'])
  })

  describe('signing in again, with a request object that names the person', () => {
    const again = async (hint: string) => {
      const now = Math.floor(provider.base.now() / 1000)
      const request = jwt(
        service.key,
        { alg: 'RS256' },
        {
          iss: 'rp',
          aud: `${provider.issuer}authorize`,
          exp: now + 60,
          client_id: 'rp',
          response_type: 'code',
          redirect_uri: 'https://ponds.example/back',
          scope: 'openid',
          state: 's',
          nonce: 'n',
          prompt: 'login',
          id_token_hint: hint,
        },
      )
      const query = new URLSearchParams({ request, client_id: 'rp', response_type: 'code', scope: 'openid' })
      return toldIn(await browser.follow(`${provider.url}/authorize?${query}`))
    }

    test('the same person', async () => {
      const { id_token } = await service.signIn({}, browser)
      provider.pass(300)
      assert.ok((await again(id_token)).code)
      assert.deepEqual(whys(), ['signing in', 'signing in again'])
      assert.equal(provider.asked[1]?.accountId, 'a')
    })
    test('another person', async () => {
      const { id_token } = await service.signIn({}, browser)
      provider.behaviour.accountId = 'b'
      assert.equal((await again(id_token)).error, 'login_required')
    })
    test('too many wrong tries sign the person out', async () => {
      const { id_token } = await service.signIn({}, browser)
      provider.behaviour.refuses = 'login_required'
      const told = await again(id_token)
      assert.deepEqual([told.error, told.state], ['login_required', 's'])
      delete provider.behaviour.refuses
      assert.equal((await service.ask({ prompt: 'none' }, browser)).error, 'login_required')
    })
    test('a session of somebody else does not say whose the page is for', async () => {
      const { id_token } = await service.signIn({}, browser)
      browser = openBrowser(provider.url)
      provider.behaviour.accountId = 'b'
      await service.signIn({}, browser)
      provider.behaviour.accountId = 'a'
      assert.ok((await again(id_token)).code)
      assert.deepEqual(provider.asked.map(({ why, accountId }) => [why, accountId]).at(-1), [
        'signing in again',
        null,
      ])
    })
    test('a hint that is none of ours, or another service’s', async () => {
      const lakes = serviceOf(provider, testClient({ clientId: 'lakes' }))
      const { id_token, access_token } = await lakes.signIn()
      for (const hint of [id_token, access_token, `${id_token.slice(0, -3)}AAA`, 'x.y.z']) {
        assert.equal((await again(hint)).error, 'invalid_request', hint.slice(0, 20))
      }
    })
  })

  describe('a session', () => {
    test('gets a new id when somebody signs in, and the old one is worth nothing', async () => {
      provider.behaviour.level = 'Cl'
      await service.signIn({ vtr: '["Cl"]' }, browser)
      const before = sessionCookie()
      provider.behaviour.level = 'Cl.Cm'
      await service.signIn({ vtr: '["Cl.Cm"]' }, browser)
      const now = sessionCookie()
      assert.ok(before && now && before !== now)
      browser.cookies.set('session /', { value: before, path: '/' })
      assert.equal((await service.ask({ prompt: 'none' }, browser)).error, 'login_required')
    })
    test('with an id that somebody else chose is not used', async () => {
      const planted = 'planted-by-somebody-else-aaaaaaaaaaaaaaaaaa'
      browser.cookies.set('session /', { value: planted, path: '/' })
      await service.signIn({}, browser)
      assert.notEqual(sessionCookie(), planted)
      const thief = openBrowser(provider.url)
      thief.cookies.set('session /', { value: planted, path: '/' })
      assert.equal((await service.ask({ prompt: 'none' }, thief)).error, 'login_required')
    })
    test('of somebody else ends when another person signs in', async () => {
      await service.signIn({}, browser)
      const before = sessionCookie()
      provider.behaviour.accountId = 'b'
      provider.pass(10)
      const tokens = await service.signIn({ max_age: '5' }, browser)
      assert.equal(provider.accepted.at(-1)?.accountId, 'b')
      assert.equal((await service.userinfo(tokens.access_token)).status, 200)
      browser.cookies.set('session /', { value: before ?? '', path: '/' })
      assert.equal((await service.ask({ prompt: 'none' }, browser)).error, 'login_required')
    })
    test('ends for an account that was suspended', async () => {
      provider.people.set('c', testPerson('c'))
      provider.behaviour.accountId = 'c'
      await service.signIn({}, browser)
      provider.people.set(
        'c',
        testPerson('c', {
          intervention: { state: 'blocked', mustResetPassword: false, mustReproveIdentity: false },
        }),
      )
      assert.equal((await service.ask({ prompt: 'none' }, browser)).error, 'login_required')
    })
  })

  describe('a journey', () => {
    test('belongs to the browser that began it', async () => {
      const { location } = await browser.get(service.address())
      const other = openBrowser(provider.url)
      assert.equal((await other.get(location ?? '')).status, 410)
      await service.signIn({}, other)
      assert.equal((await other.get(location ?? '')).status, 410)
    })
    test('cannot be ended by another browser', async () => {
      const { location } = await browser.get(service.address())
      const uid = (location ?? '').split('/').at(-1) ?? ''
      await browser.get(location ?? '')
      const other = openBrowser(provider.url)
      const seen = await other.get(`/authorize/${uid}`)
      assert.equal(seen.status, 400)
      assert.equal(seen.location, null)
      assert.match(seen.body, /Sorry, the page has expired/)
    })
    test('ends once', async () => {
      const seen = await browser.get(service.address())
      const uid = (seen.location ?? '').split('/').at(-1) ?? ''
      assert.ok(toldIn(await browser.follow(seen.location ?? '')).code)
      assert.equal((await browser.get(`/authorize/${uid}`)).status, 400)
      assert.equal((await browser.get(seen.location ?? '')).status, 410)
    })
    test('goes on beside another one', async () => {
      const first = await browser.get(service.address({ state: 'first' }))
      const second = await browser.get(service.address({ state: 'second' }))
      assert.equal(toldIn(await browser.follow(second.location ?? '')).state, 'second')
      assert.equal(toldIn(await browser.follow(first.location ?? '')).state, 'first')
    })
    test('goes on in the other language', async () => {
      const seen = await browser.get(service.address({ ui_locales: 'cy' }))
      assert.match(seen.location ?? '', /\/cy\/sign-in\//)
      const english = (seen.location ?? '').replace('/cy/', '/')
      assert.ok(toldIn(await browser.follow(english)).code)
    })
    test('is over after an hour', async () => {
      const { location } = await browser.get(service.address())
      provider.pass(3601)
      assert.equal((await browser.get(location ?? '')).status, 410)
    })
    test('that a person stops is told to the service', async () => {
      provider.behaviour.refuses = 'access_denied'
      const told = await service.ask({}, browser)
      assert.deepEqual([told.error, told.state, told.iss], ['access_denied', 'the state', provider.issuer])
    })
  })

  test('an answer names the issuer, so that a code is not taken for another provider’s', async () => {
    assert.equal((await service.ask({}, browser)).iss, provider.issuer)
  })

  test('cookies are kept from scripts and from other sites', async () => {
    const response = await fetch(service.address(), { redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      assert.match(line, /httponly/i)
      assert.match(line, /samesite=lax/i)
    }
    assert.ok(response.headers.get('content-security-policy'))
    assert.equal(response.headers.get('cache-control'), 'no-store')
  })
})
