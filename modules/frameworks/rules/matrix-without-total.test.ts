import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Question } from '#definitions'
import { frameworkOf, judged, level, unjudged } from '../testing.ts'

const energy: Question = { id: 'energy', title: { en: 'Energy' }, type: 'number', unit: 'kWh', least: 0 }
const aside: Question = { id: 'aside', title: { en: 'Aside' }, type: 'boolean', decides: false }
const maturity = frameworkOf([level('one', 1, 2, 3, 4, 5), level('two', 1, 2, 3, 4, 5), energy, aside], {
  rule: 'matrix without total',
  result: 'no total',
  columns: [],
})

test('one answer is enough; every question is shown, and nothing is added up', () => {
  const result = judged(maturity, { two: '4' })
  assert.deepEqual([result.rating, result.score, result.unverified], ['no total', undefined, false])
  assert.deepEqual(result.working, {
    rule: 'matrix without total',
    answers: [
      { question: 'one', answer: null },
      { question: 'two', answer: 4 },
      { question: 'energy', answer: null },
      { question: 'aside', answer: null },
    ],
    answered: 1,
  })
  assert.equal(judged(maturity, { energy: '12.5', aside: 'yes' }).answers.energy, 12.5)
})

test('no answer at all is no assessment, nor is one that decides nothing', () => {
  for (const answers of [{}, { aside: 'yes' }]) {
    assert.deepEqual(unjudged(maturity, answers).problems, [
      { question: 'one', says: 'nothing is answered', instead: 'answer at least one question' },
    ])
  }
})
