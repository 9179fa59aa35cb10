import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Band, type CountOfYes, cannotBeJudged, notApplicable } from '#definitions'
import { assess } from '../assess.ts'
import { askedFor, frameworkOf, inAnyOrder, judged, unjudged, yesNo } from '../testing.ts'

const ids = ['a', 'b', 'c']
const counted = (bands: Band[], as: CountOfYes['as'] = 'count', mayNotApply = true) =>
  frameworkOf(
    ids.map((id) => yesNo(id, mayNotApply)),
    { rule: 'count of yes', as, bands },
  )
const critical = counted([{ result: 'not critical' }, { result: 'critical', from: 1 }])
const whole = counted([{ result: 'some not met' }, { result: 'every one met', from: 100 }], 'share')

test('a count: what does not apply is no yes', () => {
  const none = judged(critical, { a: 'no', b: false, c: 'n/a' })
  assert.deepEqual([none.rating, none.score], ['not critical', 0])
  assert.deepEqual(none.answers, { a: false, b: false, c: notApplicable })
  assert.deepEqual(none.working, {
    rule: 'count of yes',
    as: 'count',
    yes: [],
    no: ['a', 'b'],
    notApplicable: ['c'],
    unanswered: [],
    outOf: 2,
    score: 0,
    from: null,
    undecided: [],
  })
  assert.equal(judged(critical, { a: 'yes', b: 'no', c: 'no' }).rating, 'critical')
})

test('a share: what does not apply is left out', () => {
  const met = judged(whole, { a: 'yes', b: 'yes', c: 'not applicable' })
  assert.deepEqual([met.rating, met.score], ['every one met', 100])
  const two = judged(whole, { a: 'yes', b: 'yes', c: 'no' })
  assert.deepEqual([two.rating, two.score], ['some not met', 66.66])
})

test('a share of nothing is none: at least one must apply', () => {
  assert.deepEqual(unjudged(whole, { a: 'na', b: 'n/a', c: 'not applicable' }).problems, [
    {
      question: 'a',
      says: 'nothing applies, so there is no share of it',
      instead: 'answer at least one with yes or no',
    },
  ])
  assert.equal(judged(critical, { a: 'na', b: 'na', c: 'na' }).rating, 'not critical')
})

test('not applicable is an answer only where the question says so', () => {
  const strict = counted([{ result: 'few' }, { result: 'all', from: 3 }], 'count', false)
  assert.deepEqual(unjudged(strict, { a: 'n/a', b: 'yes', c: 'yes' }).problems, [
    { question: 'a', says: '"n/a" is no answer to "a"', instead: 'answer yes or no' },
  ])
})

test('shares are compared as fractions: two of three is not 66.67, and one of three is 33.333333333', () => {
  const from = (share: number) => counted([{ result: 'below' }, { result: 'reached', from: share }], 'share')
  const share = (framework: ReturnType<typeof from>, yes: number) =>
    judged(framework, Object.fromEntries(ids.map((id, index) => [id, index < yes]))).rating
  assert.equal(share(from(66.66), 2), 'reached')
  assert.equal(share(from(66.67), 2), 'below')
  assert.equal(share(from(33.333333333), 1), 'reached')
  assert.equal(share(from(33.333333334), 1), 'below')
  assert.equal(share(from(100), 3), 'reached')
})

test('what neither yes nor no to the rest can change is decided; else every answer is asked for', () => {
  const early = judged(critical, { b: 'yes' })
  assert.deepEqual([early.rating, early.score], ['critical', undefined])
  assert.deepEqual(askedFor(critical, { b: 'no' }), ['a', 'c'])
  assert.deepEqual(askedFor(critical, {}), ids)
  assert.equal(judged(whole, { b: 'no' }).rating, 'some not met')
  assert.deepEqual(askedFor(whole, { b: 'yes' }), ['a', 'c'])
  assert.deepEqual(askedFor(whole, { b: 'na' }), ['a', 'c'])
})

test('bands that nobody has published: the count is shown, and nothing is judged', () => {
  const unsaid = counted([{ result: 'low' }, { result: 'high', from: 'not published' }], 'share')
  const result = judged(unsaid, { a: 'yes', b: 'yes', c: 'yes' })
  assert.deepEqual([result.rating, result.score, result.unverified], [cannotBeJudged, 100, true])
  assert.ok(result.working.rule === 'count of yes')
  assert.deepEqual(result.working.undecided, ['high'])
  assert.deepEqual(askedFor(unsaid, { a: 'yes' }), ['b', 'c'])
})

test('in any order the same; a yes instead of a no never makes it worse, nor more answers otherwise', () => {
  const answer = fc.constantFrom(true, false, notApplicable)
  const bands: Band[] = [{ result: '0' }, { result: '1', from: 34 }, { result: '2', from: 67 }]
  const frameworks = fc.constantFrom(counted(bands, 'share'), whole)
  const given = fc.record({ a: fc.boolean(), b: answer, c: answer })
  const shuffled = given.chain((each) => fc.tuple(fc.constant(each), inAnyOrder(each)))
  fc.assert(
    fc.property(frameworks, shuffled, fc.constantFrom('b', 'c'), (framework, [answers, other], id) => {
      const order = framework === whole ? ['some not met', 'every one met'] : ['0', '1', '2']
      const result = judged(framework, answers)
      assert.deepEqual(judged(framework, other), result)
      const better = judged(framework, { ...answers, [id]: true })
      assert.ok(order.indexOf(better.rating) >= order.indexOf(result.rating))
      const { [id]: _, ...fewer } = answers
      const early = assessedEarly(framework, fewer)
      if (early !== undefined) assert.equal(early, result.rating)
    }),
  )
})

function assessedEarly(framework: ReturnType<typeof counted>, answers: Record<string, unknown>) {
  const result = assess(framework, answers)
  return result.ok ? result.assessment.rating : undefined
}
