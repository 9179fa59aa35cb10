import { type Kysely, sql } from '#platform/database'
import { endOf, type IsoDate } from '#shared/dates'
import { type Amounts, add, NOTHING, type Posting } from '../ledger/rules.ts'
import type { FiguresTables } from '../tables.ts'

/** How many sums of postings a figure may have to add up beyond the last balance carried forward. */
const CARRY_AFTER = 4096
const CHUNK = 5000

/** One measure's balance for one organisation on one of the dates asked for. */
export interface Balance extends Amounts {
  readonly measure: number
  readonly organisation: string
  readonly on: IsoDate
}

export interface BalancesAsked {
  readonly measures: readonly number[]
  /** In ascending order, each once. */
  readonly on: readonly IsoDate[]
  /** The last recording known. */
  readonly recording: number
  /** Only these organisations; all where null. */
  readonly organisations: readonly string[] | null
}

/** A sum of what lies between two of the dates asked for: before the first, in bucket 0. */
export interface BucketRow {
  measure: number
  organisation: string
  bucket: number
  counted: string | number
  outOf: string | number
  unknown: string | number
  records: string | number
  reconstructed: string | number
}

/**
 * Balances of measures by organisation on several dates, as known at one recording.
 *
 * A figure is a sum over two times. The balance carried forward through the last checkpoint before the recording
 * gives whole half-months; the sums of postings give the half-month that a date cuts, up to it, and all that was
 * recorded since. Each row falls in a bucket: how many of the dates are before it.
 */
export async function balancesOf(tx: Kysely<FiguresTables>, asked: BalancesAsked): Promise<Balance[]> {
  const last = asked.on.at(-1)
  if (last === undefined || asked.measures.length === 0) return []
  const cut = asked.on.map(halfMonthOf).filter((each, i) => each.closesOn !== asked.on[i])
  const on = sql`${asked.on}::date[]`
  const ofOrganisations = (column: string) =>
    asked.organisations === null ? sql`true` : sql`${sql.ref(column)} = any (${asked.organisations}::text[])`
  const { rows } = await sql<BucketRow>`
    with asked as materialized (
      select measure, coalesce((
        select max(through) from figures.carried
        where carried.measure = wanted.measure and through <= ${asked.recording}), 0) as through
      from unnest(${asked.measures}::integer[]) as wanted (measure)
    ),
    part as (
      select balance.measure, balance.organisation,
        width_bucket(balance.closes_on - 1, ${on}) as bucket,
        counted, out_of, unknown, records, reconstructed
      from asked join figures.balance as balance
        on balance.measure = asked.measure and balance.through = asked.through
      where balance.closes_on <= ${last}::date
        and balance.closes_on <> all (${cut.map((each) => each.closesOn)}::date[])
        and ${ofOrganisations('balance.organisation')}
      union all
      select sums.measure, sums.organisation, width_bucket(sums.effective_on - 1, ${on}),
        counted, out_of, unknown, records, reconstructed
      from asked
      cross join (
        select distinct * from unnest(
          ${cut.map((each) => each.opensOn)}::date[], ${cut.map((each) => each.closesOn)}::date[])
      ) as cut (opens_on, closes_on)
      join figures.posting_sum as sums
        on sums.measure = asked.measure and sums.recording <= asked.through
        and sums.effective_on >= cut.opens_on and sums.effective_on <= cut.closes_on
        and sums.effective_on <= ${last}::date
      where ${ofOrganisations('sums.organisation')}
      union all
      select sums.measure, sums.organisation, width_bucket(sums.effective_on - 1, ${on}),
        counted, out_of, unknown, records, reconstructed
      from asked
      cross join lateral (
        select * from figures.posting_sum as late
        where late.measure = asked.measure and late.recording > asked.through
          and late.recording <= ${asked.recording} and late.effective_on <= ${last}::date
        -- Keeps the planner from reading every sum of every measure at once: there are few since the last balance.
        offset 0
      ) as sums
      where ${ofOrganisations('sums.organisation')}
    )
    select measure, organisation, bucket, sum(counted) as counted, sum(out_of) as "outOf", sum(unknown) as unknown,
      sum(records) as records, sum(reconstructed) as reconstructed
    from part group by measure, organisation, bucket order by measure, organisation, bucket`.execute(tx)
  return runningSums(rows, asked.on)
}

/** What one measure's postings on one date add up to, of one organisation and recording. */
export type Sum = Posting & { readonly measure: number }

/** Adds one recording's postings to the sums, and carries a balance forward where enough has been added. */
export async function addPostingSums(
  tx: Kysely<FiguresTables>,
  recording: number,
  sums: readonly Sum[],
): Promise<void> {
  if (sums.length === 0) return
  await insertPostingSums(tx, sums)
  const added = new Map<number, number>()
  for (const { measure } of sums) added.set(measure, (added.get(measure) ?? 0) + 1)
  const { rows } = await sql<{ measure: number; tail: number }>`
    update figures.measure as measure set tail = measure.tail + added.rows
    from unnest(${[...added.keys()]}::integer[], ${[...added.values()]}::integer[]) as added (measure, rows)
    where measure.measure = added.measure
    returning measure.measure, measure.tail`.execute(tx)
  for (const { measure, tail } of rows) if (tail >= CARRY_AFTER) await carryForward(tx, measure, recording)
}

export async function insertPostingSums(tx: Kysely<FiguresTables>, sums: readonly Sum[]): Promise<void> {
  for (let from = 0; from < sums.length; from += CHUNK) {
    const chunk = sums.slice(from, from + CHUNK)
    await sql`
      insert into figures.posting_sum
        (measure, effective_on, recording, organisation, counted, out_of, unknown, records, reconstructed)
      select * from unnest(
        ${chunk.map((each) => each.measure)}::integer[], ${chunk.map((each) => each.effectiveOn)}::date[],
        ${chunk.map((each) => each.recording)}::bigint[], ${chunk.map((each) => each.organisation)}::text[],
        ${chunk.map((each) => each.counted)}::bigint[], ${chunk.map((each) => each.outOf)}::bigint[],
        ${chunk.map((each) => each.unknown)}::bigint[], ${chunk.map((each) => each.records)}::bigint[],
        ${chunk.map((each) => each.reconstructed)}::bigint[])`.execute(tx)
  }
}

/** Balances for sums that were all made at once: one carried forward for every so many of them. */
export async function carryAllForward(tx: Kysely<FiguresTables>, measures: readonly number[]): Promise<void> {
  for (const measure of measures) {
    const { rows } = await sql<{ through: number }>`
      select max(recording) as through from (
        select recording, (row_number() over (order by recording) - 1) / ${CARRY_AFTER}::integer as block
        from figures.posting_sum where measure = ${measure}
      ) as sums group by block having count(*) = ${CARRY_AFTER}::integer order by through`.execute(tx)
    for (const { through } of rows) await carryForward(tx, measure, through)
  }
}

/** Carries a measure's balance forward through a recording, from the balance before it. */
export async function carryForward(
  tx: Kysely<FiguresTables>,
  measure: number,
  through: number,
): Promise<void> {
  await sql`
    with before as (
      select coalesce(max(carried.through), 0) as through from figures.carried as carried
      where carried.measure = ${measure}
    ), part as (
      select balance.closes_on, balance.organisation, balance.counted, balance.out_of, balance.unknown, balance.records,
        balance.reconstructed
      from before join figures.balance as balance
        on balance.measure = ${measure} and balance.through = before.through
      union all
      select figures.half_month_closes_on(sums.effective_on), sums.organisation, sums.counted, sums.out_of, sums.unknown,
        sums.records, sums.reconstructed
      from before join figures.posting_sum as sums
        on sums.measure = ${measure} and sums.recording > before.through and sums.recording <= ${through}
    )
    insert into figures.balance
      (measure, through, closes_on, organisation, counted, out_of, unknown, records, reconstructed)
    select ${measure}::integer, ${through}::bigint, closes_on, organisation, sum(counted), sum(out_of), sum(unknown),
      sum(records), sum(reconstructed)
    from part group by closes_on, organisation`.execute(tx)
  await sql`insert into figures.carried (measure, through) values (${measure}, ${through})`.execute(tx)
  await sql`update figures.measure set tail = 0 where measure = ${measure}`.execute(tx)
}

/** The balances on dates, from the sums between them. */
export function runningSums(rows: readonly BucketRow[], on: readonly IsoDate[]): Balance[] {
  const balances: Balance[] = []
  const byCell = Map.groupBy(rows, (row) => `${row.measure} ${row.organisation}`)
  for (const cell of byCell.values()) {
    const [first] = cell
    if (!first) continue
    let sum: Amounts = NOTHING
    const between = new Map(cell.map((row) => [row.bucket, row]))
    for (const [bucket, date] of on.entries()) {
      const row = between.get(bucket)
      if (row) sum = add(sum, amountsOf(row))
      balances.push({ ...sum, measure: first.measure, organisation: first.organisation, on: date })
    }
  }
  return balances
}

function amountsOf(row: BucketRow): Amounts {
  return {
    counted: Number(row.counted),
    outOf: Number(row.outOf),
    unknown: Number(row.unknown),
    records: Number(row.records),
    reconstructed: Number(row.reconstructed),
  }
}

/** The half-month a day is in: 1 to 15, or 16 to the end. Quarters and years close with one. */
function halfMonthOf(date: IsoDate): { opensOn: IsoDate; closesOn: IsoDate } {
  const month = date.slice(0, 7)
  return date.slice(8) <= '15'
    ? { opensOn: `${month}-01`, closesOn: `${month}-15` }
    : { opensOn: `${month}-16`, closesOn: endOf(month) }
}
