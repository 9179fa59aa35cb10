/*
 * Why a figure changed: each record's change, net, along one fixed path (docs/ledger.md, explanation).
 * Each step is the difference of two contributions, so the classes sum exactly to the whole difference.
 */
import type { IsoDate } from '#shared/dates'
import {
  type Amounts,
  add,
  type Contribution,
  contributionAt,
  type History,
  inForce,
  isNothing,
  type LedgerEntry,
  NOTHING,
  standing,
  timelineAt,
  type Version,
} from '../ledger/rules.ts'

export const CLASSES = [
  'corrected',
  'redefined',
  'entered',
  'left',
  'moved forward',
  'moved back',
  'amount changed',
  'window lapsed',
  'first answered',
  'transferred',
  'succession',
] as const
export type Class = (typeof CLASSES)[number]

/** One step of one record's change. */
export interface Change extends Amounts {
  readonly class: Class
  readonly record: string
}

export interface Path {
  readonly from: { readonly on: IsoDate; readonly recording: number }
  readonly to: { readonly on: IsoDate; readonly recording: number }
  readonly versions: readonly Version[]
  /** Is a contribution, as known at a recording, in what is being explained: everything, or one organisation's? */
  readonly isIn: (contribution: Contribution, recording: number) => boolean
  /** Did one organisation succeed the other between the dates? */
  readonly isSuccession: (from: string, to: string) => boolean
}

/** The changes of one record, in the order of the path. Their sum is its whole difference. */
export function changesOf(history: History, path: Path): Change[] {
  const { from, to, versions } = path
  const at = (on: IsoDate, k: number, version: Version | undefined) =>
    version ? contributionAt(history, versions, on, k, version) : null
  const first = inForce(versions, from.on, from.recording)
  const second = inForce(versions, from.on, to.recording)
  const last = inForce(versions, to.on, to.recording)

  const start = at(from.on, from.recording, first)
  const corrected = at(from.on, to.recording, first)
  const redefined = at(from.on, to.recording, second)
  const moved = at(to.on, to.recording, second)
  const end = at(to.on, to.recording, last)
  return [
    ...change(path, history, 'corrected', start, corrected),
    ...change(path, history, 'redefined', corrected, redefined),
    ...change(path, history, classOf(path, history, redefined, moved), redefined, moved),
    ...change(path, history, 'redefined', moved, end),
  ]
}

/** The whole difference of one record, to compare with the sum of its changes. */
export function differenceOf(history: History, { from, to, versions, isIn }: Path): Amounts {
  const [start = NOTHING, end = NOTHING] = [from, to].map(({ on, recording }) => {
    const contribution = contributionAt(history, versions, on, recording)
    return contribution && isIn(contribution, recording) ? contribution : NOTHING
  })
  return add(end, start, -1)
}

/** A step of the path: the first goes from what was known at the one recording to what was at the other. */
function change(
  { from, to, isIn }: Path,
  { record }: History,
  of: Class,
  before: Contribution | null,
  after: Contribution | null,
): Change[] {
  const within = (contribution: Contribution | null, recording: number) =>
    contribution && isIn(contribution, recording) ? contribution : NOTHING
  const knownBefore = of === 'corrected' ? from.recording : to.recording
  const amounts = add(within(after, to.recording), within(before, knownBefore), -1)
  return isNothing(amounts) ? [] : [{ class: of, record, ...amounts }]
}

/** What time did to one record: the class of the step from one date to the other. */
function classOf(
  path: Path,
  history: History,
  before: Contribution | null,
  after: Contribution | null,
): Class {
  const was = before && path.isIn(before, path.to.recording) ? before : null
  const is = after && path.isIn(after, path.to.recording) ? after : null
  if (before && after && before.organisation !== after.organisation && (!was || !is)) {
    return path.isSuccession(before.organisation, after.organisation) ? 'succession' : 'transferred'
  }
  if (!was) return 'entered'
  if (!is) return 'left'
  if (was.unknown > 0 && is.unknown === 0) return 'first answered'
  if (was.outOf !== is.outOf || was.unknown !== is.unknown || was.counted === is.counted)
    return 'amount changed'
  if (is.counted > was.counted) return 'moved forward'
  return isSameEntry(path, history) && hasWindow(path) ? 'window lapsed' : 'moved back'
}

function isSameEntry({ from, to }: Path, history: History): boolean {
  const timeline: LedgerEntry[] = timelineAt(history.entries, to.recording)
  return standing(timeline, from.on)?.entry === standing(timeline, to.on)?.entry
}

function hasWindow({ from, to, versions }: Path): boolean {
  return inForce(versions, from.on, to.recording)?.window !== undefined
}

/** The classes of a change, each the sum over its records, in the order of the path. Together they are the difference. */
export function classesOf(
  changes: readonly Change[],
): { class: Class; amounts: Amounts; records: string[] }[] {
  const byClass = Map.groupBy(changes, (each) => each.class)
  return CLASSES.flatMap((name) => {
    const ofClass = byClass.get(name)
    if (!ofClass) return []
    const amounts = ofClass.reduce((sum: Amounts, each) => add(sum, each), NOTHING)
    return [{ class: name, amounts, records: [...new Set(ofClass.map((each) => each.record))] }]
  })
}
