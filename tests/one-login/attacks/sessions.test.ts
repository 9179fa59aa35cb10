// Sessions that are planted, stolen, mixed up, and used after their end.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { Browser } from './browser.testing.ts'
import { codeIn, enter, PASSWORD, type Person, signIn, signUp, totp, uidOf } from './people.testing.ts'
import { authorizeAt, redeem, requestObjectOf, userinfo } from './services.testing.ts'
import { startTarget, type Target } from './testing.ts'

const OURS = ['session', 'browser', 'journeys', 'form']

describe('sessions under attack', () => {
  eachDatabase((_kind, open) => {
    let target: Target
    let victim: Person
    let attacker: Person
    before(async () => {
      target = await startTarget(open)
      victim = await signUp(target, new Browser(target))
      attacker = await signUp(target, new Browser(target))
    })
    after(() => target.close())

    /** What a service hears that asks without a page: a code, or an error. */
    async function silently(browser: Browser, more: Record<string, string> = {}): Promise<string> {
      const answer = await browser.ask(authorizeAt(target.ponds, { prompt: 'none', ...more }))
      const { searchParams } = new URL(answer.headers.get('location') ?? '')
      return searchParams.has('code') ? 'a code' : (searchParams.get('error') ?? '')
    }

    async function tokensOf(browser: Browser) {
      const code = codeIn(await browser.ask(authorizeAt(target.ponds))) ?? ''
      return (await redeem(target, target.ponds, code)).said
    }

    test('fixation: whoever signs in over a planted session has a new one, and the planted one ends', async () => {
      const evil = new Browser(target)
      await signIn(target, evil, attacker)
      const planted = evil.cookies.get('session') ?? ''
      const browser = new Browser(target)
      for (const name of OURS) browser.cookies.set(name, evil.cookies.get(name) ?? '')
      target.pass(5)
      const back = await signIn(target, browser, victim, { max_age: '1' })
      assert.notEqual(browser.cookies.get('session'), planted)
      const { said } = await redeem(target, target.ponds, codeIn(back) ?? '')
      assert.equal((await userinfo(target, String(said.access_token))).said.email, victim.email)
      assert.equal(await silently(evil), 'login_required')
    })

    test('fixation: an id that was made up is never taken', async () => {
      const browser = new Browser(target)
      browser.cookies.set('session', 'A'.repeat(43))
      await signIn(target, browser, victim)
      assert.notEqual(browser.cookies.get('session'), 'A'.repeat(43))
    })

    test('stepping up changes the id of the session, and the one before is dead', async () => {
      const browser = new Browser(target)
      await signIn(target, browser, victim, { vtr: '["Cl"]' })
      const before = browser.cookies.get('session') ?? ''
      assert.equal(await silently(browser, { vtr: '["Cl.Cm"]' }), 'login_required')
      assert.equal(await silently(browser), 'login_required', 'two factors are the default')
      assert.equal(await silently(browser, { vtr: '["Cl"]' }), 'a code')
      await browser.go(authorizeAt(target.ponds))
      target.pass(30)
      assert.ok(codeIn(await browser.send({ code: totp(target, victim.secret) })))
      assert.notEqual(browser.cookies.get('session'), before)
      const old = new Browser(target)
      old.cookies.set('session', before)
      assert.equal(await silently(old, { vtr: '["Cl"]' }), 'login_required')
      assert.equal(await silently(browser), 'a code')
    })

    test("login CSRF: another's journey opens in no other browser, neither its pages nor its end", async () => {
      const evil = new Browser(target)
      await enter(target, evil, attacker.email, PASSWORD)
      target.pass(30)
      const uid = uidOf(evil)
      const form = { 'form-token': evil.token(), code: totp(target, attacker.secret) }
      await evil.ask(`/sign-in/${uid}/enter-code`, { form })
      const onwards = (await evil.ask(`/sign-in/${uid}`)).headers.get('location') ?? ''
      assert.match(onwards, /^\/authorize\//)
      for (const path of [
        `/sign-in/${uid}`,
        `/sign-in/${uid}/enter-code`,
        `/sign-in/${uid}/back-to-service`,
        onwards,
      ]) {
        const browser = new Browser(target)
        const { status, headers } = await browser.ask(path)
        assert.ok(status === 410 || status === 400, `${path}: ${status}`)
        assert.equal(headers.get('location'), null)
        assert.ok(!browser.cookies.has('session'))
      }
      assert.ok(codeIn(await evil.ask(onwards)), 'in its own it ends')
      assert.equal((await evil.ask(onwards)).status, 400, 'and only once')
    })

    test('tokens end with the session that they came from', async () => {
      const browser = new Browser(target)
      await signIn(target, browser, victim)
      const { access_token: token } = await tokensOf(browser)
      const code = codeIn(await browser.ask(authorizeAt(target.ponds))) ?? ''
      const session = browser.cookies.get('session') ?? ''
      await browser.ask('/logout')
      assert.equal((await userinfo(target, String(token))).status, 401)
      assert.equal((await redeem(target, target.ponds, code)).said.error, 'invalid_grant')
      browser.cookies.set('session', session)
      assert.equal(await silently(browser), 'login_required')
    })

    test('signing in again as somebody else is refused, and ends the session', async () => {
      const browser = new Browser(target)
      await signIn(target, browser, victim)
      const { id_token: hint } = await tokensOf(browser)
      const asked = { prompt: 'login', id_token_hint: String(hint) }
      for (let tries = 0; tries < 6; tries++) {
        if (tries === 0) await browser.go(await requestObjectOf(target.ponds, target, asked))
        await browser.send({ email: attacker.email })
      }
      const { searchParams } = new URL(browser.page?.headers.get('location') ?? '', target.url)
      assert.equal(searchParams.get('error'), 'login_required')
      assert.equal(await silently(browser), 'login_required')

      // In a browser where nobody is signed in the page cannot know who it must be. The end does.
      const evil = new Browser(target)
      await evil.go(await requestObjectOf(target.ponds, target, asked))
      await evil.go(`/sign-in/${uidOf(evil)}/enter-email`)
      await evil.send({ email: attacker.email })
      await evil.send({ password: PASSWORD })
      target.pass(30)
      const back = await evil.send({ code: totp(target, attacker.secret) })
      assert.equal(codeIn(back), undefined)
      assert.match(back.headers.get('location') ?? '', /error=login_required/)
    })
  })
})
