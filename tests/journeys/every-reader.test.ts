import assert from 'node:assert/strict'
import { clickWords, journeys, mainText, visit } from './browser.ts'
import { skipToMain, tabTo } from './keyboard.ts'
import { everyKind } from './kinds.ts'

const journey = journeys()
const LEGACY = '/roadmaps/2022-to-2025/commitments/10?on=2024-02-29'

journey(
  'with the keyboard alone a reader skips the header, asks for another date and follows a link',
  {},
  async (page) => {
    await visit(page, LEGACY)
    await skipToMain(page)

    await page.reload()
    await tabTo(page, 'Show another date')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    assert.equal(await page.locator(':focus').getAttribute('name'), 'on')
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type('26 March 2025')
    await page.keyboard.press('Enter')
    await page.waitForURL(/on=2025-03-26/)
    assert.match(await mainText(page), /51 of 72/)
    await tabTo(page, 'Organisations')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/organisations?*')
  },
)

journey('with JavaScript off a reader asks for another date', { javaScriptEnabled: false }, async (page) => {
  await page.goto('/?on=2024-02-29')
  await clickWords(
    page
      .getByRole('main')
      .getByRole('link', { name: /legacy/i })
      .first(),
  )
  await page.waitForURL(/commitments\/10/)
  assert.match(await mainText(page), /44 of 63/)
  await page.getByText('Show another date').click()
  await page.getByLabel('As at').fill('2025-03-26')
  await page.getByRole('button', { name: 'Show' }).click()
  await page.waitForURL(/on=2025-03-26/)
  assert.match(await mainText(page), /51 of 72/)
})

journey(
  'with text twice as large the figure is still there',
  { viewport: { width: 640, height: 640 }, deviceScaleFactor: 2 },
  async (page) => {
    await visit(page, LEGACY)
    assert.match(await mainText(page), /44 of 63/)
  },
)

journey('a page weighs less than 30 KB in at most four requests, all from here', {}, async (page) => {
  const network = await page.context().newCDPSession(page)
  const sizes: Promise<{ url: string; bytes: number }>[] = []
  page.on('requestfinished', (request) => {
    sizes.push(
      request.sizes().then(({ responseBodySize }) => ({ url: request.url(), bytes: responseBodySize })),
    )
  })
  for (const { path } of await everyKind(page)) {
    await network.send('Network.clearBrowserCache')
    sizes.length = 0
    await page.goto(path, { waitUntil: 'networkidle' })
    const answers = await Promise.all(sizes)
    const bytes = answers.reduce((sum, each) => sum + each.bytes, 0)
    const here = new URL(page.url()).origin
    assert.ok(answers.length <= 4, `${path} makes ${answers.length} requests`)
    assert.deepEqual(
      answers.filter(({ url }) => !url.startsWith(here)),
      [],
      `${path} asks elsewhere`,
    )
    assert.ok(bytes > 1000 && bytes < 30_000, `${path} weighs ${bytes} bytes`)
  }
})
