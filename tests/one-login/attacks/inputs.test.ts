// Texts that break what reads them: NULs, halves of characters, scripts, too much of everything. Whatever is sent, the
// fault is not ours (no 500), nobody else's page has it as markup, and the log has nothing of a person.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { Browser } from './browser.testing.ts'
import { codeIn, enter, keyOf, newAddress, newTeam, PASSWORD, signUp, uidOf } from './people.testing.ts'
import { assertionOf, authorizeAt, redeem, requestObjectOf, send } from './services.testing.ts'
import { startTarget, type Target } from './testing.ts'

const NUL = 'a\0b'
const SCRIPT = `'"><script>alert(1)</script>`
const PARAMETERS =
  'client_id state nonce login_hint redirect_uri scope vtr claims ui_locales channel prompt max_age request code_challenge response_mode x'

describe('inputs under attack', () => {
  eachDatabase((_kind, open) => {
    let target: Target
    let browser: Browser
    before(async () => {
      target = await startTarget(open)
      browser = new Browser(target)
      await signUp(target, browser)
    })
    after(() => target.close())

    test('NULs at /authorize, in a query and in signed requests', async () => {
      for (const name of PARAMETERS.split(' '))
        for (const each of [browser, new Browser(target)]) {
          const { status } = await each.ask(authorizeAt(target.ponds, { [name]: NUL }))
          assert.ok(status < 500, `${name}: ${status}`)
        }
      for (const value of [NUL, '\ud800'])
        for (const name of [
          'state',
          'nonce',
          'login_hint',
          'redirect_uri',
          'claims',
          'iss',
          'scope',
          'ui_locales',
        ])
          for (const each of [browser, new Browser(target)]) {
            const { status } = await each.ask(await requestObjectOf(target.ponds, target, { [name]: value }))
            assert.ok(status < 500, `${name}: ${status}`)
          }
    })

    test('claims and requests that reach for prototypes', async () => {
      for (const claims of [
        '{"userinfo":{"__proto__":{"x":1}}}',
        '{"__proto__":{"userinfo":{}}}',
        '{"userinfo":{"constructor":null}}',
        '{"userinfo":[1]}',
        '[]',
        'null',
        '1'.repeat(300),
      ]) {
        assert.ok((await browser.ask(authorizeAt(target.ponds, { claims }))).status < 500, claims)
        assert.ok(
          (await browser.ask(await requestObjectOf(target.ponds, target, { claims }))).status < 500,
          claims,
        )
      }
      assert.equal(Object.getOwnPropertyDescriptor(Object.prototype, 'x'), undefined)
    })

    test('/token: NULs, moments that no calendar has, and bodies of every kind', async () => {
      const nameless = { client_assertion: '', client_id: NUL, client_secret: 'x' }
      for (const fields of [
        { code: NUL },
        { redirect_uri: NUL },
        { code_verifier: NUL },
        { grant_type: NUL },
        nameless,
      ])
        assert.equal((await redeem(target, target.ponds, 'none', fields)).status, 400)
      for (const claims of [
        { sub: NUL, iss: NUL },
        { sub: '\ud800', iss: '\ud800' },
        { jti: NUL },
        { aud: NUL },
      ]) {
        const client_assertion = await assertionOf(target.ponds, target, { claims })
        const { status } = await redeem(target, target.ponds, 'none', { client_assertion })
        assert.ok(status === 400 || status === 401, JSON.stringify(claims))
      }
      for (const exp of [9e12, 1e15, 1e300]) {
        const client_assertion = await assertionOf(target.ponds, target, { claims: { exp } })
        const code = async () => codeIn(await browser.ask(authorizeAt(target.ponds))) ?? ''
        assert.equal((await redeem(target, target.ponds, await code(), { client_assertion })).status, 200)
        assert.equal(
          (await redeem(target, target.ponds, await code(), { client_assertion })).status,
          400,
          'once',
        )
      }
      const json = 'application/json'
      const form = 'application/x-www-form-urlencoded'
      for (const [body, type] of [
        ['grant_type=authorization_code&code=a&code=b', form],
        ['code[]=a&__proto__[x]=1&grant_type=authorization_code', form],
        ['a=1&'.repeat(10_000), form],
        ['x'.repeat(100_000), form],
        ['{"__proto__":{"grant_type":"authorization_code"}}', json],
        ['[]', json],
        [`${'['.repeat(30_000)}${']'.repeat(30_000)}`, json],
        ['null', json],
        ['{', json],
        ['x', 'multipart/form-data; boundary=x'],
        ['x', 'text/plain'],
      ] as const) {
        const { status, said } = await send(target, '/token', body, type)
        assert.deepEqual([status, said.error], [400, 'invalid_request'], body.slice(0, 40))
      }
      assert.equal((await send(target, `/token?${'x'.repeat(5000)}`, '')).status, 400)
    })

    test('the pages of a journey', async () => {
      const visitor = new Browser(target)
      await visitor.go(authorizeAt(target.ponds))
      const at = `/sign-in/${uidOf(visitor)}`
      for (const page of ['create-email', 'enter-email'])
        for (const email of [
          NUL,
          `${NUL}@registry.example`,
          `a@${'x'.repeat(300)}.example`,
          'a@b.example\r\nBcc: c@d.example',
          SCRIPT,
        ]) {
          await visitor.go(`${at}/${page}`)
          const { status, body } = await visitor.send({ email })
          assert.ok(status === 422 || status === 400, `${page}: ${status}`)
          assert.doesNotMatch(body, /<script/i)
        }
      await visitor.go(`${at}/enter-email`)
      await visitor.send({ email: newAddress() })
      for (const password of [NUL, '\ud800'.repeat(9), 'x'.repeat(50_000)]) {
        await visitor.go(`${at}/enter-password`)
        const { status } = await visitor.send({ password })
        assert.ok(status === 422 || status === 400, `${status}`)
      }
    })

    test('names with markup, and of several lines, at every page that shows them', async () => {
      const team = await newTeam(browser, `Evil${SCRIPT}\r\nX: y\u202e`)
      const key = await keyOf(browser, team)
      const client = { clientName: `Evil${SCRIPT}`, redirectUrls: ['https://evil.example/back'] }
      const api = '/api/registry/v1/clients'
      const made = await send(target, api, JSON.stringify(client), 'application/json', key)
      assert.equal(made.status, 201)
      const clientId = String(made.said.clientId)
      const service = {
        clientId,
        redirectUrl: 'https://evil.example/back',
        key: target.ponds.key,
        publicKey: '',
      }
      const visitor = new Browser(target)
      const asked = { code_challenge: 'x'.repeat(43), code_challenge_method: 'S256', login_hint: SCRIPT }
      await visitor.go(authorizeAt(service, asked))
      const [at, settings] = [`/sign-in/${uidOf(visitor)}`, `/registry/services/${clientId}`]
      for (const path of [at, `${at}/create-email`, `${at}/enter-email`])
        assert.doesNotMatch((await visitor.go(path)).body, /<script/i, path)
      for (const path of ['/registry', team, settings, `${settings}/settings/name`, `${settings}/secret`]) {
        const { body, status } = await browser.go(path)
        assert.equal(status, 200, path)
        assert.match(body, /Evil/, path)
        assert.doesNotMatch(body, /<script|\r\nX: y|\u202e/i, path)
      }
      for (const path of [
        `/signed-out?error_description=${SCRIPT}`,
        `/authorize?client_id=${SCRIPT}`,
        `/${SCRIPT}`,
        `/your-account?changed=${SCRIPT}`,
      ])
        assert.doesNotMatch((await browser.ask(path)).body, /<script/i, path)
    })

    test('NULs and halves of characters in the registry, by its pages, its interface and its addresses', async () => {
      const team = await newTeam(browser, 'Harbour')
      const key = await keyOf(browser, team)
      const api = '/api/registry/v1/clients'
      const redirectUrls = ['https://ponds.example/back']
      for (const clientName of [NUL, '\ud800', { a: 1 }, '', 'x'.repeat(101)]) {
        const body = JSON.stringify({ clientName, redirectUrls })
        const { status } = await send(target, api, body, 'application/json', key)
        assert.ok(status === 400 || status === 422, `${clientName}: ${status}`)
      }
      for (const name of [NUL, '\0', ' ', 'x'.repeat(101)]) {
        await browser.go('/registry/teams/new')
        const { status } = await browser.send({ name })
        assert.ok(status === 400 || status === 422, `${status}`)
      }
      for (const id of ['%00', 'a%00b', '%ff', '..%2f..', '__proto__', '%ed%a0%80', 'x'.repeat(190)])
        for (const path of [
          api,
          '/registry/services',
          '/registry/teams',
          '/registry/invitations',
          '/sign-in',
          '/authorize',
          '/prove-identity',
          '/operators/accounts',
          '/api/interventions/v1/accounts',
        ]) {
          const headers = path.startsWith('/api') ? { authorization: `Bearer ${key}` } : undefined
          const { status } = await browser.ask(`${path}/${id}`, headers && { headers })
          assert.ok(status < 500, `${path}/${id}: ${status}`)
        }
    })

    test('cookies of every kind', async () => {
      for (const cookie of [
        `session=${'a'.repeat(15_000)}`,
        'session=%00',
        'session=__proto__',
        'session=a; session=b',
        'a=1; '.repeat(2000),
        'browser=; journeys=; form=',
      ])
        for (const path of [authorizeAt(target.ponds), '/your-account', '/registry', '/logout']) {
          const { status } = await new Browser(target).ask(path, { headers: { cookie } })
          assert.equal(status === 302 || status === 303, true, `${cookie.slice(0, 20)} ${path}: ${status}`)
        }
    })

    test('of all this the log has no fault of ours, and nothing of a person', async () => {
      const email = newAddress()
      await enter(target, new Browser(target), email, PASSWORD)
      const all = target.logged.join('')
      assert.match(all, /"answered"/)
      assert.doesNotMatch(all, /"level":(50|60)/)
      for (const secret of [email, '@harbourton', PASSWORD, ...browser.cookies.values()])
        assert.ok(!all.includes(secret), secret)
      assert.doesNotMatch(all, /eyJ[\w-]{20}|one-login-team-|code=/)
    })
  })
})
