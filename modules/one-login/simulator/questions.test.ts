import assert from 'node:assert/strict'
import { beforeEach, suite, test } from 'node:test'
import { type Browser, openBrowser } from '../protocol/browser.testing.ts'
import { CLAIM, onSimulator, REDIRECT, readJwt } from './testing.ts'

const ASKED = new URLSearchParams({
  client_id: 'fishing-licences',
  redirect_uri: REDIRECT,
  response_type: 'code',
  scope: 'openid email phone',
  state: 'a-state',
  nonce: 'a-nonce',
  vtr: '["Cl.Cm.P2"]',
  claims: JSON.stringify({ userinfo: { [`${CLAIM}/coreIdentityJWT`]: null, [`${CLAIM}/address`]: null } }),
})

onSimulator({ INTERACTIVE_MODE: 'true' }, (simulator) => {
  suite('In the interactive mode', () => {
    beforeEach(async () => await simulator().reset())

    async function question(): Promise<{ browser: Browser; address: string; html: string }> {
      const browser = openBrowser(simulator().url)
      const first = await browser.get(`/authorize?${ASKED}`)
      const address = first.location ?? ''
      assert.match(address, /^\/sign-in\//)
      const page = await browser.get(address)
      assert.equal(page.status, 200, page.body)
      return { browser, address, html: page.body }
    }

    async function answered(
      { browser, address, html }: Awaited<ReturnType<typeof question>>,
      fields: Record<string, string>,
    ) {
      const token = /name="form-token" value="([^"]+)"/.exec(html)?.[1] ?? ''
      const cookie = [...browser.cookies]
        .map(([key, { value }]) => `${key.split(' ')[0]}=${value}`)
        .join('; ')
      return await simulator().post(address, new URLSearchParams({ 'form-token': token, ...fields }), {
        cookie,
      })
    }

    async function tokensAfter(asked: Awaited<ReturnType<typeof question>>, fields: Record<string, string>) {
      const answer = await answered(asked, fields)
      // The page of going back: it may be no redirect, since browsers hold redirects against the policy of forms.
      const onward = asked.address.replace('/sign-in/', '/authorize/')
      assert.ok(answer.status === 200 || answer.location === onward, answer.text)
      const { location } = await asked.browser.follow(onward)
      const code = new URL(location ?? '').searchParams.get('code') ?? ''
      const { json } = await simulator().post('/token', simulator().form(code))
      const userinfo = await simulator().userinfo(String(json?.access_token))
      return { idToken: readJwt(String(json?.id_token)), userinfo: userinfo.json ?? {} }
    }

    test('a page asks who is signing in, filled in with what is configured', async () => {
      const { html } = await question()
      for (const id of [
        'sub',
        'email',
        'email-verified',
        'phone-number',
        'phone-number-verified',
        'max-loc-achieved',
        'core-identity-vc',
        'passport-details',
        'driving-permit-details',
        'postal-address-details',
        'return-codes',
      ])
        assert.match(html, new RegExp(`data-testid="${id}"`), id)
      assert.match(html, /value="test@example.com"/)
      assert.match(html, /GEOFFREY/)
    })

    test('the service is told what was entered, and each journey has its own', async () => {
      const [one, other] = [await question(), await question()]
      const mine = await tokensAfter(one, {
        sub: 'somebody',
        email: 'office@harbourton.example',
        emailVerified: 'false',
        maxLoCAchieved: 'P3',
        coreIdentityVerifiableCredentials:
          '{"type":["VerifiableCredential"],"credentialSubject":{"any":"thing"}}',
        postalAddressDetails: '',
      })
      const theirs = await tokensAfter(other, { sub: 'somebody else' })
      assert.equal(mine.idToken.claims.sub, 'somebody')
      assert.equal(theirs.idToken.claims.sub, 'somebody else')
      const { [`${CLAIM}/coreIdentityJWT`]: core, ...told } = mine.userinfo
      assert.deepEqual(told, {
        sub: 'somebody',
        email: 'office@harbourton.example',
        email_verified: false,
        phone_number: '07123456789',
        phone_number_verified: true,
      })
      const { claims } = readJwt(String(core))
      assert.deepEqual([claims.sub, claims.vot], ['somebody', 'P3'])
      assert.deepEqual(claims.vc, { type: ['VerifiableCredential'], credentialSubject: { any: 'thing' } })
      assert.equal(theirs.userinfo.email, 'test@example.com')
      assert.ok(theirs.userinfo[`${CLAIM}/address`])
    })

    test('what cannot be read is asked again, with what was entered', async () => {
      const asked = await question()
      const answer = await answered(asked, { sub: 'somebody', passportDetails: '[{', maxLoCAchieved: 'P9' })
      assert.equal(answer.status, 422)
      assert.match(answer.text, /href="#passportDetails"/)
      assert.match(answer.text, /value="somebody"/)
      const level = await answered(asked, { maxLoCAchieved: 'P9' })
      assert.match(level.text, /href="#maxLoCAchieved"/)
    })

    test('a form that did not come from the page is refused', async () => {
      const asked = await question()
      const answer = await answered({ ...asked, html: '' }, { sub: 'somebody' })
      assert.equal(answer.status, 403)
    })

    test('the page is there in Welsh, and in nobody else’s browser', async () => {
      const { browser, address } = await question()
      assert.match((await browser.get(`/cy${address}`)).body, /lang="cy"/)
      assert.equal((await simulator().get(address)).status, 410)
    })

    test('errors are answered without a question', async () => {
      await simulator().configure({ errorConfiguration: { authoriseErrors: ['ACCESS_DENIED'] } })
      assert.match((await simulator().authorize()).location, /error=access_denied/)
    })
  })
})
