import assert from 'node:assert/strict'
import { journeys, mainText, readsWell, visit } from './browser.ts'

const journey = journeys()
const COMMITMENT = '/roadmaps/2022-to-2025/commitments'

for (const [on, says] of [
  ['2022-12-31', /8 of 75/],
  ['2024-02-29', /16 of 75/],
  ['2025-01-21', /24 of 75/],
  ['2025-02-28', /29 of 75/],
] as const) {
  journey(`great services on ${on}`, {}, async (page) => {
    await visit(page, `${COMMITMENT}/1?on=${on}`)
    assert.match(await mainText(page), says)
  })
}

journey('red-rated systems a year later', {}, async (page) => {
  await visit(page, `${COMMITMENT}/10?on=2025-03-26`)
  assert.match(await mainText(page), /51 of 72/)
})

journey('the reader asks for another date in words, and links keep it', {}, async (page) => {
  await visit(page, `${COMMITMENT}/1`)
  await page.getByText('Show another date').click()
  await page.getByLabel('As at').fill('29 February 2024')
  await page.getByRole('button', { name: 'Show' }).click()
  await page.waitForURL(/[?&]on=/)
  assert.match(await mainText(page), /16 of 75/)
  await readsWell(page)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Organisations' }).click()
  await page.waitForURL(/\/organisations\?.*on=/)
})

journey('what was known then: before the update was published, its figure is not there', {}, async (page) => {
  await visit(page, `${COMMITMENT}/10?on=2024-02-29&known=2024-02-01`)
  assert.doesNotMatch(await mainText(page), /44 of 63/)
  await visit(page, `${COMMITMENT}/10?on=2024-02-29&known=2024-03-01`)
  assert.match(await mainText(page), /44 of 63/)
})

journey('a date that does not exist is explained, not guessed', {}, async (page) => {
  const response = await page.goto(`${COMMITMENT}/10?on=2024-02-31`)
  assert.equal(response?.status(), 400)
  await readsWell(page)
  assert.match(await page.getByRole('main').innerText(), /date/i)
})
