import assert from 'node:assert/strict'
import { datesShown, journeys, mainText, readsWell, visit } from './browser.ts'
import { readTable } from './tables.ts'

const journey = journeys()
const GREAT = '/roadmaps/2022-to-2025/commitments/1?on=2024-02-29&known=2024-03-01'

journey(
  'in February 2024 a reader learns that commitment 1 will miss its target, and by how much',
  {},
  async (page) => {
    await visit(page, GREAT)
    assert.equal(await datesShown(page), 'As at 29 February 2024, as known on 1 March 2024.')
    assert.match(await mainText(page), /How it stands Off course The forecast of “Great services” says so\./)
    const figure = page.getByRole('region', { name: 'Great services', exact: true })
    const says = (await figure.innerText()).replaceAll(/\s+/g, ' ')
    assert.match(says, /The target is at least 50 by 2025\. It is not yet met\./)
    assert.match(says, /It will miss the target, if things go on as they have of late\./)
    // 34 more in 22 months; one in the last five; 34 at that rate take 14 years.
    assert.match(says, /It needs \+1\.5 services a month/)
    assert.match(says, /since 30 September 2023 it had \+0\.2 a month \(8 in 10: between −0\.2 and \+0\.6\)/)
    assert.match(says, /On 31 December 2025 it would be 20; in 8 of 10 cases, between 12 and 29\./)
    assert.match(says, /At the recent rate the target would be met in April 2038\./)
    assert.match(says, /the 2 dates on which the figure changed, from 30 September 2023 to 29 February 2024/)
  },
)

journey(
  'the chart beside it has a headline, a statistical title, its labels and its table',
  {},
  async (page) => {
    await visit(page, GREAT)
    const figure = page.getByRole('region', { name: 'Great services', exact: true })
    const title = 'Great services, 9 June 2022 to 29 February 2024'
    const chart = figure.getByRole('figure', { name: title })
    const [headline, statistical] = await chart.getByRole('paragraph').allInnerTexts()
    assert.equal(headline, 'Up from 15 to 16 of 75 services since 30 September 2023')
    assert.equal(statistical, title)
    const image = chart.getByRole('img', { name: title })
    const labels = await image.locator('text').allTextContents()
    for (const label of ['16', '20', 'Target: at least 50 by 2025', 'Forecast: where 8 of 10 would be'])
      assert.ok(labels.includes(label), `the chart should have the label ${label}: ${labels.join(' | ')}`)

    await figure.getByText('These numbers as a table').click()
    await readsWell(page)
    const rows = await readTable(
      page.getByRole('table', { name: /^Great services\b.* each date on which it changed/ }),
    )
    assert.deepEqual(
      rows.map((row) => Object.values(row)),
      [
        ['9 June 2022', '0', '75', '75', '[x]'],
        ['30 September 2023', '15', '75', '0', '20%'],
        ['29 February 2024', '16', '75', '0', '21.3%'],
      ],
    )
  },
)

journey('too little to go by is said in place of a forecast', {}, async (page) => {
  await visit(page, '/roadmaps/2022-to-2025/commitments/10?on=2024-02-29&known=2024-03-01')
  assert.match(
    await mainText(page),
    /There is no forecast yet: it takes two dates on which the figure is known/,
  )
})
