import assert from 'node:assert/strict'
import { datesShown, journeys, visit } from './browser.ts'

const journey = journeys()
const GREAT = '/roadmaps/2022-to-2025/commitments/1?on=2024-02-29&known=2024-03-01'

journey(
  'on paper are the dates, the sources, the address and all that was folded away; not what one clicks',
  {},
  async (page) => {
    await visit(page, GREAT)
    const records = page.locator('table').filter({ hasText: 'Records behind: Great services' })
    assert.equal(await records.isVisible(), false)

    await page.emulateMedia({ media: 'print' })
    assert.equal(await datesShown(page), 'As at 29 February 2024, as known on 1 March 2024.')
    for (const shown of [
      page.getByText('As at 29 February 2024, as known on 1 March 2024.'),
      page.getByRole('heading', { level: 1 }),
      page.getByRole('img', { name: /^Great services/ }),
      page.getByText('Civil Service World, 26 May 2023').first(),
      page.getByText('To cite it:'),
      page.getByText('Open Government Licence').first(),
      page.getByRole('link', { name: /^http.*known=2024-02-29T/ }),
      records,
      page.getByText('record.standard.rating == "great"').first(),
    ])
      assert.ok(await shown.isVisible(), `${shown} should be on paper`)

    for (const hidden of [
      page.getByRole('navigation', { name: 'Main' }),
      page.getByRole('navigation', { name: 'Where you are' }),
      page.getByText('Show another date'),
      page.getByText('Cymraeg'),
      page.getByText('Download this table (CSV)').first(),
      page.getByRole('button', { name: 'Explain' }),
      page.locator('footer').getByRole('link', { name: 'Accessibility' }),
    ])
      assert.equal(await hidden.isVisible(), false, `${hidden} should not be on paper`)
  },
)
