import { type Account, type Explanation, explain, type Known, knownAt, publicKnownAt } from '#figures'
import { recordingAt } from '#registers'
import type { Promised } from '#roadmaps'
import type { AsAt } from '../as-at/input.ts'
import { type ProgressStore, publicAccounts, type Reading, readAsPublic } from '../known/queries.ts'
import type { Between } from './input.ts'

/**
 * Why a measure's figure differs between two dates. The explanation reads whole histories, so it runs as the ledger;
 * only its sums by class leave this function, never a record.
 */
export function publicExplanation(
  store: ProgressStore,
  promised: Promised,
  asAt: AsAt,
  between: Between,
  today: string,
): Promise<Omit<Explanation, 'changes'> | undefined> {
  return store.as('ledger', {}, async (tx) => {
    const known = await publicKnown(tx, promised, asAt)
    if (!known) return undefined
    const { changes: _, ...sums } = await explain(tx, {
      promised,
      from: { on: between.from, known },
      to: { on: between.to, known },
      organisation: null,
      organised: 'then',
      today,
    })
    return sums
  })
}

/** The accounts of a measure on the two dates, for what was stated where there are no records. */
export function publicAccountsBetween(
  store: ProgressStore,
  known: Known,
  promised: Promised,
  asAt: AsAt,
  { from, to }: Between,
): Promise<Account[]> {
  return readAsPublic(store, async (tx) => {
    const accounts: Account[] = []
    for (const on of [from, to]) {
      for (const { account } of await publicAccounts(tx, known, { ...asAt, on }, [promised]))
        accounts.push(account)
    }
    return accounts
  })
}

async function publicKnown(tx: Reading, { measure }: Promised, asAt: AsAt): Promise<Known | undefined> {
  const last = (await recordingAt(tx, null)).recordedAt ?? asAt.knownAt
  return knownAt(tx, publicKnownAt(measure, asAt.knownAt, last))
}
