import { milestoneChanges } from '#definitions'
import { type Kysely, sql } from '#platform/database'
import type { IsoDate } from '#shared/dates'
import type { Values } from '#shared/values'
import type { RegistersTables } from '../tables.ts'
import type { MilestoneEntry, MilestoneRecord } from './rules.ts'

// Written out, since a partial index serves only a query that is sure to be of its part.
const OF_MILESTONES = sql.lit(milestoneChanges)

interface Row {
  record: string
  organisation: string
  effectiveOn: IsoDate
  recordedAt: string
  state: 'stands' | 'ended'
  source: string
  values: Values
}

/** What the public may know of every milestone and phase on a date, as known at a recording: each change, and what was reached. */
export async function milestonesOf(
  tx: Kysely<RegistersTables>,
  on: IsoDate,
  recording: number,
): Promise<MilestoneRecord[]> {
  const { rows } = await sql<Row>`
    select entry.record, entry.organisation, entry.effective_on as "effectiveOn",
      recording.recorded_at as "recordedAt", entry.state, entry.source, entry.values
    from registers.public_entry as entry
    join registers.recording as recording on recording.number = entry.recording
    where entry.register = ${OF_MILESTONES} and entry.recording <= ${recording} and entry.effective_on <= ${on}
      and entry.state <> 'void'
      and not exists (
        select from registers.public_entry as void
        where void.register = ${OF_MILESTONES} and void.voids = entry.entry and void.recording <= ${recording})
    order by entry.record, entry.effective_on, entry.recording, entry.entry`.execute(tx)
  return [...Map.groupBy(rows, ({ record }) => record)].flatMap(([record, versions]) => {
    const latest = (name: string) => textOf(versions.findLast(({ values }) => values[name])?.values, name)
    const commitment = latest('commitment')
    const milestone = latest('milestone')
    if (commitment === null || milestone === null) return []
    return [{ record, commitment, milestone, title: latest('title'), entries: versions.map(entryOf) }]
  })
}

function entryOf({ values, organisation, effectiveOn, recordedAt, state, source }: Row): MilestoneEntry {
  return {
    organisation,
    effectiveOn,
    recordedAt,
    state,
    due: textOf(values, 'due'),
    reason: textOf(values, 'reason'),
    begun: textOf(values, 'begun'),
    done: textOf(values, 'done'),
    source,
    link: textOf(values, 'link'),
  }
}

function textOf(values: Values | undefined, name: string): string | null {
  const value = values?.[name]
  return typeof value === 'string' && value !== '' ? value : null
}
