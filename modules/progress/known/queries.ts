import { type Account, accountsOf, type Known, knownAt, type LedgerTables, publicKnownAt } from '#figures'
import { type Kysely, type Store, StoreUnavailable } from '#platform/database'
import { Unavailable } from '#platform/http'
import { recordingAt } from '#registers'
import type { Promised } from '#roadmaps'
import type { Moment } from '#shared/dates'
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

/** The definitions as known then. Undefined where nothing had been adopted yet. */
export function definitionsAt(tx: Reading, { knownAt: moment }: AsAt): Promise<Known | undefined> {
  return knownAt(tx, moment)
}

/** The accounts of measures as far as each may be public: nothing here decides that but publicKnownAt. */
export async function publicAccounts(
  tx: Reading,
  known: Known,
  asAt: AsAt,
  promises: Promised[],
): Promise<Account[]> {
  const last = (await recordingAt(tx, null)).recordedAt ?? asAt.knownAt
  const byMoment = Map.groupBy(promises, ({ measure }) => publicKnownAt(measure, asAt.knownAt, last))
  const accounts = new Map<Promised, Account>()
  for (const [moment, together] of byMoment) {
    const clamped = await clampedTo(tx, known, moment)
    if (!clamped) continue
    const asked = { promises: together, on: asAt.on, organised: 'then' as const, today: asAt.on }
    for (const account of await accountsOf(tx, clamped, asked)) accounts.set(account.promised, account)
  }
  return promises.flatMap((promised) => accounts.get(promised) ?? [])
}

async function clampedTo(tx: Reading, known: Known, moment: Moment): Promise<Known | undefined> {
  return moment === known.knownAt ? known : knownAt(tx, moment)
}
