import assert from 'node:assert/strict'
import { datesShown, journeys, mainText, readsWell, visit } from './browser.ts'

const journey = journeys()
const BEIS = '/organisations/department-for-business-energy-and-industrial-strategy'
const SUCCESSORS = [
  'Department for Business and Trade',
  'Department for Energy Security and Net Zero',
  'Department for Science, Innovation and Technology',
]

journey(
  'of a department that is gone a reader learns what became of it, and where it is counted',
  {},
  async (page) => {
    await visit(page, BEIS)
    const text = await mainText(page)
    assert.match(text, /From 14 July 2016 to 7 February 2023\. It was not there on \d+ \w+ \d{4}\./)
    assert.match(text, /It was split on 7 February 2023 into/)
    await page.getByText('Show another date').click()
    await page.getByLabel('Organised as').selectOption('they are today')
    await page.getByRole('button', { name: 'Show' }).click()
    await page.waitForURL(/organised=now/)
    await readsWell(page)
    assert.match(await datesShown(page), /Counted by the organisations that there are today\.$/)
    const counted = page.getByText('Counted by the organisations that there are today, its figures are with:')
    assert.deepEqual((await counted.getByRole('link').allInnerTexts()).toSorted(), SUCCESSORS)
    await counted.getByRole('link', { name: SUCCESSORS[0] ?? '', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: SUCCESSORS[0] ?? '' }).waitFor()
    assert.match(page.url(), /organised=now/)
    assert.match(
      await mainText(page),
      /its figures hold those of: .*Department for Business, Energy & Industrial Strategy/,
    )
  },
)

journey(
  'the departments before and after are told apart by the date, unless the reader asks for today’s',
  {},
  async (page) => {
    await visit(page, `${BEIS}?on=2022-12-31`)
    assert.doesNotMatch(await mainText(page), /It was not there on|its figures are with/)
    await visit(page, `${BEIS}?on=2022-12-31&organised=now`)
    assert.match(
      await datesShown(page),
      /^As at 31 December 2022, as known now\. Counted by the organisations that there are today\.$/,
    )
    assert.match(
      await mainText(page),
      /Counted by the organisations that there are today, its figures are with:/,
    )
  },
)
