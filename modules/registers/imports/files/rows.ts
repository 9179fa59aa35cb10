/** What a cell holds: text in a CSV file; in JSON lines also a number, true or false. An empty cell is not there. */
export type Cell = string | number | boolean

/** One row of a file, by the names of its columns; numbered as a spreadsheet does, with the header as 1. */
export interface Row {
  readonly row: number
  readonly cells: ReadonlyMap<string, Cell>
}

/** What reading tells while it goes on. */
export interface Listener {
  /** The names of the columns, once they are known; for JSON lines, each new one. */
  columns(names: readonly string[], row: number): void
  /** A row that cannot be read and is left out. */
  wrong(row: number, says: string, instead: string): void
}

/** More than this in one row is a mistake, such as a quotation mark that never closes. */
export const LARGEST_ROW = 1_000_000
