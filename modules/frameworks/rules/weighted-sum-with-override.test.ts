import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Band, cannotBeJudged, type WeightedSumWithOverride } from '#definitions'
import { askedFor, frameworkOf, inAnyOrder, judged, level, unjudged } from '../testing.ts'

const ids = ['one', 'two', 'three', 'four', 'five', 'six', 'seven']
const questions = ids.map((id) => level(id, 1, 2, 3))
const bands: Band[] = [
  { result: 'assured' },
  { result: 'monitor', from: 11 },
  { result: 'control', from: 15 },
]
const plain: WeightedSumWithOverride = {
  rule: 'weighted sum with override',
  weights: {},
  overrides: [{ score: 3, result: 'control' }],
  bands,
}
const pipeline = frameworkOf(questions, plain)
const scores = (...given: number[]) => Object.fromEntries(ids.map((id, index) => [id, given[index] ?? 1]))

test('the pipeline: 10 is assured, 11 and 14 are monitored, any control is controlled', () => {
  const at = (...given: number[]) => {
    const { rating, score } = judged(pipeline, scores(...given))
    return [rating, score]
  }
  assert.deepEqual(at(), ['assured', 7])
  assert.deepEqual(at(2, 2, 2), ['assured', 10])
  assert.deepEqual(at(2, 2, 2, 2), ['monitor', 11])
  assert.deepEqual(at(2, 2, 2, 2, 2, 2, 2), ['monitor', 14])
  assert.deepEqual(at(3), ['control', 9])
  assert.deepEqual(at(3, 3, 3, 3, 3, 3, 3), ['control', 21])
})

test('every step is shown: the score of each, its weight, the sum, and what decided alone', () => {
  const weighted = frameworkOf([level('one', 1, 2), level('two', 1, 4)], {
    ...plain,
    weights: { two: 3 },
    overrides: [],
  })
  const result = judged(weighted, { one: 2, two: 4 })
  assert.deepEqual(result.working, {
    rule: 'weighted sum with override',
    parts: [
      { question: 'one', score: 2, weight: 1, weighted: 2 },
      { question: 'two', score: 4, weight: 3, weighted: 12 },
    ],
    sum: 14,
    override: null,
    from: 11,
    undecided: [],
  })
  const { working } = judged(pipeline, scores(3, 1, 3))
  assert.ok(working.rule === 'weighted sum with override')
  assert.deepEqual(working.override, { questions: ['one', 'three'], score: 3, result: 'control' })
  assert.equal(working.from, null)
})

test('what overrides decides though others are not answered; without it every answer is needed', () => {
  const result = judged(pipeline, { two: 3 })
  assert.deepEqual([result.rating, result.score], ['control', undefined])
  assert.deepEqual(
    askedFor(pipeline, { two: 2 }),
    ids.filter((id) => id !== 'two'),
  )
  const { soFar } = unjudged(pipeline, { two: 2 })
  assert.ok(soFar?.rule === 'weighted sum with override')
  assert.equal(soFar.sum, 2)
})

test('of several overrides the first is taken, and a missing answer may still set an earlier one off', () => {
  const overrides = [
    { question: 'one', score: 3, result: 'stop' },
    { score: 3, result: 'control' },
  ]
  const framework = frameworkOf(questions, { ...plain, overrides })
  assert.equal(judged(framework, scores(3, 3)).rating, 'stop')
  assert.equal(judged(framework, scores(1, 3)).rating, 'control')
  assert.equal(judged(framework, { one: 3 }).rating, 'stop')
  assert.equal(judged(framework, { one: 1, two: 3 }).rating, 'control')
  assert.deepEqual(
    askedFor(framework, { two: 3 }),
    ids.filter((id) => id !== 'two'),
  )
})

test('a band that nobody has published does not stop an override', () => {
  const unsaid: Band[] = [{ result: 'assured' }, { result: 'control', from: 'not published' }]
  const framework = frameworkOf(questions, { ...plain, bands: unsaid })
  const summed = judged(framework, scores())
  assert.deepEqual([summed.rating, summed.score, summed.unverified], [cannotBeJudged, 7, true])
  const overridden = judged(framework, scores(3))
  assert.deepEqual([overridden.rating, overridden.unverified], ['control', false])
})

test('in any order the same; a worse answer never makes it better', () => {
  const order = ['assured', 'monitor', 'control']
  const given = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 7, maxLength: 7 })
  const shuffled = given.chain((each) => fc.tuple(fc.constant(scores(...each)), inAnyOrder(scores(...each))))
  fc.assert(
    fc.property(shuffled, fc.constantFrom(...ids), ([answers, other], id) => {
      const result = judged(pipeline, answers)
      assert.deepEqual(judged(pipeline, other), result)
      const worse = judged(pipeline, { ...answers, [id]: Math.min(3, (answers[id] ?? 1) + 1) })
      assert.ok(order.indexOf(worse.rating) >= order.indexOf(result.rating))
      assert.ok((worse.score ?? 0) >= (result.score ?? 0))
    }),
  )
})
