import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Register } from '#definitions'
import type { HeldEntry } from '../registers/queries.ts'
import { coast } from '../world/coast.ts'
import { holdingsOf, inTurn, placed, presentOn } from './history.ts'

const [lamps] = coast.registers
assert.ok(lamps)
const quarters: Register = { ...lamps, kind: 'snapshot', period: 'P3M' }

function entry(number: number, effectiveOn: string, more: Partial<HeldEntry> = {}): HeldEntry {
  return {
    record: 'r',
    entry: number,
    register: 'lamps',
    organisation: 'pilots',
    effectiveOn,
    state: 'stands',
    voids: null,
    reconstructed: false,
    source: '',
    values: {},
    recordedAt: `2024-01-01T00:00:00.00${number}Z`,
    recordedFrom: '',
    ...more,
  }
}

test('a snapshot stands for its period and no longer, unless it is carried forward', () => {
  const entries = [entry(1, '2024-01-31'), entry(2, '2024-07-01')]
  assert.equal(presentOn(quarters, entries, '2024-04-29')?.entry, 1)
  assert.equal(presentOn(quarters, entries, '2024-04-30'), undefined)
  assert.equal(presentOn({ ...quarters, carryForward: true }, entries, '2024-06-30')?.entry, 1)
  const [first, second] = placed(quarters, entries, '2024-07-01')
  assert.deepEqual(first?.fate, { is: 'lapsed', until: '2024-04-30' })
  assert.deepEqual(second?.fate, { is: 'stands' })
})

test('a snapshot that another replaced before its period was over stood until then', () => {
  const entries = [entry(1, '2024-01-31'), entry(2, '2024-03-01')]
  assert.deepEqual(placed(quarters, entries, '2024-12-31')[0]?.fate, { is: 'stood', until: '2024-03-01' })
})

test('who held a record is told without gaps, and each holder once in a row', () => {
  const entries = [
    entry(1, '2024-01-01'),
    entry(2, '2024-02-01'),
    entry(3, '2024-03-01', { organisation: 'customs-house' }),
    entry(4, '2024-04-01', { organisation: 'customs-house', state: 'ended' }),
    entry(5, '2024-05-01'),
  ]
  assert.deepEqual(holdingsOf(entries), [
    { organisation: 'pilots', from: '2024-01-01', until: '2024-03-01' },
    { organisation: 'customs-house', from: '2024-03-01', until: '2024-04-01' },
    { organisation: 'pilots', from: '2024-05-01', until: null },
  ])
  assert.deepEqual(holdingsOf([]), [])
})

const histories = fc
  .array(
    fc.record({
      month: fc.integer({ min: 1, max: 6 }),
      state: fc.constantFrom('stands' as const, 'stands' as const, 'ended' as const),
      isVoid: fc.boolean(),
    }),
    { maxLength: 7 },
  )
  .map((drawn) => {
    const made = drawn.map(({ month, state }, at) => entry(at + 1, `2024-0${month}-01`, { state }))
    const voids = drawn.flatMap(({ isVoid, month }, at) =>
      isVoid ? [entry(at + 100, `2024-0${month}-01`, { state: 'void' as const, voids: at + 1 })] : [],
    )
    return [...made, ...voids].sort((a, b) =>
      a.effectiveOn === b.effectiveOn ? a.entry - b.entry : a.effectiveOn < b.effectiveOn ? -1 : 1,
    )
  })

test('on any date at most one entry stands, and it is the one that is in turn then', () => {
  fc.assert(
    fc.property(histories, fc.integer({ min: 1, max: 7 }), (entries, month) => {
      const on = `2024-0${month}-15`
      const standing = placed(lamps, entries, on).filter(
        ({ fate: { is } }) => is === 'stands' || is === 'ended',
      )
      const last = inTurn(entries).findLast(({ effectiveOn }) => effectiveOn <= on)
      assert.deepEqual(
        standing.map((each) => each.entry),
        last ? [last.entry] : [],
      )
      const present = presentOn(lamps, entries, on)
      assert.equal(present?.entry, last?.state === 'stands' ? last.entry : undefined)
    }),
  )
})
