/* The tables of a comparison: one for each measure, and one of all for a spreadsheet. Pure. */
import type { Cell, Column, Note, Row, Table } from '#design'
import type { Words } from '#platform/messages'
import { captionOf, dateCell, textCell } from '../sentences/cells.ts'
import type { Compared } from './compared.ts'
import { QUANTITIES, type Quantity, quantitiesOf } from './quantities.ts'
import type { ShownSide } from './sides.ts'

const LABELS: Record<Quantity, string> = {
  counted: 'progress.table.counted',
  outOf: 'progress.table.out-of',
  unknown: 'progress.table.unknown',
  share: 'progress.table.share',
  value: 'progress.trend.value',
}

/** Left, right, and right less left. */
export function pairTable(
  words: Words,
  names: { left: Cell; right: Cell },
  {
    id,
    promised: { measure },
    left,
    right,
    differences,
  }: Pick<Compared, 'id' | 'promised' | 'left' | 'right' | 'differences'>,
): Table {
  const quantities = quantitiesOf(measure)
  const row = (name: Cell, side: ShownSide): Row => ({
    cells: [
      name,
      ...quantities.map((quantity) => side.numbers[quantity] ?? NOTHING),
      { says: '', marks: side.marks, notes: side.rests },
    ],
  })
  return {
    id,
    ...captionOf(words, measure.title),
    shape: 'figures',
    columns: [
      { key: 'side', label: words.say('progress.compare.column.side'), kind: 'words' },
      ...quantities.map((key): Column => ({ key, label: words.say(LABELS[key]), kind: 'number' })),
      { key: 'restsOn', label: words.say('progress.table.rests-on'), kind: 'words' },
    ],
    rows: [
      row(names.left, left),
      row(names.right, right),
      {
        cells: [
          { says: words.say('progress.compare.difference') },
          ...quantities.map((quantity) => differences[quantity] ?? NOTHING),
          { says: '', notes: cautionsOn(words, left, right) },
        ],
        isFigure: true,
      },
    ],
  }
}

/** A difference of published numbers is no better than they are. */
function cautionsOn(words: Words, { stated: left }: ShownSide, { stated: right }: ShownSide): Note[] {
  if (left && right && left.asAt !== right.asAt) return [{ says: words.say('progress.compare.stated-dates') }]
  if (!left !== !right) return [{ says: words.say('progress.compare.stated-one') }]
  return []
}

const NOTHING: Cell = { says: '', value: null }
const SIDES = ['left', 'right', 'difference'] as const

/** Every measure in a row, for those who take it away: a page has no room for it. */
export function allTable(words: Words, caption: string, all: readonly Compared[]): Table {
  const column = (key: string, label: string): Column => ({ key, label, kind: 'words' })
  const numbers = SIDES.flatMap((side) =>
    QUANTITIES.map(
      (quantity): Column => ({
        key: `${side}${quantity.charAt(0).toUpperCase()}${quantity.slice(1)}`,
        label: words.say('progress.compare.column.of-side', {
          side: words.say(`progress.compare.column.${side}`),
          quantity: words.say(LABELS[quantity]),
        }),
        kind: 'number',
      }),
    ),
  )
  return {
    id: 'comparison',
    caption,
    columns: [
      column('measure', words.say('progress.organisation.measure')),
      column('commitment', words.say('progress.organisation.commitment')),
      column('roadmap', words.say('progress.compare.column.roadmap')),
      column('unit', words.say('progress.compare.column.unit')),
      ...SIDES.slice(0, 2).flatMap((side) => [
        column(`${side}Organisation`, ofSide(words, side, 'progress.table.organisation')),
        column(`${side}On`, ofSide(words, side, 'progress.trend.date')),
        column(`${side}Says`, ofSide(words, side, 'progress.organisation.stands')),
      ]),
      ...numbers,
    ],
    rows: all.map((each) => ({ cells: allCells(words, each) })),
  }
}

function ofSide(words: Words, side: 'left' | 'right' | 'difference', label: string): string {
  return words.say('progress.compare.column.of-side', {
    side: words.say(`progress.compare.column.${side}`),
    quantity: words.say(label),
  })
}

function allCells(words: Words, { promised, left, right, differences }: Compared): Cell[] {
  const { roadmap, commitment, measure } = promised
  return [
    textCell(words, measure.title),
    { says: String(commitment.number), value: commitment.number },
    { says: roadmap.slug },
    textCell(words, measure.unit),
    ...[left, right].flatMap(({ side, says }) => [
      { says: side.organisation ?? 'all' },
      dateCell(words, side.on),
      { says },
    ]),
    ...[left.numbers, right.numbers, differences].flatMap((numbers) =>
      QUANTITIES.map((quantity) => numbers[quantity] ?? NOTHING),
    ),
  ]
}
