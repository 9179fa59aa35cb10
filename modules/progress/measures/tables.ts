/* The tables of one measure, as values. Pure. */
import type { Measure } from '#definitions'
import type { Cell, Column, Table } from '#design'
import type { Words } from '#platform/messages'
import { hasShare, textCell } from '../sentences/cells.ts'
import type { Row } from './lines.ts'

/** Columns of a pair of amounts: counted, out of, not known and, if asked for, the share. */
export function amountColumns(words: Words, measure: Measure, withShare: boolean): Column[] {
  const column = (key: string, name: string): Column => ({
    key,
    label: words.say(`progress.table.${name}`),
    kind: 'number',
  })
  const isShare = hasShare(measure)
  return [
    column('counted', 'counted'),
    ...(isShare ? [column('outOf', 'out-of')] : []),
    column('unknown', 'unknown'),
    ...(isShare && withShare ? [column('share', 'share')] : []),
  ]
}

export interface LinesShown {
  measure: Measure
  rows: readonly Row[]
  total: Cell[] | undefined
  onSays: string
  /** A small chart of each line, by its slug. */
  pictures: ReadonlyMap<string, string>
}

/** A row for each reporting line. */
export function linesTable(words: Words, { measure, rows, total, onSays, pictures }: LinesShown): Table {
  const hasPictures = pictures.size > 0
  const pictureOf = (slug: string): Cell[] =>
    hasPictures ? [{ says: '', picture: pictures.get(slug) ?? '' }] : []
  const title = words.text(measure.title).says
  return {
    id: `${measure.name}-by-organisation`,
    caption: words.say('progress.table.caption', { title, on: onSays }),
    shape: 'figures',
    columns: [
      { key: 'organisation', label: words.say('progress.table.organisation'), kind: 'words' },
      ...(hasPictures
        ? [{ key: 'trend', label: words.say('progress.table.trend'), kind: 'picture' as const }]
        : []),
      ...amountColumns(words, measure, true),
      { key: 'restsOn', label: words.say('progress.table.rests-on'), kind: 'words' },
    ],
    rows: rows.map((row) => ({
      cells: [
        textCell(words, row.name, row.href),
        ...pictureOf(row.slug),
        ...row.cells,
        { says: '', marks: row.marks, notes: row.rests },
      ],
    })),
    ...(total
      ? {
          total: {
            cells: [{ says: words.say('progress.table.all') }, ...pictureOf(''), ...total, { says: '' }],
          },
        }
      : {}),
  }
}
