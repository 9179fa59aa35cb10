import { compileCondition, type Government, type Register } from '#definitions'
import type { IsoDate } from '#shared/dates'
import type { Value, Values } from '#shared/values'
import type { NewEntry } from '../../records/queries.ts'
import type { Row } from '../files/rows.ts'
import { assessmentParts, assessmentReader } from './assessments.ts'
import { type PlainType, readCell } from './cells.ts'
import { readDay, readKey, readOrganisation, readWord, readWords, type Say } from './own-columns.ts'

const STATES = ['stands', 'ended', 'void'] as const
const BASES = ['recorded', 'reconstructed'] as const
const OWN_COLUMNS = ['id', 'organisation', 'effectiveOn', 'state', 'basis', 'source']
const NEEDED = ['id', 'organisation', 'effectiveOn']

type FieldReader = (row: Row, on: IsoDate, values: Record<string, Value>, say: Say) => void

/** What reads the rows of one register's import files. */
export interface EntryReader {
  /** Every column a file of this register may have. */
  readonly columns: readonly string[]
  /** Those it must have. */
  readonly needed: readonly string[]
  /** The entry of a row; undefined where it has errors, which have been said. */
  read(row: Row, say: Say): NewEntry | undefined
}

export function entryReader(government: Government, register: Register, source: string): EntryReader {
  const organisations = new Map(government.organisations.map((each) => [each.slug, each]))
  const fields = register.fields.map((field) => fieldReader(government, field))
  const required = register.fields.filter((field) => field.required)
  const references = register.fields.flatMap((field) =>
    field.type === 'record' ? [{ field: field.name, register: field.register }] : [],
  )
  const check = checker(government, register)

  return {
    columns: [...OWN_COLUMNS, ...register.fields.flatMap((field) => columnsOf(government, field))],
    needed: [...NEEDED, ...required.flatMap((field) => (field.type === 'assessment' ? [] : [field.name]))],
    read(row, report) {
      let isRight = true
      const say: Say = (level, ...rest) => {
        if (level === 'error') isRight = false
        report(level, ...rest)
      }
      const { cells } = row
      const key = readKey(cells.get('id'), say)
      const effectiveOn = readDay(cells.get('effectiveOn'), say)
      const organisation = readOrganisation(organisations, cells.get('organisation'), effectiveOn, say)
      const state = readWord(STATES, 'state', cells.get('state'), say)
      const basis = readWord(BASES, 'basis', cells.get('basis'), say)
      const ownSource = readWords('source', cells.get('source'), source, say)
      const values: Record<string, Value> = {}
      for (const read of fields) read(row, effectiveOn, values, say)
      if (state === 'void') sayFilled(register, row, say)
      if (state === 'stands') {
        for (const { name } of required) {
          if (!isFilled(row, name))
            say('error', name, `each ${register.record.en} needs "${name}"`, 'fill it in')
        }
        if (isRight) check(values, say)
      }
      if (!isRight) return undefined
      return {
        register: register.name,
        key,
        organisation,
        effectiveOn,
        state,
        voids: null,
        reconstructed: basis === 'reconstructed',
        source: ownSource,
        values,
        refersTo: references.flatMap(({ field, register: of }) => {
          const named = cells.get(field)
          return named === undefined ? [] : [{ field, register: of, key: String(named) }]
        }),
      }
    },
  }
}

function fieldReader(government: Government, field: Register['fields'][number]): FieldReader {
  if (field.type === 'record') return () => {}
  if (field.type !== 'assessment') return plainReader(field.name, field)
  const { name } = field
  const assessment = assessmentReader(government, name, field.framework)
  return ({ cells }, on, values, say) => {
    const read = assessment.read(cells, on, say)
    if (read !== undefined) values[name] = read
  }
}

function plainReader(name: string, type: PlainType): FieldReader {
  return ({ cells }, _on, values, say) => {
    const cell = cells.get(name)
    if (cell === undefined) return
    const read = readCell(type, cell)
    if (read.ok) values[name] = read.value
    else say('error', name, read.says, read.instead)
  }
}

function columnsOf(government: Government, field: Register['fields'][number]): string[] {
  if (field.type !== 'assessment') return [field.name]
  return assessmentParts(government, field.framework).map((part) => `${field.name}.${part}`)
}

/** A row that takes an entry back says nothing of its own. */
function sayFilled(register: Register, row: Row, say: Say): void {
  for (const { name } of register.fields) {
    // A field that is itself called "source" is read from the column in which any row says where it comes from.
    if (name === 'source' || !isFilled(row, name)) continue
    say('error', name, 'a row with the state void takes an entry back and has no values', 'leave it empty')
  }
}

/** An assessment is filled in by any of its columns. */
function isFilled({ cells }: Row, field: string): boolean {
  return cells.has(field) || cells.keys().some((column) => column.startsWith(`${field}.`))
}

/** The register's own checks, as far as one row can tell: not those that read its history or another record. */
function checker(government: Government, register: Register): (values: Values, say: Say) => void {
  const checks = register.checks.map(({ level, when, say: words }) => {
    const condition = compileCondition(government, register, when)
    const evaluate: (input: { record: Values; ever: Values[] }) => boolean | undefined = condition.evaluate
    return {
      level,
      words: words.en,
      column: condition.fields[0] ?? null,
      needsMore: condition.usesEver || condition.references.length > 0,
      evaluate,
    }
  })
  return (values, say) => {
    for (const { level, words, column, needsMore, evaluate } of checks) {
      if (!needsMore && evaluate({ record: values, ever: [] }) === true) say(level, column, words)
    }
  }
}
