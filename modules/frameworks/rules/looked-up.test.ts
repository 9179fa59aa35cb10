import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cannotBeJudged, type LookedUp } from '#definitions'
import { askedFor, choice, frameworkOf, judged, unjudged } from '../testing.ts'

const questions = [choice('category', 'cloud', 'aligned', 'legacy'), choice('case', 'yes', 'no')]
const row = (category: string, of: string, result: string) => ({ when: { category, case: of }, result })
const table: LookedUp = {
  rule: 'looked up in a table',
  results: ['not aligned', 'aligned'],
  by: ['category', 'case'],
  rows: [
    row('cloud', 'yes', 'aligned'),
    row('cloud', 'no', 'aligned'),
    { ...row('legacy', 'yes', 'aligned'), verified: false },
    row('legacy', 'no', 'not aligned'),
  ],
}
const hosting = frameworkOf(questions, table)

test('the row for the answers has the result', () => {
  const result = judged(hosting, { category: 'legacy', case: 'no' })
  assert.deepEqual([result.rating, result.score, result.unverified], ['not aligned', undefined, false])
  assert.deepEqual(result.working, {
    rule: 'looked up in a table',
    by: [
      { question: 'category', answer: 'legacy' },
      { question: 'case', answer: 'no' },
    ],
    rows: [{ when: { category: 'legacy', case: 'no' }, result: 'not aligned', unverified: false }],
  })
})

test('a row that nobody verified makes a result that rests on it', () => {
  const result = judged(hosting, { category: 'legacy', case: 'yes' })
  assert.deepEqual([result.rating, result.unverified], ['aligned', true])
})

test('a row that was never published: nothing can be judged', () => {
  const result = judged(hosting, { category: 'aligned', case: 'yes' })
  assert.deepEqual([result.rating, result.unverified], [cannotBeJudged, true])
  assert.ok(result.working.rule === 'looked up in a table')
  assert.deepEqual(result.working.rows, [])
  const empty = frameworkOf(questions, { ...table, rows: [] })
  assert.equal(judged(empty, { category: 'cloud', case: 'yes' }).rating, cannotBeJudged)
  assert.deepEqual(askedFor(empty, { category: 'cloud' }), ['case'])
})

test('an answer is asked for, unless every answer to it leads to the same', () => {
  assert.equal(judged(hosting, { category: 'cloud' }).rating, 'aligned')
  assert.deepEqual(askedFor(hosting, { category: 'legacy' }), ['case'])
  assert.deepEqual(askedFor(hosting, { category: 'aligned' }), ['case'])
  assert.deepEqual(askedFor(hosting, { case: 'yes' }), ['category'])
  assert.deepEqual(askedFor(hosting, {}), ['category', 'case'])
  const { soFar } = unjudged(hosting, { category: 'legacy' })
  assert.ok(soFar?.rule === 'looked up in a table')
  assert.deepEqual(soFar.by, [
    { question: 'category', answer: 'legacy' },
    { question: 'case', answer: null },
  ])
})
