import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addPeriod } from '#shared/dates'
import { changing, fewest, type KnownColumn, MOST_COLUMNS, rowsOf } from './rules.ts'

const figure = fc.option(
  fc.record(
    { counted: fc.nat(3), outOf: fc.constantFrom(5, 6), unknown: fc.nat(1) },
    { noNullPrototype: true },
  ),
  { nil: null },
)
const columns: fc.Arbitrary<KnownColumn[]> = fc
  .array(fc.tuple(figure, figure, figure), { maxLength: 20 })
  .map((all) =>
    all.map((figures, i) => ({
      recording: i + 1,
      recordedAt: `${addPeriod('2020-01-15', `P${i * 2}M`)}T00:00:00.000Z`,
      source: `source ${i + 1}`,
      figures,
    })),
  )

test('only the columns in which something changed are kept, and no change is lost', () => {
  fc.assert(
    fc.property(columns, (all) => {
      const kept = changing(all)
      for (const column of all) {
        const shown = kept.findLast(({ recording }) => recording <= column.recording)
        const figures = shown?.figures ?? column.figures.map(() => null)
        assert.deepEqual([...figures], [...column.figures])
      }
    }),
  )
})

test('there are at most eight columns, the last among them', () => {
  fc.assert(
    fc.property(columns, (all) => {
      const { every, columns: shown } = fewest(all)
      assert.ok(shown.length <= MOST_COLUMNS)
      assert.equal(shown.at(-1)?.recording, all.at(-1)?.recording)
      if (all.length <= MOST_COLUMNS) assert.equal(every, 'recording')
    }),
  )
})

test('each cell says by how much it differs from what was known before', () => {
  const at = (recording: number, counted: number | null): KnownColumn => ({
    recording,
    recordedAt: `2024-0${recording}-01T00:00:00.000Z`,
    source: '',
    figures: [counted === null ? null : { counted, outOf: 75, unknown: counted === 0 ? 75 : 0 }],
  })
  const [row] = rowsOf(['2022-12-31'], [at(1, null), at(2, 0), at(3, 0), at(4, 8)])
  assert.deepEqual(
    row?.cells.map((cell) => cell && [cell.revision, cell.by.counted, cell.by.outOf, cell.by.unknown]),
    [null, ['first', 0, 75, 75], ['same', 0, 0, 0], ['changed', 8, 0, -75]],
  )
})
