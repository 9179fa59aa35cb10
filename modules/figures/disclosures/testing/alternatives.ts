/* Another history that is shown the same, with another small number in it. For tests. */
import type { Kysely } from '#platform/database'
import { historiesOf, type NewEntry } from '#registers'
import { addPeriod } from '#shared/dates'
import { type Amounts, add, NOTHING, standing, timelineAt } from '../../ledger/rules.ts'
import type { LedgerTables } from '../../measures/queries.ts'
import { rounded } from '../rules.ts'
import { BODIES, DAYS, entryOf, N, type Written, write } from './people.ts'
import { exactly } from './shown.ts'

/** What one person adds to those helped, out of those who asked: and what was written of them. */
const KINDS = [
  { counted: 1, outOf: 1, unknown: 0, values: { asked: 'yes', helped: 'yes' } },
  { counted: 0, outOf: 1, unknown: 0, values: { asked: 'yes', helped: 'no' } },
  { counted: 0, outOf: 1, unknown: 1, values: { asked: 'yes' } },
  { counted: 0, outOf: 0, unknown: 1, values: {} },
]

const QUANTITIES = ['counted', 'outOf', 'unknown'] as const
export type Quantity = (typeof QUANTITIES)[number]

/** A number below the smallest count that is so, of one organisation on one date, as known at one recording. */
export interface SmallNumber {
  organisation: string
  on: string
  recording: number
  quantity: Quantity
  is: number
  /** The people of each kind, and another number of them that is rounded to the same. */
  kinds: { people: Person[]; instead: number }[]
}

interface Person {
  key: string
  values: NewEntry['values']
}

export async function smallNumbers(tx: Kysely<LedgerTables>, recording: number): Promise<SmallNumber[]> {
  const found: SmallNumber[] = []
  const records = await tx.selectFrom('registers.record').select(['id', 'key']).execute()
  const histories = await historiesOf(
    tx,
    records.map(({ id }) => id),
  )
  const entries = new Map(
    histories.map(({ record, entries: all }) => [records.find(({ id }) => id === record)?.key, all]),
  )
  for (const organisation of BODIES) {
    for (const on of DAYS) {
      const parts = await exactly(tx, { measure: 'helped', organisation, on, recording })
      const people = KINDS.map((kind) =>
        parts
          .filter((part) => QUANTITIES.every((quantity) => part[quantity] === kind[quantity]))
          .map(({ key }) => ({ key, values: valuesOf(key, on) })),
      )
      const counts = people.map(({ length }) => length)
      const is = sumOf(counts)
      for (const quantity of QUANTITIES) {
        if (is[quantity] < 1 || is[quantity] >= N) continue
        const instead = nearestLike(counts, quantity)
        if (!instead) throw new Error(`${is[quantity]} is told by ${JSON.stringify(rounded(is, N))}`)
        const kinds = people.map((each, i) => ({ people: each, instead: instead[i] ?? 0 }))
        found.push({ organisation, on, recording, quantity, is: is[quantity], kinds })
      }
    }
  }
  return found

  function valuesOf(key: string, on: string): NewEntry['values'] {
    return standing(timelineAt(entries.get(key) ?? [], recording), on)?.values ?? {}
  }
}

/** So many people of each kind that all is rounded alike, and the one quantity is another: as near as there is. */
function nearestLike(counts: readonly number[], quantity: Quantity): number[] | undefined {
  const is = sumOf(counts)
  const shown = JSON.stringify(rounded(is, N))
  const far = (others: readonly number[]) =>
    others.reduce((sum, each, i) => sum + Math.abs(each - (counts[i] ?? 0)), 0)
  return counts
    .reduce(
      (all: number[][], count) =>
        all.flatMap((some) =>
          Array.from({ length: 2 * N + 1 }, (_, i) => [...some, count - N + i]).filter(
            (each) => (each.at(-1) ?? 0) >= 0,
          ),
        ),
      [[]],
    )
    .filter((others) => sumOf(others)[quantity] !== is[quantity])
    .filter((others) => JSON.stringify(rounded(sumOf(others), N)) === shown)
    .toSorted((a, b) => far(a) - far(b))[0]
}

function sumOf(counts: readonly number[]): Amounts {
  return counts.reduce((sum: Amounts, many, i) => {
    const { counted = 0, outOf = 0, unknown = 0 } = KINDS[i] ?? {}
    return add(sum, {
      counted: many * counted,
      outOf: many * outOf,
      unknown: many * unknown,
      records: many,
      reconstructed: 0,
    })
  }, NOTHING)
}

/** The same history, but that on one day, as known at one recording only, other people were there. */
export async function writeOtherwise(
  tx: Kysely<LedgerTables>,
  history: readonly (readonly Written[])[],
  small: SmallNumber,
): Promise<void> {
  for (const [i, all] of history.entries()) {
    // The first recording is the adoption.
    const recording = i + 2
    const more = recording === small.recording ? otherPeople(small) : []
    await write(tx, all, { more, voids: recording === small.recording + 1 ? await others(tx) : [] })
  }
}

function otherPeople({ on, organisation, kinds }: SmallNumber): NewEntry[] {
  const next = addPeriod(on, 'P1D')
  return kinds.flatMap(({ people, instead }, i) => {
    const come = Array.from({ length: Math.max(0, instead - people.length) }, (_, extra) => {
      const placed = { key: 100 * (i + 1) + extra, body: organisation, values: KINDS[i]?.values ?? {} }
      return [entry({ act: 'enter', day: on, ...placed }), entry({ act: 'end', day: next, ...placed })]
    })
    const gone = people.slice(instead).map(({ key, values }) => {
      const placed = { key: Number(key.slice(1)), body: organisation }
      return [
        entry({ act: 'end', day: on, ...placed, values: {} }),
        { ...entry({ act: 'enter', day: next, ...placed, values: {} }), values },
      ]
    })
    return [...come, ...gone].flat()
  })
}

const OTHER = 'other'

function entry(written: Exclude<Written, { act: 'void' }>): NewEntry {
  return { ...entryOf(written), source: OTHER }
}

async function others(tx: Kysely<LedgerTables>): Promise<number[]> {
  const rows = await tx.selectFrom('registers.entry').select('entry').where('source', '=', OTHER).execute()
  return rows.map(({ entry }) => entry)
}
