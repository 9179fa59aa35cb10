/*
 * A table as values. It is shown as HTML, given as CSV and as JSON from the same cells, so that all three say the
 * same. Pure: words arrive made, and nothing here knows what they are about.
 */

export interface Table {
  /** Its name on the page and in addresses: ?table=lines. */
  id: string
  caption: string
  /** The language of the caption, where it is not the page's. */
  lang?: string
  columns: Column[]
  rows: Row[]
  /** What the rows add up to. */
  total?: Row
  /** What a narrow screen does with it: `figures` puts a row's name above its numbers, `stacked` one cell below another. */
  shape?: 'figures' | 'stacked'
}

export interface Column {
  /** Its name in JSON. */
  key: string
  label: string
  /** The language of the label, where it is not the page's. */
  lang?: string
  /** A picture is for the eye alone: it is in no file, since the numbers that it draws are. */
  kind: 'words' | 'number' | 'picture'
}

export interface Row {
  /** The first is the row's name. */
  cells: Cell[]
  /** A figure that the rows beside it lead from or to. */
  isFigure?: boolean
}

export interface Cell {
  /** What a person reads. */
  says: string
  /** What a program reads, where that is not the words: 69.8 for 69.8%. */
  value?: number | string | boolean | null
  /** Stands in place of a number: [z], [x], [c]. */
  isSymbol?: boolean
  /** A path of this site, without language or dates. */
  href?: string
  /** The language of the words, where it is not the page's. */
  lang?: string
  marks?: { kind: string; words: string }[]
  /** What it rests on, sentence by sentence, each with its source. */
  notes?: Note[]
  /** An SVG that repeats what is said. */
  picture?: string
}

export interface Note {
  says: string
  source?: string
  link?: string
  lang?: string
}

/** A number, or a symbol in brackets in place of one; text; true or false. */
export type Plain = number | string | boolean | null

/** The columns that files have. */
export function plainColumns({ columns }: Table): Column[] {
  return columns.filter(({ kind }) => kind !== 'picture')
}

/** Rows as files have them, the total last. */
export function plainRows(table: Table): Plain[][] {
  const rows = table.total ? [...table.rows, table.total] : table.rows
  return rows.map(({ cells }) =>
    cells.filter((_, at) => table.columns[at]?.kind !== 'picture').map(plainCell),
  )
}

function plainCell(cell: Cell): Plain {
  if (cell.isSymbol) return cell.says
  if (cell.value !== undefined) return cell.value
  const marks = (cell.marks ?? []).map(({ words }) => words)
  const notes = (cell.notes ?? []).map(({ says, source }) => (source ? `${says} (${source})` : says))
  return [cell.says, ...marks, ...notes].filter((part) => part !== '').join(' ')
}
