import { sql } from '#platform/database'
import type { IsoDate } from '#shared/dates'
import type { Reading } from '../known/queries.ts'
import { type Kinds, type PublicEntry, type RecordBehind, standingOf } from './rules.ts'

/** What one record adds to a measure on a date; and, the same in every row, how many there are of each kind. */
interface Behind extends Kinds {
  record: string
  organisation: string
  counted: number
  unknown: number
}

/**
 * The records that a measure counts on a date, as known at a recording, each with the entry that stands: those that
 * count first, then those of which it is not known, then the rest, until there are as many as one page shows. Both
 * views show only what may be shown: none at all where the measure reads a field that is not public.
 */
export async function recordsBehind(
  tx: Reading,
  measure: number,
  on: IsoDate,
  recording: number,
  most: number,
): Promise<{ records: RecordBehind[]; kinds: Kinds }> {
  const { rows: behind } = await sql<Behind>`
    select record, organisation, sum(counted)::bigint as counted, sum(unknown)::bigint as unknown,
      count(case when sum(counted) > 0 then 1 end) over () as counting,
      count(case when sum(counted) <= 0 and sum(unknown) > 0 then 1 end) over () as unclear,
      count(*) over () as together
    from figures.public_posting
    where measure = ${measure} and effective_on <= ${on} and recording <= ${recording}
    group by record, organisation having sum(records) <> 0
    order by sum(counted) > 0 desc, sum(unknown) > 0 desc, record limit ${most}`.execute(tx)
  const [first] = behind
  const ids = behind.map((each) => each.record)
  const { rows: entries } = await sql<PublicEntry>`
    select record, entry, voids, state, effective_on as "effectiveOn", reconstructed, source, values
    from registers.public_entry
    where record = any (${ids}::uuid[]) and recording <= ${recording}
    order by effective_on, recording, entry`.execute(tx)
  const histories = Map.groupBy(entries, (entry) => entry.record)
  const records = behind.flatMap(({ record, organisation, counted, unknown }) => {
    const standing = standingOf(histories.get(record) ?? [], on)
    return standing ? { ...standing, organisation, counted, unknown } : []
  })
  const { counting = 0, unclear = 0, together = 0 } = first ?? {}
  return { records, kinds: { counting, unclear, together } }
}
