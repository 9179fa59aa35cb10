import assert from 'node:assert/strict'
import { journeys, mainText, readsWell, visit } from './browser.ts'

const journey = journeys()

journey('a reader finds one department and what it answered', {}, async (page) => {
  await visit(page, '/organisations')
  await page.getByRole('main').getByRole('link', { name: 'Ministry of Defence' }).click()
  await page.waitForURL('**/organisations/ministry-of-defence*')
  await readsWell(page)
  assert.match(await page.getByRole('heading', { level: 1 }).innerText(), /Ministry of Defence/)
})

journey('the Ministry of Defence has 7 of its 11 systems funded in February 2024', {}, async (page) => {
  await visit(page, '/organisations/ministry-of-defence?on=2024-02-29&known=2024-04-23')
  assert.match(await mainText(page), /7 of 11/)
})

journey('none, no legacy systems and being ratified look like three different things', {}, async (page) => {
  await visit(page, '/roadmaps/2022-to-2025/commitments/10?on=2024-02-29')
  const text = await mainText(page)
  assert.match(text, /being ratified/i)
  const rows = page.getByRole('row')
  const hmrc = await rows
    .filter({ hasText: /HM Revenue/ })
    .first()
    .innerText()
  const treasury = await rows
    .filter({ hasText: /HM Treasury/ })
    .first()
    .innerText()
  const trade = await rows
    .filter({ hasText: /Business and Trade/ })
    .first()
    .innerText()
  const cells = [hmrc, treasury, trade].map((row) => row.split(/\t/).slice(1).join(' ').trim())
  assert.equal(new Set(cells).size, 3, `they should differ: ${cells.join(' | ')}`)
})

journey('a page that is not there says where to go', {}, async (page) => {
  const response = await page.goto('/organisations/ministry-of-silly-walks')
  assert.equal(response?.status(), 404)
  await readsWell(page)
  await page.getByRole('link', { name: 'Organisations' }).first().click()
  await page.waitForURL('**/organisations*')
})
