import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Commitment } from '#definitions'
import type { IsoDate } from '#shared/dates'
import {
  historyOf,
  type MilestoneEntry,
  type MilestoneRecord,
  milestoneHistories,
  type Promised,
  phaseHistories,
  phaseNow,
} from './rules.ts'

const ON = '2026-11-22'
const all: Promised = { name: 'all-tried', title: { en: 'All tried' }, due: '2025-09', source: 'Charter' }

test('what was promised stays, and each change says from when, how far and why', () => {
  const history = historyOf(
    all,
    [
      entry({ effectiveOn: '2025-07-21', due: '2026-03', reason: 'Out sailing', source: 'Notice' }),
      entry({ effectiveOn: '2026-02-02', due: '2026-02-28', reason: 'Back early' }),
    ],
    ON,
  )
  assert.deepEqual(history.original, { due: '2025-09', source: 'Charter' })
  assert.deepEqual(
    history.changes.map(({ from, to, on, days, reason }) => [from, to, on, days, reason]),
    [
      ['2025-09', '2026-03', '2025-07-21', 182, 'Out sailing'],
      ['2026-03', '2026-02-28', '2026-02-02', -31, 'Back early'],
    ],
  )
  assert.deepEqual([history.due, history.slipped, history.state], ['2026-02-28', 151, 'overdue'])
})

test('a date has passed only after its last day, and is then overdue unless it was recorded as reached', () => {
  const state = (on: string, entries: MilestoneEntry[] = []) => historyOf(all, entries, on).state
  assert.deepEqual([state('2025-09-30'), state('2025-10-01')], ['due', 'overdue'])
  const done = [entry({ effectiveOn: '2025-11-03', done: '2025-11' })]
  assert.deepEqual([state('2025-11-02', done), state('2025-11-03', done)], ['overdue', 'done'])
  const dropped = [entry({ effectiveOn: '2025-10-10', state: 'ended', reason: 'No longer wanted' })]
  assert.equal(state(ON, dropped), 'dropped')
  assert.equal(historyOf(all, dropped, ON).dropped?.reason, 'No longer wanted')
})

test('the end of a term passes and is never overdue; that it was reached or given up is said of it all the same', () => {
  const state = (on: string, entries: MilestoneEntry[] = []) =>
    historyOf({ ...all, kind: 'end' }, entries, on).state
  assert.deepEqual([state('2025-09-30'), state('2025-10-01')], ['due', 'passed'])
  assert.equal(state(ON, [entry({ effectiveOn: '2025-10-10', done: '2025-10' })]), 'done')
  assert.equal(
    state(ON, [entry({ effectiveOn: '2025-10-10', state: 'ended', reason: 'Cut short' })]),
    'dropped',
  )
  const end: Commitment = {
    ...commitment([]),
    milestones: [{ name: 'end', title: { en: 'The end' }, due: '2025', kind: 'end' }],
  }
  assert.equal(milestoneHistories('r', end, [], ON)[0]?.state, 'passed')
})

test('how late something was reached is said only where the published dates can tell', () => {
  const late = (done: string, due = '2025-09') =>
    historyOf({ ...all, due }, [entry({ effectiveOn: '2026-01-01', done })], ON).done?.afterOriginal
  assert.equal(late('2025-09-30'), 0)
  assert.equal(late('2025-10-14'), 14)
  assert.equal(late('2025-08'), -1)
  assert.equal(late('2025-09-02'), 0)
  assert.equal(late('2025'), null, 'before September or after it')
  assert.equal(late('2025-09', '2025-09-15'), null)
  assert.equal(late('2025', '2025'), 0)
})

test('reached in time by its new date is still late by the first', () => {
  const moved = entry({ effectiveOn: '2025-07-21', due: '2026-03', reason: 'Out sailing' })
  const reached = entry({ effectiveOn: '2026-03-01', due: '2026-03', done: '2026-03-01' })
  const { done } = historyOf(all, [moved, reached], ON)
  assert.deepEqual([done?.afterOriginal, done?.afterDue], [152, 0])
})

test('a correction of the same day replaces what it corrects', () => {
  const first = entry({ effectiveOn: '2025-07-21', due: '2026-03', reason: 'A slip of the pen' })
  const corrected = entry({
    effectiveOn: '2025-07-21',
    due: '2026-01',
    reason: 'Out sailing',
    recordedAt: '2025-09-01T00:00:00.000Z',
  })
  const history = historyOf(all, [corrected, first], ON)
  assert.deepEqual(
    history.changes.map(({ to, reason }) => [to, reason]),
    [['2026-01', 'Out sailing']],
  )
})

test('a milestone that only the register has was first promised for the first date recorded', () => {
  const record = recordOf('later', [
    entry({ effectiveOn: '2025-02-01', due: '2025-06', source: 'Letter' }),
    entry({ effectiveOn: '2025-05-01', due: '2025-12', reason: 'More to do' }),
  ])
  const [promised, later] = milestoneHistories('r', commitment([]), [{ ...record, title: 'Later' }], ON)
  assert.equal(promised?.name, 'all-tried')
  assert.deepEqual(later?.title, { en: 'Later' })
  assert.deepEqual(later?.original, { due: '2025-06', source: 'Letter' })
  assert.equal(later?.changes.length, 1)
})

test('a phase is now once it has begun; those after it are to come, and of the rest nothing is known', () => {
  const steps = (...records: MilestoneRecord[]) =>
    phaseHistories('r', commitment([3, 1, 2]), records, ON).map(({ number, step }) => [number, step])
  assert.deepEqual(steps(), [
    [1, 'not known'],
    [2, 'not known'],
    [3, 'not known'],
  ])
  const one = recordOf('phase-1', [entry({ effectiveOn: '2025-05-01', begun: '2025', done: '2025-05' })])
  const two = recordOf('phase-2', [entry({ effectiveOn: '2025-05-01', begun: '2025-05' })])
  assert.deepEqual(steps(one, two), [
    [1, 'done'],
    [2, 'now'],
    [3, 'to come'],
  ])
  assert.deepEqual(steps(one), [
    [1, 'done'],
    [2, 'not known'],
    [3, 'not known'],
  ])
  assert.equal(phaseHistories('r', commitment([1]), [], ON)[0]?.state, 'no date')
  assert.equal(phaseHistories('other', commitment([1]), [one], ON)[0]?.state, 'no date')
})

test('the phase now is the one that was recorded as begun; else the one that the published dates put there', () => {
  const dated: Commitment = {
    ...commitment([]),
    phases: [
      { number: 1, by: '2024-06' },
      { number: 2, by: '2025-04' },
    ],
  }
  const nowIn = (of: Commitment, on: IsoDate, ...records: MilestoneRecord[]) => {
    const now = phaseNow(phaseHistories('r', of, records, on), on)
    return now && 'phase' in now ? [now.by, now.phase.number] : now?.why
  }
  assert.deepEqual(nowIn(dated, '2024-06-30'), ['dates', 1])
  assert.deepEqual(nowIn(dated, '2024-07-01'), ['dates', 2])
  assert.equal(nowIn(dated, '2025-05-01'), 'dates passed')
  assert.equal(nowIn(commitment([1, 2]), ON), 'not published')
  assert.equal(nowIn(commitment([]), ON), undefined)
  const first = recordOf('phase-1', [entry({ effectiveOn: '2024-03-01', begun: '2024-01', done: '2024-03' })])
  assert.deepEqual(nowIn(dated, '2024-06-30', first), ['dates', 2])
  assert.equal(nowIn(dated, '2025-05-01', first), 'next not recorded', 'not all of them are without a record')
  assert.equal(nowIn(commitment([1, 2, 3]), ON, first), 'next not recorded')
  const second = recordOf('phase-2', [entry({ effectiveOn: '2024-04-01', begun: '2024-04' })])
  assert.deepEqual(nowIn(dated, '2026-01-01', first, second), ['records', 2])
  const done = recordOf('phase-2', [entry({ effectiveOn: '2025-01-01', done: '2025' })])
  assert.equal(nowIn(dated, '2026-01-01', first, done), 'all done')
})

const day = fc.integer({ min: 1, max: 28 }).map((each) => `2025-03-${String(each).padStart(2, '0')}`)
const due = fc.oneof(
  fc.constantFrom('2024', '2025', '2026', '2025-02', '2025-12', '2026-02'),
  day.map((each) => each.replace('2025-03', '2025-07')),
)
const entries = fc.uniqueArray(
  fc.record({ effectiveOn: day, due: fc.option(due), done: fc.option(due, { freq: 6 }) }).map(entry),
  { maxLength: 8, selector: ({ effectiveOn }) => effectiveOn },
)

test('the days of the changes sum to the whole slip, whatever was recorded', () => {
  fc.assert(
    fc.property(entries, fc.option(due), day, (drawn, first, on) => {
      const { changes, slipped, original, due: now } = historyOf({ ...all, due: first }, drawn, on)
      assert.equal(
        changes.reduce((sum, { days }) => sum + days, 0),
        slipped,
      )
      let at = original.due
      for (const { from, to } of changes) {
        assert.equal(from, at)
        at = to
      }
      assert.equal(at, now)
      if (first !== null) assert.equal(original.due, first)
    }),
  )
})

test('the order in which entries of different days, and of other milestones, are recorded does not matter', () => {
  fc.assert(
    fc.property(entries, entries, day, (drawn, others, on) => {
      const mine = recordOf('all-tried', drawn)
      const other = recordOf('other', others)
      const one = milestoneHistories('r', commitment([]), [mine, other], on)[0]
      const shuffled = { ...mine, entries: drawn.toReversed() }
      assert.deepEqual(milestoneHistories('r', commitment([]), [other, shuffled], on)[0], one)
      assert.deepEqual(milestoneHistories('r', commitment([]), [shuffled], on)[0], one)
    }),
  )
})

function entry(given: Partial<MilestoneEntry>): MilestoneEntry {
  return {
    organisation: 'council',
    effectiveOn: '2025-01-01',
    recordedAt: '2025-08-01T00:00:00.000Z',
    state: 'stands',
    due: null,
    reason: null,
    begun: null,
    done: null,
    source: '',
    link: null,
    ...given,
  }
}

function recordOf(milestone: string, of: readonly MilestoneEntry[]): MilestoneRecord {
  return { record: milestone, commitment: 'r/1', milestone, title: null, entries: of }
}

function commitment(phases: number[]): Commitment {
  const none = { scope: { organisations: [], published: false }, doubts: [], measures: [] }
  return {
    ...none,
    number: 1,
    slug: 'one',
    mission: 1,
    title: { en: 'One' },
    promise: { en: 'One' },
    phases: phases.map((number) => ({ number })),
    milestones: [{ name: 'all-tried', title: { en: 'All tried' }, due: '2025-09' }],
  }
}
