import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type AllOrAnyIndicators, cannotBeJudged, type OutcomeStatus, outcomeStatuses } from '#definitions'
import type { OutcomeWorking } from '../assessment.ts'
import { askedFor, choice, frameworkOf, inAnyOrder, judged, unjudged } from '../testing.ts'

type Counts = Partial<Record<OutcomeStatus, number>>
const outcome = (id: string, indicators: Counts) =>
  ({ id, title: { en: id }, type: 'indicators', indicators }) as const

// As CAF 3.2 has them: A1.a has no indicator of partially achieved.
const A1a = outcome('A1a', { 'not achieved': 4, achieved: 4 })
const B4a = outcome('B4a', { 'not achieved': 4, 'partially achieved': 5, achieved: 5 })
const C2b = outcome('C2b', { 'not achieved': 1, achieved: 2 })
const rule: AllOrAnyIndicators = {
  rule: 'all or any indicators',
  profile: 'profile',
  profiles: {
    baseline: { A1a: 'achieved', B4a: 'partially achieved', C2b: 'not achieved' },
    enhanced: { A1a: 'achieved', B4a: 'achieved', C2b: 'not achieved' },
  },
  met: 'profile met',
  notMet: 'profile not met',
}
const caf = frameworkOf([choice('profile', 'baseline', 'enhanced'), A1a, B4a, C2b], rule)
const unpublished = frameworkOf(caf.questions, { ...rule, profiles: {} })

const A1aWhole = 'A1 A2 A3 A4'
const partly = 'P1 P2 P3 P4 P5'
const wholly = 'A1 A2 A3 A4 A5'
const baseline = { profile: 'baseline', A1a: A1aWhole, B4a: partly }

/** The status that ticked indicators make, and why. */
function status(id: 'A1a' | 'B4a' | 'C2b', answer: string) {
  const { working } = judged(unpublished, { profile: 'baseline', [id]: answer })
  assert.ok(working.rule === 'all or any indicators')
  const found = working.outcomes.find(({ question }) => question === id)
  return [found?.status, found?.reason]
}

test('one of not achieved makes it not achieved, though all of the others are ticked', () => {
  assert.deepEqual(status('B4a', `N3 ${partly} ${wholly}`), ['not achieved', 'a not achieved ticked'])
})

test('all of achieved make it achieved, whatever of partially achieved is ticked', () => {
  assert.deepEqual(status('B4a', wholly), ['achieved', 'every achieved ticked'])
  assert.deepEqual(status('B4a', `P2 ${wholly}`), ['achieved', 'every achieved ticked'])
})

test('all of partially achieved and not all of achieved make it partially achieved', () => {
  const expected = ['partially achieved', 'every partially achieved ticked']
  assert.deepEqual(status('B4a', partly), expected)
  assert.deepEqual(status('B4a', `${partly} A1 A2 A3 A4`), expected)
})

test('neither whole is not achieved, and so is none', () => {
  assert.deepEqual(status('B4a', 'P1 P2 P3 P4 A1 A2 A3 A4'), ['not achieved', 'neither ticked whole'])
  assert.deepEqual(status('B4a', 'none'), ['not achieved', 'neither ticked whole'])
})

test('an outcome with no indicator of partially achieved cannot be partially achieved', () => {
  assert.deepEqual(status('A1a', 'A1 A2 A3'), ['not achieved', 'neither ticked whole'])
  assert.deepEqual(status('A1a', A1aWhole), ['achieved', 'every achieved ticked'])
  assert.deepEqual(unjudged(caf, { ...baseline, A1a: 'partially achieved' }).problems, [
    {
      question: 'A1a',
      says: '"partially achieved" is no answer to "A1a"',
      instead:
        'write those that are ticked (N1 to N4, A1 to A4), or none, or the status: not achieved, achieved',
    },
  ])
})

test('a reviewer’s decision stands for the indicators', () => {
  assert.deepEqual(status('B4a', 'Partially achieved'), ['partially achieved', 'decided'])
  assert.deepEqual(status('C2b', 'not-achieved'), ['not achieved', 'decided'])
  assert.equal(judged(caf, { profile: 'enhanced', A1a: 'achieved', B4a: 'achieved' }).rating, 'profile met')
})

test('baseline is met with exactly the least of each; what needs nothing is not asked for', () => {
  const result = judged(caf, baseline)
  assert.deepEqual([result.rating, result.score, result.unverified], ['profile met', undefined, false])
  assert.ok(result.working.rule === 'all or any indicators')
  const b4a: OutcomeWorking = {
    question: 'B4a',
    answer: partly,
    status: 'partially achieved',
    reason: 'every partially achieved ticked',
    ticked: {
      'not achieved': { ticked: 0, of: 4 },
      'partially achieved': { ticked: 5, of: 5 },
      achieved: { ticked: 0, of: 5 },
    },
    needs: 'partially achieved',
    isMet: true,
  }
  assert.deepEqual(result.working.outcomes[1], b4a)
  assert.deepEqual(result.working.outcomes[2], {
    question: 'C2b',
    answer: null,
    status: null,
    reason: null,
    ticked: null,
    needs: 'not achieved',
    isMet: true,
  })
  assert.equal(judged(caf, { ...baseline, profile: 'enhanced' }).rating, 'profile not met')
})

test('one below decides, whatever is not answered; else what is needed is asked for', () => {
  assert.equal(judged(caf, { profile: 'baseline', B4a: 'none' }).rating, 'profile not met')
  assert.deepEqual(askedFor(caf, { profile: 'baseline' }), ['A1a', 'B4a'])
  assert.deepEqual(askedFor(caf, { profile: 'baseline', B4a: partly }), ['A1a'])
  assert.deepEqual(askedFor(caf, { A1a: A1aWhole, B4a: partly }), ['profile'])
})

test('a profile that was never published cannot be judged, and each status is shown', () => {
  const result = judged(unpublished, baseline)
  assert.deepEqual([result.rating, result.unverified], [cannotBeJudged, true])
  assert.ok(result.working.rule === 'all or any indicators')
  assert.equal(result.working.isProfileMissing, true)
  assert.deepEqual(
    result.working.outcomes.map(({ status: each, needs, isMet }) => [each, needs, isMet]),
    [
      ['achieved', null, null],
      ['partially achieved', null, null],
      [null, null, null],
    ],
  )
})

const ticks = ['N', 'P', 'A'].flatMap((letter) =>
  Array.from({ length: letter === 'N' ? 4 : 5 }, (_, index) => `${letter}${index + 1}`),
)
const ticked = fc.subarray(ticks).map((some) => (some.length > 0 ? some.join(' ') : 'none'))

test('the ticks may come in any order and twice, with commas, in small letters', () => {
  const kept = judged(caf, { ...baseline, B4a: 'a2, p5;P1 p05  N4,A2' }).answers.B4a
  assert.equal(kept, 'N4 P1 P5 A2')
  fc.assert(
    fc.property(
      fc.shuffledSubarray(ticks, { minLength: 1 }),
      fc.constantFrom(' ', ', ', ','),
      (some, between) => {
        const written = [...some, some[0]].join(between).toLowerCase()
        const canonical = ticks.filter((each) => some.includes(each)).join(' ')
        assert.equal(judged(unpublished, { profile: 'baseline', B4a: written }).answers.B4a, canonical)
        assert.equal(judged(unpublished, { profile: 'baseline', B4a: some }).answers.B4a, canonical)
      },
    ),
  )
})

test('what is no list of this outcome’s indicators is no answer', () => {
  const wrong = [
    'A6',
    'N0',
    'B1',
    'A',
    '1',
    'A1 none',
    'A1 achieved',
    'P-1',
    'A1A2',
    'achieved achieved',
    'A1'.repeat(2000),
  ]
  for (const each of [...wrong, 3, true, [1], [['A1']]]) {
    assert.deepEqual(askedFor(caf, { ...baseline, B4a: each }), ['B4a'], String(each))
  }
})

test('in any order the same; a tick of good practice never worsens it, nor one of bad betters it', () => {
  const answers = fc.record({
    B4a: ticked,
    profile: fc.constantFrom('baseline', 'enhanced'),
    A1a: fc.constant(A1aWhole),
  })
  const shuffled = answers.chain((each) => fc.tuple(fc.constant(each), inAnyOrder(each)))
  const rank = (id: Record<string, unknown>) => {
    const { rating, working } = judged(caf, id)
    assert.ok(working.rule === 'all or any indicators')
    const found = working.outcomes.find(({ question }) => question === 'B4a')?.status ?? 'not achieved'
    return [outcomeStatuses.indexOf(found), ['profile not met', 'profile met'].indexOf(rating)] as const
  }
  fc.assert(
    fc.property(shuffled, fc.constantFrom(...ticks), ([given, other], tick) => {
      assert.deepEqual(judged(caf, other), judged(caf, given))
      const more = { ...given, B4a: given.B4a === 'none' ? tick : `${given.B4a} ${tick}` }
      const [before, after] = [rank(given), rank(more)]
      const isBad = tick.startsWith('N')
      assert.ok(isBad ? after[0] <= before[0] : after[0] >= before[0])
      assert.ok(isBad ? after[1] <= before[1] : after[1] >= before[1])
    }),
  )
})
