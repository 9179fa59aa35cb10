import { sql } from '#platform/database'
import type { IsoDate } from '#shared/dates'
import type { Reading } from '../known/queries.ts'
import { type PublicEntry, type RecordBehind, standingOf } from './rules.ts'

/** What one record adds to a measure on a date. */
interface Behind {
  record: string
  organisation: string
  counted: number
  unknown: number
}

/**
 * The first records that a measure counts on a date, as known at a recording, each with the entry that stands. Both
 * views show only what may be shown: none at all where the measure reads a field that is not public.
 */
export async function recordsBehind(
  tx: Reading,
  measure: number,
  on: IsoDate,
  recording: number,
  most: number,
): Promise<RecordBehind[]> {
  const { rows: behind } = await sql<Behind>`
    select record, organisation, sum(counted)::bigint as counted, sum(unknown)::bigint as unknown
    from figures.public_posting
    where measure = ${measure} and effective_on <= ${on} and recording <= ${recording}
    group by record, organisation having sum(records) <> 0
    order by record limit ${most}`.execute(tx)
  const records = behind.map((each) => each.record)
  const { rows: entries } = await sql<PublicEntry>`
    select record, entry, voids, state, effective_on as "effectiveOn", reconstructed, source, values
    from registers.public_entry
    where record = any (${records}::uuid[]) and recording <= ${recording}
    order by effective_on, recording, entry`.execute(tx)
  const histories = Map.groupBy(entries, (entry) => entry.record)
  return behind.flatMap((each) => {
    const standing = standingOf(histories.get(each.record) ?? [], on)
    return standing ? { ...standing, ...each } : []
  })
}
