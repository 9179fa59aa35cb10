import type { Known } from '#figures'
import { type MilestoneRecord, milestonesOf } from '#registers'
import type { AsAt } from '../as-at/input.ts'
import { keyOf, type Reader } from '../known/queries.ts'

/** What is known of every milestone and phase on the date. They are public as soon as they are recorded. */
export async function publicMilestones(reader: Reader, known: Known, asAt: AsAt): Promise<MilestoneRecord[]> {
  const key = keyOf(known, asAt)
  const before = reader.memory.milestones.find(key)
  if (before) return before
  const milestones = await reader.asPublic((tx) => milestonesOf(tx, asAt.on, known.recording))
  reader.memory.milestones.keep(key, milestones)
  return milestones
}
