import assert from 'node:assert/strict'
import { datesShown, journeys, mainText, readsWell, visit } from './browser.ts'

const journey = journeys()
const LEGACY = '/roadmaps/2022-to-2025/commitments/10'
const DATES = '?on=2024-02-29&known=2024-03-01'

journey('a reader changes to Welsh and back, and stays on the same page and dates', {}, async (page) => {
  await visit(page, LEGACY + DATES)
  const english = await mainText(page)
  await page.getByRole('link', { name: 'Cymraeg' }).click()
  await page.waitForURL(`**/cy${LEGACY}${DATES}`)
  await readsWell(page)
  assert.equal(await page.locator('html').getAttribute('lang'), 'cy')
  assert.match(
    await page.getByRole('region', { name: 'Pa ddyddiad sy’n cael ei ddangos' }).innerText(),
    /Ar 29 Chwefror 2024, yn ôl yr hyn oedd yn hysbys ar 1 Mawrth 2024\./,
  )
  assert.match(await mainText(page), /44 o 63/)

  // Links stay in Welsh and on the dates.
  await page
    .getByRole('navigation', { name: 'Prif lywio' })
    .getByRole('link', { name: 'Sefydliadau' })
    .click()
  await page.waitForURL(`**/cy/organisations${DATES}`)
  await page.goBack()
  await page.getByRole('link', { name: 'English' }).click()
  await page.waitForURL((url) => url.pathname + url.search === LEGACY + DATES)
  assert.equal(await page.locator('html').getAttribute('lang'), 'en')
  assert.equal(await datesShown(page), 'As at 29 February 2024, as known on 1 March 2024.')
  assert.equal(await mainText(page), english)
})

journey('a Welsh page says that nobody has checked it, and marks what is in English', {}, async (page) => {
  await visit(page, `/cy${LEGACY}${DATES}`)
  const notice = page.getByRole('region', { name: 'Am y Gymraeg' })
  assert.match(await notice.innerText(), /Nid oes neb wedi gwirio’r Gymraeg ar y wefan hon eto\./)
  assert.match(
    await notice.locator('[lang=en]').innerText(),
    /No person has checked the Welsh on this site yet\./,
  )
  for (const words of [
    'Every red-rated legacy system has an agreed plan to put it right by 2025.',
    'Department for Education',
    'Efficient, secure and sustainable technology',
  ]) {
    const inEnglish = page.getByRole('main').locator('[lang=en]').filter({ hasText: words })
    assert.ok((await inEnglish.count()) > 0, `“${words}” should be marked as English`)
  }
  assert.equal(
    await page.getByRole('link', { name: 'Yr Adran Drafnidiaeth' }).locator('[lang=en]').count(),
    0,
  )
  const heading = page.getByRole('heading', { level: 1 })
  assert.match(await heading.innerText(), /^Ymrwymiad 10\s+Legacy systems$/)
  assert.equal(await heading.locator('[lang=en]').innerText(), 'Legacy systems')
})
