/*
 * Every page of the example, in both languages, is read by axe: all of them, not one of each kind. Only the pages of
 * records are told apart by how they are built: there are many, and those built alike differ in nothing that axe reads.
 */
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
  const { found, pages } = await pagesOf(base)
  assert.ok(found >= FEWEST, `only ${found} pages were found`)
  assert.ok(pages.length >= FEWEST / 2, `only ${pages.length} pages of ${found} were to be read`)
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
async function pagesOf(base: string): Promise<{ found: number; pages: string[] }> {
  const found = new Set(['/'])
  const waiting = ['/']
  const built = new Set<string>()
  const pages: string[] = []
  for (let address = waiting.pop(); address !== undefined; address = waiting.pop()) {
    const body = await (await fetch(base + address)).text()
    if (isNew(address, body, built)) pages.push(address)
    for (const [, href = ''] of body.matchAll(/<a\s[^>]*href="(\/[^"#]*)/g)) {
      const link = href.replaceAll('&amp;', '&')
      if (found.has(link) || /[?&]known=|\.(json|csv|svg|txt)(\?|$)/.test(link)) continue
      found.add(link)
      waiting.push(link)
    }
  }
  return { found: found.size, pages }
}

/** The page of a record counts once for all that have the same elements, with the same words in their attributes. */
function isNew(address: string, body: string, built: Set<string>): boolean {
  if (!/\/registers\/[^/]+\/records\//.test(address)) return true
  const elements = body.match(/<[^>]+>|>\s*</g) ?? []
  const build = elements.join('').replaceAll(/ (href|content|value|datetime|action)="[^"]*"/g, ' $1')
  if (built.has(build)) return false
  built.add(build)
  return true
}
