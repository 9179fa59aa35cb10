import assert from 'node:assert/strict'
import { journeys, mainText, visit } from './browser.ts'
import { readTable } from './tables.ts'

const journey = journeys()
const ROADMAP = '/roadmaps/2022-to-2025'
const FEBRUARY = 'on=2024-02-29&known=2024-03-01'

journey('a reader sees what was known when, and how the figure has been defined', {}, async (page) => {
  await visit(page, `${ROADMAP}/commitments/1/measures/great-services?${FEBRUARY}`)
  const triangle = await readTable(page.getByRole('table', { name: /as it was known at each moment/ }))
  const before = 'Known 6 October 2023'
  const after = 'Known 29 February 2024'
  const rows = new Map(triangle.map((row) => [row['Figure for'], [row[before], row[after]]]))
  assert.deepEqual(Object.keys(triangle[0] ?? {}), ['Figure for', before, after])
  assert.deepEqual(rows.get('30 June 2022'), ['Not known', 'Not known'])
  assert.deepEqual(rows.get('30 September 2023'), ['15 of 75', '15 of 75'])
  // Nobody knows a date that is still to come.
  assert.deepEqual(rows.get('29 February 2024'), ['[x]', '16 of 75'])
  assert.match(await mainText(page), /No figure was revised\./)

  const [version, ...later] = await readTable(page.getByRole('table', { name: /versions of the definition/ }))
  assert.ok(version)
  assert.deepEqual(later, [])
  assert.deepEqual([version['Adopted on'], version['In force from']], ['9 June 2022', 'all dates'])
  assert.match(version['What it counts'] ?? '', /great standard rating is great/)
  await page.getByText('How this figure is worked out').click()
  assert.match(await mainText(page), new RegExp(`Version ${version.Version} of the definition`))
})

journey('a figure that later knowledge changed is marked as revised', {}, async (page) => {
  await visit(page, `${ROADMAP}/commitments/1/measures/great-services?on=2024-02-29`)
  const table = page.getByRole('table', { name: /as it was known at each moment/ })
  const triangle = await readTable(table)
  const known = Object.keys(triangle[0] ?? {}).slice(1)
  const march = triangle.find((row) => row['Figure for'] === '31 March 2023') ?? {}
  assert.equal(march[known[0] ?? ''], 'Not known')
  const revised = known.map((moment) => march[moment]).filter((cell) => cell?.includes('revised'))
  assert.deepEqual(revised, ['8 of 75 revised'])
  assert.match(await mainText(page), /\d+ figures were revised\.|One figure was revised\./)
})

journey('a reader sees which milestones were reached, and which were not', {}, async (page) => {
  await visit(page, `${ROADMAP}/commitments/2`)
  const milestones = await readTable(page.getByRole('table', { name: 'Milestones', exact: true }))
  const [strategy, joining, list] = milestones
  assert.equal(milestones.length, 3)
  assert.deepEqual([strategy?.['First promised for'], strategy?.['Now due']], ['April 2023', 'April 2023'])
  assert.match(strategy?.['Where it stands'] ?? '', /^Overdue: nothing recorded says that it was reached/)
  assert.match(
    joining?.['Where it stands'] ?? '',
    /^Reached 31 March 2023, in time .*eight services had joined/,
  )
  assert.equal(list?.['Slipped by'], '', 'its date was not moved')

  // Before that was published in August 2023, nobody knew it.
  await visit(page, `${ROADMAP}/commitments/2?on=2023-07-31&known=2023-07-31`)
  const then = await readTable(page.getByRole('table', { name: 'Milestones', exact: true }))
  assert.equal(
    then.find((row) => row.Milestone?.startsWith('Services have begun'))?.['Where it stands'],
    'To come',
  )
})
