import assert from 'node:assert/strict'
import { clickWords, datesShown, journeys, mainText, readsWell, visit } from './browser.ts'
import { readTable, sum } from './tables.ts'

const journey = journeys()

journey('a reader puts one organisation beside another', {}, async (page) => {
  await visit(page, '/compare?on=2024-02-29')
  const first = page.getByRole('group', { name: 'Compare' })
  const second = page.getByRole('group', { name: 'With' })
  await first.getByLabel('Organisation').selectOption('Ministry of Defence')
  await second.getByLabel('Organisation').selectOption('Department for Transport')
  await page.getByRole('button', { name: 'Compare' }).click()
  await page
    .getByRole('heading', { level: 1, name: 'Ministry of Defence, beside Department for Transport' })
    .waitFor()
  await readsWell(page)
  assert.equal(await datesShown(page), 'As at 29 February 2024, as known now.')
  assert.match(await mainText(page), /Department for Transport: 7 fewer than Ministry of Defence/)
  const rows = await readTable(
    page.getByRole('table', { name: 'Red-rated systems with a fully funded plan' }),
  )
  assert.deepEqual(
    rows.map((row) => [row.Compared, row.Counted, row['Out of'], row.Share]),
    [
      ['Ministry of Defence', '7', '11', '63.6%'],
      ['Department for Transport', '0', '0', '[z]'],
      ['Difference', '−7', '−11', '[z]'],
    ],
  )
  assert.match(await mainText(page), /What cannot be compared.*16\. Vacancy rate.*No answer/)
})

journey('a reader puts one date beside another, and asks why it changed', {}, async (page) => {
  await visit(page, '/compare')
  await page.getByRole('group', { name: 'Compare' }).getByLabel('As at').fill('29 February 2024')
  await page.getByRole('group', { name: 'With' }).getByLabel('As at').fill('26 March 2025')
  await page.getByRole('button', { name: 'Compare' }).click()
  await page.getByRole('heading', { level: 1, name: /29 February 2024, beside 26 March 2025/ }).waitFor()
  await readsWell(page)
  const [then, later, difference] = await readTable(
    page.getByRole('table', { name: 'Great services', exact: true }),
  )
  assert.ok(then && later && difference)
  assert.deepEqual([then.Counted, later.Counted], ['16', '29'])
  for (const quantity of ['Counted', 'Out of', 'Not known'])
    assert.equal(sum([then, difference], quantity), sum([later], quantity))
  await clickWords(page.getByRole('link', { name: /^Why it changed/ }).first())
  await page.getByRole('heading', { level: 1, name: /Great services/ }).waitFor()
  await readsWell(page)
  await page
    .getByRole('table', { name: 'Great services: what changed from 29 February 2024 to 26 March 2025' })
    .waitFor()
})

journey('a date that does not exist is explained, and what else was chosen stays', {}, async (page) => {
  await visit(page, '/compare')
  const first = page.getByRole('group', { name: 'Compare' })
  const second = page.getByRole('group', { name: 'With' })
  await first.getByLabel('Organisation').selectOption('Ministry of Defence')
  await first.getByLabel('As at').fill('31 February 2024')
  await second.getByLabel('Organisation').selectOption('Home Office')
  await second.getByLabel('As at').fill('26 March 2025')
  await page.getByRole('button', { name: 'Compare' }).click()
  const problem = page.getByRole('alert', { name: 'There is a problem' })
  await problem.waitFor()
  await readsWell(page)
  assert.match(await page.title(), /^Error: /)
  await problem.getByRole('link', { name: 'Compare, as at: Enter a date like 29 February 2024' }).click()
  assert.equal(await page.locator(':focus').inputValue(), '31 February 2024')
  assert.equal(
    await first.getByLabel('Organisation').locator('option:checked').innerText(),
    'Ministry of Defence',
  )
  assert.equal(await second.getByLabel('Organisation').locator('option:checked').innerText(), 'Home Office')
  assert.equal(await second.getByLabel('As at').inputValue(), '26 March 2025')
  await page.locator(':focus').fill('29 February 2024')
  await page.getByRole('button', { name: 'Compare' }).click()
  await page.getByRole('heading', { level: 1, name: /^Ministry of Defence.*beside Home Office/ }).waitFor()
})
