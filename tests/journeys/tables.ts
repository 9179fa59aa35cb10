import assert from 'node:assert/strict'
import { parse } from 'csv-parse/sync'
import type { Locator } from 'playwright-core'
import { z } from 'zod'

/** A row of a table: what stands in each column, by the words above it. */
export type Read = Record<string, string>

const Cells = z.array(z.array(z.string()))

/** A table of the page, as a person reads it. */
export async function readTable(table: Locator): Promise<Read[]> {
  const rows = await table.locator('tr').all()
  return byColumn(await Promise.all(rows.map((row) => row.locator('th, td').allInnerTexts())))
}

/** A table as it was downloaded. */
export function readCsv(text: string): Read[] {
  return byColumn(Cells.parse(parse(text, { bom: true })))
}

/** Adds up the numbers of a column, as they are written: +5, −1 or 24. */
export function sum(rows: Read[], column: string): number {
  return rows.reduce((total, row) => total + numberIn(row[column] ?? ''), 0)
}

function numberIn(words: string): number {
  const number = Number(words.replace('−', '-').replaceAll(',', ''))
  assert.ok(words !== '' && Number.isFinite(number), `“${words}” is not a number`)
  return number
}

function byColumn([heads = [], ...rows]: string[][]): Read[] {
  assert.ok(heads.length > 0 && rows.length > 0, 'the table is empty')
  return rows.map((row) => {
    assert.equal(row.length, heads.length, `“${row.join(' | ')}” should have a cell for each column`)
    return Object.fromEntries(
      heads.map((head, index) => [head, (row[index] ?? '').replaceAll(/\s+/g, ' ').trim()]),
    )
  })
}
