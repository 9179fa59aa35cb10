import { compileCondition, type Government, type Register } from '#definitions'
import type { Kysely } from '#platform/database'
import type { IsoDate } from '#shared/dates'
import type { Value, Values } from '#shared/values'
import type { NewEntry } from '../../records/queries.ts'
import type { RegistersTables } from '../../tables.ts'
import type { Found } from '../problems.ts'
import { entriesOfKeys } from '../queries.ts'
import type { Placed } from '../read.ts'
import { asHeld, type HeldEntry, timelineOf } from './rules.ts'

type Timelines = ReadonlyMap<string, readonly HeldEntry[]>

/** The checks of a register that one row cannot answer: those that read its record's history or another record. */
export async function laterProblems(
  tx: Kysely<RegistersTables>,
  government: Government,
  entries: readonly Placed<NewEntry>[],
): Promise<Found[]> {
  const found: Found[] = []
  const byRegister = Map.groupBy(entries, ({ item }) => item.register)
  for (const [name, ofRegister] of byRegister) {
    const register = government.registers.find((each) => each.name === name)
    const checks = register ? laterChecks(government, register) : []
    if (!register || checks.length === 0) continue
    const standing = ofRegister.filter(({ item }) => item.state === 'stands')
    const timelines = await timelinesFor(tx, entries, standing)
    for (const { item, place } of standing) {
      const record = withReferred(item, timelines)
      const ever = (timelines.get(`${name} ${item.key}`) ?? [])
        .filter((past) => past.effectiveOn <= item.effectiveOn && past.state === 'stands')
        .map((past) => past.values)
      for (const { level, words, column, evaluate } of checks) {
        if (evaluate({ record, ever }) !== true) continue
        found.push({ items: [item], problem: { level, ...place, column, says: words } })
      }
    }
  }
  return found
}

function laterChecks(government: Government, register: Register) {
  return register.checks.flatMap(({ level, when, say }) => {
    const condition = compileCondition(government, register, when)
    if (!condition.usesEver && condition.references.length === 0) return []
    const evaluate: (input: { record: Values; ever: Values[] }) => boolean | undefined = condition.evaluate
    return [{ level, words: say.en, column: condition.fields[0] ?? null, evaluate }]
  })
}

/** What is known, with what is new, of the records themselves and of those they refer to. */
async function timelinesFor(
  tx: Kysely<RegistersTables>,
  entries: readonly Placed<NewEntry>[],
  standing: readonly Placed<NewEntry>[],
): Promise<Timelines> {
  const named = standing.flatMap(({ item }) => [{ register: item.register, key: item.key }, ...item.refersTo])
  const byRegister = Map.groupBy(named, ({ register }) => register)
  const held: HeldEntry[] = []
  for (const [register, ofRegister] of byRegister) {
    held.push(...(await entriesOfKeys(tx, register, [...new Set(ofRegister.map(({ key }) => key))])))
  }
  held.push(...entries.map(({ item }) => asHeld(item)))
  const histories = Map.groupBy(held, ({ register, key }) => `${register} ${key}`)
  return new Map([...histories].map(([name, history]) => [name, timelineOf(history)]))
}

function withReferred({ values, refersTo, effectiveOn }: NewEntry, timelines: Timelines): Values {
  const resolved: Record<string, Value> = { ...values }
  for (const { field, register, key } of refersTo) {
    const referred = standingOn(timelines.get(`${register} ${key}`) ?? [], effectiveOn)
    if (referred?.state === 'stands') resolved[field] = referred.values
  }
  return resolved
}

function standingOn(timeline: readonly HeldEntry[], on: IsoDate): HeldEntry | undefined {
  return timeline.findLast((entry) => entry.effectiveOn <= on)
}
