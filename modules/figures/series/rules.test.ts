import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addPeriod } from '#shared/dates'
import { datesOf, MOST_POINTS } from './rules.ts'

const day = fc.nat(3650).map((days) => addPeriod('2018-01-01', `P${days}D`))
const changes = fc.uniqueArray(day, { minLength: 1, maxLength: MOST_POINTS + 1 }).map((dates) => dates.sort())

test('few changes are all shown, and the date asked for', () => {
  assert.deepEqual(datesOf(['2024-01-10', '2024-02-29'], '2024-03-15'), {
    every: 'change',
    dates: ['2024-01-10', '2024-02-29', '2024-03-15'],
  })
  assert.deepEqual(datesOf(['2024-01-10'], '2024-01-10').dates, ['2024-01-10'])
  assert.deepEqual(datesOf([], '2024-01-10').dates, [])
})

test('too many changes give way to the ends of months, then of quarters, then of years', () => {
  const from = (first: string) => Array.from({ length: 41 }, (_, i) => addPeriod(first, `P${i}D`))
  const months = datesOf(from('2024-01-10'), '2024-05-15')
  assert.deepEqual(months, {
    every: 'month',
    dates: ['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30', '2024-05-15'],
  })
  const quarters = datesOf(from('2019-11-10'), '2024-02-29')
  assert.equal(quarters.every, 'quarter')
  assert.equal(quarters.dates[0], '2019-12-31')
  assert.equal(quarters.dates.at(-1), '2024-02-29')
  assert.equal(datesOf(from('1990-02-10'), '2024-02-29').every, 'year')
})

test('dates are in order, each once, no more than can be shown and one, and end on the date asked for', () => {
  fc.assert(
    fc.property(changes, fc.nat(9000), fc.integer({ min: 1, max: MOST_POINTS }), (all, later, most) => {
      const until = addPeriod(all.at(-1) ?? '2018-01-01', `P${later}D`)
      const { every, dates } = datesOf(all, until, most)
      assert.deepEqual(dates, [...new Set(dates)].sort())
      assert.equal(dates.at(-1), until)
      assert.ok(dates.length <= most + 1)
      if (every === 'change') assert.ok(all.every((date) => dates.includes(date)))
    }),
  )
})
