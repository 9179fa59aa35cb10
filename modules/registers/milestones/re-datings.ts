/*
 * What may be recorded of a milestone or phase. No date moves in silence:
 *  1. A record goes by its commitment and name, so that each milestone has one.
 *  2. What was first promised stays: the definition's date, or the first one recorded where the definition has none.
 *  3. Whatever changes a date, takes back that it was reached, or gives it up, says why.
 * Pure.
 */
import { type Commitment, type Government, isPublishedDate, milestoneChanges, suggestion } from '#definitions'
import { type IsoDate, sayDate } from '#shared/dates'
import { type HeldEntry, timelineOf } from '../imports/consistency/rules.ts'
import { phaseName } from './rules.ts'

/** Something wrong in an entry, which goes by its place among those that are new. */
export interface Fault {
  readonly entry: number
  readonly column: string
  readonly says: string
  readonly instead: string
}

type Wrong = Omit<Fault, 'entry'>

/** What is wrong with new entries of milestones beside what was recorded before: all of their records, not yet void. */
export function milestoneFaults(
  government: Government,
  before: readonly HeldEntry[],
  added: readonly HeldEntry[],
): Fault[] {
  const known = promisedIn(government)
  const numbered = added.map((held, entry) => ({ held, entry }))
  const ofMilestones = numbered.filter(({ held }) => held.register === milestoneChanges)
  const recorded = Map.groupBy(
    before.filter(({ register }) => register === milestoneChanges),
    ({ key }) => key,
  )
  return [...Map.groupBy(ofMilestones, ({ held }) => held.key)].flatMap(([key, items]) => {
    const earlier = recorded.get(key) ?? []
    const rows = items.flatMap(({ held, entry }) =>
      held.state === 'void' ? [] : rowFaults(known, held, earlier).map((wrong) => ({ entry, ...wrong })),
    )
    if (rows.length > 0) return rows
    const promised = promisedOf(known, key)?.due ?? null
    const after = timelineOf([...earlier, ...items.map(({ held }) => held)])
    const moved = originalMoved(promised, timelineOf(earlier), after)
    const wrong = moved ? [{ on: moved.on, wrong: moved.wrong }] : silences(promised, after)
    return wrong.map((each) => {
      const own = items.find(({ held }) => held.effectiveOn === each.on && held.state !== 'void') ?? items[0]
      return { entry: own?.entry ?? 0, ...each.wrong }
    })
  })
}

/** Every milestone and phase of the definitions, by commitment and name, with the date promised. */
type Promises = ReadonlyMap<string, ReadonlyMap<string, { due: string | null }>>

function promisedIn({ roadmaps }: Government): Promises {
  return new Map(
    roadmaps.flatMap(({ slug, commitments }) =>
      commitments.map((commitment) => [`${slug}/${commitment.number}`, datesIn(commitment)] as const),
    ),
  )
}

function datesIn({ milestones, phases }: Commitment): Map<string, { due: string | null }> {
  return new Map([
    ...milestones.map(({ name, due }) => [name, { due }] as const),
    ...phases.map(({ number, by }) => [phaseName(number), { due: by ?? null }] as const),
  ])
}

function promisedOf(known: Promises, key: string): { due: string | null } | undefined {
  const slash = key.lastIndexOf('/')
  return known.get(key.slice(0, slash))?.get(key.slice(slash + 1))
}

/** What is wrong with one row by itself. An ended one need not repeat its names. */
function rowFaults(known: Promises, held: HeldEntry, earlier: readonly HeldEntry[]): Wrong[] {
  if (held.state === 'ended')
    return promisedOf(known, held.key) || earlier.length > 0 ? [] : [unknownKey(held.key)]
  const named = nameFault(known, held, earlier)
  return [...(named ? [named] : []), ...dateFaults(held)]
}

function nameFault(known: Promises, held: HeldEntry, earlier: readonly HeldEntry[]): Wrong | undefined {
  const commitment = textOf(held, 'commitment') ?? ''
  const milestone = textOf(held, 'milestone') ?? ''
  const names = known.get(commitment)
  if (!names) {
    const { instead = 'write the roadmap and the number, such as fair-weather/1' } = suggestion(
      commitment,
      known.keys(),
    )
    return { column: 'commitment', says: `there is no commitment "${commitment}"`, instead }
  }
  // (1)
  const key = `${commitment}/${milestone}`
  if (held.key !== key) {
    const says = `the id "${held.key}" is not that of its commitment and milestone`
    return { column: 'id', says, instead: `write ${key}` }
  }
  if (names.has(milestone) || earlier.length > 0) return undefined
  const isNew = textOf(held, 'title') !== null && textOf(held, 'due') !== null
  if (isNew && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(milestone) && !/^phase-\d+$/.test(milestone)) return undefined
  const near = suggestion(milestone, names.keys()).instead
  const says = `commitment ${commitment} has no milestone "${milestone}"`
  const instead = 'for one that was promised later, give its title and when it is due'
  return { column: 'milestone', says, instead: near?.startsWith('did you mean') ? near : instead }
}

function unknownKey(key: string): Wrong {
  return { column: 'id', says: `there is no milestone "${key}" to end`, instead: 'correct the id' }
}

function dateFaults(held: HeldEntry): Wrong[] {
  const faults: Wrong[] = []
  for (const column of ['due', 'begun', 'done']) {
    const date = textOf(held, column)
    if (date === null) continue
    if (!isPublishedDate(date)) {
      const instead = 'write 2025, 2025-03 or 2025-03-26'
      faults.push({ column, says: `"${date}" is not a year, a month or a day`, instead })
    } else if (column !== 'due' && date > held.effectiveOn.slice(0, date.length)) {
      const says = `${sayDate(date)} is later than ${sayDate(held.effectiveOn)}, from when this is so`
      faults.push({ column, says, instead: 'correct the one or the other' })
    }
  }
  return faults
}

/** (2) For a milestone that only the register has. All of it may be void. */
function originalMoved(
  promised: string | null,
  before: readonly HeldEntry[],
  after: readonly HeldEntry[],
): { on: IsoDate; wrong: Wrong } | undefined {
  const first = before.find((held) => textOf(held, 'due') !== null)
  const now = after.find((held) => textOf(held, 'due') !== null)
  if (promised !== null || !first || !now) return undefined
  const [was, is] = [textOf(first, 'due') ?? '', textOf(now, 'due') ?? '']
  if (was === is) return undefined
  const says = `it was first promised for ${sayDate(was)}, and that stays`
  const instead = `record ${sayDate(is)} from a later day, with its reason`
  return { on: now.effectiveOn, wrong: { column: 'due', says, instead } }
}

/** (3) */
function silences(promised: string | null, timeline: readonly HeldEntry[]): { on: IsoDate; wrong: Wrong }[] {
  const found: { on: IsoDate; wrong: Wrong }[] = []
  let due = promised
  let done: string | null = null
  for (const held of timeline) {
    const said = { due: textOf(held, 'due') ?? due, done: textOf(held, 'done') }
    const what = sayChange({ due, done }, held.state, said)
    if (what !== undefined && textOf(held, 'reason') === null) {
      const wrong = { column: 'reason', says: `${what} without a reason`, instead: 'say why' }
      found.push({ on: held.effectiveOn, wrong })
    }
    due = said.due
    done = said.done
  }
  return found
}

interface Said {
  readonly due: string | null
  readonly done: string | null
}

function sayChange(before: Said, state: HeldEntry['state'], now: Said): string | undefined {
  if (state === 'ended') return 'it is given up'
  if (before.due !== null && now.due !== null && before.due !== now.due) {
    return `the date moves from ${sayDate(before.due)} to ${sayDate(now.due)}`
  }
  if (before.done === null || before.done === now.done) return undefined
  const was = `that it was reached, ${sayDate(before.done)},`
  return now.done === null ? `${was} is taken back` : `${was} becomes ${sayDate(now.done)}`
}

function textOf({ values }: HeldEntry, name: string): string | null {
  const value = values[name]
  return typeof value === 'string' && value !== '' ? value : null
}
