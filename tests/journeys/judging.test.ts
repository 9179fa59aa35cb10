import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { journeys, mainText, readsWell, visit } from './browser.ts'
import { focused, skipToMain, tabTo } from './keyboard.ts'
import { readTable } from './tables.ts'

const journey = journeys()
const FRAMEWORK = '/frameworks/legacy-it-risk'
const LIKELIHOOD = [6, 3, 4, 3, 2, 5, 3]
const IMPACT = [2, 3, 3, 4, 3, 4]

journey('with the keyboard alone a reader judges a system, and sees the working', {}, async (page) => {
  await visit(page, FRAMEWORK)
  await skipToMain(page)
  await tabTo(page, /^1 /)
  for (const score of [...LIKELIHOOD, ...IMPACT]) {
    await page.keyboard.press('Space')
    for (let step = 1; step < score; step += 1) await page.keyboard.press('ArrowDown')
    assert.match(await focused(page), new RegExp(`^${score} `))
    await page.keyboard.press('Tab')
  }
  assert.equal(await focused(page), 'Show the result')
  await page.keyboard.press('Enter')
  await page.waitForURL(/a\.I6=4/)
  await readsWell(page)

  const result = page.getByRole('region', { name: 'Result of these answers' })
  const says = (await result.innerText()).replaceAll(/\s+/g, ' ')
  assert.match(says, /^Result of these answers 17\.40 red Unverified/)
  assert.match(
    says,
    /the mean of 6, 3, 4, 3, 2, 5 and 3 is 3\.714, and the highest is 6\. Half of their sum is 4\.857\./,
  )
  assert.match(
    says,
    /the mean of 2, 3, 3, 4, 3 and 4 is 3\.167, and the highest is 4\. Half of their sum is 3\.583\./,
  )
  assert.match(says, /4\.857 × 3\.583, reckoned exactly and rounded at the end, is 17\.40\./)
  assert.match(says, /17\.40 is at least 16: red\./)
  assert.equal(scoreOf(LIKELIHOOD, IMPACT), '17.40')
  const working = await readTable(page.getByRole('table', { name: 'The working, step by step' }))
  assert.deepEqual(
    working.map((row) => row['Half of their sum']),
    ['4.857', '3.583', '17.40'],
  )
  assert.match(await page.title(), /^17\.40, red: /)
})

journey(
  'a reader who has answered some questions is told which are missing, and keeps the answers',
  {},
  async (page) => {
    await visit(page, FRAMEWORK)
    await answer(page, 'End of life or of support', '6 Certain')
    await answer(page, 'Reputation', '3 Medium')
    await page.getByRole('button', { name: 'Show the result' }).click()
    await page.waitForURL(/a\.L1=6/)
    await readsWell(page)
    assert.match(await mainText(page), /There is no result yet 11 questions that it takes are not answered:/)
    const missing = page.getByRole('region', { name: 'Result of these answers' }).getByRole('link')
    assert.equal(await missing.count(), 11)
    assert.ok(
      await page
        .getByRole('group', { name: 'End of life or of support' })
        .getByLabel('6 Certain')
        .isChecked(),
    )
    await missing.first().click()
    const group = page.getByRole('group', { name: await missing.first().innerText() })
    assert.equal(await group.locator(':focus').count(), 1)
  },
)

journey('a reader finds what a framework judges, and who uses its results', {}, async (page) => {
  await visit(page, '/frameworks')
  await page.getByRole('main').getByRole('link', { name: 'Legacy IT risk assessment framework' }).click()
  await page.getByRole('heading', { level: 1, name: 'Legacy IT risk assessment framework' }).waitFor()
  const uses = await readTable(page.getByRole('table', { name: 'Measures that read its results' }))
  assert.deepEqual(
    uses.map(({ Measure, Commitment }) => [Measure, Commitment]),
    [['Red-rated systems with a fully funded plan', '10. Legacy systems']],
  )
})

async function answer(page: Page, question: string, words: string): Promise<void> {
  await page.getByRole('group', { name: question }).getByLabel(words).check()
}

/** The score as the published framework has it: each side is half of its mean and its highest together. */
function scoreOf(...sides: number[][]): string {
  const halves = sides.map((scores) => {
    const mean = scores.reduce((total, score) => total + score, 0) / scores.length
    return (mean + Math.max(...scores)) / 2
  })
  return halves.reduce((product, half) => product * half, 1).toFixed(2)
}
