/*
 * From what was read to one recording. Everything here happens under the lock that every recording takes, so that
 * what is looked up is still so when it is recorded.
 */
import type { Government } from '#definitions'
import type { Kysely } from '#platform/database'
import type { Moment } from '#shared/dates'
import { type Ledger, lockForWriting, type Progress, type Recorded, record } from '../recordings/queries.ts'
import type { NewEntry } from '../records/queries.ts'
import { isRecordId } from '../records/rules.ts'
import { type NewStatement, statementsOf } from '../statements/queries.ts'
import type { RegistersTables } from '../tables.ts'
import { conflictsWithStatements } from './consistency/conflicts.ts'
import { laterProblems } from './consistency/later-checks.ts'
import { milestoneProblems } from './consistency/milestones.ts'
import { missingVoids, withVoids } from './consistency/voids.ts'
import { type Found, ProblemList, type Problems } from './problems.ts'
import { alreadySo, idsOfKeys, keysOfIds } from './queries.ts'
import type { Place, Placed } from './read.ts'

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
  | {
      ok: true
      recorded: Extract<Recorded, { ok: true }> | null
      skipped: number
      statements: number
      problems: Problems
    }
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
  const taken = await takeWhatStands(tx, { ...incoming, entries: named }, problems)
  if (!taken) return { ok: false, problems }

  const entries = await withVoids(tx, await newEntries(tx, taken.entries))
  const statements = await newStatements(tx, taken.statements)
  const skipped = taken.entries.length + taken.statements.length - entries.length - statements.length
  if (entries.length + statements.length === 0)
    return { ok: true, recorded: null, skipped, statements: 0, problems }

  const { actor, source, recordedAt } = incoming
  const recording = { kind: 'entries', actor, source, recordedAt, entries, statements } as const
  const recorded = await record(tx, recording, ledger, progress)
  if (!recorded.ok) {
    problems.add({ level: 'error', file: source, row: null, column: null, says: recorded.says })
    return { ok: false, problems }
  }
  return { ok: true, recorded, skipped, statements: statements.length, problems }
}

/** Leaves out, round by round, what cannot be recorded beside the rest. Undefined where one error is enough. */
async function takeWhatStands(
  tx: Kysely<RegistersTables>,
  incoming: Pick<Incoming, 'government' | 'entries' | 'statements' | 'isPartial'>,
  problems: ProblemList,
) {
  let { entries, statements } = incoming
  for (;;) {
    const found = [
      ...unknownIds(entries),
      ...writtenTwice(entries),
      ...(await missingReferences(tx, entries)),
      ...(await missingVoids(tx, entries)),
      ...(await laterProblems(tx, incoming.government, entries)),
      ...(await milestoneProblems(tx, incoming.government, entries)),
      ...(await conflictsWithStatements(tx, incoming.government, entries, statements)),
    ]
    const errors = found.filter(({ problem }) => problem.level === 'error')
    const isLast = errors.length === 0 || !incoming.isPartial
    for (const { problem } of isLast ? found : errors) problems.add(problem)
    if (isLast) return errors.length === 0 ? { entries, statements } : undefined
    const wrong = new Set(errors.flatMap(({ items }) => items))
    entries = entries.filter(({ item }) => !wrong.has(item))
    statements = statements.filter(({ item }) => !wrong.has(item))
  }
}

/** Records may be named by their id; from here on each goes by its key. */
async function byKey(
  tx: Kysely<RegistersTables>,
  entries: readonly Placed<NewEntry>[],
): Promise<Placed<NewEntry>[]> {
  const ids = entries
    .flatMap(({ item }) => [item.key, ...item.refersTo.map(({ key }) => key)])
    .filter(isRecordId)
  if (ids.length === 0) return [...entries]
  const keys = await keysOfIds(tx, [...new Set(ids)])
  const keyOf = (register: string, key: string) => keys.get(`${register} ${key}`) ?? key
  return entries.map(({ item, place }) => {
    const refersTo = item.refersTo.map((each) => ({ ...each, key: keyOf(each.register, each.key) }))
    return { place, item: { ...item, key: keyOf(item.register, item.key), refersTo } }
  })
}

/** What still goes by an id names no record: ids are given by the program, never by a file. */
function unknownIds(entries: readonly Placed<NewEntry>[]): Found[] {
  return entries.flatMap(({ item, place }): Found[] => {
    if (!isRecordId(item.key)) return []
    const says = `the register ${item.register} has no record with the id ${item.key}`
    const instead = 'for a new record, write a short name of its own, such as payments-system'
    return [{ items: [item], problem: { level: 'error', ...place, column: 'id', says, instead } }]
  })
}

/** Several files are one recording, and a record may be named by its key and by its id. */
function writtenTwice(entries: readonly Placed<NewEntry>[]): Found[] {
  const first = new Map<string, Place>()
  return entries.flatMap(({ item, place }): Found[] => {
    const name = `${item.register} ${item.key} ${item.effectiveOn}`
    const before = first.get(name)
    if (!before) {
      first.set(name, place)
      return []
    }
    const says = `${before.file}, row ${before.row}, has "${item.key}" from ${item.effectiveOn} already`
    return [
      {
        items: [item],
        problem: { level: 'error', ...place, column: 'id', says, instead: 'keep one of the two' },
      },
    ]
  })
}

async function missingReferences(
  tx: Kysely<RegistersTables>,
  entries: readonly Placed<NewEntry>[],
): Promise<Found[]> {
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

/** Only a record that exists can say already what an entry says, and only its values need be compared. */
async function newEntries(
  tx: Kysely<RegistersTables>,
  entries: readonly Placed<NewEntry>[],
): Promise<NewEntry[]> {
  const items = entries.map(({ item }) => item)
  const ids = await idsOfKeys(tx, [...items, ...items.flatMap(({ refersTo }) => refersTo)])
  const idOf = ({ register, key }: { register: string; key: string }) => ids.get(`${register} ${key}`)
  const existing = items.filter(idOf)
  const asKept = existing.map((item) => {
    if (item.refersTo.length === 0) return item
    const targets = item.refersTo.map((each) => [each.field, idOf(each) ?? null])
    return { ...item, values: { ...item.values, ...Object.fromEntries(targets) } }
  })
  const places = await alreadySo(tx, asKept)
  const same = new Set(existing.filter((_, i) => places.has(i)))
  return items.filter((item) => !same.has(item))
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

function about({
  organisation,
  register,
  part,
  effectiveOn,
}: Pick<NewStatement, 'organisation' | 'register' | 'part' | 'effectiveOn'>) {
  return `${organisation} ${register} ${part ?? ''} ${effectiveOn}`
}
