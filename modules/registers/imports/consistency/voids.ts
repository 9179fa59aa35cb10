/* Rows that take back an entry: it was never true. Each names it by the record and the day from which it was so. */
import type { Kysely } from '#platform/database'
import type { NewEntry } from '../../records/queries.ts'
import type { RegistersTables } from '../../tables.ts'
import type { Found, ImportProblem } from '../problems.ts'
import { entriesToVoid } from '../queries.ts'
import type { Place, Placed } from '../read.ts'

export async function missingVoids(
  tx: Kysely<RegistersTables>,
  entries: readonly Placed<NewEntry>[],
): Promise<Found[]> {
  const voids = entries.filter(({ item }) => item.state === 'void')
  const there = await entriesToVoid(tx, itemsOf(voids))
  return voids.flatMap(({ item, place }) =>
    there.has(nameOf(item)) ? [] : [{ items: [item], problem: nothingToVoid(item, place) }],
  )
}

export function nothingToVoid({ key, effectiveOn }: NewEntry, place: Place): ImportProblem {
  const says = `"${key}" has no entry from ${effectiveOn} to take back`
  const instead = 'give the effectiveOn of the entry that was never true'
  return { level: 'error', ...place, column: 'effectiveOn', says, instead }
}

/** With the number of the entry that each void takes back. One that is void already need not be voided again. */
export async function withVoids(
  tx: Kysely<RegistersTables>,
  entries: readonly NewEntry[],
): Promise<NewEntry[]> {
  const voids = entries.filter(({ state }) => state === 'void')
  if (voids.length === 0) return [...entries]
  const targets = await entriesToVoid(tx, voids)
  return entries.flatMap((entry) => {
    if (entry.state !== 'void') return [entry]
    const target = targets.get(nameOf(entry)) ?? null
    return target === null ? [] : [{ ...entry, voids: target }]
  })
}

function itemsOf(entries: readonly Placed<NewEntry>[]): NewEntry[] {
  return entries.map(({ item }) => item)
}

function nameOf({ register, key, effectiveOn }: NewEntry): string {
  return `${register} ${key} ${effectiveOn}`
}
