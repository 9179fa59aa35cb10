import { type RawBuilder, sql } from '#platform/database'
import type { IsoDate } from '#shared/dates'
import type { Reading } from '../known/queries.ts'
import { datesOf } from '../registers/queries.ts'
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
  const records = await withEntries(tx, behind, on, recording)
  const { counting = 0, unclear = 0, together = 0 } = first ?? {}
  return { records, kinds: { counting, unclear, together } }
}

/** So many records are looked at for one page, so that a page far from any that counts is not waited for. */
const MOST_LOOKED_AT = 10_000

/**
 * A page of the records that a measure counts, in the order of their ids: for a figure of so many that grouping them
 * all would take long. From each record it goes straight to the next by the index, so a page of a million takes no
 * longer than one of a thousand. `next` is the id to go on after; null where there are no more. A page may be shorter
 * than `most` and still have a next one, where few of very many records stand on the date.
 */
export async function recordsAfter(
  tx: Reading,
  measure: number,
  on: IsoDate,
  recording: number,
  { after, most }: { after: string | null; most: number },
): Promise<{ records: RecordBehind[]; next: string | null }> {
  const { rows } = await sql<Walked>`
    with recursive walk as (
      select next.*, (next.organisation is not null)::integer as found, 1 as looked
      from (select) as one cross join lateral (${recordAfter(sql`${after ?? BEFORE_ALL}::uuid`, measure, on, recording)}) as next
      union all
      select next.*, walk.found + (next.organisation is not null)::integer, walk.looked + 1
      from walk cross join lateral (${recordAfter(sql`walk.record`, measure, on, recording)}) as next
      where walk.found <= ${most} and walk.looked < ${MOST_LOOKED_AT}
    )
    select record, organisation, counted, unknown, looked from walk
    where organisation is not null or looked = ${MOST_LOOKED_AT} order by record`.execute(tx)
  const behind = rows.flatMap(({ organisation, ...row }) =>
    organisation === null ? [] : [{ ...row, organisation }],
  )
  const shown = behind.slice(0, most)
  const last = rows.at(-1)
  const isCut = last !== undefined && last.looked >= MOST_LOOKED_AT
  const next = behind.length > most ? shown.at(-1)?.record : isCut ? last.record : undefined
  return { records: await withEntries(tx, shown, on, recording), next: next ?? null }
}

interface Walked {
  record: string
  organisation: string | null
  counted: number
  unknown: number
  looked: number
}

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000'

/** The record after one in the order of ids, with what it adds on the date: no organisation where that is nothing. */
function recordAfter(after: RawBuilder<unknown>, measure: number, on: IsoDate, recording: number) {
  return sql`
    select candidate.record, adds.organisation, adds.counted, adds.unknown
    from (
      select record from figures.public_posting
      where measure = ${measure} and record > ${after} order by record limit 1
    ) as candidate
    left join lateral (
      select organisation, sum(counted)::bigint as counted, sum(unknown)::bigint as unknown
      from figures.public_posting
      where measure = ${measure} and record = candidate.record
        and effective_on <= ${on} and recording <= ${recording}
      group by organisation having sum(records) <> 0 limit 1
    ) as adds on true`
}

/** Each record with the entry of it that stands on the date. */
async function withEntries(
  tx: Reading,
  behind: readonly { record: string; organisation: string; counted: number; unknown: number }[],
  on: IsoDate,
  recording: number,
): Promise<RecordBehind[]> {
  const ids = behind.map((each) => each.record)
  const histories = await datesOf(tx, ids, recording)
  const standing = ids.flatMap((record) => standingOf(histories.get(record) ?? [], on)?.entry ?? [])
  const { rows: entries } = await sql<PublicEntry>`
    select record, entry, voids, state, effective_on as "effectiveOn", reconstructed, source, values
    from registers.public_entry where entry = any (${standing}::bigint[])`.execute(tx)
  const byRecord = new Map(entries.map((entry) => [entry.record, entry]))
  return behind.flatMap(({ record, organisation, counted, unknown }) => {
    const entry = byRecord.get(record)
    return entry ? [{ ...entry, organisation, counted, unknown }] : []
  })
}
