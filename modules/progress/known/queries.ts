import {
  type Account,
  accountsOf,
  type Known,
  knownAt,
  type LedgerTables,
  publicKnownAt,
  type Series,
  seriesOf,
} from '#figures'
import { type Kysely, type Store, StoreUnavailable } from '#platform/database'
import { Unavailable } from '#platform/http'
import { recordingAt } from '#registers'
import { nameOf, type Promised } from '#roadmaps'
import type { Moment } from '#shared/dates'
import type { Kept } from '#shared/kept'
import type { AsAt } from '../as-at/input.ts'
import type { Memory } from './memory.ts'

export type ProgressStore = Store<LedgerTables>
export type Reading = Kysely<LedgerTables>

/**
 * What pages read from. Each question is a transaction of its own: knowledge at a recording never changes, so several
 * that ask about one recording see one moment throughout.
 */
export interface Reader {
  readonly memory: Memory
  /** The last recording: nothing is known later. */
  readonly last: { readonly number: number; readonly recordedAt: Moment | null }
  asPublic<T>(work: (tx: Reading) => Promise<T>): Promise<T>
  /** Only for what reads whole histories and lets no record out: explanations. */
  asLedger<T>(work: (tx: Reading) => Promise<T>): Promise<T>
}

export async function openReader(store: ProgressStore, memory: Memory): Promise<Reader> {
  const as = (role: 'public' | 'ledger') =>
    async function read<T>(work: (tx: Reading) => Promise<T>): Promise<T> {
      try {
        return await store.as(role, {}, work)
      } catch (error) {
        throw error instanceof StoreUnavailable ? new Unavailable(undefined, { cause: error }) : error
      }
    }
  const [asPublic, asLedger] = [as('public'), as('ledger')]
  return { memory, asPublic, asLedger, last: await asPublic((tx) => recordingAt(tx, null)) }
}

/** What was known at a moment. Undefined where nothing had been adopted yet. */
export async function knownTo(
  { memory, last, asPublic }: Reader,
  moment: Moment,
): Promise<Known | undefined> {
  const isNow = last.recordedAt === null || moment >= last.recordedAt
  // What is rounded may be rounded by more since, at any moment: so what is remembered is as of the last recording.
  const at = isNow ? String(last.number) : `${last.number} ${moment}`
  const before = memory.known.find(at)
  if (before) return { ...before, knownAt: moment }
  const known = await asPublic((tx) => knownAt(tx, moment))
  // A recording made since is not yet the last one that this page knows of.
  if (known && (!isNow || known.recording === last.number)) memory.known.keep(at, known)
  return known
}

/** What may be known of a measure: nothing decides that but publicKnownAt. */
export function publicKnown(reader: Reader, { measure }: Promised, asAt: AsAt): Promise<Known | undefined> {
  return knownTo(reader, publicKnownAt(measure, asAt.knownAt, reader.last.recordedAt ?? asAt.knownAt))
}

/** An account, and what may be known of its measure: no more than that is shown of anything it rests on. */
export interface PublicAccount {
  account: Account
  known: Known
}

/** The accounts of measures as far as each may be public. */
export async function publicAccounts(
  reader: Reader,
  asAt: AsAt,
  promises: readonly Promised[],
): Promise<PublicAccount[]> {
  const accounts = new Map<Promised, PublicAccount>()
  for (const { known, together } of await publicTogether(reader, asAt, promises)) {
    const found = await accountsKnown(reader, known, asAt, together)
    for (const [promised, account] of found) accounts.set(promised, { account, known })
  }
  return promises.flatMap((promised) => accounts.get(promised) ?? [])
}

/** Measures by what may be known of them: those of one moment are read together. */
export async function publicTogether(
  reader: Reader,
  asAt: AsAt,
  promises: readonly Promised[],
): Promise<{ known: Known; together: Promised[] }[]> {
  const last = reader.last.recordedAt ?? asAt.knownAt
  const byMoment = Map.groupBy(promises, ({ measure }) => publicKnownAt(measure, asAt.knownAt, last))
  const all: { known: Known; together: Promised[] }[] = []
  for (const [moment, together] of byMoment) {
    const known = await knownTo(reader, moment)
    if (known) all.push({ known, together })
  }
  return all
}

/** How the figures of measures went, up to the date, as far as each may be public. */
export async function publicSeries(
  reader: Reader,
  asAt: AsAt,
  promises: readonly Promised[],
): Promise<Map<Promised, Series>> {
  const series = new Map<Promised, Series>()
  for (const { known, together } of await publicTogether(reader, asAt, promises)) {
    const { on: until, organised, today } = asAt
    const found = await remembered(reader.memory.series, keyOf(known, asAt), together, (missing) =>
      reader.asPublic((tx) => seriesOf(tx, known, { promises: missing, until, organised, today })),
    )
    for (const [promised, each] of found) series.set(promised, each)
  }
  return series
}

async function accountsKnown(
  { asPublic, memory }: Reader,
  known: Known,
  asAt: AsAt,
  promises: readonly Promised[],
): Promise<Map<Promised, Account>> {
  const { on, organised, today } = asAt
  const found = await remembered(memory.accounts, keyOf(known, asAt), promises, (missing) =>
    asPublic((tx) => accountsOf(tx, known, { promises: missing, on, organised, today })),
  )
  return new Map([...found].map(([promised, account]) => [promised, { ...account, knownAt: known.knownAt }]))
}

/** What is remembered of these measures, and what had to be read: all that is missing in one go. */
async function remembered<T extends { promised: Promised }>(
  memory: Kept<T>,
  at: string,
  promises: readonly Promised[],
  read: (missing: Promised[]) => Promise<readonly T[]>,
): Promise<Map<Promised, T>> {
  const found = new Map<Promised, T>()
  const missing: Promised[] = []
  for (const promised of promises) {
    const before = memory.find(`${at} ${nameOf(promised)}`)
    // As this page names it: the one remembered was made for another.
    if (before) found.set(promised, { ...before, promised })
    else missing.push(promised)
  }
  if (missing.length === 0) return found
  const fresh = new Map((await read(missing)).map((each) => [nameOf(each.promised), each]))
  for (const promised of missing) {
    const each = fresh.get(nameOf(promised))
    if (!each) continue
    memory.keep(`${at} ${nameOf(promised)}`, each)
    found.set(promised, each)
  }
  return found
}

/** All that an account is made from, besides its measure. */
export function keyOf({ recording, roundedTo }: Known, { on, organised, today }: AsAt): string {
  // No smallest count is ever lowered, so their sum tells them from any others.
  const rounded = [...roundedTo.values()].reduce((sum, n) => sum + n, 0)
  return `${recording} ${rounded} ${on} ${organised === 'now' ? today : 'then'}`
}
