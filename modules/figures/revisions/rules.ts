/* A revision triangle: one figure on several dates, as known at several moments. Pure. */
import type { Promised } from '#roadmaps'
import type { IsoDate, Moment } from '#shared/dates'

/** A moment of knowledge: a recording that changed a cell; or the moment asked for, where nothing was recorded since. */
export interface RevisionColumn {
  readonly recording: number
  readonly recordedAt: Moment
  /** Where that recording came from; null for the moment asked for. */
  readonly source: string | null
}

/** A figure as it was known then. Amounts are integers in the measure's unit. */
export interface KnownFigure {
  readonly counted: number
  /** null for a count that has no denominator. */
  readonly outOf: number | null
  readonly unknown: number
  /** A derived measure's value, as a decimal. */
  readonly value?: string
}

export interface RevisionCell extends KnownFigure {
  /** Beside the column before: known for the first time, the same, or changed by so much. */
  readonly revision: 'first' | 'same' | 'changed'
  readonly by: { readonly counted: number; readonly outOf: number | null; readonly unknown: number }
}

export interface Revisions {
  readonly promised: Promised
  readonly organisation: string | null
  /** Every recording that changed a cell; or, where those are too many, the last of each quarter or year. */
  readonly every: 'recording' | 'quarter' | 'year'
  readonly columns: readonly RevisionColumn[]
  /** A cell for each column; null before anything was known of the date, or the date had come. */
  readonly rows: readonly { readonly on: IsoDate; readonly cells: readonly (RevisionCell | null)[] }[]
}

export const MOST_COLUMNS = 8

/** One column before it is compared with others: a figure for each date. */
export interface KnownColumn extends RevisionColumn {
  readonly figures: readonly (KnownFigure | null)[]
}

/** The columns in which some cell is different from the column before. */
export function changing<Column extends KnownColumn>(columns: readonly Column[]): Column[] {
  const kept: Column[] = []
  for (const column of columns) {
    const before = kept.at(-1)
    if (column.figures.some((figure, i) => !isSame(before?.figures[i] ?? null, figure))) kept.push(column)
  }
  return kept
}

/** At most eight columns: all, else the last of each quarter, else the last of each year. */
export function fewest<Column extends RevisionColumn>(
  columns: readonly Column[],
): { every: Revisions['every']; columns: Column[] } {
  if (columns.length <= MOST_COLUMNS) return { every: 'recording', columns: [...columns] }
  const lastOf = (period: (recordedAt: Moment) => string) =>
    [...Map.groupBy(columns, ({ recordedAt }) => period(recordedAt)).values()].flatMap(
      (of) => of.at(-1) ?? [],
    )
  const quarters = lastOf(quarterOf)
  if (quarters.length <= MOST_COLUMNS) return { every: 'quarter', columns: quarters }
  return { every: 'year', columns: lastOf((recordedAt) => recordedAt.slice(0, 4)).slice(-MOST_COLUMNS) }
}

/** The rows of the triangle: each cell beside the one before it. */
export function rowsOf(dates: readonly IsoDate[], columns: readonly KnownColumn[]): Revisions['rows'] {
  return dates.map((on, row) => {
    let before: KnownFigure | null = null
    const cells: (RevisionCell | null)[] = []
    for (const { figures } of columns) {
      const figure = figures[row] ?? null
      cells.push(figure && beside(before, figure))
      before = figure ?? before
    }
    return { on, cells }
  })
}

function beside(before: KnownFigure | null, figure: KnownFigure): RevisionCell {
  const revision = before === null ? 'first' : isSame(before, figure) ? 'same' : 'changed'
  const by = {
    counted: figure.counted - (before?.counted ?? 0),
    outOf: figure.outOf === null ? null : figure.outOf - (before?.outOf ?? 0),
    unknown: figure.unknown - (before?.unknown ?? 0),
  }
  return { ...figure, revision, by }
}

function isSame(a: KnownFigure | null, b: KnownFigure | null): boolean {
  if (a === null || b === null) return a === b
  return a.counted === b.counted && a.outOf === b.outOf && a.unknown === b.unknown && a.value === b.value
}

function quarterOf(recordedAt: Moment): string {
  return `${recordedAt.slice(0, 4)} ${Math.ceil(Number(recordedAt.slice(5, 7)) / 3)}`
}
