import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Framework, Question } from '#definitions'
import { tableCsv } from '#design'
import { createMessages, readCatalogue } from '#platform/messages'
import { showResult, triedTable } from './result.ts'
import { sayRule } from './rules/every-rule.ts'
import { sayExpected, sayTest, sayVerified } from './sentences.ts'
import { before, great, hostile, legacy } from './testing.ts'
import { tryAnswers } from './trial.ts'
import { isVerified } from './verified.ts'

const words = createMessages([readCatalogue('progress', new URL('../', import.meta.url))]).in('en')

test('what would be an answer is asked for in words', () => {
  const number = (more: object): Question => ({ id: 'n', title: { en: 'N' }, type: 'number', ...more })
  assert.equal(sayExpected(words, number({})), 'Enter a number')
  assert.equal(sayExpected(words, number({ least: 0 })), 'Enter a number, 0 or more')
  assert.equal(sayExpected(words, number({ most: 2.5 })), 'Enter a number, 2.5 or less')
  assert.equal(
    sayExpected(words, number({ least: 0, most: 1000, unit: 'GBP' })),
    'Enter a number from 0 to 1,000, without “GBP”',
  )
})

test('a threshold is said with its unit, and as exactly as it is', () => {
  const question = great.questions.find(({ id }) => id === 'costPerTransaction')
  assert.equal(sayTest(words, question, { atMost: 2.5 }), 'at most 2.5 GBP')
  assert.equal(sayTest(words, question, { below: 2.0004 }), 'below 2.0004 GBP')
  assert.equal(sayTest(words, undefined, { atLeast: 80 }), 'at least 80')
  assert.equal(sayTest(words, great.questions[0], { above: 79 }), 'more than 79%')
  assert.equal(sayTest(words, undefined, { is: false }), 'must be no')
})

test('a rule is said from its own parts', () => {
  assert.deepEqual(sayRule(words, before), [
    'For Likelihood, the mean of the scores and the highest of them are added, and the sum is halved.',
    'That is rounded to a whole number.',
    'The result is the band in which that number falls. Every question needs an answer.',
  ])
  assert.deepEqual(sayRule(words, great), [
    'The result is “great” if every threshold is passed.',
    'One that is not passed is enough for “not great”, whatever else is not answered.',
    'If all the others are passed and no threshold has been published for one, nobody can judge.',
  ])
})

test('a framework is verified only if every part of it is', () => {
  assert.equal(isVerified(before), true)
  const [first, ...rest] = before.questions
  assert.ok(first)
  const marked: Framework = { ...before, questions: [{ ...first, verified: false }, ...rest] }
  assert.equal(isVerified(marked), false)
  assert.match(sayVerified(words, marked).join(' '), /1 of its 13 questions \(marked below\)\./)
  assert.match(sayVerified(words, hostile).join(' '), /the threshold of “Count/)
  assert.deepEqual(sayVerified(words, { ...before, verified: false }), [
    'Not every part of it could be checked against a public source.',
  ])
})

test('the sentences, the table and its file carry the same score', () => {
  const likelihood = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 7, maxLength: 7 })
  const impact = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 6, maxLength: 6 })
  fc.assert(
    fc.property(likelihood, impact, (l, i) => {
      const answers = Object.fromEntries(legacy.questions.map(({ id }, at) => [id, String([...l, ...i][at])]))
      const trial = tryAnswers(legacy, { isSent: true, answers })
      assert.ok(trial.kind === 'judged')
      const { score, inShort, sentences } = showResult(words, legacy, trial.assessment)
      const table = triedTable(words, legacy, trial)
      assert.ok(table?.total)
      assert.equal(table.total.cells.at(-1)?.says, score)
      assert.equal(Number(score), trial.assessment.score)
      assert.equal(inShort, `${score}, ${trial.assessment.rating}`)
      assert.ok(sentences.at(-1)?.startsWith(`${score} is `))
      assert.ok(sentences.at(-1)?.endsWith(`: ${trial.assessment.rating}.`))
      assert.match(tableCsv(table), new RegExp(`,${trial.assessment.score}\\r?\\n$`))
    }),
  )
})
