import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core'
import { CHROMIUM_ARGUMENTS, findChromium } from '../../tools/chromium.ts'
import { type Site, startSite } from './site.ts'

/** A person's visit, as a test: a fresh browser window on the site, told apart by what `how` says of the reader. */
export type Journey = (name: string, how: BrowserContextOptions, walk: (page: Page) => Promise<void>) => void

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Sets up the browser and the site for one file of journeys. `npm test` starts one site for all of them. */
export function journeys(): Journey {
  let browser: Browser
  let site: Site | undefined
  let url = process.env.FINGERPOST_TEST_SITE ?? ''
  before(async () => {
    const found = await findChromium(console.error)
    if ('why' in found) throw new Error(found.why)
    browser = await chromium.launch({ executablePath: found.path, args: CHROMIUM_ARGUMENTS })
    if (url) return
    site = await startSite()
    url = site.url
  })
  after(async () => {
    await browser?.close()
    await site?.stop()
  })
  return (name, how, walk) => {
    test(name, async () => {
      const context = await browser.newContext({ baseURL: url, locale: 'en-GB', ...how })
      context.setDefaultTimeout(15_000)
      try {
        await walk(await context.newPage())
      } finally {
        await context.close()
      }
    })
  }
}

/** A second reader of the same site, in a window of their own, told apart by what `how` says of them. */
export async function anotherReader(page: Page, how: BrowserContextOptions): Promise<Page> {
  const browser = page.context().browser()
  assert.ok(browser)
  const context = await browser.newContext({
    baseURL: new URL('/', page.url()).href,
    locale: 'en-GB',
    ...how,
  })
  return await context.newPage()
}

/** Opens a page, and refuses one that a reader with a disability would find broken. */
export async function visit(page: Page, path: string): Promise<void> {
  const response = await page.goto(path)
  assert.equal(response?.status(), 200, `${path} answered ${response?.status()}`)
  await readsWell(page)
}

export async function readsWell(page: Page): Promise<void> {
  const faults = await faultsOf(page)
  assert.deepEqual(faults, [], `${page.url()} has faults of accessibility:\n${faults.join('\n')}`)
}

/** What axe finds wrong with the page that is open. The site's policy keeps scripts out of its pages, but not a debugger's. */
export async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const faults: unknown = await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'], runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) =>
      violations.map(({ id, help, nodes }) => id + ': ' + help + ' ' + nodes.slice(0, 3).map(({ html }) => html).join(' ')))`,
  )
  assert.ok(Array.isArray(faults))
  return faults.map(String)
}

/**
 * Clicks on a link's last line. Playwright aims at the first box of a link, which for one that begins with hidden words
 * is a single pixel above those that a person sees.
 */
export async function clickWords(link: Locator): Promise<void> {
  const box = await link.boundingBox()
  assert.ok(box, `${link} is not there to click on`)
  await link.click({ position: { x: 4, y: box.height - 8 } })
}

/** The text of the main part of the page as a person reads it, with runs of white space as one space. */
export async function mainText(page: Page): Promise<string> {
  return (await page.getByRole('main').innerText()).replaceAll(/\s+/g, ' ')
}

/** The line above every page of figures that says which date is shown, and as known when. */
export async function datesShown(page: Page): Promise<string> {
  return await page.getByRole('region', { name: 'Which date is shown' }).getByRole('paragraph').innerText()
}
