import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Measure } from '#definitions'
import type { Projected, Series } from '#figures'
import { createMessages, readCatalogue } from '#platform/messages'
import { trendOf } from '../measures/trends.ts'
import { hasShare } from './cells.ts'
import { sayDifference } from './changes.ts'
import { showForecast } from './forecasts.ts'

const words = createMessages([readCatalogue('progress', new URL('../', import.meta.url))]).in('en')

const minutes: Measure = {
  name: 'wait',
  title: { en: 'Wait' },
  unit: { en: 'minutes' },
  derived: { quotient: { of: 'waited', over: 'calls' } },
  public: 'on acceptance',
  method: { en: 'Wait.' },
}
const before = { counted: 750, outOf: 150, unknown: 0, value: '5' }
const after = { counted: 720, outOf: 100, unknown: 0, value: '7.2' }

test('a change of an average is of its value, and not of the sums that it is made of', () => {
  const said = (from: Parameters<typeof sayDifference>[2], to: Parameters<typeof sayDifference>[2]) =>
    sayDifference(words, minutes, from, to)
  assert.equal(said(before, after), 'Up from 5 to 7.2 minutes')
  assert.equal(said(after, before), 'Down from 7.2 to 5 minutes')
  assert.equal(said(before, { ...before, counted: 500, outOf: 100 }), 'Still 5 minutes')
  assert.equal(said({ counted: null, outOf: null }, after), '7.2 minutes')
  assert.equal(said(before, { ...after, unknown: 1 }), 'Up from 5 to 7.2 minutes (as far as is known)')
  assert.equal(said(before, { counted: 20, outOf: 0, unknown: 0, value: undefined }), 'Not known')
  assert.equal(hasShare(minutes), false)
})

test('the trend of an average is of its value, and a number that is not wholly known says so', () => {
  const points = [
    { on: '2024-01-31', byOrganisation: new Map(), ...before },
    { on: '2024-02-29', byOrganisation: new Map(), ...after, unknown: 30 },
  ]
  const series: Series = {
    promised: {
      roadmap: {
        slug: 'r',
        title: { en: 'R' },
        summary: { en: 'R' },
        from: '2024',
        until: '2025',
        missions: [],
        reportingLines: [],
        rollUp: [],
        commitments: [],
      },
      commitment: {
        number: 1,
        slug: 'c',
        mission: 1,
        title: { en: 'C' },
        promise: { en: 'C' },
        scope: { organisations: [], published: false },
        phases: [],
        milestones: [],
        doubts: [],
        measures: [minutes],
      },
      measure: minutes,
    },
    until: '2024-02-29',
    every: 'change',
    roundedTo: null,
    points,
    stated: [],
  }
  const trend = trendOf(words, series, undefined)
  assert.ok(trend)
  const text = JSON.stringify(trend.chart)
  assert.match(text, /Up from 5 to 7\.2 minutes \(as far as is known\) since 31 January 2024/)
  assert.doesNotMatch(text, /750|720|150/)
  assert.deepEqual(
    trend.table.rows.map(({ cells }) => cells[1]?.says),
    ['5', '7.2 (as far as is known)'],
  )
})

test('what is known meets the target already: then no date is given on which it would be met', () => {
  const at = { central: 38, low: 30, high: 45 }
  const projected: Projected = {
    kind: 'projected',
    verdict: 'likely to meet',
    basis: 'records',
    scale: 'count',
    bound: { name: 'atMost', amount: 40, isShare: false },
    on: '2024-02-29',
    due: '2025-12-31',
    current: 30,
    short: 0,
    needed: 0,
    recent: { rate: 1, low: 0, high: 2 },
    observed: { from: '2023-02-28', to: '2024-02-29', observations: 3 },
    atDue: at,
    meetsOn: '2024-02-29',
    band: [],
  }
  const said = (given: Partial<Projected>) =>
    showForecast(words, minutes, { ...projected, ...given })?.sentences.join(' ') ?? ''
  assert.doesNotMatch(said({}), /would (never )?be met/)
  assert.doesNotMatch(said({ meetsOn: null }), /would (never )?be met/)
  assert.match(said({ short: 5, meetsOn: '2025-01-10' }), /would be met in January 2025/)
})
