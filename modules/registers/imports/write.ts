import type { Government, Register } from '#definitions'
import type { Value } from '#shared/values'
import type { StandingRecord } from './queries.ts'

/** The lines of an import file that says what these records say: importing it adds nothing. */
export function* csvLines(
  government: Government,
  register: Register,
  records: Iterable<StandingRecord>,
): Generator<string> {
  const fields = register.fields.flatMap((field) => {
    if (field.type !== 'assessment')
      return [{ column: field.name, of: (values: StandingRecord['values']) => values[field.name] }]
    const framework = government.frameworks.find(({ slug }) => slug === field.framework)
    const parts = ['rating', ...(framework?.questions ?? []).map(({ id }) => id)]
    return parts.map((part) => ({
      column: `${field.name}.${part}`,
      of: (values: StandingRecord['values']) => partOf(values[field.name], part),
    }))
  })
  yield line(['id', 'organisation', 'effectiveOn', 'basis', 'source', ...fields.map(({ column }) => column)])
  for (const { key, organisation, effectiveOn, reconstructed, source, values } of records) {
    const basis = reconstructed ? 'reconstructed' : 'recorded'
    yield line([key, organisation, effectiveOn, basis, source, ...fields.map(({ of }) => cellOf(of(values)))])
  }
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
