import { type Government, type Register, suggestion } from '#definitions'
import type { NewEntry } from '../records/queries.ts'
import type { NewStatement } from '../statements/queries.ts'
import { entryReader } from './columns/entries.ts'
import type { Say } from './columns/own-columns.ts'
import { statementReader } from './columns/statements.ts'
import { utf8 } from './files/bytes.ts'
import { csvRows } from './files/csv.ts'
import { jsonRows } from './files/json-lines.ts'
import type { Listener, Row } from './files/rows.ts'
import { FileFault, ProblemList, type Problems } from './problems.ts'

export type Format = 'csv' | 'json lines'

/** A file to read. Reading asks nothing of the database. */
export interface ImportFile {
  readonly government: Government
  /** What the file is called in messages. */
  readonly name: string
  readonly bytes: AsyncIterable<Uint8Array>
  readonly format: Format
  /** Where its content comes from, for rows that do not say. */
  readonly source: string
}

/** Where something was written. */
export interface Place {
  readonly file: string
  readonly row: number
}

export interface Placed<Item> {
  readonly item: Item
  readonly place: Place
}

export interface Read<Item> {
  /** Without an error, in the file or in any row. */
  readonly ok: boolean
  /** False where the file could not be read to its end: then none of it may be used. */
  readonly isWhole: boolean
  readonly rows: number
  readonly items: readonly Placed<Item>[]
  readonly problems: Problems
}

interface Reader<Item> {
  /** What the file holds, for messages: a register, or statements. */
  readonly of: string
  readonly columns: readonly string[]
  readonly needed: readonly string[]
  read(row: Row, say: Say): Item | undefined
  /** What may be there only once, in words for a message. */
  once(item: Item): { key: string; words: string }
}

/** Reads a file of entries of one register: every row that is right, and everything that is wrong. */
export function readImport(file: ImportFile, register: Register): Promise<Read<NewEntry>> {
  const reader = entryReader(file.government, register, file.source)
  const once = ({ key, effectiveOn }: NewEntry) => ({
    key: `${key} ${effectiveOn}`,
    words: `"${key}" from ${effectiveOn}`,
  })
  return readAll(file, { ...reader, of: `the register ${register.name}`, once })
}

/** Reads a file of statements: columns organisation, register, part, effectiveOn, says, note, source. */
export function readStatements(file: ImportFile): Promise<Read<NewStatement>> {
  const reader = statementReader(file.government, file.source)
  const once = ({ organisation, register, part, effectiveOn }: NewStatement) => ({
    key: `${organisation} ${register} ${part} ${effectiveOn}`,
    words: `what ${organisation} says of ${part ?? register} from ${effectiveOn}`,
  })
  return readAll(file, { ...reader, of: 'a file of statements', once })
}

/** Reads a file of rows that are to be recorded nowhere: what a row means is for whoever asks. */
export function readRows(
  file: Pick<ImportFile, 'name' | 'bytes' | 'format'>,
  { of, columns }: { of: string; columns: readonly string[] },
): Promise<Read<Row>> {
  const once = ({ row }: Row) => ({ key: String(row), words: '' })
  return readAll(file, { of, columns, needed: [], read: (row) => row, once })
}

/** By the end of a file's name. */
export function formatOf(name: string): Format {
  return /\.(jsonl|ndjson|json)$/i.test(name) ? 'json lines' : 'csv'
}

async function readAll<Item>(
  file: Pick<ImportFile, 'name' | 'bytes' | 'format'>,
  reader: Reader<Item>,
): Promise<Read<Item>> {
  const problems = new ProblemList()
  const items: Placed<Item>[] = []
  const firstRows = new Map<string, number>()
  let rows = 0
  let isWhole = true
  const add = (
    level: 'error' | 'warning',
    row: number | null,
    column: string | null,
    says: string,
    instead?: string,
  ) => problems.add({ level, file: file.name, row, column, says, ...(instead && { instead }) })
  const listener = listenerFor(file, reader, add)
  const read = file.format === 'csv' ? csvRows : jsonRows
  try {
    for await (const row of read(utf8(file.bytes), listener)) {
      rows++
      const item = reader.read(row, (level, ...rest) => add(level, row.row, ...rest))
      if (!item) continue
      const { key, words } = reader.once(item)
      const first = firstRows.get(key)
      if (first !== undefined) {
        add('error', row.row, null, `row ${first} has ${words} already`, 'keep one of the two rows')
        continue
      }
      firstRows.set(key, row.row)
      items.push({ item, place: { file: file.name, row: row.row } })
    }
  } catch (error) {
    if (!(error instanceof FileFault)) throw error
    add('error', error.row, null, error.says, error.instead)
    isWhole = false
  }
  return { ok: problems.errors === 0, isWhole, rows, items, problems }
}

function listenerFor(
  { format }: Pick<ImportFile, 'format'>,
  { of, columns, needed }: Pick<Reader<unknown>, 'of' | 'columns' | 'needed'>,
  add: (level: 'error', row: number, column: string | null, says: string, instead?: string) => void,
): Listener {
  return {
    wrong: (row, says, instead) => add('error', row, null, says, instead),
    columns(names, row) {
      const missing = format === 'csv' ? needed.filter((name) => !names.includes(name)) : []
      if (missing.length > 0 && missing.length === needed.length) {
        const instead = `Begin the file with a row such as: ${columns.slice(0, 12).join(',')}`
        throw new FileFault(row, 'the first row does not name the columns', instead)
      }
      for (const name of names) {
        if (columns.includes(name)) continue
        const near = columns.includes(`${name}.rating`)
          ? `an assessment has a column for its result: write "${name}.rating"`
          : (suggestion(name, columns).instead ?? 'leave the column out')
        add('error', row, name, `${of} has no column "${name}"`, near)
      }
      for (const name of missing) add('error', row, name, `the column "${name}" is missing`, 'add it')
    },
  }
}
