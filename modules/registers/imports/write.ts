import type { Government, Register } from '#definitions'
import { csvLine, guardFormula } from '#shared/csv'
import type { Value } from '#shared/values'
import { assessmentParts } from './columns/assessments.ts'
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
  yield csvLine(columns.map(({ name }) => name))
  for (const record of records) yield csvLine(columns.map(({ of }) => cellOf(of(record))))
}

/** The lines of a file of text alone, its header among them. */
export function* csvTable(rows: Iterable<readonly string[]>): Generator<string> {
  for (const row of rows) yield csvLine(row.map(cellOf))
}

function columnsOf(government: Government, field: Register['fields'][number]): Column[] {
  const { name } = field
  if (field.type !== 'assessment') return [{ name, of: ({ values }) => values[name] }]
  const parts = assessmentParts(government, field.framework)
  return parts.map((part) => ({ name: `${name}.${part}`, of: ({ values }) => partOf(values[name], part) }))
}

function partOf(value: Value | undefined, part: string): Value | undefined {
  if (!isObject(value)) return undefined
  if (part === 'rating' || part === 'version') return value[part]
  return isObject(value.answers) ? value.answers[part] : undefined
}

function isObject(value: Value | undefined): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function cellOf(value: Value | undefined): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? guardFormula(value) : String(value)
}
