import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMessages, readCatalogue } from '#platform/messages'
import { queryOf, readAsAt } from './input.ts'

const now = '2026-11-22T10:15:00.000Z'

function asAt(query: unknown) {
  const reading = readAsAt(query, now)
  assert.ok(reading.ok && 'asAt' in reading, JSON.stringify(reading))
  return reading.asAt
}

test('an address that says nothing shows today, as known now', () => {
  for (const query of [undefined, {}, { on: '', known: '' }, { utm_source: 'mail' }]) {
    assert.deepEqual(asAt(query), {
      on: '2026-11-22',
      knownAt: now,
      organised: 'then',
      today: '2026-11-22',
      asked: {},
    })
  }
})

test('organisations are those of the date unless those of today are asked for', () => {
  assert.equal(asAt({ organised: 'now' }).organised, 'now')
  assert.deepEqual(asAt({ organised: 'now' }).asked, { organised: 'now' })
  assert.deepEqual(readAsAt({ organised: 'then' }, now), { ok: true, rewrite: {} })
  assert.equal(readAsAt({ organised: 'soon' }, now).ok, false)
  assert.equal(readAsAt({ organised: ['now', 'then'] }, now).ok, false)
})

test('a day is understood as people write it in either language', () => {
  for (const written of ['29 February 2024', '29 feb 2024', '29 Chwefror 2024', '29/2/2024', '29.02.2024'])
    assert.deepEqual(readAsAt({ on: written }, now), { ok: true, rewrite: { on: '2024-02-29' } })
})

test('a day is understood as each language tells people to write it', () => {
  const messages = createMessages([readCatalogue('progress', new URL('../', import.meta.url))])
  for (const [locale, says] of [
    ['en', '29 February 2024'],
    ['cy', '29 Chwefror 2024'],
  ] as const) {
    for (const key of ['as-at.on-hint', 'as-at.not-a-date', 'as-at.twice', 'compare.date-hint'])
      assert.ok(messages.in(locale).say(`progress.${key}`).includes(says), `${locale} ${key}`)
    assert.deepEqual(readAsAt({ on: says }, now), { ok: true, rewrite: { on: '2024-02-29' } })
  }
})

test('what is known on a day is all that was known by its end', () => {
  const read = asAt({ on: '2024-02-29', known: '2024-03-01' })
  assert.equal(read.on, '2024-02-29')
  assert.equal(read.knownAt, '2024-03-01T23:59:59.999Z')
  assert.deepEqual(read.asked, { on: '2024-02-29', known: '2024-03-01' })
})

test('what is known today is what is known now', () => {
  assert.equal(asAt({ known: '2026-11-22' }).knownAt, now)
})

test('a moment of knowledge is taken exactly', () => {
  assert.equal(asAt({ known: '2024-02-29T09:30:00Z' }).knownAt, '2024-02-29T09:30:00.000Z')
  assert.equal(asAt({ known: '2024-02-29T09:30:00Z' }).asked.known, '2024-02-29T09:30:00Z')
})

test('a date written as people write it is understood, and written as addresses are', () => {
  for (const written of [
    '29 February 2024',
    '29 feb 2024',
    ' 29  February  2024 ',
    '29/2/2024',
    '29.02.2024',
    '29-02-2024',
  ]) {
    assert.deepEqual(readAsAt({ on: written, known: '1 March 2024' }, now), {
      ok: true,
      rewrite: { on: '2024-02-29', known: '2024-03-01' },
    })
  }
})

test('what is no date, is not there, is given twice or has not come yet is named with what was given', () => {
  const cases = [
    [{ on: 'yesterday' }, 'on', 'not-a-date', 'yesterday'],
    [{ on: '2024-02-30' }, 'on', 'not-a-date', '2024-02-30'],
    [{ on: '30 February 2024' }, 'on', 'not-a-date', '30 February 2024'],
    [{ on: '5 ma 2024' }, 'on', 'not-a-date', '5 ma 2024'],
    [{ on: '2024-02-29T09:30:00Z' }, 'on', 'not-a-date', '2024-02-29T09:30:00Z'],
    [{ on: ['2024-02-29', '2024-03-01'] }, 'on', 'twice', ''],
    [{ on: '2026-11-23' }, 'on', 'future', '2026-11-23'],
    [{ known: '2024-13-01' }, 'known', 'not-a-date', '2024-13-01'],
    [{ known: '2024-02-29T25:00:00Z' }, 'known', 'not-a-date', '2024-02-29T25:00:00Z'],
    [{ known: '2026-11-23' }, 'known', 'future', '2026-11-23'],
    [{ known: 'x'.repeat(500) }, 'known', 'not-a-date', `${'x'.repeat(40)}…`],
    [{ on: '\u0000' }, 'on', 'not-a-date', '\u0000'],
  ] as const
  for (const [query, parameter, key, given] of cases) {
    assert.deepEqual(readAsAt(query, now), {
      ok: false,
      faults: [{ parameter, key: `progress.as-at.${key}`, given }],
    })
  }
})

test('all that is wrong is named, in the order of the form', () => {
  const reading = readAsAt({ on: 'soon', known: '2030-01-01' }, now)
  assert.ok(!reading.ok)
  assert.deepEqual(
    reading.faults.map(({ parameter, key }) => [parameter, key]),
    [
      ['on', 'progress.as-at.not-a-date'],
      ['known', 'progress.as-at.future'],
    ],
  )
})

test('the choice is carried from page to page', () => {
  assert.equal(queryOf({}), '')
  assert.equal(queryOf({ on: '2024-02-29' }), '?on=2024-02-29')
  assert.equal(
    queryOf({ on: '2024-02-29', known: '2024-03-01T00:00:00Z' }),
    '?on=2024-02-29&known=2024-03-01T00:00:00Z',
  )
})
