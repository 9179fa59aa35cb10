import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addPeriod, endOf, isDate, isPeriod, monthOf, readMoment, sayDate, sayMoment } from './dates.ts'

test('a day that does not exist is not a date', () => {
  assert.equal(isDate('2024-02-29'), true)
  assert.equal(isDate('2023-02-29'), false)
  assert.equal(isDate('29/02/2024'), false)
  assert.equal(isDate('0024-02-29'), false)
})

test('a period ends on the last day of the month where its day does not exist', () => {
  assert.equal(addPeriod('2024-02-29', 'P12M'), '2025-02-28')
  assert.equal(addPeriod('2024-01-31', 'P1M'), '2024-02-29')
})

test('a period is whole days or longer', () => {
  assert.equal(isPeriod('P12M'), true)
  assert.equal(isPeriod('PT5M'), false)
  assert.equal(isPeriod('P'), false)
  assert.equal(isPeriod('P0D'), false)
})

test('a published date ends with its year, its month or itself', () => {
  assert.equal(endOf('2025'), '2025-12-31')
  assert.equal(endOf('2024-02'), '2024-02-29')
  assert.equal(endOf('2024-02-03'), '2024-02-03')
  assert.equal(monthOf('2024-02-03'), '2024-02-01')
})

test('a moment needs its offset, and a day is its first instant', () => {
  assert.equal(readMoment('2024-03-01T00:00:00+01:00'), '2024-02-29T23:00:00.000Z')
  assert.equal(readMoment('2024-03-01'), '2024-03-01T00:00:00.000Z')
  assert.equal(readMoment('2024-03-01T00:00:00'), undefined)
  assert.equal(readMoment('yesterday'), undefined)
})

test('a moment is between the years 1000 and 9999 in UTC, and no leap second', () => {
  for (const text of [
    '2024-03-01T23:59:60Z',
    '0000-01-01T00:00:00Z',
    '0000-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-12:00',
    '1000-01-01T00:00:00+01:00',
  ]) {
    assert.equal(readMoment(text), undefined, text)
  }
  assert.equal(readMoment('1000-01-01T00:00:00Z'), '1000-01-01T00:00:00.000Z')
  assert.equal(readMoment('9999-12-31T23:59:59.999Z'), '9999-12-31T23:59:59.999Z')
})

test('a date is said at the precision it was published with', () => {
  assert.equal(sayDate('2025'), '2025')
  assert.equal(sayDate('2025-03'), 'March 2025')
  assert.equal(sayDate('2024-02-29'), '29 February 2024')
})

test('a date and a moment are said in Welsh', () => {
  assert.equal(sayDate('2025', 'cy'), '2025')
  assert.equal(sayDate('2025-03', 'cy'), 'Mawrth 2025')
  assert.equal(sayMoment('2024-03-01T09:30:00.000Z', 'cy'), '1 Mawrth 2024 am 09:30 (UTC)')
  const months = Array.from(
    { length: 12 },
    (_, month) => sayDate(`2024-${String(month + 1).padStart(2, '0')}-03`, 'cy').split(' ')[1],
  )
  const names = 'Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr'
  assert.deepEqual(months, names.split(' '))
})
