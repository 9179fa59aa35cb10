/*
 * From what was read to one recording. Everything here happens under the lock that every recording takes, so that
 * what is looked up is still so when it is recorded.
 */
import type { Government } from '#definitions'
import type { Kysely } from '#platform/database'
import type { Moment } from '#shared/dates'
import type { NewEntry } from '../records/queries.ts'
import { isRecordId } from '../records/rules.ts'
import { type Ledger, type Progress, type Recorded, record } from '../recordings/queries.ts'
import { type NewStatement, statementsOf } from '../statements/queries.ts'
import type { RegistersTables } from '../tables.ts'
import { conflictsWithStatements } from './consistency/conflicts.ts'
import { laterProblems } from './consistency/later-checks.ts'
import { type Found, ProblemList, type Problems } from './problems.ts'
import { alreadySo, idsOfKeys, keysOfIds, lockForWriting } from './queries.ts'
import type { Placed } from './read.ts'

/** What was read, from one file or several, to be one recording. */
export interface Incoming {
  readonly government: Government
  /** An actor id: never a name. */
  readonly actor: string
  readonly source: string
  readonly recordedAt?: Moment | undefined
  readonly entries: readonly Placed<NewEntry>[]
  readonly statements: readonly Placed<NewStatement>[]
  /** Take what is right and leave out what is not. Otherwise one error is enough for nothing to be taken. */
  readonly isPartial: boolean
}

export type Imported =
  | { ok: true; recorded: Extract<Recorded, { ok: true }> | null; skipped: number; statements: number; problems: Problems }
  | { ok: false; problems: Problems }

/** Records what is new in it as one recording. What the registers already say is skipped; if that is all, nothing is recorded. */
export async function importRead(
  tx: Kysely<RegistersTables>,
  incoming: Incoming,
  ledger: Ledger,
  progress: Progress = () => {},
): Promise<Imported> {
  await lockForWriting(tx)
  const problems = new ProblemList()
  const named = await byKey(tx, incoming.entries)
  const entries = await takeWhatStands(tx, { ...incoming, entries: named }, problems)
  if (!entries) return { ok: false, problems }

  const fresh = await newOnly(tx, entries.entries)
  const statements = await newStatements(tx, entries.statements)
  const skipped = named.length + incoming.statements.length - entries.left - fresh.length - statements.length
  if (fresh.length + statements.length === 0) return { ok: true, recorded: null, skipped, statements: 0, problems }

  const { actor, source, recordedAt } = incoming
  const recording = { kind: 'entries', actor, source, recordedAt, entries: fresh, statements } as const
  const recorded = await record(tx, recording, ledger, progress)
  if (!recorded.ok) {
    problems.add({ level: 'error', file: source, row: null, column: null, says: recorded.says })
    return { ok: false, problems }
  }
  return { ok: true, recorded, skipped, statements: statements.length, problems }
}

/** Leaves out, round by round, what cannot be recorded beside the rest. Undefined where one error is enough. */
async function takeWhatStands(tx: Kysely<RegistersTables>, incoming: Incoming, problems: ProblemList) {
  let { entries, statements } = incoming
  let left = 0
  for (;;) {
    const found = [
      ...(await missingReferences(tx, entries)),
      ...(await laterProblems(tx, incoming.government, entries)),
      ...(await conflictsWithStatements(tx, incoming.government, entries, statements)),
    ]
    const errors = found.filter(({ problem }) => problem.level === 'error')
    if (errors.length === 0 || left === 0) for (const { problem } of found) problems.add(problem)
    if (errors.length === 0) return { entries, statements, left }
    if (!incoming.isPartial) return undefined
    const wrong = new Set(errors.flatMap(({ items }) => items))
    left += wrong.size
    entries = entries.filter(({ item }) => !wrong.has(item))
    statements = statements.filter(({ item }) => !wrong.has(item))
  }
}

/** Records may be named by their id; from here on each goes by its key. */
async function byKey(tx: Kysely<RegistersTables>, entries: readonly Placed<NewEntry>[]): Promise<Placed<NewEntry>[]> {
  const ids = entries.flatMap(({ item }) => [item.key, ...item.refersTo.map(({ key }) => key)]).filter(isRecordId)
  if (ids.length === 0) return [...entries]
  const keys = await keysOfIds(tx, [...new Set(ids)])
  const keyOf = (register: string, key: string) => keys.get(`${register} ${key}`) ?? key
  return entries.map(({ item, place }) => {
    const refersTo = item.refersTo.map((each) => ({ ...each, key: keyOf(each.register, each.key) }))
    return { place, item: { ...item, key: keyOf(item.register, item.key), refersTo } }
  })
}

async function missingReferences(tx: Kysely<RegistersTables>, entries: readonly Placed<NewEntry>[]): Promise<Found[]> {
  const references = entries.flatMap(({ item }) => item.refersTo)
  if (references.length === 0) return []
  const there = new Set(entries.map(({ item }) => `${item.register} ${item.key}`))
  const elsewhere = references.filter(({ register, key }) => !there.has(`${register} ${key}`))
  for (const name of (await idsOfKeys(tx, elsewhere)).keys()) there.add(name)
  return entries.flatMap(({ item, place }) =>
    item.refersTo.flatMap(({ field, register, key }) => {
      if (there.has(`${register} ${key}`)) return []
      const says = `the register ${register} has no record "${key}"`
      const instead = 'correct the id, or import that record first'
      return [{ items: [item], problem: { level: 'error' as const, ...place, column: field, says, instead } }]
    }),
  )
}

async function newOnly(tx: Kysely<RegistersTables>, entries: readonly Placed<NewEntry>[]): Promise<NewEntry[]> {
  const items = entries.map(({ item }) => item)
  const ids = await idsOfKeys(tx, items.flatMap(({ refersTo }) => refersTo))
  const asKept = items.map((item) => {
    if (item.refersTo.length === 0) return item
    const targets = item.refersTo.map(({ field, register, key }) => [field, ids.get(`${register} ${key}`) ?? null])
    return { ...item, values: { ...item.values, ...Object.fromEntries(targets) } }
  })
  const same = await alreadySo(tx, asKept)
  return items.filter((_, i) => !same.has(i))
}

async function newStatements(
  tx: Kysely<RegistersTables>,
  statements: readonly Placed<NewStatement>[],
): Promise<NewStatement[]> {
  if (statements.length === 0) return []
  const items = statements.map(({ item }) => item)
  const before = await statementsOf(tx, [...new Set(items.map(({ register }) => register))])
  const last = new Map(before.map((statement) => [about(statement), statement]))
  return items.filter((item) => {
    const same = last.get(about(item))
    return !same || same.says !== item.says || same.note !== item.note
  })
}

function about({ organisation, register, part, effectiveOn }: Pick<NewStatement, 'organisation' | 'register' | 'part' | 'effectiveOn'>) {
  return `${organisation} ${register} ${part ?? ''} ${effectiveOn}`
}
