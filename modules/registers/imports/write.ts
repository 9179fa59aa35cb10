import type { Government, Register } from '#definitions'
import type { Value } from '#shared/values'
import type { StandingRecord } from './queries.ts'

interface Column {
  readonly name: string
  of(record: StandingRecord): Value | undefined
}

const OWN_COLUMNS: readonly Column[] = [
  { name: 'id', of: ({ key }) => key },
  { name: 'organisation', of: ({ organisation }) => organisation },
  { name: 'effectiveOn', of: ({ effectiveOn }) => effectiveOn },
  { name: 'basis', of: ({ reconstructed }) => (reconstructed ? 'reconstructed' : 'recorded') },
  { name: 'source', of: ({ source }) => source },
]

/** The lines of an import file that says what these records say: importing it adds nothing. */
export function* csvLines(
  government: Government,
  register: Register,
  records: Iterable<StandingRecord>,
): Generator<string> {
  const fields = register.fields.flatMap((field) => columnsOf(government, field))
  // A field that is itself called "source" is read from the same column.
  const own = OWN_COLUMNS.filter(({ name }) => !fields.some((field) => field.name === name))
  const columns = [...own, ...fields]
  yield line(columns.map(({ name }) => name))
  for (const record of records) yield line(columns.map(({ of }) => cellOf(of(record))))
}

/** The lines of a file of text alone, its header among them. */
export function* csvTable(rows: Iterable<readonly string[]>): Generator<string> {
  for (const row of rows) yield line(row.map(cellOf))
}

function columnsOf({ frameworks }: Government, field: Register['fields'][number]): Column[] {
  const { name } = field
  if (field.type !== 'assessment') return [{ name, of: ({ values }) => values[name] }]
  const framework = frameworks.find(({ slug }) => slug === field.framework)
  const parts = ['rating', ...(framework?.questions ?? []).map(({ id }) => id)]
  return parts.map((part) => ({ name: `${name}.${part}`, of: ({ values }) => partOf(values[name], part) }))
}

function partOf(value: Value | undefined, part: string): Value | undefined {
  if (!isObject(value)) return undefined
  if (part === 'rating') return value.rating
  return isObject(value.answers) ? value.answers[part] : undefined
}

function isObject(value: Value | undefined): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Text that a spreadsheet would run as a formula gets an apostrophe, which reading takes away again. */
function cellOf(value: Value | undefined): string {
  if (value === undefined || value === null) return ''
  if (typeof value !== 'string') return String(value)
  return /^'*[=+\-@]/.test(value) && !/^-\d+(\.\d+)?$/.test(value) ? `'${value}` : value
}

function line(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`
}
