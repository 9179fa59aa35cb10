import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { journeys, mainText, visit } from './browser.ts'

const journey = journeys()
const PAGES = [
  '/',
  '/roadmaps/2022-to-2025',
  '/accessibility',
  '/organisations',
  '/organisations/ministry-of-defence?on=2024-02-29',
  ...[1, 2, 7, 10, 16, 18, 24].map((number) => `/roadmaps/2022-to-2025/commitments/${number}?on=2024-02-29`),
]
const LEGACY = '/roadmaps/2022-to-2025/commitments/10?on=2024-02-29'

journey('with the keyboard alone: skip the header, open the dates, follow a link', {}, async (page) => {
  await visit(page, LEGACY)
  await page.keyboard.press('Tab')
  assert.equal(await focused(page), 'Skip to main content')
  await page.keyboard.press('Enter')
  assert.equal(await page.locator(':focus').getAttribute('id'), 'main')

  await visit(page, LEGACY)
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
})

journey('every stop of the keyboard can be seen', {}, async (page) => {
  await visit(page, LEGACY)
  for (let stop = 0; stop < 25; stop += 1) {
    await page.keyboard.press('Tab')
    const unseen = await page.evaluate<string>(UNSEEN_FOCUS)
    assert.equal(unseen, '', `focus does not show on ${unseen}`)
  }
})

journey('with JavaScript off', { javaScriptEnabled: false }, async (page) => {
  await page.goto('/?on=2024-02-29')
  await page
    .getByRole('main')
    .getByRole('link', { name: /legacy/i })
    .first()
    .click()
  await page.waitForURL(/commitments\/10/)
  assert.match(await mainText(page), /44 of 63/)
  await page.getByText('Show another date').click()
  await page.getByLabel('As at').fill('2025-03-26')
  await page.getByRole('button', { name: 'Show' }).click()
  await page.waitForURL(/on=2025-03-26/)
  assert.match(await mainText(page), /51 of 72/)
})

journey(
  'on a screen 320 pixels wide nothing is cut off',
  { viewport: { width: 320, height: 640 } },
  async (page) => {
    for (const path of PAGES) {
      await visit(page, path)
      const [content = 0, window = 0] = await page.evaluate<number[]>(
        '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
      )
      assert.ok(content <= window, `${path} is ${content} pixels wide in a window of ${window}`)
    }
  },
)

journey('in forced colours words, links and borders stay', { forcedColors: 'active' }, async (page) => {
  for (const path of PAGES) {
    await visit(page, path)
    assert.ok((await mainText(page)).length > 100, `${path} shows little`)
  }
})

journey(
  'with text twice as large',
  { viewport: { width: 640, height: 640 }, deviceScaleFactor: 2 },
  async (page) => {
    await visit(page, LEGACY)
    assert.match(await mainText(page), /44 of 63/)
  },
)

journey('each page has one heading of its own, a title, and reads well', {}, async (page) => {
  const titles = new Set<string>()
  for (const path of PAGES) {
    await visit(page, path)
    assert.equal(
      await page.getByRole('heading', { level: 1 }).count(),
      1,
      `${path} needs one heading of level 1`,
    )
    titles.add(await page.title())
  }
  assert.equal(titles.size, PAGES.length, `titles should differ: ${[...titles].join(' | ')}`)
})

journey('a page weighs less than 30 KB in at most four requests, all from here', {}, async (page) => {
  const network = await page.context().newCDPSession(page)
  const sizes: Promise<{ url: string; bytes: number }>[] = []
  page.on('requestfinished', (request) => {
    sizes.push(
      request.sizes().then(({ responseBodySize }) => ({ url: request.url(), bytes: responseBodySize })),
    )
  })
  for (const path of PAGES) {
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

// Text, because it runs in the browser, whose types are not ours.
const UNSEEN_FOCUS = `(() => {
  const element = document.activeElement
  if (!element || element === document.body) return ''
  const { outlineStyle, boxShadow, backgroundColor } = getComputedStyle(element)
  const seen = outlineStyle !== 'none' || boxShadow !== 'none' || backgroundColor !== 'rgba(0, 0, 0, 0)'
  return seen ? '' : element.outerHTML.slice(0, 200)
})()`

async function focused(page: Page): Promise<string> {
  const focus = page.locator(':focus')
  return (await focus.count()) ? (await focus.innerText()).trim() : ''
}

async function tabTo(page: Page, words: string): Promise<void> {
  for (let stop = 0; stop < 60; stop += 1) {
    if ((await focused(page)) === words) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`the keyboard does not reach "${words}"`)
}
