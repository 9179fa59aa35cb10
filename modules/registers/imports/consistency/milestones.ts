import { type Government, milestoneChanges } from '#definitions'
import type { Kysely } from '#platform/database'
import { milestoneFaults } from '../../milestones/re-datings.ts'
import type { NewEntry } from '../../records/queries.ts'
import type { RegistersTables } from '../../tables.ts'
import type { Found } from '../problems.ts'
import { entriesOfKeys } from '../queries.ts'
import type { Placed } from '../read.ts'
import { asHeld, type HeldEntry } from './rules.ts'

/** What is wrong with new entries of milestones: a date that moves without a reason, above all. */
export async function milestoneProblems(
  tx: Kysely<RegistersTables>,
  government: Government,
  entries: readonly Placed<NewEntry>[],
): Promise<Found[]> {
  const keys = entries.flatMap(({ item }) => (item.register === milestoneChanges ? [item.key] : []))
  if (keys.length === 0) return []
  return milestoneProblemsBeside(government, await entriesOfKeys(tx, milestoneChanges, keys), entries)
}

/** The same, with what was recorded before them. */
export function milestoneProblemsBeside(
  government: Government,
  before: readonly HeldEntry[],
  entries: readonly Placed<NewEntry>[],
): Found[] {
  const added = entries.map(({ item }) => asHeld(item))
  return milestoneFaults(government, before, added).flatMap(({ entry, ...wrong }) => {
    const placed = entries[entry]
    if (!placed) return []
    return [{ items: [placed.item], problem: { level: 'error', ...placed.place, ...wrong } }]
  })
}
