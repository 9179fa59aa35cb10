/*
 * What became of a milestone or a phase. Pure.
 *  1. What was promised first stays: the definition's date, or the first one recorded where the definition has none.
 *  2. Of several entries from one day, the one recorded last stands; the others were corrected.
 *  3. A published date ends with its last day, and days are counted between such ends: 2025 is as late as 2025-12-31.
 *  4. Nothing is guessed. Without an entry that says so, nothing was reached, begun or given up.
 */
import type { Commitment, Text } from '#definitions'
import { daysBetween, endOf, type IsoDate, type Moment } from '#shared/dates'

/** One entry of a milestone's record. What it does not say is null. */
export interface MilestoneEntry {
  readonly organisation: string
  readonly effectiveOn: IsoDate
  readonly recordedAt: Moment
  readonly state: 'stands' | 'ended'
  readonly due: string | null
  readonly reason: string | null
  readonly begun: string | null
  readonly done: string | null
  readonly source: string
  readonly link: string | null
}

/** A milestone's record: its entries from the earliest, those of one day in the order of recording. */
export interface MilestoneRecord {
  readonly record: string
  /** The roadmap's slug and the commitment's number: 2022-to-2025/24. */
  readonly commitment: string
  /** The name in the definition, or phase-2. */
  readonly milestone: string
  readonly title: string | null
  readonly entries: readonly MilestoneEntry[]
}

/** What a definition says of a milestone or phase. */
export interface Promised {
  readonly name: string
  readonly title: Text | null
  readonly due: string | null
  readonly source: string | null
  /** It only says when a term ends. */
  readonly kind?: 'end'
}

/** One change of a date. */
export interface Change {
  readonly from: string
  readonly to: string
  readonly on: IsoDate
  readonly recordedAt: Moment
  /** Positive: it slipped by so many days. */
  readonly days: number
  readonly reason: string | null
  readonly source: string
  readonly link: string | null
}

export interface Reached {
  /** As precise as it was published. */
  readonly date: string
  /** Days after the last day of the date first promised; 0 within it; negative before it. Null if the dates cannot tell. */
  readonly afterOriginal: number | null
  /** The same, from the date as it is now. */
  readonly afterDue: number | null
  readonly recordedAt: Moment
  readonly source: string
  readonly link: string | null
}

export interface Dropped {
  readonly on: IsoDate
  readonly recordedAt: Moment
  readonly reason: string | null
  readonly source: string
  readonly link: string | null
}

export interface MilestoneHistory {
  readonly name: string
  readonly title: Text | null
  readonly original: { readonly due: string | null; readonly source: string | null }
  readonly changes: readonly Change[]
  /** As it is now. */
  readonly due: string | null
  /** Days from the first date to the one now: the sum of the changes. */
  readonly slipped: number
  readonly begun: string | null
  readonly done: Reached | null
  readonly dropped: Dropped | null
  /**
   * overdue: its date has passed, and nothing recorded says that it was reached. passed: so has that of the end of a
   * term, of which nothing need say so.
   */
  readonly state: 'done' | 'dropped' | 'due' | 'overdue' | 'passed' | 'no date'
}

export interface PhaseHistory extends MilestoneHistory {
  readonly number: number
  /** Where it is on the ladder. to come: an earlier phase is the one now. */
  readonly step: 'done' | 'now' | 'to come' | 'not known'
}

/** The name a phase goes by in the register. */
export function phaseName(number: number): string {
  return `phase-${number}`
}

/** What is known, on a date, of one milestone from its definition and its record's entries. */
export function historyOf(
  promised: Promised,
  entries: readonly MilestoneEntry[],
  on: IsoDate,
): MilestoneHistory {
  const standing = standingInTurn(entries, on)
  const { original, changes, due } = datesOf(promised, standing)
  const last = standing.at(-1)
  const done =
    last?.state === 'stands' && last.done !== null ? reachedIn(last.done, original.due, due, standing) : null
  const dropped = last?.state === 'ended' ? droppedIn(last) : null
  return {
    name: promised.name,
    title: promised.title,
    original,
    changes,
    due,
    slipped: original.due === null || due === null ? 0 : daysBetween(endOf(original.due), endOf(due)),
    begun: last?.begun ?? null,
    done,
    dropped,
    state: done ? 'done' : dropped ? 'dropped' : stateByDate(promised, due, on),
  }
}

/** A commitment's milestones as promised, then those that only the register has. */
export function milestoneHistories(
  roadmap: string,
  commitment: Commitment,
  records: readonly MilestoneRecord[],
  on: IsoDate,
): MilestoneHistory[] {
  const ofCommitment = recordsOf(roadmap, commitment, records)
  const promised = commitment.milestones.map((milestone) =>
    historyOf(
      { ...milestone, source: milestone.source ?? null },
      entriesNamed(ofCommitment, milestone.name),
      on,
    ),
  )
  const names = new Set([
    ...commitment.milestones.map(({ name }) => name),
    ...commitment.phases.map(({ number }) => phaseName(number)),
  ])
  const others = ofCommitment
    .filter(({ milestone }) => !names.has(milestone))
    .map(({ milestone: name, title, entries }) =>
      historyOf({ name, title: title === null ? null : { en: title }, due: null, source: null }, entries, on),
    )
  return [...promised, ...others]
}

/** A commitment's phases in order, and the step of the ladder that each is on. */
export function phaseHistories(
  roadmap: string,
  commitment: Commitment,
  records: readonly MilestoneRecord[],
  on: IsoDate,
): PhaseHistory[] {
  const ofCommitment = recordsOf(roadmap, commitment, records)
  const histories = commitment.phases
    .toSorted((a, b) => a.number - b.number)
    .map(({ number, title, by, source }) => {
      const name = phaseName(number)
      const promised = { name, title: title ?? null, due: by ?? null, source: source ?? null }
      return { number, ...historyOf(promised, entriesNamed(ofCommitment, name), on) }
    })
  const isNow = ({ state, begun }: MilestoneHistory) =>
    begun !== null && state !== 'done' && state !== 'dropped'
  const current = histories.find(isNow)
  return histories.map((phase) => {
    if (phase.state === 'done') return { ...phase, step: 'done' }
    if (isNow(phase)) return { ...phase, step: 'now' }
    const isAfter = current !== undefined && phase.number > current.number && phase.state !== 'dropped'
    return { ...phase, step: isAfter ? 'to come' : 'not known' }
  })
}

/**
 * The phase a promise is in: by what was recorded, or else by the dates that were published, which say when it was to
 * be there and not that it was. Undefined where there are no phases.
 */
export type PhaseNow =
  | { by: 'records'; phase: PhaseHistory }
  | { by: 'dates'; phase: PhaseHistory }
  | { by: 'none'; why: 'all done' | 'next not recorded' | 'dates passed' | 'not published' }

export function phaseNow(phases: readonly PhaseHistory[], on: IsoDate): PhaseNow | undefined {
  if (phases.length === 0) return undefined
  const recorded = phases.find(({ step }) => step === 'now')
  if (recorded) return { by: 'records', phase: recorded }
  const left = phases.filter(({ state }) => state !== 'done' && state !== 'dropped')
  if (left.length === 0) return { by: 'none', why: 'all done' }
  // Where one of them has no date, the dates of the others cannot tell which it is.
  const isDated = left.every(({ due }) => due !== null)
  const planned = isDated ? left.find(({ due }) => due !== null && endOf(due) >= on) : undefined
  if (planned) return { by: 'dates', phase: planned }
  if (phases.some(({ state }) => state === 'done')) return { by: 'none', why: 'next not recorded' }
  return { by: 'none', why: isDated ? 'dates passed' : 'not published' }
}

/** (2) The entries that stood one after another until a date. */
function standingInTurn(entries: readonly MilestoneEntry[], on: IsoDate): MilestoneEntry[] {
  const byDay = new Map<IsoDate, MilestoneEntry>()
  for (const entry of entries) {
    const before = byDay.get(entry.effectiveOn)
    if (entry.effectiveOn <= on && (!before || entry.recordedAt >= before.recordedAt)) {
      byDay.set(entry.effectiveOn, entry)
    }
  }
  return [...byDay.values()].sort((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : 1))
}

/** (1) The date first promised, each change of it, and what it is now. An entry without a date leaves it. */
function datesOf(promised: Promised, standing: readonly MilestoneEntry[]) {
  let original = { due: promised.due, source: promised.source }
  let due = promised.due
  const changes: Change[] = []
  for (const { effectiveOn: on, recordedAt, due: to, reason, source, link } of standing) {
    if (to === null || to === due) continue
    if (due === null) original = { due: to, source }
    else {
      const days = daysBetween(endOf(due), endOf(to))
      changes.push({ from: due, to, on, recordedAt, days, reason, source, link })
    }
    due = to
  }
  return { original, changes, due }
}

/** By the entry that first said so of those that say so still. */
function reachedIn(
  date: string,
  original: string | null,
  due: string | null,
  standing: readonly MilestoneEntry[],
): Reached | null {
  const since = standing.findLastIndex((entry) => entry.done !== date || entry.state !== 'stands') + 1
  const first = standing[since]
  if (!first) return null
  const { recordedAt, source, link } = first
  return {
    date,
    afterOriginal: daysAfter(date, original),
    afterDue: daysAfter(date, due),
    recordedAt,
    source,
    link,
  }
}

/** (3) Known only if all the days that the published date may mean are before the end of the other, or all after it. */
function daysAfter(done: string, due: string | null): number | null {
  if (due === null) return null
  if (startOf(done) > endOf(due)) return daysBetween(endOf(due), endOf(done))
  if (endOf(done) > endOf(due)) return null
  return Math.min(0, daysBetween(startOf(due), endOf(done)))
}

function startOf(published: string): IsoDate {
  return `${published}-01-01`.slice(0, 10)
}

function droppedIn({ effectiveOn: on, recordedAt, reason, source, link }: MilestoneEntry): Dropped {
  return { on, recordedAt, reason, source, link }
}

function stateByDate({ kind }: Promised, due: string | null, on: IsoDate): MilestoneHistory['state'] {
  if (due === null) return 'no date'
  if (endOf(due) >= on) return 'due'
  return kind === 'end' ? 'passed' : 'overdue'
}

function recordsOf(roadmap: string, { number }: Commitment, records: readonly MilestoneRecord[]) {
  return records.filter(({ commitment }) => commitment === `${roadmap}/${number}`)
}

function entriesNamed(records: readonly MilestoneRecord[], name: string): MilestoneEntry[] {
  return records.filter(({ milestone }) => milestone === name).flatMap(({ entries }) => entries)
}
