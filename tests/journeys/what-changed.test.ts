import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { journeys, mainText, readsWell, visit } from './browser.ts'
import { type Read, readTable, sum } from './tables.ts'

const journey = journeys()
const COMMITMENT = '/roadmaps/2022-to-2025/commitments'
const QUANTITIES = ['Counted', 'Out of', 'Not known']

journey('a reader asks what changed in five weeks, down to the records, and it adds up', {}, async (page) => {
  await visit(page, `${COMMITMENT}/1?on=2025-02-28`)
  await ask(page, '21 January 2025', '28 February 2025')
  assert.match(
    await mainText(page),
    /Up from 24 to 29 of 75 services\. 5 services newly count; none stopped counting/,
  )
  const caption = 'Great services: what changed from 21 January 2025 to 28 February 2025'
  const changes = await readTable(page.getByRole('table', { name: caption }))
  assert.deepEqual(
    changes.map((row) => [row['What changed'], row.Counted, row['Out of'], row.Records]),
    [
      ['21 January 2025', '24', '75', ''],
      ['Moved forward', '+5', '0', '5 records'],
      ['28 February 2025', '29', '75', ''],
    ],
  )
  assertAddsUp(changes)

  await page.getByText('Down to the records').first().click()
  await readsWell(page)
  const records = await readTable(page.getByRole('table', { name: 'Records that changed: Great services' }))
  assert.equal(records.length, 5)
  for (const quantity of QUANTITIES) assert.equal(sum(records, quantity), sum(changes.slice(1, -1), quantity))
  assert.deepEqual(new Set(records.map((row) => row['What changed'])), new Set(['Moved forward']))
  const name = records[0]?.Record ?? ''
  await page
    .getByRole('table', { name: 'Records that changed: Great services' })
    .getByRole('link', { name, exact: true })
    .click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  assert.match(await mainText(page), /28 February 2025.*great \(version 2023-09\)/)
})

journey('what came in and what moved are told apart, and add up too', {}, async (page) => {
  await visit(page, `${COMMITMENT}/10?on=2025-03-26`)
  await ask(page, '29 February 2024', '')
  const changes = await readTable(page.getByRole('table', { name: /what changed/i }))
  assert.deepEqual([changes[0]?.Counted, changes[0]?.['Out of']], ['44', '63'])
  assert.deepEqual([changes.at(-1)?.Counted, changes.at(-1)?.['Out of']], ['51', '72'])
  const entered = changes.find((row) => row['What changed'] === 'Entered')
  assert.deepEqual([entered?.Counted, entered?.['Out of']], ['+7', '+9'])
  assertAddsUp(changes)
})

async function ask(page: Page, from: string, to: string): Promise<void> {
  await page.getByLabel('From', { exact: true }).fill(from)
  await page.getByLabel('To', { exact: true }).fill(to)
  await page.getByRole('button', { name: 'Explain' }).click()
  await page.waitForURL(/from=/)
  await readsWell(page)
}

/** The first row and the rows between are exactly the last row. */
function assertAddsUp(changes: Read[]): void {
  for (const quantity of QUANTITIES)
    assert.equal(sum(changes.slice(0, -1), quantity), sum(changes.slice(-1), quantity), quantity)
}
