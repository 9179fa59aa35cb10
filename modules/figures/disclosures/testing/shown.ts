/* Everything that anybody may be shown of the people who asked for help, and what is so. For tests. */
import assert from 'node:assert/strict'
import { type Kysely, sql } from '#platform/database'
import { promisesOf } from '#roadmaps'
import { eachLine, totalOf } from '../../accounts/amounts.ts'
import { accountsOf } from '../../accounts/queries.ts'
import { type Account, figureOf } from '../../accounts/rules.ts'
import { type Explanation, explain } from '../../explanations/queries.ts'
import { forecastOf } from '../../forecasts/rules.ts'
import { type Known, knownAt } from '../../known/queries.ts'
import type { Amounts } from '../../ledger/rules.ts'
import type { LedgerTables } from '../../measures/queries.ts'
import { revisionsOf } from '../../revisions/queries.ts'
import type { Revisions } from '../../revisions/rules.ts'
import { seriesOf } from '../../series/queries.ts'
import type { Series } from '../../series/rules.ts'
import type { Organised } from '../../shares/queries.ts'
import { BODIES, DAYS } from './people.ts'

const TODAY = '2026-01-01'
const UNTIL = '2024-12-31'

/** At one moment of knowledge, and one way to see organisations. */
export interface Shown {
  readonly recording: number
  readonly organised: Organised
  readonly accounts: readonly Account[]
  readonly series: readonly Series[]
  readonly revisions: readonly Revisions[]
  readonly explanations: readonly Explanation[]
}

/** As known at several recordings, organised then and now. */
export async function everythingShown(tx: Kysely<LedgerTables>): Promise<Shown[]> {
  const last = await knownAt(tx, null)
  assert.ok(last)
  const all: Shown[] = []
  for (const recording of new Set([Math.ceil(last.recording / 2), last.recording - 1, last.recording])) {
    for (const organised of ['then', 'now'] as const) {
      all.push(await shownAt(tx, { ...last, recording }, organised))
    }
  }
  return all
}

async function shownAt(tx: Kysely<LedgerTables>, known: Known, organised: Organised): Promise<Shown> {
  const how = { organised, today: TODAY }
  const promises = promisesOf(known.government)
  const accounts: Account[] = []
  for (const on of DAYS) accounts.push(...(await accountsOf(tx, known, { promises, on, ...how })))
  const revisions: Revisions[] = []
  const explanations: Explanation[] = []
  for (const promised of promises) {
    for (const organisation of [null, 'old']) {
      if (promised.measure.derived) continue
      revisions.push(await revisionsOf(tx, known, promised, { on: UNTIL, organisation, ...how }))
      const [from, to] = [
        { on: DAYS[1] ?? '', known },
        { on: UNTIL, known },
      ]
      explanations.push(await explain(tx, { promised, from, to, organisation, ...how }))
    }
  }
  const series = await seriesOf(tx, known, { promises, until: UNTIL, ...how })
  return { recording: known.recording, organised, accounts, series, revisions, explanations }
}

/** The same as text, to be compared: every number, date and word. */
export function asText(all: readonly Shown[]): string {
  return JSON.stringify(
    all.map(({ accounts, series, ...rest }) => ({
      ...rest,
      figures: accounts.flatMap((account) =>
        [null, ...BODIES, 'unallocated'].map((organisation) => figureOf(account, organisation)),
      ),
      lines: accounts.map((account) => [...eachLine(account)]),
      series,
      forecasts: series.map(forecastOf),
    })),
    (_, value) => (value instanceof Map || value instanceof Set ? [...value] : value),
  )
}

/** Every number of things, wherever it is shown: of base measures, since one that is derived counts organisations. */
export function* numbersIn({ accounts, series, revisions, explanations }: Shown): Generator<number> {
  for (const account of accounts) {
    if (account.promised.measure.derived) continue
    for (const organisation of [null, ...BODIES, 'unallocated'])
      yield* quantities(totalOf(account, organisation))
    for (const { amounts } of eachLine(account)) yield* quantities(amounts)
  }
  for (const { promised, points } of series) {
    for (const point of points) {
      if (!promised.measure.derived) yield* quantities(point)
      for (const amounts of point.byOrganisation.values()) yield* quantities(amounts)
    }
  }
  for (const { promised, rows } of revisions) {
    if (promised.measure.derived) continue
    for (const cell of rows.flatMap(({ cells }) => cells))
      if (cell) yield* [...quantities(cell), ...quantities(cell.by)]
  }
  for (const { from, to, difference } of explanations) {
    for (const amounts of [from, to, difference]) yield* quantities(amounts)
  }
}

interface Quantities {
  readonly counted: number | null
  readonly outOf: number | null
  readonly unknown: number | null
}

/** The three, and what is left of the whole. */
function quantities({ counted, outOf, unknown }: Quantities): number[] {
  const [c, o, u] = [counted ?? 0, outOf ?? 0, unknown ?? 0]
  return [c, o, u, o - c, o - c - u]
}

/** Every row that the public role may read of the ledger, one by one. */
export async function publicRows(tx: Kysely<LedgerTables>): Promise<string> {
  const tables = ['measure', 'version', 'posting_sum', 'balance', 'carried', 'public_posting']
  const all: string[] = []
  for (const table of tables) {
    // A rebuilt ledger counts its tails anew.
    const { rows } = await sql<{ row: string }>`
      select (to_jsonb(each) - 'tail')::text as row from ${sql.table(`figures.${table}`)} as each
      order by 1`.execute(tx)
    all.push(table, ...rows.map(({ row }) => row))
  }
  return all.join('\n')
}

/** What one organisation's records really add up to, each by itself. */
export async function exactly(
  tx: Kysely<LedgerTables>,
  at: { measure: string; organisation: string; on: string; recording: number },
): Promise<(Amounts & { key: string })[]> {
  const { rows } = await sql<Amounts & { key: string }>`
    select record.key, sum(counted)::bigint as counted, sum(out_of)::bigint as "outOf",
      sum(unknown)::bigint as unknown, sum(records)::bigint as records, sum(reconstructed)::bigint as reconstructed
    from figures.posting as posting
    join figures.measure as measure using (measure)
    join registers.record as record on record.id = posting.record
    where measure.name = ${at.measure} and posting.organisation = ${at.organisation}
      and effective_on <= ${at.on} and recording <= ${at.recording}
    group by record.key having sum(records) <> 0 order by record.key`.execute(tx)
  return rows
}
