/* The milestones and phases of a commitment: what was promised first, each change of it, and what was reached. Pure. */
import type { Commitment } from '#definitions'
import { type Cell, type Chart, type Note, phaseLadder, type Row, type Table } from '#design'
import type { Words } from '#platform/messages'
import { type Change, type MilestoneHistory, type PhaseHistory, phaseNow } from '#registers'
import type { IsoDate } from '#shared/dates'
import { numberedCell, signedCell, textCell } from '../sentences/cells.ts'

/** A row for each milestone; undefined where there is none. */
export function milestonesTable(words: Words, histories: readonly MilestoneHistory[]): Table | undefined {
  if (histories.length === 0) return undefined
  return {
    id: 'milestones',
    caption: words.say('progress.milestones.title'),
    shape: 'stacked',
    columns: ['milestone', 'original', 'due', 'slipped', 'state', 'changes'].map((key) => ({
      key,
      label: words.say(`progress.milestones.${key}`),
      kind: key === 'slipped' ? 'number' : 'words',
    })),
    rows: histories.map((history) => milestoneRow(words, history)),
  }
}

function milestoneRow(words: Words, history: MilestoneHistory): Row {
  const { name, title, original, due, changes } = history
  return {
    cells: [
      {
        ...(title ? textCell(words, title) : { says: name }),
        notes: original.source ? [{ says: '', source: original.source }] : [],
      },
      publishedCell(words, original.due),
      publishedCell(words, due),
      slippedCell(words, history),
      stateCell(words, history),
      { says: '', notes: changes.map((change) => changeNote(words, change)) },
    ],
  }
}

function publishedCell(words: Words, date: string | null): Cell {
  return date === null
    ? { says: words.say('progress.milestones.no-date'), value: null }
    : { says: words.date(date), value: date }
}

/** Empty where it was never re-dated: then nothing has slipped or been brought forward. */
function slippedCell(words: Words, { changes, slipped: days }: MilestoneHistory): Cell {
  if (changes.length === 0) return { says: '', value: null }
  if (days === 0) return signedCell(words, 0)
  return { says: words.say('progress.milestones.days', { days }), value: days }
}

/** Reached, and how late; given up; still to come; or overdue, which says no more than that nothing was recorded. */
function stateCell(words: Words, { state, done, dropped, due }: MilestoneHistory): Cell {
  if (done) {
    const late = done.afterOriginal
    const key = late === null ? 'done' : late > 0 ? 'done-late' : 'done-in-time'
    const says = words.say(`progress.milestones.${key}`, { date: words.date(done.date), days: late ?? 0 })
    return { says, notes: [noted(done)] }
  }
  if (dropped) {
    const says = words.say('progress.milestones.dropped', { date: words.date(dropped.on) })
    return { says, notes: [noted(dropped, dropped.reason ?? '')] }
  }
  return {
    says: words.say(`progress.milestones.state.${state.replaceAll(' ', '-')}`, {
      due: due === null ? '' : words.date(due),
    }),
  }
}

function noted({ source, link }: { source: string; link: string | null }, says = ''): Note {
  return { says, source, ...(link ? { link } : {}) }
}

/** What a change of date was, and why. */
function changeNote(words: Words, { from, to, days, on, reason, source, link }: Change): Note {
  const says = words.say('progress.milestones.change', {
    from: words.date(from),
    to: words.date(to),
    on: words.date(on),
    days,
    reason: reason ?? words.say('progress.milestones.no-reason'),
  })
  return noted({ source, link }, says)
}

/** The phase that a promise is in, or why nobody can tell; nothing where it has none. */
export function sayPhase(words: Words, phases: readonly PhaseHistory[], on: IsoDate): string {
  const now = phaseNow(phases, on)
  if (now?.by !== 'none') return sayPhaseInShort(words, phases, on)
  const done = phases.filter(({ state }) => state === 'done').length
  return words.say(`progress.phases.in.${now.why.replaceAll(' ', '-')}`, { done, all: phases.length })
}

/** The phase that a promise is in, in a list: nothing where nobody can tell. */
export function sayPhaseInShort(words: Words, phases: readonly PhaseHistory[], on: IsoDate): string {
  const now = phaseNow(phases, on)
  if (!now || now.by === 'none') return ''
  const { number, title, begun, due } = now.phase
  const date = now.by === 'records' ? begun : due
  return words.say(`progress.phases.in.${now.by}`, {
    number,
    all: phases.length,
    titled: title === null ? 'no' : 'yes',
    title: title === null ? '' : words.text(title).says,
    date: date === null ? '' : words.date(date),
  })
}

/** Undefined where no phase was promised, or nothing was published of any. */
export function ladderOf(
  words: Words,
  { number, title }: Commitment,
  phases: readonly PhaseHistory[],
): Chart | undefined {
  const isUntold = phases.every(
    ({ title: of, due, step }) => of === null && due === null && step === 'not known',
  )
  if (isUntold) return undefined
  return phaseLadder({
    id: 'phases',
    headline: headlineOf(words, phases),
    title: words.say('progress.phases.chart-title', { number, title: words.text(title).says }),
    description: words.say('progress.phases.description', { phases: phases.length }),
    phases: phases.map((phase) => ({
      name: phaseTitle(words, phase),
      state: phase.step,
      says: sayStep(words, phase),
      when: whenOf(words, phase),
    })),
  })
}

/** How many are done: where no beginning and no end is recorded of any, that rather than none. */
function headlineOf(words: Words, phases: readonly PhaseHistory[]): string {
  const done = phases.filter(({ step }) => step === 'done').length
  const isRecorded = phases.some((phase) => phase.begun !== null || phase.done)
  return words.say(`progress.phases.${isRecorded ? 'headline' : 'none-recorded'}`, {
    done,
    all: phases.length,
  })
}

/** Its step; and, as of a milestone, that its date has passed and nothing recorded says that it was done. */
function sayStep(words: Words, { step, state }: PhaseHistory): string {
  const key = state !== 'overdue' ? step : step === 'now' ? 'now overdue' : 'overdue'
  return words.say(`progress.phases.${key.replaceAll(' ', '-')}`)
}

function phaseTitle(words: Words, { number, title }: PhaseHistory): string {
  if (title === null) return words.say('progress.phases.untitled', { number })
  return words.say('progress.phases.titled', { number, title: words.text(title).says })
}

function whenOf(words: Words, { due, done, slipped }: PhaseHistory): string {
  if (done) return words.say('progress.phases.reached', { date: words.date(done.date) })
  if (due === null) return ''
  const by = words.say('progress.phases.by', { date: words.date(due) })
  return slipped === 0 ? by : `${by} (${words.say('progress.milestones.days', { days: slipped })})`
}

/** The phases as a table: what the ladder draws. */
export function phasesTable(words: Words, phases: readonly PhaseHistory[]): Table {
  return {
    id: 'phases-table',
    caption: words.say('progress.phases.title'),
    shape: 'stacked',
    columns: ['phase', 'original', 'due', 'slipped', 'step', 'changes'].map((key) => ({
      key,
      label: words.say(
        key === 'phase' || key === 'step' ? `progress.phases.${key}` : `progress.milestones.${key}`,
      ),
      kind: key === 'slipped' ? 'number' : 'words',
    })),
    rows: phases.map((phase) => ({
      cells: [
        phase.title ? numberedCell(words, phase.number, phase.title) : { says: phaseTitle(words, phase) },
        publishedCell(words, phase.original.due),
        publishedCell(words, phase.due),
        slippedCell(words, phase),
        { says: sayStep(words, phase) },
        { says: '', notes: phase.changes.map((change) => changeNote(words, change)) },
      ],
    })),
  }
}
