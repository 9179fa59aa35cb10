import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Amounts, add, NOTHING } from '../ledger/rules.ts'
import { merged, rounded, roundedChange, type Step } from './rules.ts'

const amounts = (counted: number, outOf: number, unknown = 0, records = counted + outOf): Amounts => ({
  counted,
  outOf,
  unknown,
  records,
  reconstructed: 0,
})
const shown = (of: Amounts, n = 5) => {
  const { counted, outOf, unknown } = rounded(of, n)
  return [counted, outOf, unknown]
}

test('amounts are rounded to the nearest multiple, halves up', () => {
  assert.deepEqual(shown(amounts(2, 3)), [0, 5, 0])
  assert.deepEqual(shown(amounts(7, 8)), [5, 10, 0])
  assert.deepEqual(shown(amounts(12, 13, 1)), [10, 15, 0])
  assert.deepEqual(shown(amounts(5, 14, 4), 10), [10, 10, 0])
  assert.deepEqual(shown(amounts(0, 0, 0, 1)), [0, 0, 0])
})

test('of records only whether there is one is told', () => {
  const of = { ...amounts(8, 8, 0, 8), reconstructed: 3 }
  assert.deepEqual(rounded(of, 5), { counted: 10, outOf: 10, unknown: 0, records: 1, reconstructed: 1 })
  assert.deepEqual(rounded(NOTHING, 5), NOTHING)
})

test('what is not known is not lost where the parts were rounded up, and what counts is never more than the whole', () => {
  assert.deepEqual(shown(amounts(3, 6, 3)), [5, 10, 5])
  // Of unknown scope, so in no whole.
  assert.deepEqual(shown(amounts(0, 0, 3)), [0, 0, 5])
  assert.deepEqual(shown(amounts(0, 2, 8)), [0, 0, 10])
  const part = fc.nat(60)
  fc.assert(
    fc.property(part, part, part, fc.integer({ min: 5, max: 20 }), (yes, no, blank, n) => {
      const [counted = 0, outOf = 0, unknown = 0] = shown(amounts(yes, yes + no + blank, blank), n)
      assert.ok(counted + unknown <= outOf)
      assert.ok(unknown >= blank - n / 2)
      for (const number of [counted, outOf, unknown]) assert.equal(number % n, 0)
    }),
  )
})

/* Every cell that records of these kinds can make up: what counts, what does not, and what is not known. */
const PAIRS = [amounts(1, 1), amounts(0, 1), amounts(0, 1, 1), amounts(0, 0, 1)]
const COUNTS = [amounts(1, 0), amounts(0, 0), amounts(0, 0, 1)]

test('of every number below the smallest count there is another that is shown the same', () => {
  for (const n of [5, 6, 7, 10]) assert.deepEqual(toldBy(n), [], `${n}`)
})

test('with a smallest count below 5 there is not: of who has answered, one would be told', () => {
  assert.ok(toldBy(3).length > 0)
  assert.ok(toldBy(4).length > 0)
})

/** The small numbers that are told, by somebody who knows which kinds of records there can be, and who has answered. */
function toldBy(n: number): string[] {
  return [PAIRS, COUNTS].flatMap((kinds) =>
    subsetsOf(kinds).flatMap((possible) => {
      const alike = Map.groupBy(cellsOf(possible, 2 * n + 2), (cell) => JSON.stringify(rounded(cell, n)))
      return [...alike.values()]
        .filter(([cell]) => cell !== undefined && Math.max(...shown(cell, n)) <= n)
        .flatMap((cells) =>
          (['counted', 'outOf', 'unknown'] as const).flatMap((quantity) => {
            const [only, ...others] = new Set(cells.map((cell) => cell[quantity]))
            const isTold = only !== undefined && only > 0 && only < n && others.length === 0
            return isTold ? [`${quantity} ${only} of ${JSON.stringify(cells[0])}`] : []
          }),
        )
    }),
  )
}

function subsetsOf<Item>([first, ...rest]: readonly Item[]): Item[][] {
  if (first === undefined) return [[]]
  const others = subsetsOf(rest)
  return [...others, ...others.map((each) => [first, ...each])]
}

/** Every sum of up to so many records of each kind. */
function cellsOf(kinds: readonly Amounts[], most: number): Amounts[] {
  return kinds.reduce(
    (cells: Amounts[], kind) =>
      cells.flatMap((cell) => Array.from({ length: most + 1 }, (_, many) => add(cell, times(kind, many)))),
    [NOTHING],
  )
}

function times({ counted, outOf, unknown }: Amounts, many: number): Amounts {
  return amounts(counted * many, outOf * many, unknown * many, many)
}

const DAYS = ['2024-01-01', '2024-02-01', '2024-03-01', '2024-04-01']
const step: fc.Arbitrary<Step> = fc
  .tuple(fc.constantFrom(...DAYS), fc.nat(6), fc.nat(6), fc.nat(6))
  .map(([effectiveOn, yes, no, blank]) => ({
    effectiveOn,
    ...amounts(yes, yes + no + blank, blank, yes + no + blank),
  }))

test('what recordings change in the rounded amounts adds up to the amounts rounded, at any two times', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 5, max: 10 }),
      (recordings, n) => {
        let exact: Step[] = []
        const posted: Step[] = []
        for (const steps of recordings) {
          const change = steps.reduce((sum: Step[], each) => merged(sum, [each]), [])
          posted.push(...roundedChange(exact, change, n))
          exact = merged(exact, change)
          for (const on of DAYS) assert.deepEqual(sumOn(posted, on), rounded(sumOn(exact, on), n))
        }
      },
    ),
  )
})

test('a change inside the rounding posts nothing', () => {
  const one = { effectiveOn: '2024-01-01', ...amounts(1, 1, 0, 1) }
  const another = { effectiveOn: '2024-02-01', ...amounts(1, 1, 0, 1) }
  assert.deepEqual(roundedChange([], [one], 5), [{ ...NOTHING, records: 1, effectiveOn: '2024-01-01' }])
  assert.deepEqual(roundedChange([one], [another], 5), [])
})

function sumOn(steps: readonly Step[], on: string): Amounts {
  return steps
    .filter(({ effectiveOn }) => effectiveOn <= on)
    .reduce((sum: Amounts, each) => add(sum, each), NOTHING)
}
