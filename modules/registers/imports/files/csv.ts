import { pipeline } from 'node:stream/promises'
import { CsvError, parse } from 'csv-parse'
import { FileFault } from '../problems.ts'
import { LARGEST_ROW, type Listener, type Row } from './rows.ts'

/** The rows of a CSV file with a header, one by one. Rows with nothing in them are passed over. */
export async function* csvRows(text: AsyncIterable<Buffer>, listener: Listener): AsyncGenerator<Row> {
  let names: string[] | undefined
  let row = 0
  for await (const values of records(text)) {
    row++
    const cells = values.map((value) => value.trim())
    if (!names) {
      names = header(cells)
      listener.columns(names, row)
      continue
    }
    if (cells.every((cell) => cell === '')) continue
    if (cells.length < names.length || cells.slice(names.length).some((cell) => cell !== '')) {
      listener.wrong(row, ...ragged(cells.length, names.length))
      continue
    }
    const filled = new Map<string, string>()
    for (const [i, name] of names.entries()) {
      const cell = cells[i]
      if (cell) filled.set(name, unescaped(cell))
    }
    yield { row, cells: filled }
  }
  if (!names)
    throw new FileFault(
      null,
      'the file is empty',
      'Its first row names the columns, and each row after it is an entry',
    )
}

/** Text that a spreadsheet would run as a formula is written with an apostrophe before it (see ../write.ts). */
function unescaped(cell: string): string {
  return /^'+[=+\-@]/.test(cell) ? cell.slice(1) : cell
}

async function* records(text: AsyncIterable<Buffer>): AsyncGenerator<string[]> {
  const parser = parse({ relax_column_count: true, max_record_size: LARGEST_ROW })
  // What goes wrong with the source destroys the parser, whose reader is told.
  const fed = pipeline(text, parser).catch(() => {})
  try {
    for await (const record of parser) yield record
  } catch (error) {
    throw asFault(error)
  } finally {
    parser.destroy()
    await fed
  }
}

function header(cells: string[]): string[] {
  while (cells.at(-1) === '') cells.pop()
  if (cells.length === 0) throw new FileFault(1, 'the first row is empty', 'Name the columns in it')
  const [only = ''] = cells
  if (cells.length === 1 && /[;\t]/.test(only)) {
    const sign = only.includes('\t') ? 'tabs' : 'semicolons'
    throw new FileFault(
      1,
      `the columns are separated by ${sign}`,
      'Save the file with commas between the columns',
    )
  }
  const repeated = cells.find((cell, i) => cell !== '' && cells.indexOf(cell) !== i)
  if (repeated !== undefined) {
    throw new FileFault(
      1,
      `two columns are named "${repeated}"`,
      'Give each column a name of its own, or leave one out',
    )
  }
  const nameless = cells.indexOf('')
  if (nameless !== -1) {
    throw new FileFault(1, `column ${nameless + 1} has no name`, 'Name it, or leave the column out')
  }
  return cells
}

function ragged(has: number, names: number): [string, string] {
  return [
    `this row has ${has} ${has === 1 ? 'value' : 'values'} and the header names ${names} columns`,
    'Text with a comma in it goes in quotation marks; an empty cell still needs its comma',
  ]
}

function asFault(error: unknown): unknown {
  if (!(error instanceof CsvError)) return error
  const row = typeof error.records === 'number' ? error.records + 1 : null
  switch (error.code) {
    case 'CSV_MAX_RECORD_SIZE':
      return new FileFault(
        row,
        'this row is longer than a million characters',
        'Look for a quotation mark that is not closed',
      )
    case 'CSV_QUOTE_NOT_CLOSED':
      return new FileFault(
        row,
        'a quotation mark is opened here and never closed',
        'Close it; a quotation mark inside a text is written twice',
      )
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE':
      return new FileFault(
        row,
        'a quotation mark stands in the middle of a text here',
        'Put the whole text in quotation marks and write each one inside it twice: "say ""yes"""',
      )
    default:
      return new FileFault(
        row,
        `this cannot be read as CSV: ${error.message}`,
        'Save the file again as CSV UTF-8',
      )
  }
}
