import { type Kysely, sql } from '#platform/database'
import { insertPostingSums, type Sum } from '../balances/queries.ts'
import { add, isNothing, NOTHING } from '../ledger/rules.ts'
import type { FiguresTables } from '../tables.ts'
import { merged, roundedChange, type Step } from './rules.ts'

/** Measures with a smallest count, by their numbers. */
export type SmallestCounts = ReadonlyMap<number, number>

type Exact = Step & { organisation: string }

/**
 * A recording's sums as they may be read: of measures with a smallest count, what it changes in the rounded amounts.
 * Their exact sums are kept where only the ledger reads them.
 */
export async function roundSums(
  tx: Kysely<FiguresTables>,
  sums: readonly Sum[],
  smallest: SmallestCounts,
): Promise<Sum[]> {
  const guarded = sums.filter(({ measure }) => smallest.has(measure))
  if (guarded.length === 0) return [...sums]
  const before = Map.groupBy(await exactSums(tx, guarded), nameOf)
  const all = sums.filter(({ measure }) => !smallest.has(measure))
  for (const [name, of] of Map.groupBy(guarded, nameOf)) {
    const change = of.toSorted((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : 1))
    const [first] = change
    const n = first && smallest.get(first.measure)
    if (!first || n === undefined) continue
    for (const step of roundedChange(before.get(name) ?? [], change, n)) all.push({ ...first, ...step })
  }
  await addExactSums(tx, guarded)
  return all
}

/** Makes the sums of one measure again from its postings: as if its smallest count had always been this. */
export async function roundAll(tx: Kysely<FiguresTables>, measure: number, n: number): Promise<void> {
  for (const table of ['posting_sum', 'balance', 'carried', 'exact_sum']) {
    await sql`delete from ${sql.table(`figures.${table}`)} where measure = ${measure}`.execute(tx)
  }
  await tx.updateTable('figures.measure').set({ tail: 0 }).where('measure', '=', measure).execute()
  const { rows } = await sql<Sum>`
    select measure, recording, organisation, effective_on as "effectiveOn", sum(counted)::bigint as counted,
      sum(out_of)::bigint as "outOf", sum(unknown)::bigint as unknown, sum(records)::bigint as records,
      sum(reconstructed)::bigint as reconstructed
    from figures.posting where measure = ${measure}
    group by measure, recording, organisation, effective_on
    order by recording, effective_on`.execute(tx)
  const exact = new Map<string, Step[]>()
  const sums: Sum[] = []
  for (const change of Map.groupBy(
    rows,
    ({ recording, organisation }) => `${recording} ${organisation}`,
  ).values()) {
    const [first] = change
    if (!first) continue
    const before = exact.get(first.organisation) ?? []
    for (const step of roundedChange(before, change, n)) sums.push({ ...first, ...step })
    exact.set(first.organisation, merged(before, change))
  }
  await insertPostingSums(tx, sums)
  await addExactSums(
    tx,
    [...exact].flatMap(([organisation, steps]) => steps.map((step) => ({ ...step, measure, organisation }))),
  )
}

async function exactSums(
  tx: Kysely<FiguresTables>,
  sums: readonly Sum[],
): Promise<(Exact & { measure: number })[]> {
  const asked = [...new Map(sums.map((each) => [nameOf(each), each])).values()]
  const { rows } = await sql<Exact & { measure: number }>`
    select measure, organisation, effective_on as "effectiveOn", counted, out_of as "outOf", unknown, records,
      reconstructed
    from figures.exact_sum join unnest(
      ${asked.map(({ measure }) => measure)}::integer[], ${asked.map(({ organisation }) => organisation)}::text[]
    ) as asked (measure, organisation) using (measure, organisation)
    order by effective_on`.execute(tx)
  return rows
}

async function addExactSums(
  tx: Kysely<FiguresTables>,
  steps: readonly (Exact & { measure: number })[],
): Promise<void> {
  const sums = [...Map.groupBy(steps, (each) => `${nameOf(each)} ${each.effectiveOn}`).values()].flatMap(
    (all) => {
      const [first] = all
      const sum = all.reduce((total, each) => add(total, each), NOTHING)
      return first && !isNothing(sum) ? [{ ...first, ...sum }] : []
    },
  )
  await sql`
    insert into figures.exact_sum as exact
      (measure, organisation, effective_on, counted, out_of, unknown, records, reconstructed)
    select * from unnest(
      ${sums.map((each) => each.measure)}::integer[], ${sums.map((each) => each.organisation)}::text[],
      ${sums.map((each) => each.effectiveOn)}::date[], ${sums.map((each) => each.counted)}::bigint[],
      ${sums.map((each) => each.outOf)}::bigint[], ${sums.map((each) => each.unknown)}::bigint[],
      ${sums.map((each) => each.records)}::bigint[], ${sums.map((each) => each.reconstructed)}::bigint[])
    on conflict (measure, organisation, effective_on) do update set
      counted = exact.counted + excluded.counted, out_of = exact.out_of + excluded.out_of,
      unknown = exact.unknown + excluded.unknown, records = exact.records + excluded.records,
      reconstructed = exact.reconstructed + excluded.reconstructed`.execute(tx)
}

function nameOf({ measure, organisation }: { measure: number; organisation: string }): string {
  return `${measure} ${organisation}`
}
