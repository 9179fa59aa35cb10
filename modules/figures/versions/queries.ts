import type { Government, Register } from '#definitions'
import { type Kysely, sql } from '#platform/database'
import { adoptionsUntil, recordingsOf } from '#registers'
import { nameOf, type Promised, promisesOf, registerOf } from '#roadmaps'
import type { IsoDate, Moment } from '#shared/dates'
import type { LedgerTables } from '../measures/queries.ts'
import type { FiguresTables } from '../tables.ts'
import { versionOf } from './rules.ts'

/** A measure as it was defined by one adoption, until the next that changes what is computed. */
export interface DefinitionVersion {
  readonly recording: number
  readonly recordedAt: Moment
  readonly source: string
  /** The day from which it is in force; null: for all dates. */
  readonly from: IsoDate | null
  /** As a figure names it; 'withdrawn' where the measure was no longer defined. */
  readonly version: string
  /** The measure as it was defined then; null where it was withdrawn. */
  readonly promised: Promised | null
  readonly register: Register | null
  readonly government: Government
}

/** How the definition of a measure has changed, as known at a recording: each version, the first adopted first. */
export async function definitionsOf(
  tx: Kysely<LedgerTables>,
  promised: Promised,
  recording: number,
): Promise<DefinitionVersion[]> {
  const versions: Omit<DefinitionVersion, 'recordedAt' | 'source' | 'from'>[] = []
  for (const { recording: adopted, government } of await adoptionsUntil(tx, recording)) {
    const then = promisedIn(government, promised)
    const register = (then && registerOf(government, then)) ?? null
    const version = then ? versionOf(government, then) : WITHDRAWN
    const before = versions.at(-1)?.version ?? WITHDRAWN
    if (version === before) continue
    versions.push({ recording: adopted, version, promised: then ?? null, register, government })
  }
  const numbers = versions.map((each) => each.recording)
  const recordings = await recordingsOf(tx, numbers)
  const from = await inForceFrom(tx, numbers)
  return versions.flatMap((version) => {
    const recorded = recordings.get(version.recording)
    return recorded ? [{ ...version, ...recorded, from: from.get(version.recording) ?? null }] : []
  })
}

/** The same measure in other definitions; undefined where it is not in them. */
export function promisedIn(government: Government, promised: Promised): Promised | undefined {
  const name = nameOf(promised)
  return promisesOf(government).find((each) => nameOf(each) === name)
}

const WITHDRAWN = 'withdrawn'

/** From when on adoptions are in force: all measures that one changes, from the same day. */
async function inForceFrom(
  tx: Kysely<FiguresTables>,
  recordings: readonly number[],
): Promise<Map<number, IsoDate | null>> {
  const { rows } = await sql<{ recording: number; from: IsoDate | null }>`
    select recording, min(in_force_from) as "from" from figures.version
    where recording = any (${recordings}::bigint[]) group by recording`.execute(tx)
  return new Map(rows.map((row) => [row.recording, row.from]))
}
