import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Band, cannotBeJudged } from '#definitions'
import { askedFor, frameworkOf, inAnyOrder, judged, level, unjudged } from '../testing.ts'

const ids = ['cost', 'volume', 'users']
const questions = ids.map((id) => level(id, 1, 2, 3))
const bands: Band[] = [{ result: 'low' }, { result: 'medium', from: 2 }, { result: 'high', from: 3 }]
const risk = frameworkOf(questions, { rule: 'highest answer wins', bands })
const standard = frameworkOf(questions, {
  rule: 'lowest answer wins',
  bands: [{ result: 'red' }, { result: 'amber', from: 2 }, { result: 'green', from: 3 }],
})

test('any high makes it high, else any medium makes it medium, else it is low', () => {
  assert.equal(judged(risk, { cost: 1, volume: 1, users: 1 }).rating, 'low')
  assert.equal(judged(risk, { cost: 1, volume: 2, users: 1 }).rating, 'medium')
  const high = judged(risk, { cost: 3, volume: 2, users: 3 })
  assert.deepEqual([high.rating, high.score, high.unverified], ['high', 3, false])
  assert.deepEqual(high.working, {
    rule: 'highest answer wins',
    scores: { cost: 3, volume: 2, users: 3 },
    score: 3,
    winners: ['cost', 'users'],
    from: 3,
    undecided: [],
  })
})

test('the lowest wins the other way round', () => {
  assert.equal(judged(standard, { cost: 3, volume: 3, users: 3 }).rating, 'green')
  const amber = judged(standard, { cost: 3, volume: 2, users: 3 })
  assert.deepEqual([amber.rating, amber.score], ['amber', 2])
  assert.ok(amber.working.rule === 'lowest answer wins')
  assert.deepEqual(amber.working.winners, ['volume'])
})

test('with the highest band reached nothing more is asked; else every answer is', () => {
  assert.equal(judged(risk, { cost: 3 }).rating, 'high')
  assert.equal(judged(risk, { cost: 3 }).score, 3)
  assert.deepEqual(askedFor(risk, { cost: 2 }), ['volume', 'users'])
  assert.deepEqual(askedFor(risk, {}), ids)
  assert.equal(judged(standard, { users: 1 }).rating, 'red')
  assert.deepEqual(askedFor(standard, { users: 2 }), ['cost', 'volume'])
  const { soFar } = unjudged(risk, { cost: 2 })
  assert.ok(soFar?.rule === 'highest answer wins')
  assert.deepEqual([soFar.score, soFar.winners, soFar.from], [2, ['cost'], null])
})

test('where what is missing could change the score and not the band, there is no score yet', () => {
  const two: Band[] = [{ result: 'low' }, { result: 'high', from: 2 }]
  const result = judged(frameworkOf(questions, { rule: 'highest answer wins', bands: two }), { cost: 2 })
  assert.deepEqual([result.rating, result.score], ['high', undefined])
})

test('what decides nothing is neither needed nor looked at', () => {
  const aside = { ...level('aside', 1, 3), decides: false, verified: false }
  const framework = frameworkOf([...questions, aside], { rule: 'highest answer wins', bands })
  const answers = { cost: 1, volume: 1, users: 1 }
  assert.equal(judged(framework, answers).rating, 'low')
  const result = judged(framework, { ...answers, aside: 3 })
  assert.deepEqual([result.rating, result.unverified, result.answers.aside], ['low', false, 3])
})

test('a band that nobody has published: no result where it could take the score', () => {
  const unsaid: Band[] = [
    { result: 'low' },
    { result: 'medium', from: 'not published' },
    { result: 'high', from: 3 },
  ]
  const framework = frameworkOf(questions, { rule: 'highest answer wins', bands: unsaid })
  const low = judged(framework, { cost: 1, volume: 1, users: 1 })
  assert.deepEqual([low.rating, low.unverified], [cannotBeJudged, true])
  const high = judged(framework, { cost: 1, volume: 3 })
  assert.deepEqual([high.rating, high.unverified], ['high', false])
  assert.deepEqual(askedFor(framework, { cost: 1, volume: 1 }), ['users'])
})

test('in any order the same; a higher answer never lowers it, an answer more never changes it', () => {
  const answers = fc.record(Object.fromEntries(ids.map((id) => [id, fc.integer({ min: 1, max: 3 })])))
  const order = ['low', 'medium', 'high']
  const both = fc.constantFrom(risk, standard)
  const shuffled = answers.chain((given) => fc.tuple(fc.constant(given), inAnyOrder(given)))
  fc.assert(
    fc.property(both, shuffled, fc.constantFrom(...ids), (framework, [given, other], id) => {
      const result = judged(framework, given)
      assert.deepEqual(judged(framework, other), result)
      const higher = judged(framework, { ...given, [id]: 3 })
      assert.ok((higher.score ?? 0) >= (result.score ?? 0))
      if (framework === risk) assert.ok(order.indexOf(higher.rating) >= order.indexOf(result.rating))
      const { [id]: _, ...fewer } = given
      const before = framework === risk ? Object.values(fewer).includes(3) : Object.values(fewer).includes(1)
      if (before) assert.equal(judged(framework, fewer).rating, result.rating)
      else assert.deepEqual(askedFor(framework, fewer), [id])
    }),
  )
})
