import type { Account, Explanation, Known, Series } from '#figures'
import type { MilestoneRecord } from '#registers'
import { type Kept, kept } from '#shared/kept'

/**
 * What this process has read of the ledger, under keys that name all it was made from: a recording, a date, a measure.
 * Knowledge at a recording never changes, so nothing here is ever out of date; it may be thrown away at any time.
 */
export interface Memory {
  known: Kept<Known>
  accounts: Kept<Account>
  series: Kept<Series>
  milestones: Kept<MilestoneRecord[]>
  explanations: Kept<Explanation | 'too many'>
}

export function newMemory(): Memory {
  return {
    known: kept(200),
    accounts: kept(2000),
    series: kept(300),
    milestones: kept(500),
    explanations: kept(500),
  }
}
