import { compileCondition, type Government, type Part, type Register, standsFor } from '#definitions'
import { addPeriod, type IsoDate } from '#shared/dates'
import type { Values } from '#shared/values'
import type { NewEntry } from '../../records/queries.ts'
import type { Statement } from '../../statements/rules.ts'

/** An entry that has not been voided, or a new one, as part of its record's history. */
export interface HeldEntry {
  readonly register: string
  readonly key: string
  readonly organisation: string
  readonly effectiveOn: IsoDate
  /** A void one takes back what was last said from its day. */
  readonly state: 'stands' | 'ended' | 'void'
  readonly values: Values
}

export function asHeld({ register, key, organisation, effectiveOn, state, values }: NewEntry): HeldEntry {
  return { register, key, organisation, effectiveOn, state, values }
}

/** The entries that stand one after another, earliest first. Of several on one day, the last of those given. */
export function timelineOf<Held extends HeldEntry>(entries: readonly Held[]): Held[] {
  const timeline: Held[] = []
  for (const said of Map.groupBy(entries, ({ effectiveOn }) => effectiveOn).values()) {
    const left: Held[] = []
    for (const entry of said) {
      if (entry.state === 'void') left.pop()
      else left.push(entry)
    }
    const last = left.at(-1)
    if (last) timeline.push(last)
  }
  return timeline.sort((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : 1))
}

/** "None exist" said for a time in which something does. */
export interface Contradiction {
  readonly statement: Statement
  /** The first day of it. */
  readonly on: IsoDate
  readonly keys: readonly string[]
}

interface Span {
  readonly from: IsoDate
  /** The first day after it; null where there is none. */
  readonly until: IsoDate | null
}

/**
 * Where an organisation says that none exist and holds a record that stands (docs/ledger.md: refused).
 * Statements and histories are of one register, everything known in the order of recording.
 */
export function contradictionsOf(
  government: Government,
  register: Register,
  statements: readonly Statement[],
  histories: Iterable<readonly HeldEntry[]>,
): Contradiction[] {
  const spans = noneExistSpans(statements)
  if (spans.length === 0) return []
  const byOrganisation = Map.groupBy(spans, ({ statement }) => statement.organisation)
  const isIn = partConditions(government, register)
  const found = new Map<Statement, { on: IsoDate; keys: Set<string> }>()
  for (const history of histories) {
    for (const live of liveSpans(register, history)) {
      for (const { statement, ...said } of byOrganisation.get(live.entry.organisation) ?? []) {
        const on = said.from > live.from ? said.from : live.from
        if (!overlap(said, live) || !isIn(statement.part, live.entry.values)) continue
        const before = found.get(statement) ?? { on, keys: new Set() }
        found.set(statement, { on: on < before.on ? on : before.on, keys: before.keys.add(live.entry.key) })
      }
    }
  }
  return [...found].map(([statement, { on, keys }]) => ({ statement, on, keys: [...keys] }))
}

/** For each statement that none exist, the time until the next statement of the same thing. */
function noneExistSpans(statements: readonly Statement[]): (Span & { statement: Statement })[] {
  const about = Map.groupBy(statements, ({ organisation, part }) => `${organisation} ${part ?? ''}`)
  return [...about.values()].flatMap((said) => {
    const byDay = new Map(said.map((statement) => [statement.effectiveOn, statement]))
    const inOrder = [...byDay.values()].sort((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : 1))
    return inOrder.flatMap((statement, i) => {
      const until = inOrder[i + 1]?.effectiveOn ?? null
      return statement.says === 'none exist' ? [{ statement, from: statement.effectiveOn, until }] : []
    })
  })
}

/** The times for which a record's entries stand. A snapshot that is not carried forward stands for its period. */
function liveSpans(register: Register, history: readonly HeldEntry[]): (Span & { entry: HeldEntry })[] {
  const timeline = timelineOf(history)
  const lasts = standsFor(register)
  return timeline.flatMap((entry, i) => {
    if (entry.state === 'ended') return []
    const next = timeline[i + 1]?.effectiveOn ?? null
    const end = lasts ? addPeriod(entry.effectiveOn, lasts) : null
    const until = end !== null && (next === null || end < next) ? end : next
    return [{ entry, from: entry.effectiveOn, until }]
  })
}

function overlap(a: Span, b: Span): boolean {
  return (a.until === null || b.from < a.until) && (b.until === null || a.from < b.until)
}

/** Whether a record is in the part that a statement is of. Where it cannot be told, it is not. */
function partConditions(
  government: Government,
  register: Register,
): (part: string | null, values: Values) => boolean {
  const conditions = new Map(
    register.parts.map((part) => [part.name, conditionOf(government, register, part)]),
  )
  return (part, values) => part === null || conditions.get(part)?.(values) === true
}

function conditionOf(
  government: Government,
  register: Register,
  part: Part,
): (values: Values) => boolean | undefined {
  const condition = compileCondition(government, register, part.when)
  const evaluate: (input: { record: Values; ever: Values[] }) => boolean | undefined = condition.evaluate
  return (values) => evaluate({ record: values, ever: [values] })
}
