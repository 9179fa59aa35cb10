import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Band, Framework, Question, ResultRule } from './framework.ts'
import { cannotBeJudged } from './government.ts'
import { ratingsOf, resultsOf } from './results.ts'

const text = (en: string) => ({ en })
const choice: Question = { id: 'one', title: text('One'), type: 'choice', options: ['x', 'y'] }

function judgedBy(results: ResultRule, version = '1'): Framework {
  const named = { slug: 'tried', version, title: text('Tried'), source: 'Made up', verified: true }
  return { ...named, groups: [], questions: [choice], results }
}

const given = (results: ResultRule) => resultsOf(judgedBy(results))
const bands: Band[] = [{ result: 'low' }, { result: 'high', from: 2 }]
const unsaid: Band[] = [{ result: 'low' }, { result: 'high', from: 'not published' }]

test('bands give their results; where one begins that nobody published, perhaps none', () => {
  for (const rule of ['highest answer wins', 'lowest answer wins'] as const) {
    assert.deepEqual(given({ rule, bands }), ['low', 'high'])
    assert.deepEqual(given({ rule, bands: unsaid }), ['low', 'high', cannotBeJudged])
  }
  assert.deepEqual(given({ rule: 'count of yes', as: 'share', bands: unsaid }), [
    'low',
    'high',
    cannotBeJudged,
  ])
  const product = { rule: 'mean and max product', sides: ['a'], decimals: 2 } as const
  assert.deepEqual(given({ ...product, sides: ['a'], bands }), ['low', 'high'])
  const overrides = [
    { score: 3, result: 'high' },
    { score: 4, result: 'stop' },
  ]
  const sum = { rule: 'weighted sum with override', weights: {}, overrides } as const
  assert.deepEqual(given({ ...sum, overrides, bands }), ['low', 'high', 'stop'])
})

test('a profile that was never published cannot be judged', () => {
  const rule = { rule: 'all or any indicators', profile: 'one', met: 'met', notMet: 'not met' } as const
  assert.deepEqual(given({ ...rule, profiles: { x: {}, y: {} } }), ['met', 'not met'])
  assert.deepEqual(given({ ...rule, profiles: { x: {} } }), ['met', 'not met', cannotBeJudged])
})

test('a table that lacks a row cannot always judge, whether of results or of thresholds', () => {
  const x = { when: { one: 'x' }, result: 'low' }
  const y = { when: { one: 'y' }, result: 'high' }
  const table = { rule: 'looked up in a table', results: ['low', 'high'], by: ['one'] } as const
  const looked = { ...table, results: ['low', 'high'], by: ['one'] }
  assert.deepEqual(given({ ...looked, rows: [x, y] }), ['low', 'high'])
  assert.deepEqual(given({ ...looked, rows: [x] }), ['low', 'high', cannotBeJudged])
  const every = { rule: 'every threshold passed', passed: 'great', failed: 'not great' } as const
  const cost = (...options: string[]) => {
    const rows = options.map((option) => ({ when: { one: option }, atMost: 2 }))
    return [{ question: 'cost', table: { by: ['one'], rows } }]
  }
  assert.deepEqual(given({ ...every, thresholds: [{ question: 'a', is: true }] }), ['great', 'not great'])
  assert.deepEqual(given({ ...every, thresholds: cost('x', 'y') }), ['great', 'not great'])
  assert.deepEqual(given({ ...every, thresholds: cost('x') }), ['great', 'not great', cannotBeJudged])
})

test('a matrix gives the one result; the ratings of a framework are those of all its versions', () => {
  const matrix = { rule: 'matrix without total', result: 'no total', columns: [] } satisfies ResultRule
  assert.deepEqual(given(matrix), ['no total'])
  const versions = [judgedBy({ rule: 'highest answer wins', bands }), judgedBy(matrix, '2')]
  assert.deepEqual(ratingsOf('tried', versions), ['low', 'high', 'no total'])
  assert.deepEqual(ratingsOf('other', versions), [])
})
