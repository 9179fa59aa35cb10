/* A record's entries in both times: which of them stands, and what became of the others (docs/ledger.md). Pure. */
import { type Register, standsFor } from '#definitions'
import { addPeriod, type IsoDate } from '#shared/dates'
import type { DatedEntry, HeldEntry } from '../registers/queries.ts'
import { standingOf } from './rules.ts'

/** What became of an entry, on a date and as known. */
export type Fate =
  /** It is in force. */
  | { is: 'stands' }
  /** It is in force, and says that the record has ended. */
  | { is: 'ended' }
  /** It comes into force after the date. */
  | { is: 'later' }
  /** It was in force until another came. */
  | { is: 'stood'; until: IsoDate }
  /** It was in force until its period was over. */
  | { is: 'lapsed'; until: IsoDate }
  /** Another, recorded later, is in force from the same day. */
  | { is: 'corrected'; by: HeldEntry }
  /** A later recording says that it was never true. */
  | { is: 'void'; by: HeldEntry }
  /** It is itself what says so of another. */
  | { is: 'voids'; what: HeldEntry | undefined }

export interface Placed extends HeldEntry {
  fate: Fate
}

/** Each entry, in the order given, with what became of it. Entries come in the order in which they are in force. */
export function placed(register: Register, entries: readonly HeldEntry[], on: IsoDate): Placed[] {
  const turns = inTurn(entries)
  return entries.map((entry) => ({ ...entry, fate: fateOf(register, entries, turns, entry, on) }))
}

function fateOf(
  register: Register,
  entries: readonly HeldEntry[],
  turns: readonly HeldEntry[],
  entry: HeldEntry,
  on: IsoDate,
): Fate {
  if (entry.state === 'void') return { is: 'voids', what: entries.find((each) => each.entry === entry.voids) }
  const voiding = entries.find(({ voids }) => voids === entry.entry)
  if (voiding) return { is: 'void', by: voiding }
  const last = turns.find(({ effectiveOn }) => effectiveOn === entry.effectiveOn)
  if (last && last.entry !== entry.entry) return { is: 'corrected', by: last }
  if (entry.effectiveOn > on) return { is: 'later' }
  const next = turns.find(({ effectiveOn }) => effectiveOn > entry.effectiveOn)
  const end = lapseOf(register, entry)
  if (end !== undefined && end <= on && (!next || end <= next.effectiveOn))
    return { is: 'lapsed', until: end }
  if (next && next.effectiveOn <= on) return { is: 'stood', until: next.effectiveOn }
  return { is: entry.state === 'ended' ? 'ended' : 'stands' }
}

/** The entries that stand one after another: those that are not void, and of one day the one recorded last. */
export function inTurn(entries: readonly HeldEntry[]): HeldEntry[] {
  const voided = new Set(entries.map(({ voids }) => voids))
  const valid = entries.filter(({ entry, state }) => state !== 'void' && !voided.has(entry))
  return valid.filter((entry, at) => valid[at + 1]?.effectiveOn !== entry.effectiveOn)
}

/** The first day on which an entry of a snapshot stands no longer; undefined where it stands until there is another. */
function lapseOf(
  register: Register,
  { state, effectiveOn }: Pick<HeldEntry, 'state' | 'effectiveOn'>,
): IsoDate | undefined {
  const lasts = standsFor(register)
  return lasts === undefined || state !== 'stands' ? undefined : addPeriod(effectiveOn, lasts)
}

/** The entry by which a record is there on a date: none before its first, after its end, or between two snapshots. */
export function presentOn<Entry extends DatedEntry>(
  register: Register,
  entries: readonly Entry[],
  on: IsoDate,
): Entry | undefined {
  const standing = standingOf(entries, on)
  if (standing?.state !== 'stands') return undefined
  const end = lapseOf(register, standing)
  return end !== undefined && end <= on ? undefined : standing
}

/** For how long one organisation held a record; `until` is null where it holds it still. */
export interface Holding {
  organisation: string
  from: IsoDate
  until: IsoDate | null
}

/** Who held a record, one after another, as far as that is known. */
export function holdingsOf(entries: readonly HeldEntry[]): Holding[] {
  const holdings: Holding[] = []
  for (const { organisation, effectiveOn, state } of inTurn(entries)) {
    const last = holdings.at(-1)
    const isOver = state === 'ended'
    if (last && last.until === null && (isOver || last.organisation !== organisation))
      last.until = effectiveOn
    if (!isOver && (last?.until !== null || last.organisation !== organisation))
      holdings.push({ organisation, from: effectiveOn, until: null })
  }
  return holdings
}
