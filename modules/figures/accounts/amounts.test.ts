import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Measure } from '#definitions'
import { type Amounts, NOTHING } from '../ledger/rules.ts'
import { MEASURE_WORDS, roadmapOf } from '../ledger/testing/one-commitment.ts'
import { type AmountsOf, amountsOf } from './amounts.ts'

const count: Measure = { ...MEASURE_WORDS, name: 'count', title: { en: 'Count' }, outOf: null }
const roadmap = roadmapOf({ organisations: [], published: false }, [count])

function sumsOf(
  measure: Measure,
  amounts: Record<string, Partial<Amounts>>,
  bases: AmountsOf[] = [],
): AmountsOf {
  const [commitment] = roadmap.commitments
  assert.ok(commitment)
  const held = Object.entries(amounts).map(
    ([name, each]) => [name, { ...NOTHING, records: 1, ...each }] as const,
  )
  const lines = new Map(held.map(([name]) => [name, { slug: name, name: { en: name } }]))
  return { promised: { roadmap, commitment, measure }, amounts: new Map(held), lines, bases, single: [] }
}

function quotient(of: Record<string, Partial<Amounts>>, over: Record<string, Partial<Amounts>>) {
  const derived = { quotient: { of: 'count', over: 'count' } }
  return amountsOf(sumsOf({ ...count, derived }, {}, [sumsOf(count, of), sumsOf(count, over)]), null)
}

test('what is not known of the divisor is not known of the quotient', () => {
  const { amounts, value } = quotient({ a: { counted: 47 } }, { a: { counted: 100 }, b: { unknown: 1 } })
  assert.deepEqual([amounts.counted, amounts.outOf, amounts.unknown, value], [47, 100, 1, 0.47])
})

test('where the divisor has no records there is nothing to divide by, and no figure', () => {
  assert.deepEqual(quotient({ a: { counted: 47 } }, {}), { amounts: NOTHING, value: undefined })
  assert.deepEqual(quotient({}, { a: { counted: 100 } }), { amounts: NOTHING, value: undefined })
})

test('"organisation not published" is none of the organisations that could pass', () => {
  const derived = { organisations: { of: 'count', passing: { atLeast: 1 } } }
  const base = sumsOf(count, { a: { counted: 2 }, b: {}, 'organisation-not-published': { counted: 5 } })
  const { amounts } = amountsOf(sumsOf({ ...count, derived }, {}, [base]), null)
  assert.deepEqual([amounts.counted, amounts.outOf, amounts.records], [1, 2, 2])
})
