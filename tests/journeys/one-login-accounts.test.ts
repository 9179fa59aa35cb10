import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { Secret, TOTP } from 'otpauth'
import { type Browser, chromium, type Page } from 'playwright-core'
import { CHROMIUM_ARGUMENTS, findChromium } from '../../tools/chromium.ts'
import { readsWell } from './browser.ts'
import { type RunningOneLogin, startOneLogin } from './one-login.ts'

const PASSWORD = 'three-boats-4-sail'

let oneLogin: RunningOneLogin
let browser: Browser
before(async () => {
  const found = await findChromium(console.error)
  if ('why' in found) throw new Error(found.why)
  oneLogin = await startOneLogin()
  browser = await chromium.launch({ executablePath: found.path, args: CHROMIUM_ARGUMENTS })
})
after(async () => {
  await browser?.close()
  await oneLogin?.stop()
})

async function openPage(): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB' })
  context.setDefaultTimeout(20_000)
  return await context.newPage()
}

async function fill(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(fields))
    await page.getByLabel(label, { exact: true }).fill(value)
  await page.getByRole('button', { name: 'Continue' }).click()
}

async function shows(page: Page, heading: string | RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name: heading }).waitFor()
}

/** The code in the newest mail, from the page that shows the example's mails. */
async function codeInTheMail(email: string): Promise<string> {
  const address = `${oneLogin.url}/mail`
  for (let time = 0; time < 100; time += 1) {
    const html = await (await fetch(address)).text()
    const [newest] = html.split('<article>').filter((mail) => mail.includes(email))
    const code = /\b\d{6}\b/.exec(newest ?? '')?.[0]
    if (code !== undefined) return code
    await wait(200)
  }
  assert.fail(`no mail with a code came to ${email}`)
}

/** What an authenticator app would show, `later` seconds from now. */
function appCode(key: string, later = 0): string {
  return new TOTP({ secret: Secret.fromBase32(key) }).generate({ timestamp: Date.now() + later * 1000 })
}

/** From the service through all pages of creating an account, up to the one that sets up the app; its key. */
async function createUpToApp(page: Page, email: string): Promise<string> {
  await page.goto(oneLogin.service)
  await page.getByRole('link', { name: 'Sign in', exact: true }).click()
  await page.getByRole('button', { name: 'Create your One Login' }).click()
  await fill(page, { 'Enter your email address': email })
  await shows(page, 'Check your email')
  await fill(page, { '6 digit security code': await codeInTheMail(email) })
  await fill(page, { Password: PASSWORD, 'Type the password again': PASSWORD })
  await shows(page, 'Set up an authenticator app')
  await page.getByText('I cannot scan the QR code').click()
  return await page.locator('.fp-key').innerText()
}

test('a newcomer creates an account, signs out, and signs in again with both factors', async () => {
  const page = await openPage()
  const key = await createUpToApp(page, 'newcomer@harbourton.example')
  await readsWell(page)
  await fill(page, { '6 digit security code from the app': appCode(key) })
  await shows(page, 'You’ve created your One Login')
  await page.getByRole('button', { name: 'Continue' }).click()
  await shows(page, 'You are signed in')
  await page.getByText('With a password and a second factor (Cl.Cm)').waitFor()

  await page.getByRole('button', { name: 'Sign out' }).click()
  await shows(page, /signed out/i)
  await page.goto(oneLogin.service)
  await page.getByRole('link', { name: 'sign in with a password only' }).click()
  await page.getByRole('button', { name: 'Sign in' }).click()
  await fill(page, { 'Email address': 'newcomer@harbourton.example' })
  await fill(page, { Password: PASSWORD })
  await page.getByText('With a password (Cl)').waitFor()
  await page.getByRole('link', { name: 'Step up to a second factor' }).click()
  // The step of the first code is spent; the next one is accepted a little early.
  await fill(page, { '6 digit security code': appCode(key, 60) })
  await page.getByText('With a password and a second factor (Cl.Cm)').waitFor()

  await page.goto(`${oneLogin.url}/your-account`)
  await shows(page, 'Your account')
  await page.getByText('newcomer@harbourton.example').waitFor()
})

test('a power cut in the middle of a journey costs nothing that was done', async () => {
  const page = await openPage()
  const key = await createUpToApp(page, 'power-cut@harbourton.example')
  await oneLogin.kill()
  await oneLogin.start()
  await page.reload()
  await shows(page, 'Set up an authenticator app')
  assert.equal(await page.locator('.fp-key').textContent(), key, 'the key that the app has already')
  await fill(page, { '6 digit security code from the app': appCode(key) })
  await shows(page, 'You’ve created your One Login')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.waitForURL(`${oneLogin.service}/**`)
  // The example keeps what it asked for in its memory, which went with the power; the session stayed.
  await page.goto(oneLogin.service)
  await page.getByRole('link', { name: 'Sign in', exact: true }).click()
  await shows(page, 'You are signed in')
})
