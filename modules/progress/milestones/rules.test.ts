import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Commitment } from '#definitions'
import { createMessages, readCatalogue } from '#platform/messages'
import { type MilestoneEntry, type MilestoneRecord, milestoneHistories, phaseHistories } from '#registers'
import { ladderOf, milestonesTable, phasesTable, sayPhase } from './rules.ts'

const words = createMessages([readCatalogue('progress', new URL('../', import.meta.url))]).in('en')
const ON = '2026-11-22'

const commitment: Commitment = {
  number: 1,
  slug: 'one',
  mission: 1,
  title: { en: 'One' },
  promise: { en: 'One' },
  scope: { organisations: [], published: false },
  doubts: [],
  measures: [],
  phases: [
    { number: 1, title: { en: 'Alpha' } },
    { number: 2, title: { en: 'Beta' }, by: '2025-04' },
    { number: 3, title: { en: 'Live' } },
  ],
  milestones: [
    { name: 'tried', title: { en: 'All tried' }, due: '2025-09' },
    { name: 'end', title: { en: 'The roadmap ends' }, due: '2025', kind: 'end' },
  ],
}

function recorded(milestone: string, ...given: Partial<MilestoneEntry>[]): MilestoneRecord {
  const entries = given.map((each): MilestoneEntry => {
    const dates = { effectiveOn: '2025-01-01', recordedAt: '2025-08-01T00:00:00.000Z', due: null }
    const none = { reason: null, begun: null, done: null, source: 'Notice', link: null }
    return { organisation: 'council', state: 'stands', ...dates, ...none, ...each }
  })
  return { record: milestone, commitment: 'r/1', milestone, title: null, entries }
}

const begun = (number: number) => recorded(`phase-${number}`, { begun: '2025-01' })
const done = (number: number) => recorded(`phase-${number}`, { begun: '2024', done: '2024-12' })
const phasesOf = (...records: MilestoneRecord[]) => phaseHistories('r', commitment, records, ON)

/** The cells of one column, from the first row down. */
function columnOf(table: ReturnType<typeof milestonesTable>, key: string) {
  assert.ok(table)
  const at = table.columns.findIndex((column) => column.key === key)
  return table.rows.map(({ cells }) => cells[at]?.says)
}

function headline(...records: MilestoneRecord[]): string {
  return ladderOf(words, commitment, phasesOf(...records))?.headline ?? ''
}

test('where some phases are done and none has begun, it says so, and not that nothing was published', () => {
  const said = (...records: MilestoneRecord[]) => sayPhase(words, phasesOf(...records), ON)
  assert.equal(said(), 'In phases: 3. Which it is in was not published')
  assert.equal(said(done(1)), '1 of 3 phases is done; whether the next has begun was not recorded')
  assert.equal(said(done(1), done(2)), '2 of 3 phases are done; whether the next has begun was not recorded')
  assert.equal(said(done(1), begun(2)), 'Phase 2 of 3, Beta, since January 2025')
})

test('a phase past its date is overdue unless its end is recorded, the one now too', () => {
  const steps = (...records: MilestoneRecord[]) => columnOf(phasesTable(words, phasesOf(...records)), 'step')
  const overdue = 'Overdue: nothing recorded says that it was done'
  assert.deepEqual(steps(), ['Not known', overdue, 'Not known'])
  assert.deepEqual(steps(done(1), begun(2)), ['Done', 'Now, and overdue', 'To come'])
  assert.deepEqual(steps(begun(1)), ['Now', overdue, 'To come'])
  assert.deepEqual(steps(done(1), done(2), begun(3)), ['Done', 'Done', 'Now'])
})

test('the headline counts the phases that are done only where something is recorded of any', () => {
  assert.match(headline(), /Nothing recorded says that any of its 3 phases has begun or is done/)
  assert.match(headline(begun(1)), /0 of 3 phases done/)
  assert.match(headline(done(1)), /1 of 3 phases done/)
})

test('a milestone past its date is overdue, and the end of a term is not', () => {
  const table = milestonesTable(words, milestoneHistories('r', commitment, [], ON))
  assert.deepEqual(columnOf(table, 'state'), [
    'Overdue: nothing recorded says that it was reached',
    'The date has passed',
  ])
})

test('how far a date has slipped is said only where it was changed', () => {
  const tried = recorded(
    'tried',
    { due: '2026-03', reason: 'Out sailing' },
    { effectiveOn: '2025-02-01', due: '2025-09', reason: 'Back early' },
  )
  const beta = recorded('phase-2', { due: '2025-05', reason: 'Out sailing' })
  const milestones = milestonesTable(words, milestoneHistories('r', commitment, [tried], ON))
  assert.deepEqual(columnOf(milestones, 'slipped'), ['0', ''])
  assert.deepEqual(columnOf(phasesTable(words, phasesOf(beta)), 'slipped'), ['', '31 days', ''])
})
