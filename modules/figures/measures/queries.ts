import type { Government } from '#definitions'
import { type Kysely, sql } from '#platform/database'
import { adoptedAt, type RegistersTables } from '#registers'
import type { IsoDate } from '#shared/dates'
import type { Version } from '../ledger/rules.ts'
import type { FiguresTables } from '../tables.ts'
import { measureId, type PostedMeasure, postedMeasures } from './rules.ts'

export type LedgerTables = FiguresTables & RegistersTables

/** A measure as the ledger keeps it: its number and all its versions, earliest adopted first. */
export interface LedgerMeasure {
  readonly measure: number
  readonly id: string
  readonly register: string
  readonly versions: readonly Version[]
}

/** The numbers of a government's measures, by their names in the whole government. */
export async function measureNumbers(tx: Kysely<FiguresTables>): Promise<Map<string, number>> {
  const rows = await tx
    .selectFrom('figures.measure')
    .select(['measure', 'roadmap', 'commitment', 'name'])
    .execute()
  return new Map(rows.map((row) => [measureId(row), row.measure]))
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
    return { measure: row.measure, id, register: row.register, versions: compiled }
  })
}

/** The version of each measure in force on a date as known at a recording (docs/ledger.md), by the measure's number. */
export async function versionsInForce(
  tx: Kysely<FiguresTables>,
  on: IsoDate,
  recording: number,
): Promise<Map<number, string>> {
  const { rows } = await sql<{ measure: number; version: string }>`
    select distinct on (measure) measure, version from figures.version
    where recording <= ${recording} and (in_force_from is null or in_force_from <= ${on})
    order by measure, in_force_from desc nulls last, recording desc`.execute(tx)
  return new Map(rows.map((row) => [row.measure, row.version]))
}

/**
 * Writes the versions that an adoption changes, and answers which measures they are of.
 * A measure that is no longer defined is withdrawn: from then on it counts nothing.
 */
export async function adoptVersions(
  tx: Kysely<LedgerTables>,
  government: Government,
  recording: number,
  from: IsoDate | null,
): Promise<Set<number>> {
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
  return changed
}

const WITHDRAWN = { version: 'withdrawn', references: [], evaluate: () => null }

async function insertMeasure(tx: Kysely<FiguresTables>, posted: PostedMeasure): Promise<number> {
  const { roadmap, commitment, name, register, isListed } = posted
  const row = await tx
    .insertInto('figures.measure')
    .values({ roadmap, commitment, name, register, is_listed: isListed })
    .onConflict((conflict) =>
      conflict.columns(['roadmap', 'commitment', 'name']).doUpdateSet({ register, is_listed: isListed }),
    )
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
