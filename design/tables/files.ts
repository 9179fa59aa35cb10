/* A table as a file: CSV for people with spreadsheets, JSON for programs. Pure. */
import { csvLine, guardFormula } from '#shared/csv'
import { type Plain, plainColumns, plainRows, type Table } from './tables.ts'

/** The table as CSV (RFC 4180), its header the words of the columns. */
export function tableCsv(table: Table): string {
  const header = csvLine(plainColumns(table).map(({ label }) => guardFormula(label)))
  return (
    header +
    plainRows(table)
      .map((row) => csvLine(row.map(cellOf)))
      .join('')
  )
}

function cellOf(value: Plain): string {
  if (value === null) return ''
  return typeof value === 'string' ? guardFormula(value) : String(value)
}

export interface TableJson {
  id: string
  caption: string
  columns: { key: string; label: string }[]
  rows: Record<string, Plain>[]
}

/** The table as JSON: each row an object of its columns' keys. The total, where there is one, is the last row. */
export function tableJson(table: Table): TableJson {
  const columns = plainColumns(table).map(({ key, label }) => ({ key, label }))
  const rows = plainRows(table).map((row) =>
    Object.fromEntries(columns.map(({ key }, at) => [key, row[at] ?? null])),
  )
  return { id: table.id, caption: table.caption, columns, rows }
}
