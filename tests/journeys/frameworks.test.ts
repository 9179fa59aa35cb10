import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { journeys, mainText, readsWell, visit } from './browser.ts'
import { readTable } from './tables.ts'

const journey = journeys()
const CAF = '/frameworks/caf'
const OLDER = `${CAF}?version=3.2`
const RESULT = 'Result of these answers'

journey(
  'a reader reads a framework: its version, its rule, and what of it nobody has published',
  {},
  async (page) => {
    await visit(page, '/frameworks')
    await page
      .getByRole('main')
      .getByRole('link', { name: 'Cyber Assessment Framework, version 4.0' })
      .click()
    await page.getByRole('heading', { level: 1, name: 'Cyber Assessment Framework' }).waitFor()
    const said = await mainText(page)
    assert.match(said, /Version 4\.0 In force on /)
    assert.match(said, /None that could be read states: what the profiles “baseline” and “enhanced” need\./)
    assert.match(said, /Each outcome is answered by its indicators\./)
    const outcomes = await readTable(page.getByRole('table', { name: /^Outcomes: how many indicators/ }))
    assert.equal(outcomes.length, 41)
    assert.deepEqual(Object.values(outcomes[0] ?? {}), ['A1.a Board Direction', '4', '0', '6'])

    await page
      .getByRole('table', { name: 'Versions' })
      .getByRole('link', { name: '3.2', exact: true })
      .click()
    await page.waitForURL(/version=3\.2/)
    await readsWell(page)
    const older = await readTable(page.getByRole('table', { name: /^Outcomes: how many indicators/ }))
    assert.equal(older.length, 39)
    assert.deepEqual(
      [older[0]?.['Profile “baseline”'], older[3]?.['Profile “baseline”']],
      ['achieved', 'partially achieved'],
    )
  },
)

journey('a reader tries indicators, is told what is wrong with them, and puts it right', {}, async (page) => {
  await visit(page, OLDER)
  await page.getByLabel('baseline').check()
  await openGroup(page, 'A1 Governance')
  await page.getByLabel('A1.a Board Direction').fill('A1 A9')
  await page.getByRole('button', { name: 'Show the result' }).click()
  await page.waitForURL(/a\.A1a=/)
  await readsWell(page)
  const problem = page.getByRole('alert').getByRole('link')
  assert.match(await problem.innerText(), /^A1\.a Board Direction: Write those that are ticked/)
  await problem.click()
  const field = page.getByLabel('A1.a Board Direction')
  assert.equal(await field.inputValue(), 'A1 A9')
  await field.fill('a1, a2, a3, a4')
  await page.getByLabel('A1.b Roles and Responsibilities').fill('N1')
  await page.getByRole('button', { name: 'Show the result' }).click()
  await page.waitForURL(/a\.A1b=N1/)
  await readsWell(page)

  const result = page.getByRole('region', { name: RESULT })
  const says = (await result.innerText()).replaceAll(/\s+/g, ' ')
  assert.match(
    says,
    /profile not met Below what the profile “baseline” needs: A1\.b Roles and Responsibilities/,
  )
  const [board, roles] = await readTable(page.getByRole('table', { name: 'The working, step by step' }))
  assert.deepEqual([board?.Answer, board?.Status, board?.Met], ['A1 A2 A3 A4', 'achieved', 'yes'])
  assert.deepEqual([roles?.Answer, roles?.Status, roles?.Met], ['N1', 'not achieved', 'no'])
  assert.ok(await page.getByLabel('baseline').isChecked())
})

journey(
  'a reader answers a framework without a total by keyboard and mouse, and sees it in its place',
  {},
  async (page) => {
    await visit(page, '/frameworks/data-maturity')
    await openGroup(page, 'Engaging with others')
    await page.getByRole('group', { name: 'Engaging with others: tools' }).getByLabel('4 Developing').check()
    await page.getByRole('button', { name: 'Show the result' }).click()
    await page.waitForURL(/a\.engagingTools=4/)
    await readsWell(page)
    assert.match(await mainText(page), /no total .*1 of 60 questions are answered\. There is no total\./)
    const [engaging] = await readTable(page.getByRole('table', { name: 'The working, step by step' }))
    assert.equal(engaging?.Tools, '4 Developing')
    assert.equal(engaging?.Culture, '')
  },
)

journey('a reader compares two versions', {}, async (page) => {
  await visit(page, CAF)
  await page.getByRole('link', { name: 'What differs between 3.2 and 4.0' }).click()
  await page
    .getByRole('heading', { level: 1, name: /What differs between version 3\.2 and version 4\.0/ })
    .waitFor()
  await readsWell(page)
  assert.match(await mainText(page), /Version 3\.2 has 40 questions, and version 4\.0 has 42 questions\./)
  const questions = await readTable(page.getByRole('table', { name: /^Questions that differ/ }))
  const added = questions.filter((row) => row['What differs'] === 'added').map(({ Question }) => Question)
  assert.ok(added.includes('A4.b Secure Software Development and Support'), added.join(', '))
  const rule = await readTable(page.getByRole('table', { name: /^How answers make a result/ }))
  assert.ok(
    rule.some(
      (row) => row.Part === 'Profile “baseline”' && row['In version 4.0'] === 'no threshold published',
    ),
  )
  await page.getByLabel('From version').selectOption('4.0')
  await page.getByLabel('To version').selectOption('3.2')
  await page.getByRole('button', { name: 'Compare' }).click()
  await page.waitForURL(/from=4\.0&to=3\.2/)
  const back = await readTable(page.getByRole('table', { name: /^Questions that differ/ }))
  assert.equal(back.length, questions.length)
})

journey('a reader sees how a record was judged, and goes on to what it was judged by', {}, async (page) => {
  await visit(page, '/registers/services')
  await page
    .getByRole('link', { name: /^A top 75 service whose name is not established/ })
    .first()
    .click()
  await page.getByRole('heading', { level: 2, name: 'How it was judged' }).waitFor()
  await readsWell(page)
  const rows = await readTable(page.getByRole('table', { name: /^Results, and what each was judged by/ }))
  assert.deepEqual([...new Set(rows.map((row) => row.Version))], ['2023-09'])
  assert.match(await mainText(page), /The answers are not public/)
  await page.getByRole('link', { name: 'Performance framework for great services' }).first().click()
  await page.getByRole('heading', { level: 1, name: 'Performance framework for great services' }).waitFor()
})

journey(
  'a reader sees what is unverified, and finds the mark on a figure that rests on it',
  {},
  async (page) => {
    await visit(page, '/frameworks?on=2024-02-29')
    await followUnverified(page)
    const frameworks = await readTable(page.getByRole('table', { name: /^Frameworks that are not wholly/ }))
    const great = frameworks.find(({ Framework }) => Framework === 'Performance framework for great services')
    assert.match(great?.['What no public source states'] ?? '', /the threshold of “Cost per transaction”/)
    await page
      .getByRole('table', { name: /^Measures whose figures rest/ })
      .getByRole('link', { name: 'Great services', exact: true })
      .first()
      .click()
    await page.getByRole('heading', { level: 1, name: /Great services/ }).waitFor()
    assert.match(await mainText(page), /16 of 75 services, 21\.3% Reconstructed Unverified/)
    await followUnverified(page)
  },
)

/** Of a long form the groups are folded. */
async function openGroup(page: Page, name: string): Promise<void> {
  await page.getByRole('form', { name: 'Try your own answers' }).getByText(name, { exact: true }).click()
}

async function followUnverified(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'What is unverified, and what rests on it' }).click()
  await page.getByRole('heading', { level: 1, name: 'What rests on something unverified' }).waitFor()
  await readsWell(page)
}
