import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { z } from 'zod'
import { anotherReader, datesShown, journeys, mainText, visit } from './browser.ts'
import { type Read, readCsv, readTable } from './tables.ts'

const journey = journeys()
const LEGACY = '/roadmaps/2022-to-2025/commitments/10?on=2024-02-29'
const GREAT = '/roadmaps/2022-to-2025/commitments/1?on=2024-02-29'
const BY_ORGANISATION = 'Red-rated systems with a fully funded plan, by organisation, 29 February 2024'
const NUMBERS = ['Counted', 'Out of', 'Not known', 'Share']

const AsData = z.object({
  title: z.string(),
  on: z.string(),
  figures: z.array(
    z.object({ measure: z.string(), counted: z.number(), outOf: z.number(), unit: z.string() }),
  ),
  tables: z.array(
    z.object({ caption: z.string(), rows: z.array(z.record(z.string(), z.unknown())), csv: z.string() }),
  ),
})

journey('a reader takes a table away as CSV, with the numbers of the page', {}, async (page) => {
  await visit(page, LEGACY)
  const shown = await readTable(page.getByRole('table', { name: BY_ORGANISATION }))
  const answer = await page.request.get(
    await addressOf(page, `Download this table (CSV): ${BY_ORGANISATION}`),
  )
  assert.equal(answer.status(), 200)
  assert.match(answer.headers()['content-type'] ?? '', /^text\/csv/)
  const taken = readCsv(await answer.text())
  assert.ok(taken.length > 15, `only ${taken.length} rows were taken away`)
  assert.deepEqual(taken.map(inNumbers), shown.map(inNumbers))
})

journey('a reader takes the page away as JSON, with the same figure and the same table', {}, async (page) => {
  await visit(page, LEGACY)
  const shown = await readTable(page.getByRole('table', { name: BY_ORGANISATION }))
  const answer = await page.request.get(await addressOf(page, 'This page as data (JSON)'))
  assert.match(answer.headers()['content-type'] ?? '', /^application\/json/)
  const data = AsData.parse(await answer.json())
  assert.equal(`${data.title} – Fingerpost`, await page.title())
  assert.equal(data.on, '2024-02-29')
  const [figure] = data.figures
  assert.ok(figure)
  assert.ok((await mainText(page)).includes(`${figure.counted} of ${figure.outOf} ${figure.unit}`))
  const table = data.tables.find(({ caption }) => caption === BY_ORGANISATION)
  assert.deepEqual(
    table?.rows.map(({ organisation, counted, outOf, unknown, share }) =>
      [organisation, counted, outOf, unknown, share].map(String),
    ),
    shown.map((row) => Object.values(inNumbers(row))),
  )
})

journey('a chart opens by itself, with its headline and its title', {}, async (page) => {
  await visit(page, GREAT)
  const title = 'Great services, 9 June 2022 to 29 February 2024'
  const headline = await page.getByRole('figure', { name: title }).getByRole('paragraph').first().innerText()
  const answer = await page.goto(await addressOf(page, `Download this chart (SVG): ${title}`))
  assert.match(answer?.headers()['content-type'] ?? '', /^image\/svg\+xml/)
  const words = await page.locator('svg text').allTextContents()
  for (const each of [headline, title, 'Target: at least 50 by 2025', '16'])
    assert.ok(words.includes(each), `the file should say ${each}: ${words.join(' | ')}`)
  assert.ok(await page.getByRole('img', { name: title }).first().isVisible())
  const { width, height } = (await page.locator('svg').first().boundingBox()) ?? { width: 0, height: 0 }
  assert.ok(width > 300 && height > 200, `it is drawn ${width} by ${height}`)
})

journey('the permanent link shows the same page later, and the citation names it', {}, async (page) => {
  await visit(page, GREAT)
  const link = page.getByRole('link', { name: /known=/ })
  const permanent = (await link.innerText()).trim()
  assert.equal(await link.getAttribute('href'), permanent)
  const cited = await page.getByText('To cite it:').innerText()
  assert.match(
    cited.replaceAll(/\s+/g, ' '),
    /^To cite it: United Kingdom: Commitment 1: Great services, as at 29 February 2024, as known on \d+ \w+ \d{4} at/,
  )
  assert.ok(cited.endsWith(permanent), cited)

  const later = await anotherReader(page, {})
  await visit(later, permanent)
  assert.match(await datesShown(later), /^As at 29 February 2024, as known on \d+ \w+ \d{4} at \d\d:\d\d/)
  assert.equal(await mainText(later), await mainText(page))
  // As the page was before more was known, it says something else: the link keeps to what it names.
  await visit(later, `${GREAT}&known=2024-03-01`)
  assert.notEqual(await mainText(later), await mainText(page))
})

/** Where a link leads, found by its words as a person reads them. */
async function addressOf(page: Page, words: string): Promise<string> {
  const links = page.getByRole('link').filter({ hasText: words.split(':')[0] ?? words })
  for (const link of await links.all()) {
    if ((await link.innerText()).replaceAll(/\s+/g, ' ').replace(' :', ':') !== words) continue
    return (await link.getAttribute('href')) ?? ''
  }
  assert.fail(`no link says ${words}`)
}

/** A row by its organisation, with its numbers as a file writes them. */
function inNumbers(row: Read): Read {
  const numbers = NUMBERS.map((column) => [column, (row[column] ?? '').replace('%', '')])
  return { Organisation: row.Organisation ?? '', ...Object.fromEntries(numbers) }
}
