import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type Browser, chromium } from 'playwright-core'
import { placeClient } from '#one-login'
import { mailToFolder } from '#platform/mail'
import { eachDatabase } from '../../platform/database/testing.ts'
import { CHROMIUM_ARGUMENTS, findChromium } from '../../tools/chromium.ts'
import { Browser as Fetching } from '../one-login/attacks/browser.testing.ts'
import { newAddress, PASSWORD, type Person, signUp } from '../one-login/attacks/people.testing.ts'
import { authorizeAt, redeem, requestObjectOf } from '../one-login/attacks/services.testing.ts'
import { type Service, startTarget, type Target } from '../one-login/attacks/testing.ts'
import { intervene, readAccount, readOperations, readRegistry } from './one-login-desks.testing.ts'
import { inEnglish, type Provider, Reader } from './one-login-reader.testing.ts'
import { type Outside, startOutside } from './outside.testing.ts'

const NEW_PASSWORD = 'three-boats-4-sail'
const WRONG_CODE = '000000'

/** Routes that show no page, and why. */
const NO_PAGES: Record<string, RegExp> = {
  'files of pages': /^\/assets\//,
  'for programs': /^\/(health|robots\.txt|api\/|statistics\/|\.well-known\/|userinfo|trustmark)/,
  'sends the browser on': /^\/(your-account\/return|registry\/sign-in|operators\/sign-in|authorize\/:uid)$/,
}

eachDatabase((kind, open) => {
  // What a browser shows does not depend on the database.
  if (kind !== 'pglite') return
  let browser: Browser
  let outside: Outside
  let provider: Provider
  let target: Target
  let moorings: Service
  const mails = mkdtempSync(join(tmpdir(), 'one-login-mails-'))

  before(async () => {
    const found = await findChromium(console.error)
    if ('why' in found) throw new Error(found.why)
    outside = await startOutside('operator-1')
    target = await startTarget(open, undefined, undefined, { staff: outside.url, mails })
    moorings = await placeMoorings()
    provider = { target, moorings, read: new Set() }
    browser = await chromium.launch({ executablePath: found.path, args: CHROMIUM_ARGUMENTS })
  })
  after(async () => {
    await browser?.close()
    await target?.close()
    outside?.close()
    rmSync(mails, { recursive: true, force: true })
  })

  async function placeMoorings(): Promise<Service> {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString()
    const redirectUrl = `${outside.url}/back`
    const settings = {
      clientName: 'Moorings',
      redirectUrls: [redirectUrl],
      publicKey: pem,
      pkceEnforced: false,
      clientLoCs: ['P0', 'P2'] as const,
      identityVerificationSupported: true,
    }
    const team = { teamId: 'moorings', name: 'Moorings' }
    const placed = await placeClient(target.base, { clientId: 'moorings', settings }, team)
    assert.ok(placed.ok)
    return { clientId: 'moorings', redirectUrl, key: privateKey, publicKey: pem }
  }

  function walk(name: string, locales: ('en' | 'cy')[], steps: (reader: Reader) => Promise<void>): void {
    for (const locale of locales) {
      test(`${name}, ${locale}`, { timeout: 60_000 }, async () => {
        const context = await browser.newContext({ locale: 'en-GB' })
        context.setDefaultTimeout(10_000)
        const reader = await Reader.open(context, provider, locale)
        try {
          await steps(reader)
        } catch (error) {
          throw new Error(`at ${reader.page.url()}`, { cause: error })
        } finally {
          await context.close()
        }
        assert.deepEqual(reader.faults, [])
      })
    }
  }

  const somebody = (email?: string): Promise<Person> => signUp(target, new Fetching(target), email)

  walk('pages for anybody', ['en', 'cy'], async (reader) => {
    await mailToFolder(mails, Date.now).deliver({
      to: 'registry@harbourton.example',
      subject: 'A mail',
      body: 'It says this.\n\nAnd this.',
      reference: 'one',
    })
    const about = ['', 'accessibility', 'cookies', 'privacy', 'support', 'terms']
    for (const page of [...about, 'mail', 'no-such-page']) await reader.goRead(`/${page}`)
    const problem = '?error_description=unable+to+validate+id_token_hint'
    for (const page of ['', problem]) await reader.goRead(`/signed-out${page}`)
    for (const page of ['your-account/signed-out', 'your-account/cannot-change'])
      await reader.goRead(`/${page}`)
    for (const desk of ['registry', 'operators'])
      for (const page of ['signed-out', 'sign-in/return']) await reader.goRead(`/${desk}/${page}`)
    for (const page of ['sign-in', 'prove-identity']) await reader.goRead(`/${page}/${'x'.repeat(22)}`)
  })

  walk('requests that cannot be used', ['en'], async (reader) => {
    await reader.goRead('/authorize')
    await reader.goRead('/authorize?client_id=nobody&response_type=code&scope=openid')
    await reader.goRead(authorizeAt({ ...moorings, redirectUrl: 'https://elsewhere.example/' }))
    await reader.goRead(`/logout?state=${'x'.repeat(2100)}`)
    await reader.authorize()
    await reader.step('create-email')
    await reader.page.context().clearCookies()
    await reader.send({ email: newAddress() })
    await reader.read()
  })

  walk('creating an account', ['en', 'cy'], async (reader) => {
    const email = newAddress()
    await reader.authorize()
    await reader.read()
    await reader.step('create-email')
    await reader.read('create-email')
    await reader.wrong()
    await reader.wrong({ email: 'nobody' })
    await reader.send({ email })
    await reader.read('check-email')
    await reader.wrong()
    await reader.wrong({ code: WRONG_CODE })
    await reader.sendUntil('resend-code', { code: WRONG_CODE })
    await reader.read('resend-code')
    await reader.step('resend-code')
    await reader.read('resend-code')
    await reader.send()
    await reader.send({ code: await reader.mailed(email) })
    await reader.read('create-password')
    await reader.wrong()
    await reader.wrong({ password: 'short', again: 'short' })
    await reader.wrong({ password: NEW_PASSWORD, again: 'another' })
    await reader.send({ password: NEW_PASSWORD, again: NEW_PASSWORD })
    await reader.page.locator('summary').click()
    await reader.read('set-up-app')
    await reader.wrong()
    await reader.wrong({ code: WRONG_CODE })
    await reader.page.locator('summary').click()
    const secret = (await reader.page.locator('.fp-key').innerText()).replaceAll(' ', '')
    await reader.step('check-email')
    await reader.read('check-email')
    await reader.step('set-up-app')
    await reader.send({ code: reader.codeOf({ email, secret }) })
    await reader.read('created')
    // The page that leaves by itself stays where the way on is cut off.
    await reader.page.route(/\/sign-in\/[\w-]+$/, (route) => route.abort('aborted'))
    await reader.send()
    await reader.read('back-to-service')
    await reader.page.unrouteAll()
    await reader.page.locator('main a').click()
    await reader.atService()
  })

  walk('signing in', ['en', 'cy'], async (reader) => {
    const person = await somebody()
    await reader.authorize({ vtr: '["Cl"]' })
    await reader.step('enter-email')
    await reader.read('enter-email')
    await reader.wrong()
    await reader.send({ email: person.email })
    await reader.read('enter-password')
    await reader.wrong()
    await reader.wrong({ password: 'wrong' })
    await reader.send({ password: PASSWORD })
    await reader.atService()
    await reader.authorize()
    await reader.read('enter-code')
    await reader.step('lost-app')
    await reader.read('lost-app')
    await reader.step('enter-code')
    await reader.wrong()
    await reader.wrong({ code: WRONG_CODE })
    await reader.send({ code: reader.codeOf(person) })
    const code = (await reader.atService()).searchParams.get('code') ?? ''
    const { id_token: hint } = (await redeem(target, moorings, code)).said
    await reader.page.goto(
      target.url +
        (await requestObjectOf(moorings, target, {
          prompt: 'login',
          id_token_hint: hint,
          ui_locales: reader.locale,
        })),
    )
    await reader.read('enter-email')
    await reader.wrong({ email: newAddress() })
    await reader.send({ email: person.email })
    await reader.read('enter-password')
    await reader.wrong({ password: 'wrong' })
    await reader.send({ password: PASSWORD })
    await reader.read('enter-code')
    await reader.wrong({ code: WRONG_CODE })
  })

  walk('tried too often', ['en'], async (reader) => {
    const [one, other] = [await somebody(), await somebody()]
    await reader.authorize()
    await reader.enter(one.email, 'wrong')
    await reader.sendUntil('locked', { password: 'wrong' })
    await reader.read('locked')
    await reader.enter(one.email)
    await reader.read('locked')
    await reader.enter(other.email)
    await reader.sendUntil('locked', { code: WRONG_CODE })
    await reader.read('locked')
    await reader.step('create-email')
    await reader.send({ email: newAddress() })
    for (let sent = 0; sent < 8 && !reader.page.url().endsWith('/locked'); sent += 1) {
      await reader.step('resend-code')
      await reader.send()
    }
    await reader.read('locked')
  })

  walk('a forgotten password', ['en'], async (reader) => {
    const person = await somebody()
    await reader.authorize()
    await reader.step('enter-email')
    await reader.send({ email: person.email })
    await reader.step('forgotten-password')
    await reader.read('forgotten-password')
    await reader.send()
    await reader.read('reset-code')
    await reader.wrong()
    await reader.wrong({ code: WRONG_CODE })
    await reader.send({ code: await reader.mailed(person.email) })
    await reader.read('reset-app-code')
    await reader.wrong()
    await reader.send({ code: reader.codeOf(person) })
    await reader.read('new-password')
    await reader.wrong()
    await reader.wrong({ password: 'short', again: 'short' })
    await reader.send({ password: NEW_PASSWORD, again: NEW_PASSWORD })
    await reader.atService()
  })

  walk('your account', ['en', 'cy'], async (reader) => {
    const person = await somebody()
    await reader.signIn(person)
    await readAccount(reader, person)
  })

  walk('terms that changed, and proving who one is', ['en'], async (reader) => {
    const person = await somebody()
    await target.base.store.as('accounts', {}, (tx) =>
      tx.updateTable('one_login.account').set({ accepted_terms: 'old' }).execute(),
    )
    await reader.authorize({ vtr: '["Cl.Cm.P2"]' })
    await reader.enter(person.email)
    await reader.send({ code: reader.codeOf(person) })
    await reader.read('terms')
    const loaded = reader.page.waitForEvent('load')
    // With neither of its buttons.
    await reader.page.evaluate('document.querySelector("main form").submit()')
    await loaded
    await reader.readErrors()
    await reader.send()
    await reader.page.waitForURL('**/prove-identity/*')
    await reader.read()
    await reader.wrong()
  })

  walk('desks', ['en', 'cy'], async (reader) => {
    const { page } = reader
    const other = await browser.newContext({ locale: 'en-GB' })
    const guest = await Reader.open(other, provider, reader.locale)
    await reader.signIn(await somebody())
    const service = await readRegistry(reader, guest, await somebody(), moorings.publicKey)
    await readOperations(reader, service)
    for (const [intervention, shown] of [
      ['suspend', 'suspended'],
      ['block', 'blocked'],
      ['force-reset', 'must-reset'],
    ] as const) {
      const person = await somebody()
      await intervene(reader, person, intervention)
      await other.clearCookies()
      await guest.authorize()
      await guest.enter(person.email)
      if (!guest.page.url().endsWith(shown)) await guest.send({ code: guest.codeOf(person) })
      await guest.read(shown)
    }
    await other.clearCookies()
    await guest.signIn(await somebody(`office-${reader.locale}@elsewhere.example`))
    await guest.goRead('/registry')
    await guest.page.goto(target.url + testedAt(service))
    await guest.read('being-tested')
    assert.deepEqual(guest.faults, [])
    await other.close()
    await page.context().clearCookies()
    outside.signIn('somebody')
    await reader.goRead('/operators')
    outside.signIn('operator-1')
  })

  test('every page that there is has been read', () => {
    const pages = [...new Set(target.routes.filter(({ method }) => method === 'GET').map(({ url }) => url))]
    const skipped = (url: string) => Object.values(NO_PAGES).some((form) => form.test(url))
    const missed = new Set(pages.filter((url) => !url.startsWith('/cy') && !skipped(url)))
    for (const path of provider.read) missed.delete(routeOf(inEnglish(path), pages))
    assert.deepEqual([...missed], [])
  })
})

/** The route that answers an address: the one with the fewest parameters. */
function routeOf(path: string, routes: readonly string[]): string {
  const fits = routes.filter((route) => new RegExp(`^${route.replaceAll(/:\w+/g, '[^/]+')}$`).test(path))
  const parameters = (route: string) => route.split(':').length
  return fits.toSorted((a, b) => parameters(a) - parameters(b))[0] ?? ''
}

/** Where a service that a team has just registered sends a browser. */
function testedAt(service: string): string {
  const redirectUrl = 'https://ponds.harbourton.example/back'
  const challenge = { code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' }
  return authorizeAt({ clientId: service.split('/').at(-1) ?? '', redirectUrl }, challenge)
}
