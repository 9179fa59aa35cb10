import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { journeys, mainText, readsWell, visit } from './browser.ts'
import { focused, skipToMain, tabTo } from './keyboard.ts'

const journey = journeys()
const BOX = 'Search promises, organisations, measures, frameworks and milestones'

journey(
  'with the keyboard alone a reader misspells legacy, is helped, and arrives at the promise',
  {},
  async (page) => {
    await search(page, 'lgeacy')
    assert.match(await mainText(page), /Nothing found for “lgeacy”\. Did you mean: legacy/)
    await tabTo(page, 'legacy')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: /results for “legacy”/ }).waitFor()
    await readsWell(page)
    await skipToMain(page)
    await tabTo(page, 'Legacy systems')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Commitment 10 Legacy systems' }).waitFor()
  },
)

journey('a reader who knows only the abbreviation finds the organisation first', {}, async (page) => {
  await search(page, 'HMRC')
  const first = page.getByRole('main').getByRole('listitem').getByRole('link').first()
  assert.equal(await first.innerText(), 'HM Revenue & Customs')
  await first.click()
  await page.getByRole('heading', { level: 1, name: 'HM Revenue & Customs (HMRC)' }).waitFor()
  await readsWell(page)
})

journey('results are of each kind, and of the date that is shown', {}, async (page) => {
  await visit(page, '/search?q=login&on=2024-02-29')
  const kinds = await page.getByRole('main').getByRole('heading', { level: 3 }).allInnerTexts()
  for (const kind of ['Commitments', 'Measures', 'Registers'])
    assert.ok(
      kinds.some((each) => each.startsWith(kind)),
      `there should be ${kind}: ${kinds.join(', ')}`,
    )
  await page.getByRole('main').getByRole('link', { name: 'One Login', exact: true }).first().click()
  await page.waitForURL(/commitments\/2\?on=2024-02-29/)
})

/** From the overview's own box, by keyboard. */
async function search(page: Page, words: string): Promise<void> {
  await page.goto('/')
  await skipToMain(page)
  await page.keyboard.press('Tab')
  assert.equal(await focused(page), BOX)
  await page.keyboard.type(words)
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/search?q=${words}`)
  await readsWell(page)
  assert.equal(await page.getByRole('searchbox', { name: BOX }).inputValue(), words)
}
