/* Every page of the example, in both languages, is read by axe: all of them, not one of each kind. */
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { faultsOf, journeys } from './browser.ts'

const journey = journeys()
/** Each in a window of its own: a page waits for the network as long as for axe. */
const WINDOWS = 2
/** A crawler that finds next to nothing must fail. */
const FEWEST = 900

const reader = { viewport: { width: 1280, height: 900 } }

journey('axe finds no fault on any page of the example', reader, async (page) => {
  const base = new URL('/', (await page.goto('/'))?.url()).origin
  const pages = await pagesOf(base)
  assert.ok(pages.length >= FEWEST, `only ${pages.length} pages were found`)
  const faults: string[] = []
  const windows = [page, ...(await Promise.all(newWindows(page)))]
  await Promise.all(
    windows.map(async (window) => {
      for (let address = pages.pop(); address !== undefined; address = pages.pop())
        faults.push(...(await faultsOn(window, base + address)))
    }),
  )
  assert.deepEqual(faults, [])
})

function newWindows(page: Page): Promise<Page>[] {
  return Array.from({ length: WINDOWS - 1 }, () => page.context().newPage())
}

async function faultsOn(page: Page, address: string): Promise<string[]> {
  await page.goto(address)
  return (await faultsOf(page)).map((fault) => `${address} ${fault}`)
}

/** Every page that a link leads to, without the same pages pinned to a moment, or as files. */
async function pagesOf(base: string): Promise<string[]> {
  const found = new Set(['/'])
  const waiting = ['/']
  for (let address = waiting.pop(); address !== undefined; address = waiting.pop()) {
    const body = await (await fetch(base + address)).text()
    for (const [, href = ''] of body.matchAll(/<a\s[^>]*href="(\/[^"#]*)/g)) {
      const link = href.replaceAll('&amp;', '&')
      if (found.has(link) || /[?&]known=|\.(json|csv|svg|txt)(\?|$)/.test(link) || isCopy(link)) continue
      found.add(link)
      waiting.push(link)
    }
  }
  return [...found]
}

/** The Welsh page of a record has the words of every other: one register's are read, and the others' in English. */
function isCopy(link: string): boolean {
  return /^\/cy\/registers\/services\/records\//.test(link)
}
