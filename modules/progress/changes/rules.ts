/* What changed between two dates, as a table that adds up; or what was stated, where nothing was recorded. Pure. */
import type { Measure } from '#definitions'
import { type Account, type Amounts, type Explanation, figureOf } from '#figures'
import type { Words } from '#platform/messages'
import type { StatedValue } from '#registers'
import { type Cell, cellsOf, hasShare, sayStated, wholeStated } from '../sentences/rules.ts'
import { type Sourced, statedIn } from '../sentences/said.ts'

export interface ShownChanges {
  caption: string
  hasShare: boolean
  /** The figure at the first date, a row for each class of change, and the figure at the second. */
  rows: { label: string; explains: string; cells: Cell[]; isFigure: boolean }[]
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
  const figureRow = (date: string, amounts: Amounts) => ({
    label: date,
    explains: '',
    cells: cellsOf(words, amounts, withShare).slice(0, withShare ? 3 : 2),
    isFigure: true,
  })
  const changed = classes.map(({ class: of, amounts, records }) => ({
    label: words.say(`progress.change.${of.replaceAll(' ', '-')}`),
    explains: words.say('progress.change.records', { records }),
    cells: differenceCells(words, amounts, withShare),
    isFigure: false,
  }))
  return {
    caption: words.say('progress.changes.caption', {
      title: words.text(measure.title).says,
      from: first,
      to: second,
    }),
    hasShare: withShare,
    rows: [figureRow(first, from), ...changed, figureRow(second, to)],
    says: words.say(changed.length === 0 ? 'progress.changes.nothing' : 'progress.changes.adds-up'),
  }
}

function differenceCells(words: Words, { counted, outOf, unknown }: Amounts, withShare: boolean): Cell[] {
  const numbers = withShare ? [counted, outOf, unknown] : [counted, unknown]
  return numbers.map((number) => ({ says: signed(words, number) }))
}

// A real minus sign: screen readers say it, and it is as wide as the plus.
function signed(words: Words, number: number): string {
  if (number === 0) return words.number(0)
  return `${number < 0 ? '−' : '+'}${words.number(Math.abs(number))}`
}
