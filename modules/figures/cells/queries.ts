import { type Kysely, sql } from '#platform/database'
import { basesOf, type Promised } from '#roadmaps'
import type { IsoDate } from '#shared/dates'
import type { AmountsOf, Single } from '../accounts/amounts.ts'
import { linesOf } from '../accounts/lines.ts'
import { balancesOf } from '../balances/queries.ts'
import type { Known } from '../known/queries.ts'
import { numbersOf } from '../known/rules.ts'
import type { Amounts } from '../ledger/rules.ts'
import { asOrganised, type Organised, sumByOrganisation } from '../shares/queries.ts'
import type { FiguresTables } from '../tables.ts'

/** The amounts of measures by organisation: those of one measure on one date by `cellName`. */
export type Cells = ReadonlyMap<string, ReadonlyMap<string, Amounts>>

export interface CellsAsked {
  readonly measures: readonly number[]
  readonly on: readonly IsoDate[]
  readonly organised: Organised
  readonly today: IsoDate
}

/** Many dates of many measures at once. */
export async function cellsOf(
  tx: Kysely<FiguresTables>,
  known: Known,
  { measures, on, organised, today }: CellsAsked,
): Promise<Cells> {
  const balances = await balancesOf(tx, {
    measures: [...new Set(measures)],
    on: [...new Set(on)].sort(),
    recording: known.recording,
    organisations: null,
  })
  const standing = balances.filter(({ records }) => records !== 0)
  const together = await asOrganised(tx, known, { organised, today }, standing)
  const byCell = Map.groupBy(together, (each) => cellName(each.measure, each.on))
  return new Map([...byCell].map(([cell, of]) => [cell, sumByOrganisation(of)]))
}

/** The measures whose postings a figure is made of. */
export function postedBy(promised: Promised): Promised[] {
  return promised.measure.derived ? basesOf(promised) : [promised]
}

/** All that the amounts of a measure on a date are made of. */
export function amountsFrom(
  cells: Cells,
  known: Known,
  promised: Promised,
  on: IsoDate,
  single: readonly Single[],
): AmountsOf {
  const [number] = numbersOf(known, [promised])
  const amounts = (number !== undefined && cells.get(cellName(number, on))) || new Map<string, Amounts>()
  const { derived } = promised.measure
  const bases = basesOf(promised).map((base) => {
    const of = amountsFrom(cells, known, base, on, [])
    if (!derived || !('organisations' in derived)) return of
    return { ...of, lines: linesOf(known.government, base, new Set(of.amounts.keys()), on) }
  })
  return { promised, amounts, lines: new Map(), bases, single }
}

/** The amounts of the single records that a quantile is made of, on several dates: alike ones together. */
export async function singleOn(
  tx: Kysely<FiguresTables>,
  known: Known,
  promised: Promised,
  on: readonly IsoDate[],
): Promise<Map<IsoDate, Single[]>> {
  const [number] = numbersOf(known, basesOf(promised))
  if (!isQuantile(promised) || number === undefined) return new Map()
  const { rows } = await sql<Single & { on: IsoDate }>`
    select asked.on, each.organisation, each.counted, count(*) as times
    from unnest(${on}::date[]) as asked ("on")
    cross join lateral figures.contributions_at(${number}, asked.on, ${known.recording}) as each
    where each.unknown = 0 group by asked.on, each.organisation, each.counted`.execute(tx)
  return Map.groupBy(rows, (row) => row.on)
}

export function isQuantile({ measure }: Promised): boolean {
  return measure.derived !== undefined && 'quantile' in measure.derived
}

function cellName(measure: number, on: IsoDate): string {
  return `${measure} ${on}`
}
