import { type Account, accountsOf, type Known, knownAt, type LedgerTables, publicKnownAt } from '#figures'
import { type Kysely, type Store, StoreUnavailable } from '#platform/database'
import { Unavailable } from '#platform/http'
import { recordingAt } from '#registers'
import type { Promised } from '#roadmaps'
import type { AsAt } from '../as-at/input.ts'

export type ProgressStore = Store<LedgerTables>
export type Reading = Kysely<LedgerTables>

/** Reads as the public does, in one transaction that sees one moment throughout. */
export async function readAsPublic<T>(store: ProgressStore, work: (tx: Reading) => Promise<T>): Promise<T> {
  try {
    return await store.as('public', {}, work)
  } catch (error) {
    throw error instanceof StoreUnavailable ? new Unavailable(undefined, { cause: error }) : error
  }
}

/** The number of the last recording: nothing that a page shows can change without a greater one. */
export async function lastRecording(tx: Reading): Promise<number> {
  return (await recordingAt(tx, null)).number
}

/** The definitions as known then. Undefined where nothing had been adopted yet. */
export function definitionsAt(tx: Reading, { knownAt: moment }: AsAt): Promise<Known | undefined> {
  return knownAt(tx, moment)
}

/** An account, and what may be known of its measure: no more than that is shown of anything it rests on. */
export interface PublicAccount {
  account: Account
  known: Known
}

/** The accounts of measures as far as each may be public: nothing here decides that but publicKnownAt. */
export async function publicAccounts(
  tx: Reading,
  known: Known,
  asAt: AsAt,
  promises: Promised[],
): Promise<PublicAccount[]> {
  const last = (await recordingAt(tx, null)).recordedAt ?? asAt.knownAt
  const byMoment = Map.groupBy(promises, ({ measure }) => publicKnownAt(measure, asAt.knownAt, last))
  const accounts = new Map<Promised, PublicAccount>()
  for (const [moment, together] of byMoment) {
    const clamped = moment === known.knownAt ? known : await knownAt(tx, moment)
    if (!clamped) continue
    const asked = { promises: together, on: asAt.on, organised: 'then' as const, today: asAt.on }
    for (const account of await accountsOf(tx, clamped, asked)) {
      accounts.set(account.promised, { account, known: clamped })
    }
  }
  return promises.flatMap((promised) => accounts.get(promised) ?? [])
}
