import type { Government } from '#definitions'
import type { Kysely } from '#platform/database'
import { adoptedAt, recordingAt } from '#registers'
import type { Moment } from '#shared/dates'
import { type LedgerTables, numberedMeasures } from '../measures/queries.ts'

/** What was known at a moment: the last recording by then, and the definitions adopted by then. */
export interface Known {
  readonly recording: number
  /** The moment asked for; where none was, that of the last recording. */
  readonly knownAt: Moment
  /** When the last recording by then was made. */
  readonly recordedAt: Moment
  readonly government: Government
  /** The numbers of the government's measures in the ledger. */
  readonly measures: ReadonlyMap<string, number>
  /** What measures are rounded to multiples of, as it is now: once it is more, earlier knowledge is rounded as much. */
  readonly roundedTo: ReadonlyMap<number, number>
}

/** Undefined where nothing had been adopted by then: there was no government to speak of. */
export async function knownAt(tx: Kysely<LedgerTables>, moment: Moment | null): Promise<Known | undefined> {
  const last = await recordingAt(tx, moment)
  const adopted = await adoptedAt(tx, last.number)
  if (!adopted || last.recordedAt === null) return undefined
  const { government } = adopted
  return {
    recording: last.number,
    knownAt: moment ?? last.recordedAt,
    recordedAt: last.recordedAt,
    government,
    ...(await numberedMeasures(tx)),
  }
}
