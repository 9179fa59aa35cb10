/* What the examples must say of milestones and phases, on a date and as known then. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { type Government, readGovernment } from '#definitions'
import type { Store } from '#platform/database'
import {
  type MilestoneHistory,
  milestoneHistories,
  milestonesOf,
  phaseHistories,
  type RegistersTables,
  record,
  recordBatches,
  recordingAt,
  registersModule,
} from '#registers'
import { eachDatabase } from '../../platform/database/testing.ts'

const TODAY = '2026-11-22'
const noLedger = { post: async () => {}, close: async () => {} }

eachDatabase((_kind, open) => {
  const examples: Record<string, { store: Store<RegistersTables>; government: Government }> = {}

  for (const [name, recordedAt] of [
    ['uk', '2022-06-09T00:00:00.000Z'],
    ['harbourton', '2025-01-01T00:00:00.000Z'],
  ] as const) {
    before(async () => {
      const store = await open<RegistersTables>([registersModule])
      const read = await readGovernment(`governments/${name}`)
      assert.ok(read.ok)
      const { government } = read
      const adoption = {
        kind: 'adoption',
        actor: 'example',
        source: '',
        entries: [],
        statements: [],
      } as const
      await store.as('ledger', {}, (tx) => record(tx, { ...adoption, government, recordedAt }, noLedger))
      const recorded = await recordBatches(government, `governments/${name}`, (work) =>
        store.as('ledger', {}, (tx) => work(tx, noLedger)),
      )
      assert.ok(recorded.ok, JSON.stringify(recorded))
      examples[name] = { store, government }
    })
  }

  /** All of an example's milestones and phases, by commitment and name. */
  async function shown(name: string, on = TODAY, known: string | null = null) {
    const { store, government } = examples[name] ?? {}
    assert.ok(store && government)
    const records = await store.as('public', {}, async (tx) =>
      milestonesOf(tx, on, (await recordingAt(tx, known)).number),
    )
    const all = new Map<string, MilestoneHistory & { step?: string }>()
    for (const { slug, commitments } of government.roadmaps) {
      for (const commitment of commitments) {
        const histories = [
          ...milestoneHistories(slug, commitment, records, on),
          ...phaseHistories(slug, commitment, records, on),
        ]
        for (const history of histories) all.set(`${commitment.number}/${history.name}`, history)
      }
    }
    return all
  }

  test('one milestone of the United Kingdom’s and five phases are recorded as reached; nothing says so of the others', async () => {
    const all = await shown('uk')
    const done = [...all].filter(([, { state }]) => state === 'done')
    assert.deepEqual(
      done.map(([name, history]) => [name, history.done?.date, history.done?.afterOriginal]),
      [
        ['2/services-begin-to-join', '2023-03-31', -642],
        ['3/phase-1', '2024-04', null],
        ['3/phase-2', '2024-10', null],
        ['4/phase-1', '2024-04', null],
        ['4/phase-2', '2024-10', null],
        ['5/phase-1', '2024-02', null],
      ],
    )
    assert.equal(all.get('24/single-owners')?.state, 'overdue')
    assert.equal(all.get('8/phase-2')?.state, 'overdue')
    assert.equal(all.get('6/phase-1')?.state, 'no date')
    assert.ok([...all.values()].every(({ changes, slipped }) => changes.length === 0 && slipped === 0))
    assert.equal((await shown('uk', '2024-02-29')).get('24/single-owners')?.state, 'due')
    const before = await shown('uk', '2023-04-30', '2023-06-01T00:00:00.000Z')
    assert.equal(before.get('2/services-begin-to-join')?.state, 'due', 'it was published in August 2023')
  })

  test('where the roadmap only ends, nothing is overdue', async () => {
    const all = await shown('uk')
    const ends = [...all].filter(([name]) => name.endsWith('/end-of-roadmap'))
    assert.equal(ends.length, 15)
    assert.deepEqual([...new Set(ends.map(([, { state }]) => state))], ['passed'])
    const then = await shown('uk', '2024-02-29')
    assert.equal(then.get('22/end-of-roadmap')?.state, 'due')
  })

  test('every one of the United Kingdom’s milestones says where it was promised', async () => {
    const { government } = examples.uk ?? {}
    const milestones = government?.roadmaps.flatMap(({ commitments }) =>
      commitments.flatMap((commitment) => commitment.milestones),
    )
    assert.ok(milestones && milestones.length >= 24)
    assert.ok(milestones.every(({ source }) => source))
  })

  test('Harbourton has one of each: in time, late, moved with a reason, and taken back', async () => {
    const all = await shown('harbourton')
    const of = (name: string) => all.get(name)
    assert.deepEqual([of('1/winter-survey')?.state, of('1/winter-survey')?.done?.afterOriginal], ['done', 0])
    assert.equal(of('2/forms-counted')?.done?.afterOriginal, 14)
    const moved = of('1/all-tried')
    assert.deepEqual(
      moved?.changes.map(({ from, to, on, days }) => [from, to, on, days]),
      [['2025-09', '2026-03', '2025-07-21', 182]],
    )
    assert.match(moved?.changes[0]?.reason ?? '', /sailing/)
    assert.equal(moved?.state, 'overdue')
    assert.equal(of('4/answerable')?.state, 'overdue')
    const known = '2025-05-01T00:00:00.000Z'
    assert.equal((await shown('harbourton', '2025-04-30', known)).get('4/answerable')?.state, 'done')
    assert.equal((await shown('harbourton', '2025-04-30')).get('4/answerable')?.state, 'due')
  })

  test('Harbourton’s ladder: the first phase is done, and the second is the one now', async () => {
    const on = async (date: string) => {
      const all = await shown('harbourton', date)
      return [all.get('3/phase-1')?.step, all.get('3/phase-2')?.step]
    }
    assert.deepEqual(await on('2024-10-01'), ['not known', 'not known'])
    assert.deepEqual(await on('2025-01-31'), ['now', 'to come'])
    assert.deepEqual(await on('2025-08-01'), ['done', 'now'])
  })
})
