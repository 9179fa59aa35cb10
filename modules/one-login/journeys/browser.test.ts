import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { readsWell } from '../../../tests/journeys/browser.ts'
import { skipToMain, tabTo } from '../../../tests/journeys/keyboard.ts'
import { CHROMIUM_ARGUMENTS, findChromium } from '../../../tools/chromium.ts'
import { makeAccount, nextCode, PASSWORD, secretIn } from '../accounts/testing.ts'
import { codeAt } from '../authenticators/rules.ts'
import { startWholeProvider, type WholeProvider } from './provider.testing.ts'

const WITHOUT_SCRIPTS: BrowserContextOptions = { javaScriptEnabled: false }
const NARROW: BrowserContextOptions = { viewport: { width: 320, height: 640 } }
const NEW_PASSWORD = 'three-boats-4-sail'

// What a browser shows does not depend on the database: the tests of routes go through the same pages on both.
eachDatabase((kind, open) => {
  if (kind !== 'pglite') return
  let browser: Browser
  let world: WholeProvider
  before(async () => {
    const found = await findChromium(() => {})
    if ('why' in found) throw new Error(found.why)
    browser = await chromium.launch({ executablePath: found.path, args: CHROMIUM_ARGUMENTS })
    world = await startWholeProvider(open)
  })
  after(async () => {
    await browser?.close()
    await world?.close()
  })

  function journey(name: string, how: BrowserContextOptions, walk: (page: Page) => Promise<void>): void {
    test(name, async () => {
      const context = await browser.newContext({ locale: 'en-GB', ...how })
      context.setDefaultTimeout(15_000)
      const page = await context.newPage()
      try {
        await walk(page)
      } catch (error) {
        throw new Error(`at ${page.url()}`, { cause: error })
      } finally {
        await context.close()
      }
    })
  }

  /** Fills fields by their labels and sends the form. */
  async function fill(page: Page, fields: Record<string, string>, button = 'Continue'): Promise<void> {
    for (const [label, value] of Object.entries(fields))
      await page.getByLabel(label, { exact: true }).fill(value)
    await page.getByRole('button', { name: button }).click()
  }

  async function shows(page: Page, heading: string | RegExp): Promise<void> {
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
  }

  async function fits(page: Page): Promise<void> {
    assert.ok(Number(await page.evaluate('document.documentElement.scrollWidth')) <= 320, page.url())
  }

  journey(
    'without scripts: an account is created, and the service gets its code',
    WITHOUT_SCRIPTS,
    async (page) => {
      const email = 'first-office@harbourton.example'
      await page.goto(world.authorize())
      await page.getByRole('button', { name: 'Create your One Login' }).click()
      await fill(page, { 'Enter your email address': email })
      await shows(page, 'Check your email')
      await fill(page, { '6 digit security code': (await world.started.codeTo(email)) ?? '' })
      await fill(page, { Password: NEW_PASSWORD, 'Type the password again': NEW_PASSWORD })
      await page.getByText('I cannot scan the QR code').click()
      const secret = secretIn(`otpauth://totp/x?secret=${await page.locator('.fp-key').textContent()}`)
      await fill(page, { '6 digit security code from the app': codeAt(secret, world.started.clock.now) })
      await shows(page, 'You’ve created your One Login')
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByText('It brought a code.').waitFor()

      await page.goBack()
      await shows(page, 'Sorry, the page has expired')
      await page.goto(world.authorize())
      await page.getByText('It brought a code.').waitFor()
    },
  )

  journey('with the keyboard alone: signing in, and stepping up later', {}, async (page) => {
    const person = await makeAccount(world.started)
    await page.goto(world.authorize({ vtr: '["Cl"]' }))
    await skipToMain(page)
    await tabTo(page, 'Sign in')
    await page.keyboard.press('Enter')
    await shows(page, /Enter your email address/)
    await tabTo(page, 'Email address')
    await page.keyboard.type(person.email)
    await page.keyboard.press('Enter')
    await shows(page, 'Enter your password')
    await tabTo(page, 'Password')
    await page.keyboard.type(PASSWORD)
    await tabTo(page, 'Continue')
    await page.keyboard.press('Enter')
    await page.getByText('It brought a code.').waitFor()

    await page.goto(world.authorize({ vtr: '["Cl.Cm"]' }))
    await shows(page, /6 digit security code/)
    await tabTo(page, /^6 digit security code/)
    await page.keyboard.type(nextCode(world.started, person.secret))
    await page.keyboard.press('Enter')
    await page.getByText('It brought a code.').waitFor()
  })

  journey('every page of creating an account reads well, and fits a narrow screen', NARROW, async (page) => {
    const email = 'second-office@harbourton.example'
    const check = async (heading: string | RegExp) => {
      await shows(page, heading)
      await readsWell(page)
      await fits(page)
    }
    await page.goto(world.authorize({ ui_locales: 'en' }))
    await check('Create your One Login or sign in')
    await page.getByRole('button', { name: 'Create your One Login' }).click()
    await check('Enter your email address')
    await fill(page, {})
    await page.getByRole('link', { name: 'Enter your email address' }).click()
    assert.equal(await page.evaluate('document.activeElement.id'), 'email')
    assert.match(await page.title(), /^Error: /)
    await check('Enter your email address')
    await fill(page, { 'Enter your email address': email })
    await check('Check your email')
    await page.getByRole('link', { name: 'Get a new code' }).click()
    await check('Get a new security code')
    await page.getByRole('button', { name: 'Send the code' }).click()
    await fill(page, { '6 digit security code': (await world.started.codeTo(email)) ?? '' })
    await check('Create your password')
    await fill(page, { Password: 'short', 'Type the password again': 'short' })
    await check('Create your password')
    await fill(page, { Password: NEW_PASSWORD, 'Type the password again': NEW_PASSWORD })
    await check('Set up an authenticator app')
    await page.getByText('I cannot scan the QR code').click()
    const secret = secretIn(`otpauth://totp/x?secret=${await page.locator('.fp-key').textContent()}`)
    await check('Set up an authenticator app')
    await page.getByRole('link', { name: 'Cymraeg' }).click()
    await check('Gosod ap dilysu')
    await page.getByRole('link', { name: 'English' }).click()
    await fill(page, { '6 digit security code from the app': codeAt(secret, world.started.clock.now) })
    await check('You’ve created your One Login')
  })

  journey('every other page reads well, and fits a narrow screen', NARROW, async (page) => {
    const person = await makeAccount(world.started)
    const check = async (heading: string | RegExp) => {
      await shows(page, heading)
      await readsWell(page)
      await fits(page)
    }
    await page.goto(world.authorize({ ui_locales: 'cy' }))
    await check('Creu eich One Login neu fewngofnodi')
    await page.getByRole('link', { name: 'English' }).click()
    await page.getByRole('button', { name: 'Sign in' }).click()
    await fill(page, { 'Email address': person.email })
    await check('Enter your password')
    for (let time = 0; time < 5; time++) await fill(page, { Password: 'wrong-password-1' })
    await check('Enter your password')
    await fill(page, { Password: 'wrong-password-1' })
    await check('You entered the wrong password too many times')
    await page.getByRole('link', { name: 'Reset your password' }).click()
    await check('Reset your password')
    await page.getByRole('button', { name: 'Send the code' }).click()
    await check('Check your email')
    await fill(page, { '6 digit security code': (await world.started.codeTo(person.email)) ?? '' })
    await check(/6 digit security code/)
    await page.getByRole('link', { name: 'I do not have my authenticator app any more' }).click()
    await check('You cannot change this yet')
    await page.getByRole('link', { name: 'Go back' }).click()
    await fill(page, { '6 digit security code': nextCode(world.started, person.secret) })
    await check('Choose a new password')
    await fill(page, { Password: NEW_PASSWORD, 'Type the password again': NEW_PASSWORD })
    await page.getByText('It brought a code.').waitFor()

    await page.goto(`${world.url}/your-account`)
    await check('Your account')
    await page.getByRole('link', { name: 'Change email address' }).click()
    await check('Enter your password to confirm that it is you')
    await fill(page, { Password: NEW_PASSWORD })
    await check(/6 digit security code/)
    await fill(page, { '6 digit security code': nextCode(world.started, person.secret) })
    await check('Change your email address')
    await fill(page, { 'New email address': `new-${person.email}` })
    await check('Check your email')
    await page.goto(`${world.url}/your-account/change-password`)
    await check('Change your password')
    await page.goto(`${world.url}/your-account`)
    await page.getByRole('link', { name: 'Change authenticator app' }).click()
    await check('Change your authenticator app')
    await fill(page, { '6 digit security code from the app': '000000' })
    await check('Change your authenticator app')
    await page.getByText('I cannot scan the QR code').click()
    const newer = secretIn(`otpauth://totp/x?secret=${await page.locator('.fp-key').textContent()}`)
    await check('Change your authenticator app')
    await fill(page, { '6 digit security code from the app': nextCode(world.started, newer) })
    await check('Your account')
    await page.getByText('You’ve changed your authenticator app.').waitFor()
    await page.goto(`${world.url}/your-account/sign-out-everywhere`)
    await check('Sign out of everything')
    await page.getByRole('button', { name: 'Sign out of everything' }).click()
    await check('You have signed out of everything')
    await page.goto(`${world.url}/your-account`)
    await check('Create your One Login or sign in')
    await page.goto(world.authorize({ prompt: 'none' }))
    await page.getByText('It brought login_required.').waitFor()
    for (const about of ['', 'accessibility', 'cookies', 'privacy', 'terms', 'support']) {
      await page.goto(`${world.url}/${about}`)
      await readsWell(page)
      await fits(page)
    }
  })
})
