/*
 * The ledger's rules (docs/ledger.md), as pure functions of one record's history.
 *
 * What must stay true:
 *  1. Entries and definitions are only ever added, each by a recording; recordings are strictly ordered.
 *  2. At a recording k, a record's contribution is a step function of the date, and depends on nothing
 *     recorded after k.
 *  3. The postings of recording k are the steps of the function at k less its steps at k-1, so the sum of
 *     postings with effectiveOn <= on and recording <= k is the contribution at (on, k).
 */
import { addPeriod, type IsoDate } from '#shared/dates'
import type { Value, Values } from '#shared/values'

/** One entry of one record, as the ledger needs it. */
export interface LedgerEntry {
  readonly entry: number
  readonly recording: number
  readonly organisation: string
  readonly effectiveOn: IsoDate
  readonly state: 'stands' | 'ended' | 'void'
  readonly voids: number | null
  readonly reconstructed: boolean
  readonly values: Values
}

/** Every entry of one record, in the order of recording, and the histories of the records it refers to. */
export interface History {
  readonly record: string
  readonly entries: readonly LedgerEntry[]
  readonly referred: ReadonlyMap<string, readonly LedgerEntry[]>
}

/** What one record adds to a measure. Amounts are integers in the measure's smallest unit. */
export interface Amounts {
  readonly counted: number
  readonly outOf: number
  readonly unknown: number
  /** 1 for a record that contributes: how many records a figure rests on. */
  readonly records: number
  /** 1 for a record that was made to add up to a published total. */
  readonly reconstructed: number
}

export interface Contribution extends Amounts {
  readonly organisation: string
}

/** One version of a measure: adopted by a recording, in force from a date (null: for all dates). */
export interface Version {
  readonly version: string
  readonly recording: number
  readonly from: IsoDate | null
  /** A date field and how long it counts from that date. */
  readonly window?: { readonly from: string; readonly lasts: string }
  /** A snapshot's period: it stands no longer, unless carried forward. */
  readonly standsFor?: string
  /** Fields of `record` that hold another record's id. */
  readonly references: readonly string[]
  readonly evaluate: (input: { record: Values; ever: readonly Values[] }) => Evaluated | null
}

export interface Evaluated {
  readonly counted: number
  readonly outOf: number
  readonly unknown: number
}

/** A change in a contribution, placed in both times. */
export interface Posting extends Contribution {
  readonly recording: number
  readonly effectiveOn: IsoDate
}

export const NOTHING: Amounts = { counted: 0, outOf: 0, unknown: 0, records: 0, reconstructed: 0 }

export function add(a: Amounts, b: Amounts, sign: 1 | -1 = 1): Amounts {
  return {
    counted: a.counted + sign * b.counted,
    outOf: a.outOf + sign * b.outOf,
    unknown: a.unknown + sign * b.unknown,
    records: a.records + sign * b.records,
    reconstructed: a.reconstructed + sign * b.reconstructed,
  }
}

export function isNothing(a: Amounts): boolean {
  return a.counted === 0 && a.outOf === 0 && a.unknown === 0 && a.records === 0 && a.reconstructed === 0
}

/** The entries that stand one after another as known at k, earliest first; the later recording wins a day. */
export function timelineAt(entries: readonly LedgerEntry[], k: number): LedgerEntry[] {
  const known = entries.filter((entry) => entry.recording <= k)
  const voided = new Set(known.map((entry) => entry.voids))
  const timeline = known
    .filter((entry) => entry.state !== 'void' && !voided.has(entry.entry))
    .sort((a, b) => compare(a.effectiveOn, b.effectiveOn) || a.recording - b.recording || a.entry - b.entry)
  return timeline.filter((entry, i) => timeline[i + 1]?.effectiveOn !== entry.effectiveOn)
}

/** The entry of a timeline that stands on a date. */
export function standing(timeline: readonly LedgerEntry[], on: IsoDate): LedgerEntry | undefined {
  return timeline.findLast((entry) => entry.effectiveOn <= on)
}

/** Who holds a record as known at k: the organisation of the entry that stands last. */
export function holderAt(entries: readonly LedgerEntry[], k: number): string | undefined {
  return timelineAt(entries, k).at(-1)?.organisation
}

/** The version in force: the greatest `from` on or before the date; of several, the latest adopted. */
export function inForce(versions: readonly Version[], on: IsoDate, k: number): Version | undefined {
  let best: Version | undefined
  for (const version of versions) {
    if (version.recording > k || (version.from !== null && version.from > on)) continue
    if (!best || outranks(version, best)) best = version
  }
  return best
}

/** c(record, on, k) under the definition in force, or under `version` where one is given. */
export function contributionAt(
  history: History,
  versions: readonly Version[],
  on: IsoDate,
  k: number,
  version = inForce(versions, on, k),
): Contribution | null {
  if (!version) return null
  return contribute(viewAt(history, k), version, on)
}

/** The postings that recording k makes for one record: what it changed, placed on the dates where it changed. */
export function postingsOf(history: History, versions: readonly Version[], k: number): Posting[] {
  const steps = stepsAt(history, versions, k)
  if (k > firstRecording(history)) {
    for (const [key, step] of stepsAt(history, versions, k - 1)) {
      const before = steps.get(key)
      steps.set(
        key,
        before ? { ...before, ...add(before, step, -1) } : { ...step, ...add(NOTHING, step, -1) },
      )
    }
  }
  return [...steps.values()].filter((step) => !isNothing(step)).map((step) => ({ ...step, recording: k }))
}

type Step = Contribution & { effectiveOn: IsoDate }

/** The steps of c(·, k): at each date where it changes, what each organisation gains or loses. */
function stepsAt(history: History, versions: readonly Version[], k: number): Map<string, Step> {
  const view = viewAt(history, k)
  const known = versions.filter((version) => version.recording <= k)
  const steps = new Map<string, Step>()
  let before: Contribution | null = null
  for (const on of changeDates(view, known)) {
    const version = inForce(known, on, k)
    const after = version ? contribute(view, version, on) : null
    if (before) step(steps, on, before, -1)
    if (after) step(steps, on, after, 1)
    before = after
  }
  return steps
}

function step(
  steps: Map<string, Step>,
  effectiveOn: IsoDate,
  contribution: Contribution,
  sign: 1 | -1,
): void {
  const { organisation } = contribution
  const key = `${effectiveOn} ${organisation}`
  steps.set(key, { effectiveOn, organisation, ...add(steps.get(key) ?? NOTHING, contribution, sign) })
}

/** A history as known at one recording: timelines only. */
interface View {
  timeline: LedgerEntry[]
  referred: ReadonlyMap<string, LedgerEntry[]>
}

function viewAt(history: History, k: number): View {
  const referred = new Map<string, LedgerEntry[]>()
  for (const [record, entries] of history.referred) referred.set(record, timelineAt(entries, k))
  return { timeline: timelineAt(history.entries, k), referred }
}

function contribute(view: View, version: Version, on: IsoDate): Contribution | null {
  const index = view.timeline.findLastIndex((entry) => entry.effectiveOn <= on)
  const entry = view.timeline[index]
  if (!entry || entry.state === 'ended') return null
  if (version.standsFor && on >= addPeriod(entry.effectiveOn, version.standsFor)) return null
  const ever = view.timeline
    .slice(0, index + 1)
    .flatMap((past) => (past.state === 'stands' ? [past.values] : []))
  const evaluated = version.evaluate({ record: withReferred(entry.values, version, view, on), ever })
  if (!evaluated) return null
  const { organisation } = entry
  const basis = { records: 1, reconstructed: entry.reconstructed ? 1 : 0 }
  return {
    organisation,
    ...(version.window ? throughWindow(evaluated, entry, version.window, on) : evaluated),
    ...basis,
  }
}

/** Counted only inside [max(date, effectiveOn), date + length); no date is a missing input, so unknown. */
function throughWindow(
  evaluated: Evaluated,
  entry: LedgerEntry,
  window: { from: string; lasts: string },
  on: IsoDate,
): Evaluated {
  if (evaluated.counted === 0) return evaluated
  const date = entry.values[window.from]
  if (typeof date !== 'string') return { counted: 0, outOf: evaluated.outOf, unknown: evaluated.counted }
  return date <= on && on < addPeriod(date, window.lasts) ? evaluated : { ...evaluated, counted: 0 }
}

/** The record's values with each reference replaced by what the referred record says on that date. */
function withReferred(values: Values, version: Version, view: View, on: IsoDate): Values {
  if (version.references.length === 0) return values
  const resolved: Record<string, Value> = { ...values }
  for (const field of version.references) {
    const target = values[field]
    const entry = typeof target === 'string' ? standing(view.referred.get(target) ?? [], on) : undefined
    delete resolved[field]
    if (entry?.state === 'stands') resolved[field] = entry.values
  }
  return resolved
}

function changeDates(view: View, versions: readonly Version[]): IsoDate[] {
  const dates = new Set<IsoDate>()
  for (const entry of view.timeline) {
    dates.add(entry.effectiveOn)
    for (const { window, standsFor } of versions) {
      if (standsFor) dates.add(addPeriod(entry.effectiveOn, standsFor))
      const date = window && entry.values[window.from]
      if (window && typeof date === 'string') dates.add(date).add(addPeriod(date, window.lasts))
    }
  }
  for (const timeline of view.referred.values()) for (const entry of timeline) dates.add(entry.effectiveOn)
  for (const { from } of versions) if (from) dates.add(from)
  return [...dates].sort(compare)
}

function firstRecording(history: History): number {
  return history.entries.reduce((first, entry) => Math.min(first, entry.recording), Number.POSITIVE_INFINITY)
}

function outranks(a: Version, b: Version): boolean {
  const order = compare(a.from ?? '', b.from ?? '')
  return order > 0 || (order === 0 && a.recording > b.recording)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
