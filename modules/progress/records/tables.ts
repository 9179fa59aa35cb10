/* The tables of one record. Pure. */
import type { Field, Government, Text } from '#definitions'
import type { Cell, Column, Table } from '#design'
import type { Words } from '#platform/messages'
import type { Promised } from '#roadmaps'
import type { IsoDate } from '#shared/dates'
import { hrefOf } from '../measures/parts.ts'
import type { Step } from '../registers/queries.ts'
import { type Referring, valueCell } from '../registers/values.ts'
import {
  dateCell,
  NOT_APPLICABLE,
  numberCell,
  numberedCell,
  signedCell,
  textCell,
  textColumn,
} from '../sentences/cells.ts'
import { isNamed, markOf } from '../sentences/rules.ts'
import type { Fate, Placed } from './history.ts'
import { judgedHref } from './judgements.ts'

/** An organisation by its name, with a link to its page where it has one. */
export function organisationCell(words: Words, { organisations }: Government, slug: string): Cell {
  const name: Text = organisations.find((each) => each.slug === slug)?.name ?? { en: slug }
  return textCell(words, name, isNamed(slug) ? `/organisations/${slug}` : undefined)
}

/** Every entry in both times, with what each said in the public fields that any of them has. */
export function entriesTable(
  words: Words,
  government: Government,
  fields: readonly Field[],
  entries: readonly Placed[],
  { name, on, referring }: { name: string; on: IsoDate; referring: Referring },
): Table {
  const said = fields.filter((field) => isWorthAColumn(field, entries, name))
  return {
    id: 'entries',
    caption: words.say('progress.record.entries.caption', { name }),
    columns: [
      ...ENTRY_COLUMNS.map((key) => column(words, 'entries', key)),
      ...said.map(({ name, title }) => textColumn(words, name, title)),
    ],
    rows: entries.map((entry) => ({
      cells: [
        dateCell(words, entry.effectiveOn),
        recordedCell(words, entry),
        organisationCell(words, government, entry.organisation),
        {
          says: sayFate(words, entry.fate, on),
          marks: entry.reconstructed ? [markOf(words, 'reconstructed')] : [],
        },
        { says: entry.source },
        ...said.map((field) => {
          const value = entry.values[field.name]
          const href = judgedHref(government, field, value, on)
          return { ...valueCell(words, field, value, referring), ...(href === undefined ? {} : { href }) }
        }),
      ],
    })),
  }
}

const ENTRY_COLUMNS = ['effectiveOn', 'recorded', 'organisation', 'state', 'source']

/** A field that no entry has says nothing; nor does the name that the whole page is about. */
function isWorthAColumn({ name: field }: Field, entries: readonly Placed[], name: string): boolean {
  const values = entries.map(({ values }) => values[field] ?? null)
  return values.some((value) => value !== null && value !== name)
}

function column(words: Words, table: string, key: string, kind: Column['kind'] = 'words'): Column {
  return { key, label: words.say(`progress.record.${table}.${key}`), kind }
}

/** When it was recorded; and from what, where the entry has a source of its own. */
function recordedCell(words: Words, { recordedAt, recordedFrom, source }: Placed): Cell {
  const notes = source.startsWith(recordedFrom) ? [] : [{ says: '', source: recordedFrom }]
  return { says: words.moment(recordedAt), value: recordedAt, notes }
}

export function sayFate(words: Words, fate: Fate, on: IsoDate): string {
  const say = (key: string, values = {}) => words.say(`progress.record.fate.${key}`, values)
  switch (fate.is) {
    case 'stands':
    case 'ended':
    case 'later':
      return say(fate.is, { on: words.date(on) })
    case 'stood':
    case 'lapsed':
      return say(fate.is, { until: words.date(fate.until) })
    case 'corrected':
    case 'void':
      return say(fate.is, { recorded: words.moment(fate.by.recordedAt) })
    case 'voids':
      if (!fate.what) return say('voids-unknown')
      return say('voids', {
        from: words.date(fate.what.effectiveOn),
        recorded: words.moment(fate.what.recordedAt),
      })
  }
}

/** A measure that counts the register, and what the record adds to it: undefined where that may not be shown. */
export interface Adding {
  promised: Promised
  steps: readonly Step[] | undefined
}

function measureCells(words: Words, { promised }: Adding): Cell[] {
  const { roadmap, commitment, measure } = promised
  return [
    textCell(words, measure.title, hrefOf(promised)),
    numberedCell(
      words,
      commitment.number,
      commitment.title,
      `/roadmaps/${roadmap.slug}/commitments/${commitment.number}`,
    ),
  ]
}

/** What a record adds to each measure on the date. */
export function addsTable(words: Words, adding: readonly Adding[], on: IsoDate): Table {
  return {
    id: 'adds',
    shape: 'figures',
    caption: words.say('progress.record.adds.caption', { on: words.date(on) }),
    columns: [...['measure', 'commitment'].map((key) => column(words, 'adds', key)), ...amountColumns(words)],
    rows: adding.map((each) => ({ cells: [...measureCells(words, each), ...addedCells(words, each)] })),
  }
}

function amountColumns(words: Words): Column[] {
  const kind = 'number'
  return [
    { key: 'counted', label: words.say('progress.table.counted'), kind },
    { key: 'outOf', label: words.say('progress.table.out-of'), kind },
    { key: 'unknown', label: words.say('progress.table.unknown'), kind },
  ]
}

const WITHHELD: Cell = { says: '[c]', isSymbol: true }

function addedCells(words: Words, { promised, steps }: Adding): Cell[] {
  if (!steps) return [WITHHELD, WITHHELD, WITHHELD]
  const sum = (of: 'counted' | 'outOf' | 'unknown' | 'records') =>
    steps.reduce((total, step) => total + step[of], 0)
  if (sum('records') === 0) return [NOT_APPLICABLE, NOT_APPLICABLE, NOT_APPLICABLE]
  const outOf = promised.measure.outOf === null ? NOT_APPLICABLE : numberCell(words, sum('outOf'))
  return [numberCell(words, sum('counted')), outOf, numberCell(words, sum('unknown'))]
}

/** How that came about: each day on which it changed. */
export function stepsTable(
  words: Words,
  government: Government,
  adding: readonly Adding[],
  on: IsoDate,
): Table | undefined {
  const rows = adding
    .flatMap((each) => (each.steps ?? []).map((step) => ({ each, step })))
    .sort((a, b) =>
      a.step.effectiveOn < b.step.effectiveOn ? -1 : Number(a.step.effectiveOn > b.step.effectiveOn),
    )
    .map(({ each, step }) => ({
      cells: [
        dateCell(words, step.effectiveOn),
        ...measureCells(words, each).slice(0, 1),
        organisationCell(words, government, step.organisation),
        signedCell(words, step.counted),
        each.promised.measure.outOf === null ? NOT_APPLICABLE : signedCell(words, step.outOf),
        signedCell(words, step.unknown),
      ],
    }))
  if (rows.length === 0) return undefined
  return {
    id: 'steps',
    shape: 'figures',
    caption: words.say('progress.record.steps.caption', { on: words.date(on) }),
    columns: [
      ...['date', 'measure', 'organisation'].map((key) => column(words, 'steps', key)),
      ...amountColumns(words),
    ],
    rows,
  }
}
