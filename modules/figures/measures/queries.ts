import type { Government } from '#definitions'
import { type Kysely, sql } from '#platform/database'
import { adoptedAt, type RegistersTables } from '#registers'
import type { IsoDate } from '#shared/dates'
import type { Version } from '../ledger/rules.ts'
import type { FiguresTables } from '../tables.ts'
import { isListed, measureId, type PostedMeasure, postedMeasures } from './rules.ts'

export type LedgerTables = FiguresTables & RegistersTables

/** A measure as the ledger keeps it: its number and all its versions, earliest adopted first. */
export interface LedgerMeasure {
  readonly measure: number
  readonly id: string
  readonly register: string
  /** May one record's contribution be shown to anyone? */
  readonly isListed: boolean
  /** What its sums are rounded to multiples of; null where they are as they are. */
  readonly smallestCount: number | null
  readonly versions: readonly Version[]
}

/** The numbers of a government's measures, by their names in the whole government. */
export async function measureNumbers(tx: Kysely<FiguresTables>): Promise<Map<string, number>> {
  return (await numberedMeasures(tx)).measures
}

/** The same, and what their sums are rounded to multiples of, where they are. */
export async function numberedMeasures(
  tx: Kysely<FiguresTables>,
): Promise<{ measures: Map<string, number>; roundedTo: Map<number, number> }> {
  const rows = await tx
    .selectFrom('figures.measure')
    .select(['measure', 'roadmap', 'commitment', 'name', 'smallest_count'])
    .execute()
  return {
    measures: new Map(rows.map((row) => [measureId(row), row.measure])),
    roundedTo: new Map(
      rows.flatMap(({ measure, smallest_count: n }) => (n === null ? [] : [[measure, n] as const])),
    ),
  }
}

/** Every measure with the versions adopted at or before a recording, compiled from the definitions of each. */
export async function ledgerMeasures(tx: Kysely<LedgerTables>, recording: number): Promise<LedgerMeasure[]> {
  const measures = await tx.selectFrom('figures.measure').selectAll().execute()
  const rows = await tx
    .selectFrom('figures.version')
    .selectAll()
    .where('recording', '<=', recording)
    .orderBy('recording')
    .execute()
  const governments = await governmentsOf(tx, new Set(rows.map((row) => row.recording)))
  const versions = Map.groupBy(rows, (row) => row.measure)
  return measures.map((row) => {
    const id = measureId(row)
    const compiled = (versions.get(row.measure) ?? []).map((version) => {
      const posted = governments.get(version.recording)?.get(id)
      const { recording: adopted, in_force_from: from } = version
      return posted && !version.withdrawn
        ? { ...posted.definition, recording: adopted, from }
        : { ...WITHDRAWN, recording: adopted, from }
    })
    const { measure, register, is_listed: isListed, smallest_count: smallestCount } = row
    return { measure, id, register, isListed, smallestCount, versions: compiled }
  })
}

/** Which version of a measure is in force, and when anything of it last changed. */
export interface MeasureOn {
  readonly measure: number
  readonly version: string | null
  /** The last day on or before the date on which anything of the measure changed otherwise than by lapsing. */
  readonly latest: IsoDate | null
}

/**
 * Measures on a date as known at a recording (docs/ledger.md), by the measure's number. Of those that count snapshots
 * which lapse, a day on which records only went is none on which anything was recorded.
 */
export async function measuresOn(
  tx: Kysely<FiguresTables>,
  measures: readonly number[],
  on: IsoDate,
  recording: number,
  lapsing: readonly number[] = [],
): Promise<Map<number, MeasureOn>> {
  const { rows } = await sql<MeasureOn>`
    select asked.measure, (
      select version from figures.version as version
      where version.measure = asked.measure and version.recording <= ${recording}
        and (version.in_force_from is null or version.in_force_from <= ${on}::date)
      order by version.in_force_from desc nulls last, version.recording desc limit 1
    ) as version, (
      select sums.effective_on from figures.posting_sum as sums
      where sums.measure = asked.measure and sums.effective_on <= ${on}::date and sums.recording <= ${recording}
        and not (sums.records < 0 and sums.measure = any (${lapsing}::integer[]))
      order by sums.effective_on desc limit 1
    ) as latest
    from unnest(${measures}::integer[]) as asked (measure)`.execute(tx)
  return new Map(rows.map((row) => [row.measure, row]))
}

/**
 * Writes the versions that an adoption changes, and answers which measures they are of, and which are rounded otherwise
 * from now on. A measure that is no longer defined is withdrawn: from then on it counts nothing.
 */
export async function adoptVersions(
  tx: Kysely<LedgerTables>,
  government: Government,
  recording: number,
  from: IsoDate | null,
): Promise<{ changed: Set<number>; guarded: Set<number> }> {
  const before = new Map((await ledgerMeasures(tx, recording - 1)).map((measure) => [measure.id, measure]))
  const changed = new Set<number>()
  const isDefined = new Set<string>()
  for (const posted of postedMeasures(government)) {
    const id = measureId(posted)
    isDefined.add(id)
    const measure = await insertMeasure(tx, posted)
    const { version } = posted.definition
    if (before.get(id)?.versions.at(-1)?.version === version) continue
    const row = { measure, recording, version, in_force_from: from, withdrawn: false }
    await tx.insertInto('figures.version').values(row).execute()
    changed.add(measure)
  }
  for (const { id, measure, versions } of before.values()) {
    if (isDefined.has(id) || versions.at(-1)?.version === WITHDRAWN.version) continue
    const row = { measure, recording, version: WITHDRAWN.version, in_force_from: from, withdrawn: true }
    await tx.insertInto('figures.version').values(row).execute()
    changed.add(measure)
  }
  await listAgain(tx)
  return { changed, guarded: await guard(tx, government) }
}

/** What may be listed, by every version of each measure and the definitions last adopted. */
export async function listAgain(tx: Kysely<LedgerTables>): Promise<void> {
  const last = await adoptedAt(tx, Number.MAX_SAFE_INTEGER)
  if (!last) return
  const measures = await tx.selectFrom('figures.measure').selectAll().execute()
  const rows = await tx.selectFrom('figures.version').selectAll().where('withdrawn', '=', false).execute()
  const governments = await governmentsOf(tx, new Set(rows.map((row) => row.recording)))
  const versions = Map.groupBy(rows, (row) => row.measure)
  for (const row of measures) {
    const posted = (versions.get(row.measure) ?? []).map(({ recording }) =>
      governments.get(recording)?.get(measureId(row)),
    )
    const known = posted.flatMap((each) => each ?? [])
    const is_listed = known.length === posted.length && isListed(last.government, known)
    if (is_listed === row.is_listed) continue
    await tx.updateTable('figures.measure').set({ is_listed }).where('measure', '=', row.measure).execute()
  }
}

/**
 * Sets the smallest counts of registers for all their measures, those that are withdrawn too; answers those for which it
 * is new. It is never lowered, nor taken away: what was once rounded would be told by what no longer is.
 */
async function guard(tx: Kysely<FiguresTables>, { registers }: Government): Promise<Set<number>> {
  const asked = registers.filter(({ smallestCount }) => smallestCount !== undefined)
  const { rows } = await sql<{ measure: number }>`
    with guarded as (
      select register, max(n) as n from (
        select * from unnest(
          ${asked.map(({ name }) => name)}::text[], ${asked.map(({ smallestCount }) => smallestCount ?? 0)}::integer[]
        ) as asked (register, n)
        union all select register, smallest_count from figures.measure where smallest_count is not null
      ) as every group by register
    )
    update figures.measure as measure set smallest_count = guarded.n from guarded
    where guarded.register = measure.register
      and (measure.smallest_count is null or measure.smallest_count < guarded.n)
    returning measure.measure`.execute(tx)
  return new Set(rows.map(({ measure }) => measure))
}

const WITHDRAWN = { version: 'withdrawn', references: [], evaluate: () => null }

async function insertMeasure(tx: Kysely<FiguresTables>, posted: PostedMeasure): Promise<number> {
  const { roadmap, commitment, name, register } = posted
  const row = await tx
    .insertInto('figures.measure')
    .values({ roadmap, commitment, name, register, is_listed: false, smallest_count: null })
    .onConflict((conflict) => conflict.columns(['roadmap', 'commitment', 'name']).doUpdateSet({ register }))
    .returning('measure')
    .executeTakeFirstOrThrow()
  return row.measure
}

async function governmentsOf(
  tx: Kysely<RegistersTables>,
  recordings: ReadonlySet<number>,
): Promise<Map<number, Map<string, PostedMeasure>>> {
  const governments = new Map<number, Map<string, PostedMeasure>>()
  for (const recording of recordings) {
    const adopted = await adoptedAt(tx, recording)
    const posted = adopted ? postedMeasures(adopted.government) : []
    governments.set(recording, new Map(posted.map((measure) => [measureId(measure), measure])))
  }
  return governments
}
