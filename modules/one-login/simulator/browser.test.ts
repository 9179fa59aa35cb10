import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { readsWell } from '../../../tests/journeys/browser.ts'
import { CHROMIUM_ARGUMENTS, findChromium } from '../../../tools/chromium.ts'
import { CLIENT, onSimulator } from './testing.ts'

onSimulator({ INTERACTIVE_MODE: 'true' }, (simulator) => {
  let browser: Browser
  const service = createServer((_request, response) => void response.end('Back at the service'))
  let redirect = ''

  before(async () => {
    const found = await findChromium(() => {})
    if ('why' in found) throw new Error(found.why)
    browser = await chromium.launch({ executablePath: found.path, args: CHROMIUM_ARGUMENTS })
    service.listen(0, 'localhost')
    await once(service, 'listening')
    const address = service.address()
    assert.ok(address && typeof address === 'object')
    redirect = `http://localhost:${address.port}/signed-in`
  })
  after(async () => {
    await browser?.close()
    service.close()
  })

  /** The page that asks, in a window of its own. */
  async function asking(how: BrowserContextOptions, walk: (page: Page) => Promise<void>): Promise<void> {
    await simulator().reset({ clientConfiguration: { redirectUrls: [redirect] } })
    const asked = { client_id: CLIENT, redirect_uri: redirect, response_type: 'code', scope: 'openid' }
    const query = new URLSearchParams({ ...asked, state: 'a-state', nonce: 'a-nonce' })
    const context = await browser.newContext({ locale: 'en-GB', ...how })
    context.setDefaultTimeout(15_000)
    try {
      const page = await context.newPage()
      await page.goto(`${simulator().url}/authorize?${query}`)
      await page.getByRole('heading', { level: 1, name: 'Who is signing in?' }).waitFor()
      await walk(page)
    } finally {
      await context.close()
    }
  }

  test('somebody says who they are, without scripts, and goes on to the service', async () => {
    await asking({ javaScriptEnabled: false }, async (page) => {
      await page.getByTestId('email').fill('office@harbourton.example')
      await page.getByTestId('email-verified').selectOption('false')
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByText('Back at the service').waitFor()
      const back = new URL(page.url())
      assert.equal(back.origin + back.pathname, redirect)
      assert.equal(back.searchParams.get('state'), 'a-state')
      assert.ok(back.searchParams.get('code'))
    })
  })

  test('the page that asks reads well and fits a telephone, with mistakes too', async () => {
    await asking({ viewport: { width: 320, height: 640 } }, async (page) => {
      await readsWell(page)
      assert.ok(Number(await page.evaluate('document.documentElement.scrollWidth')) <= 320)
      await page.getByTestId('passport-details').fill('[{')
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByRole('link', { name: /passportDetails/ }).waitFor()
      await readsWell(page)
    })
  })
})
