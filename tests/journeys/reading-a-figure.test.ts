import assert from 'node:assert/strict'
import { clickWords, journeys, mainText, readsWell, visit } from './browser.ts'

const journey = journeys()
const COMMITMENT = '/roadmaps/2022-to-2025/commitments'

journey(
  'a reader goes from the overview to the promise on legacy systems and its figure',
  {},
  async (page) => {
    await visit(page, '/?on=2024-02-29')
    await clickWords(
      page
        .getByRole('main')
        .getByRole('link', { name: /legacy/i })
        .first(),
    )
    await page.waitForURL(`**${COMMITMENT}/10*`)
    await readsWell(page)
    assert.match(await page.getByRole('heading', { level: 1 }).innerText(), /Commitment 10/)
    assert.match(await mainText(page), /44 of 63/)
  },
)

journey('the reader sees how the figure is worked out, and by which version', {}, async (page) => {
  await visit(page, `${COMMITMENT}/10?on=2024-02-29`)
  await page.getByText('How this figure is worked out').first().click()
  const text = await mainText(page)
  assert.match(text, /record\.risk\.rating == "red"/)
  assert.match(text, /[0-9a-f]{12}/)
  await readsWell(page)
})

journey('coverage, target and what is not certain stand beside the figure', {}, async (page) => {
  await visit(page, `${COMMITMENT}/10?on=2024-02-29`)
  const text = await mainText(page)
  assert.match(text, /27 organisations have answered/)
  assert.match(text, /scope was not published/)
  assert.match(text, /100%/)
  assert.match(text, /What is not certain/)
})

journey('a figure that rests on reconstructed records says so', {}, async (page) => {
  await visit(page, `${COMMITMENT}/1?on=2024-02-29`)
  const text = await mainText(page)
  assert.match(text, /16 of 75/)
  assert.match(text, /reconstructed/i)
})

journey('a published rate without its parts is shown with its source', {}, async (page) => {
  await visit(page, `${COMMITMENT}/18?on=2024-02-29`)
  const text = await mainText(page)
  assert.match(text, /5\.4%/)
  assert.match(text, /stated/i)
})

journey('a promise of which nothing was published says that nobody has answered', {}, async (page) => {
  await visit(page, `${COMMITMENT}/14`)
  const text = await mainText(page)
  assert.match(text, /Not known/)
  assert.match(text, /Nobody has answered/)
  assert.match(text, /No index and no formula for one was found published/)
})
