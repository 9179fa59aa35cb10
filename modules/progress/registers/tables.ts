/* The tables of registers. Pure. */
import type { Disclosure, Field, Government, Register } from '#definitions'
import type { Cell, Column, Table } from '#design'
import { type Account, figureOf } from '#figures'
import type { Words } from '#platform/messages'
import type { Statement } from '#registers'
import type { IsoDate } from '#shared/dates'
import { hrefOf as hrefOfMeasure } from '../measures/parts.ts'
import { hrefOf } from '../records/rules.ts'
import { organisationCell } from '../records/tables.ts'
import { dateCell, numberedCell, textCell } from '../sentences/cells.ts'
import { markOf, roundedMarks, sayInShort } from '../sentences/rules.ts'
import { saidIn } from '../sentences/said.ts'
import type { HeldEntry } from './queries.ts'
import { kindCell, sayDisclosure } from './rules.ts'
import { calledAmong, sayValues, valueCell } from './values.ts'

function columns(words: Words, table: string, keys: readonly string[]): Column[] {
  return keys.map((key) => ({ key, label: words.say(`progress.registers.${table}.${key}`), kind: 'words' }))
}

/** Every register, with how many records of it stand: where nothing of them is public, that is not told. */
export function registersTable(
  words: Words,
  registers: readonly Register[],
  counts: ReadonlyMap<string, number>,
  on: IsoDate,
): Table {
  return {
    id: 'registers',
    caption: words.say('progress.registers.all.caption', { on: words.date(on) }),
    shape: 'stacked',
    columns: columns(words, 'all', ['register', 'description', 'records']),
    rows: registers.map(({ name, title, description }) => {
      const count = counts.get(name)
      return {
        cells: [
          textCell(words, title, `/registers/${name}`),
          description ? textCell(words, description) : { says: '' },
          count === undefined
            ? { says: words.say('progress.registers.all.not-shown') }
            : { says: words.say('progress.registers.all.count', { count }), value: count },
        ],
      }
    }),
  }
}

/** What is written down of each record, and who may see it. */
export function fieldsTable(
  words: Words,
  government: Government,
  { fields }: Register,
  disclosed: ReadonlyMap<string, Disclosure>,
): Table {
  return {
    id: 'fields',
    caption: words.say('progress.registers.fields.caption'),
    shape: 'stacked',
    columns: columns(words, 'fields', ['field', 'holds', 'disclosed', 'note']),
    rows: fields.map((field) => ({
      cells: [
        textCell(words, field.title),
        kindCell(words, government, field),
        { says: sayDisclosure(words, field, disclosed.get(field.name) ?? 'none') },
        field.note ? textCell(words, field.note) : { says: '' },
      ],
    })),
  }
}

/** The measures that count it, and how each stands. */
export function measuresTable(words: Words, accounts: readonly Account[], on: IsoDate): Table {
  return {
    id: 'measures',
    caption: words.say('progress.registers.measures.caption', { on: words.date(on) }),
    shape: 'stacked',
    columns: columns(words, 'measures', ['measure', 'commitment', 'stands']),
    rows: accounts.map((account) => {
      const { roadmap, commitment, measure } = account.promised
      return {
        cells: [
          textCell(words, measure.title, hrefOfMeasure(account.promised)),
          numberedCell(
            words,
            commitment.number,
            commitment.title,
            `/roadmaps/${roadmap.slug}/commitments/${commitment.number}`,
          ),
          standsCell(words, account),
        ],
      }
    }),
  }
}

function standsCell(words: Words, account: Account): Cell {
  const { promised } = account
  const figure = figureOf(account, null)
  return { says: sayInShort(words, figure, promised.measure), marks: roundedMarks(words, promised, figure) }
}

/** What organisations say of it instead of records. */
export function statementsTable(
  words: Words,
  government: Government,
  register: Register,
  statements: readonly Statement[],
  on: IsoDate,
): Table {
  const named = statements.map((statement) => ({
    statement,
    organisation: organisationCell(words, government, statement.organisation),
  }))
  named.sort((a, b) => a.organisation.says.localeCompare(b.organisation.says, 'en-GB'))
  return {
    id: 'statements',
    caption: words.say('progress.registers.statements.caption', { on: words.date(on) }),
    shape: 'stacked',
    columns: columns(words, 'statements', ['organisation', 'says', 'since']),
    rows: named.map(({ statement, organisation }) => ({
      cells: [
        organisation,
        { says: '', notes: [saidIn(words, statement, register)] },
        dateCell(words, statement.effectiveOn),
      ],
    })),
  }
}

/** Records as people read them: each with its name and, in a line, what is public of it. */
export function recordsTable(
  words: Words,
  government: Government,
  register: Register,
  fields: readonly Field[],
  records: readonly HeldEntry[],
  on: IsoDate,
): Table {
  const called = calledAmong(words, government, records)
  return {
    id: 'records',
    caption: words.say('progress.registers.records.caption', {
      title: words.text(register.title).says,
      on: words.date(on),
    }),
    shape: 'stacked',
    columns: columns(words, 'records', ['record', 'organisation', 'says', 'since', 'source']),
    rows: records.map((each) => ({
      cells: [
        {
          says: called.get(each.record) ?? '',
          href: hrefOf(register.name, each.record),
        },
        organisationCell(words, government, each.organisation),
        { says: sayValues(words, fields, each.values) },
        dateCell(words, each.effectiveOn),
        { says: each.source, marks: each.reconstructed ? [markOf(words, 'reconstructed')] : [] },
      ],
    })),
  }
}

/**
 * The same records as programs read them: each public field in a column of its own. A reference is an id, if records of
 * the register that it leads to are shown at all.
 */
export function valuesTable(
  words: Words,
  register: Register,
  fields: readonly Field[],
  records: readonly HeldEntry[],
  { on, isShown }: { on: IsoDate; isShown: ReadonlySet<string> },
): Table {
  return {
    id: 'values',
    caption: words.say('progress.registers.values.caption', {
      title: words.text(register.title).says,
      on: words.date(on),
    }),
    columns: [
      ...columns(words, 'values', ['id', 'organisation', 'since', 'recorded', 'reconstructed', 'source']),
      ...fields.map(({ name }): Column => ({ key: `values.${name}`, label: name, kind: 'words' })),
    ],
    rows: records.map((each) => ({
      cells: [
        { says: each.record },
        { says: each.organisation },
        dateCell(words, each.effectiveOn),
        { says: each.recordedAt },
        { says: String(each.reconstructed), value: each.reconstructed },
        { says: each.source },
        ...fields.map((field) => {
          const value = each.values[field.name]
          const isId = field.type === 'record' && isShown.has(field.register) && typeof value === 'string'
          return isId ? { says: value } : valueCell(words, field, value)
        }),
      ],
    })),
  }
}
