import { wholeGovernment } from '#definitions'
import { type Kysely, type RawBuilder, sql } from '#platform/database'
import { type StatedValue, statedValuesAt } from '#registers'
import { basesOf, nameOf, type Promised, withBases } from '#roadmaps'
import type { IsoDate } from '#shared/dates'
import { balancesOf } from '../balances/queries.ts'
import { amountsFrom, type Cells, cellsOf, isQuantile, postedBy, singleOn } from '../cells/queries.ts'
import type { Known } from '../known/queries.ts'
import { numbersOf, roundedTo } from '../known/rules.ts'
import type { Amounts } from '../ledger/rules.ts'
import type { LedgerTables } from '../measures/queries.ts'
import type { Organised } from '../shares/queries.ts'
import type { FiguresTables } from '../tables.ts'
import { datesOf, type Every, MOST_POINTS, pointsOf, type Series } from './rules.ts'

export interface SeriesAsked {
  readonly promises: readonly Promised[]
  readonly until: IsoDate
  readonly organised: Organised
  /** The day that `now` is reckoned from. */
  readonly today: IsoDate
}

/** A median is worked out from single records on each date: so many of them are read at most for one series. */
const MOST_SINGLE = 400_000

/** The figures of measures over time, as known: in the order asked for. */
export async function seriesOf(
  tx: Kysely<LedgerTables>,
  known: Known,
  asked: SeriesAsked,
): Promise<Series[]> {
  const { promises, until } = asked
  const plans = await plansOf(tx, known, promises, until)
  const cells = await cellsOfPlans(tx, known, asked, plans)
  const stated = await statedValuesAt(tx, until, known.recording)
  const series: Series[] = []
  for (const { promised, every, dates } of plans) {
    const single = await singleOn(tx, known, promised, dates)
    const amounts = dates.map((on) => ({
      ...amountsFrom(cells, known, promised, on, single.get(on) ?? []),
      on,
    }))
    const isOfWhole = (each: StatedValue) =>
      each.measure === nameOf(promised) && each.organisation === wholeGovernment && each.line === null
    series.push({
      promised,
      until,
      every,
      roundedTo: roundedTo(known, promised),
      points: pointsOf(amounts, every),
      stated: stated.filter((each) => isOfWhole(each) && each.quantity === 'figure' && each.asAt <= until),
    })
  }
  return series
}

/** On which dates a measure's figure is asked for. */
interface Plan {
  readonly promised: Promised
  readonly every: Every
  readonly dates: readonly IsoDate[]
}

async function plansOf(
  tx: Kysely<FiguresTables>,
  known: Known,
  promises: readonly Promised[],
  until: IsoDate,
): Promise<Plan[]> {
  const changes = await changeDates(tx, numbersOf(known, withBases(promises)), until, known.recording)
  const plans: Plan[] = []
  for (const promised of promises) {
    const dates = numbersOf(known, postedBy(promised)).flatMap((number) => changes.get(number) ?? [])
    const most = await mostDates(tx, known, promised, until)
    plans.push({ promised, ...datesOf([...new Set(dates)].sort(), until, most) })
  }
  return plans
}

/** The dates on which anything of measures changed, the earliest of them: one more than are shown one by one. */
export async function changeDates(
  tx: Kysely<FiguresTables>,
  measures: readonly number[],
  until: IsoDate,
  recording: number,
): Promise<Map<number, IsoDate[]>> {
  if (measures.length === 0) return new Map()
  // From each date straight to the next by the index: postings may be a million, dates are as many as there are days.
  const after = (date: RawBuilder<unknown>, measure: RawBuilder<unknown>) => sql`
    select sums.effective_on, coalesce((
      select true from figures.posting_sum as known
      where known.measure = ${measure} and known.effective_on = sums.effective_on
        and known.recording <= ${recording}
      -- Keeps the planner from reading all that is known at once.
      limit 1), false) as is_known
    from figures.posting_sum as sums
    where sums.measure = ${measure} and sums.effective_on > ${date} and sums.effective_on <= ${until}::date
    order by sums.effective_on limit 1`
  const { rows } = await sql<{ measure: number; on: IsoDate }>`
    with recursive change as (
      select asked.measure, first.effective_on, first.is_known, first.is_known::integer as known
      from unnest(${measures}::integer[]) as asked (measure)
      cross join lateral (${after(sql`'-infinity'::date`, sql`asked.measure`)}) as first
      union all
      select change.measure, next.effective_on, next.is_known, change.known + next.is_known::integer
      from change
      cross join lateral (${after(sql`change.effective_on`, sql`change.measure`)}) as next
      where change.known <= ${MOST_POINTS}
    )
    select measure, effective_on as on from change where is_known order by measure, effective_on`.execute(tx)
  const byMeasure = Map.groupBy(rows, (row) => row.measure)
  return new Map([...byMeasure].map(([measure, of]) => [measure, of.map(({ on }) => on)]))
}

async function mostDates(
  tx: Kysely<FiguresTables>,
  known: Known,
  promised: Promised,
  until: IsoDate,
): Promise<number> {
  if (!isQuantile(promised)) return MOST_POINTS
  const measures = numbersOf(known, basesOf(promised))
  const balances = await balancesOf(tx, {
    measures,
    on: [until],
    recording: known.recording,
    organisations: null,
  })
  const records = balances.reduce((sum, each) => sum + each.records, 0)
  return Math.min(MOST_POINTS, Math.max(1, Math.floor(MOST_SINGLE / Math.max(1, records))))
}

async function cellsOfPlans(
  tx: Kysely<FiguresTables>,
  known: Known,
  { organised, today }: SeriesAsked,
  plans: readonly Plan[],
): Promise<Cells> {
  const all = new Map<string, ReadonlyMap<string, Amounts>>()
  // Dates within a half-month cost a large measure more than its ends do: it is not asked for those of a small one.
  for (const group of Map.groupBy(plans, ({ every }) => every === 'change').values()) {
    const measures = numbersOf(
      known,
      group.flatMap(({ promised }) => postedBy(promised)),
    )
    const on = group.flatMap(({ dates }) => dates)
    for (const [cell, of] of await cellsOf(tx, known, { measures, on, organised, today })) all.set(cell, of)
  }
  return all
}
