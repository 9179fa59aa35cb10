/* Random histories, and the ledger's rules written a second time, as plainly as they read in docs/ledger.md. */
import fc from 'fast-check'
import { addPeriod } from '#shared/dates'
import { type Amounts, type History, type LedgerEntry, NOTHING, type Version } from '../rules.ts'

export const ORGANISATIONS = ['x', 'y', 'z'] as const
export const DAYS = [
  '2024-01-10',
  '2024-01-31',
  '2024-02-29',
  '2024-03-15',
  '2024-06-30',
  '2025-02-28',
  '2025-06-01',
]

interface Drawn {
  day: number
  organisation: number
  kind: 'stands' | 'ended' | 'void'
  voids: number
  values: { red?: boolean; funded?: boolean; size?: number; seenOn?: string; other?: string }
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  day: fc.nat(DAYS.length - 1),
  organisation: fc.nat(ORGANISATIONS.length - 1),
  kind: fc.constantFrom('stands', 'stands', 'stands', 'stands', 'ended', 'void'),
  voids: fc.nat(20),
  values: fc.record(
    {
      red: fc.boolean(),
      funded: fc.boolean(),
      size: fc.nat(9),
      seenOn: fc.constantFrom(...DAYS),
      other: fc.constantFrom('other'),
    },
    { requiredKeys: [] },
  ),
})

/** One to ten entries, in the order of recording, three recordings apart so that others fit between. */
export const entries: fc.Arbitrary<LedgerEntry[]> = fc
  .array(drawn, { minLength: 1, maxLength: 10 })
  .map((all) => {
    const voided = new Set<number>()
    return all.map((each, i) => {
      const target = each.voids % (i + 1)
      const isVoid = each.kind === 'void' && target < i && all[target]?.kind !== 'void' && !voided.has(target)
      if (isVoid) voided.add(target)
      return {
        entry: i + 1,
        recording: (i + 1) * 3,
        organisation: ORGANISATIONS[each.organisation] ?? 'x',
        effectiveOn: DAYS[each.day] ?? '2024-01-10',
        state: isVoid ? 'void' : each.kind === 'ended' ? 'ended' : 'stands',
        voids: isVoid ? target + 1 : null,
        reconstructed: false,
        values: each.values,
      }
    })
  })

export const history: fc.Arbitrary<History> = fc
  .tuple(entries, entries)
  .map(([own, other]) => ({ record: 'record', entries: own, referred: new Map([['other', other]]) }))

/** The measures the histories are put through, each a different sort. */
export const SORTS: Omit<Version, 'recording' | 'from'>[] = [
  {
    version: 'pair',
    references: [],
    evaluate: ({ record }) => {
      if (record.red === undefined) return { counted: 0, outOf: 0, unknown: 1 }
      if (!record.red) return null
      return record.funded === undefined
        ? { counted: 0, outOf: 1, unknown: 1 }
        : { counted: record.funded ? 1 : 0, outOf: 1, unknown: 0 }
    },
  },
  {
    version: 'amount in a window',
    references: [],
    window: { from: 'seenOn', lasts: 'P12M' },
    evaluate: ({ record }) => ({ counted: Number(record.size ?? 0), outOf: 9, unknown: 0 }),
  },
  {
    version: 'snapshot that was ever red',
    references: [],
    standsFor: 'P3M',
    evaluate: ({ ever }) => ({
      counted: ever.some((values) => values.red === true) ? 1 : 0,
      outOf: 1,
      unknown: 0,
    }),
  },
  {
    version: 'by another record',
    references: ['other'],
    evaluate: ({ record }) => {
      const { other } = record
      if (typeof other !== 'object' || other === null || !('size' in other))
        return { counted: 0, outOf: 1, unknown: 1 }
      return { counted: Number(other.size), outOf: 1, unknown: 0 }
    },
  },
]

/** One to four versions of one measure, adopted at different recordings and in force from different dates. */
export const versions: fc.Arbitrary<Version[]> = fc
  .array(
    fc.record({ sort: fc.nat(SORTS.length - 1), from: fc.option(fc.constantFrom(...DAYS)), at: fc.nat(9) }),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((all) =>
    all
      .map(({ sort, from, at }, i) => ({ ...sortAt(sort), from, recording: i === 0 ? 1 : at * 3 + 1 }))
      .sort((a, b) => a.recording - b.recording)
      .filter((version, i, sorted) => sorted[i - 1]?.recording !== version.recording),
  )

function sortAt(i: number): Omit<Version, 'recording' | 'from'> {
  const sort = SORTS[i]
  if (!sort) throw new Error(`No sort ${i}`)
  return sort
}

/** c(record, on, k), straight from the rules: no timelines, no steps. */
export function recompute(
  of: History,
  adopted: readonly Version[],
  on: string,
  k: number,
): (Amounts & { organisation: string }) | null {
  const stands = (all: readonly LedgerEntry[], date: string) => {
    const isVoided = (entry: LedgerEntry) =>
      all.some((other) => other.recording <= k && other.voids === entry.entry)
    let best: LedgerEntry | undefined
    for (const entry of all) {
      if (entry.recording > k || entry.effectiveOn > date || entry.state === 'void' || isVoided(entry))
        continue
      if (!best || entry.effectiveOn > best.effectiveOn) best = entry
      else if (entry.effectiveOn === best.effectiveOn && entry.recording > best.recording) best = entry
    }
    return best
  }
  let version: Version | undefined
  for (const each of adopted) {
    if (each.recording > k || (each.from ?? '') > on) continue
    if (!version || (each.from ?? '') >= (version.from ?? '')) version = each
  }
  const entry = stands(of.entries, on)
  if (!version || !entry || entry.state === 'ended') return null
  if (version.standsFor && addPeriod(entry.effectiveOn, version.standsFor) <= on) return null
  const days = [...new Set(of.entries.map((each) => each.effectiveOn))].filter((day) => day <= on).sort()
  const ever = days.flatMap((day) => {
    const past = stands(of.entries, day)
    return past?.state === 'stands' && past.effectiveOn === day ? [past.values] : []
  })
  const record = { ...entry.values }
  for (const field of version.references) {
    const other = of.referred.get(String(record[field]))
    const referred = other && stands(other, on)
    delete record[field]
    if (referred?.state === 'stands') record[field] = referred.values
  }
  const evaluated = version.evaluate({ record, ever })
  if (!evaluated) return null
  const amounts = { ...NOTHING, ...evaluated, records: 1 }
  if (version.window && amounts.counted !== 0) {
    const date = entry.values[version.window.from]
    if (typeof date !== 'string') {
      amounts.unknown = amounts.counted
      amounts.counted = 0
    } else if (on < date || on >= addPeriod(date, version.window.lasts)) amounts.counted = 0
  }
  return { organisation: entry.organisation, ...amounts }
}
