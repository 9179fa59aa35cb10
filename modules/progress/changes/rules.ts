/* What changed between two dates, as a table that adds up; or what was stated, where nothing was recorded. Pure. */
import type { Measure } from '#definitions'
import type { Cell, Row, Table } from '#design'
import { type Account, type Amounts, type Change, type Explanation, figureOf } from '#figures'
import type { Words } from '#platform/messages'
import type { StatedValue } from '#registers'
import { amountColumns } from '../measures/tables.ts'
import { unnamed } from '../registers/values.ts'
import { cellsOf, hasShare, signedCell } from '../sentences/cells.ts'
import { sayClasses, sayDifference } from '../sentences/changes.ts'
import { sayStated, wholeStated } from '../sentences/rules.ts'
import { type Sourced, statedIn } from '../sentences/said.ts'

export interface ShownChanges {
  /** The figure at the first date, a row for each class of change, and the figure at the second. */
  table: Table
  says: string
}

/** Neither date has a record: what others had published by then, date by date. */
export interface NothingToExplain {
  title: Measure['title']
  says: string
  stated: { on: string; values: (Sourced & { value: string })[] }[]
}

export function hasNoRecords({ from, to, classes }: Omit<Explanation, 'changes'>): boolean {
  return from.records === 0 && to.records === 0 && classes.length === 0
}

export function showNothingToExplain(
  words: Words,
  { title }: Measure,
  accounts: readonly Account[],
): NothingToExplain {
  const stated = accounts.map((account) => ({
    on: words.date(account.on),
    values: statedOn(account).map((each) => ({ value: sayStated(words, each), ...statedIn(words, each) })),
  }))
  const hasStated = stated.some(({ values }) => values.length > 0)
  return {
    title,
    says: words.say('progress.changes.no-records'),
    stated: hasStated ? stated : [],
  }
}

/** The latest number for the whole; where there is none, those for its parts. */
function statedOn(account: Account): StatedValue[] {
  const whole = wholeStated(figureOf(account, null))
  return whole ? [whole] : account.stated.filter(({ quantity }) => quantity === 'figure')
}

export function showChanges(
  words: Words,
  measure: Measure,
  explanation: Omit<Explanation, 'changes'>,
): ShownChanges {
  const { from, to, classes } = explanation
  const withShare = hasShare(measure)
  const [first, second] = [words.date(from.on), words.date(to.on)]
  const figureRow = (date: string, amounts: Amounts): Row => ({
    cells: [{ says: date }, ...cellsOf(words, amounts, withShare).slice(0, withShare ? 3 : 2), { says: '' }],
    isFigure: true,
  })
  const changed = classes.map(
    ({ class: of, amounts, records }): Row => ({
      cells: [
        { says: words.say(`progress.change.${of.replaceAll(' ', '-')}`) },
        ...differenceCells(words, amounts, withShare),
        { says: words.say('progress.change.records', { records }), value: records },
      ],
    }),
  )
  return {
    table: {
      id: `${measure.name}-changes`,
      caption: words.say('progress.changes.caption', {
        title: words.text(measure.title).says,
        from: first,
        to: second,
      }),
      shape: 'figures',
      columns: [
        { key: 'what', label: words.say('progress.changes.what'), kind: 'words' },
        ...amountColumns(words, measure, false),
        { key: 'records', label: words.say('progress.changes.records'), kind: 'words' },
      ],
      rows: [figureRow(first, from), ...changed, figureRow(second, to)],
    },
    says: words.say(`progress.changes.${explainedAs(explanation)}`),
  }
}

/** How the figures differ and, where that may be told, what the difference is made of. */
export function sayChange(
  words: Words,
  measure: Measure,
  { from, to, classes, roundedTo }: Omit<Explanation, 'changes'>,
): string[] {
  const pair = (amounts: Amounts) => (measure.outOf === null ? { ...amounts, outOf: null } : amounts)
  const difference = `${sayDifference(words, measure, pair(from), pair(to))}.`
  return roundedTo === null ? [difference, ...sayClasses(words, measure, classes)] : [difference]
}

function explainedAs({ roundedTo, classes }: Omit<Explanation, 'changes'>): string {
  if (roundedTo !== null) return 'rounded'
  return classes.length === 0 ? 'nothing' : 'adds-up'
}

function differenceCells(words: Words, { counted, outOf, unknown }: Amounts, withShare: boolean): Cell[] {
  const numbers = withShare ? [counted, outOf, unknown] : [counted, unknown]
  return numbers.map((number) => signedCell(words, number))
}

/** The records that changed, each with its class: what the rows of the explanation are made of. */
export function recordsTable(
  words: Words,
  measure: Measure,
  changes: readonly Change[],
  names: ReadonlyMap<string, { name: string; register: string }>,
  isCut: boolean,
): Table {
  return {
    id: `${measure.name}-changed-records`,
    caption: words.say(`progress.changes.records-${isCut ? 'some' : 'caption'}`, {
      title: words.text(measure.title).says,
      shown: changes.length,
    }),
    shape: 'figures',
    columns: [
      { key: 'record', label: words.say('progress.records.record'), kind: 'words' },
      ...amountColumns(words, measure, false),
      { key: 'class', label: words.say('progress.changes.what'), kind: 'words' },
    ],
    rows: changes.map((change) => {
      const named = names.get(change.record)
      return {
        cells: [
          {
            says: named?.name || unnamed(words, change.record),
            ...(named ? { href: `/registers/${named.register}/records/${change.record}` } : {}),
          },
          ...differenceCells(words, change, hasShare(measure)),
          { says: words.say(`progress.change.${change.class.replaceAll(' ', '-')}`) },
        ],
      }
    }),
  }
}
