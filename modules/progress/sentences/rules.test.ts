import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Measure } from '#definitions'
import { CLASSES, type Figure } from '#figures'
import { createMessages, readCatalogue } from '#platform/messages'
import { SAYS, type StatedValue } from '#registers'
import { cellsOf } from './cells.ts'
import { coverageOf } from './coverage.ts'
import { headlineOf, sayInShort, sayStated, sayTarget, sayUnknown, targetOf } from './rules.ts'
import { legendOf } from './symbols.ts'
import { sayUnit } from './units.ts'

const messages = createMessages([readCatalogue('progress', new URL('../', import.meta.url))])
const words = messages.in('en')

test('a figure is said in a line', () => {
  assert.equal(short({ counted: 44, outOf: 63 }), '44 of 63 systems, 69.8%')
  assert.equal(short({ counted: 1_234_567, outOf: null }, { outOf: null }), '1,234,567 systems')
  assert.equal(short({ counted: 0, outOf: 0 }), '0 of 0 systems, [z]')
  assert.equal(short({ counted: 0, outOf: 9 }), '0 of 9 systems, 0%')
  assert.equal(short({ basis: 'none', counted: null, outOf: null }), 'Not known')
  assert.equal(short({ counted: 3, outOf: 9, unknown: 2 }), '3 of 9 systems')
  assert.equal(short({ counted: 0, outOf: 9, unknown: 9 }), 'Not known')
})

test('a unit is said in the form that its number takes in its language', () => {
  const bodies = { unit: { en: 'bodies' }, unitForms: { en: { one: 'body', other: 'bodies' } } }
  assert.equal(sayUnit(words, bodies, 1), 'body')
  assert.equal(sayUnit(words, bodies, 2), 'bodies')
  assert.equal(sayUnit(words, bodies, 0), 'bodies')
  assert.equal(sayUnit(words, { unit: { en: 'staff' } }, 1), 'staff')
  const cats = {
    unit: { en: 'cats', cy: 'cathod' },
    unitForms: {
      cy: { zero: 'cathod', one: 'gath', two: 'gath', few: 'cath', many: 'chath', other: 'cath' },
    },
  }
  assert.deepEqual(
    [0, 1, 2, 3, 6, 7].map((count) => sayUnit(messages.in('cy'), cats, count)),
    ['cathod', 'gath', 'gath', 'cath', 'chath', 'cath'],
  )
  const one = { unitForms: { en: { one: 'system', other: 'systems' } } }
  assert.equal(short({ counted: 1, outOf: null }, { ...one, outOf: null }), '1 system')
  assert.equal(short({ counted: 1, outOf: 2 }, one), '1 of 2 systems, 50%')
})

test('only the symbols that are used are explained', () => {
  assert.equal(legendOf(words, ['1', '0', '50%']), '')
  assert.match(legendOf(words, ['[c]', '7']), /^\[c\] means [^[]*$/)
  assert.match(legendOf(words, ['systems, [z]', '0', '[x]']), /^\[z\] .* \[x\] .* A 0 is a true zero\.$/)
})

test('an average is said in its own unit, and a derived share as a share', () => {
  const days = { unit: { en: 'days' }, derived: { quotient: { of: 'days', over: 'hires' } } }
  assert.equal(short({ counted: 310, outOf: 8, value: '38.75' }, days), '38.75 days')
  const median = { unit: { en: 'days' }, derived: { quantile: { of: 'days', at: 0.5 } } }
  assert.equal(short({ counted: 310, outOf: null, value: '12' }, median), '12 days')
  assert.equal(
    short({ counted: 1, outOf: 4, value: '0.25' }, { derived: { quotient: { of: 'x' } } }),
    '1 of 4 systems, 25%',
  )
  const people = { derived: { quotient: { of: 'trained', over: 'staff' } }, target: { above: '90%' } }
  assert.equal(short({ counted: 1, outOf: 4, value: '0.25' }, people), '1 of 4 systems, 25%')
  assert.equal(
    short({ counted: 310, outOf: 8, value: '38.75' }, { ...days, target: { atMost: 30 } }),
    '38.75 days',
  )
})

test('an average of which something is not known says so, and of nothing there is none', () => {
  const days = { unit: { en: 'days' }, derived: { quotient: { of: 'days', over: 'hires' } } }
  const some = { counted: 24, outOf: 5, unknown: 1, value: '4.8' }
  assert.equal(short(some, days), '4.8 days (as far as is known)')
  assert.equal(short({ counted: 24, outOf: 0 }, days), '[z]')
  assert.equal(short({ counted: 24, outOf: 0, unknown: 1 }, days), 'Not known')
  const unknown = (measure: Partial<Measure>) => sayUnknown(words, figureOf(some), { ...systems, ...measure })
  assert.deepEqual(unknown({}), ['It is not known whether 1 of them counts.'])
  assert.match(unknown(days)[0] ?? '', /^Some of what it is worked out from is not known/)
  assert.match(unknown({ ...days, target: { atLeast: '90%' } })[0] ?? '', /^Some of what it is worked out/)
  assert.deepEqual(sayUnknown(words, figureOf({ unknown: 0 }), { ...systems, ...days }), [])
})

test('what somebody stated is said as exactly as they did', () => {
  assert.equal(sayStated(words, { value: '4.0', unit: 'percent' }), '4.0%')
  assert.equal(sayStated(words, { value: '22050', unit: 'count' }), '22,050')
  assert.equal(sayStated(words, { value: '1900000', unit: 'about' }), 'about 1,900,000')
  const whole = [statedOf('4.0', 'whole-government'), statedOf('5.4', 'whole-government')]
  assert.equal(short({ basis: 'stated', counted: null, outOf: null, stated: whole }), '5.4%')
  const parts = [statedOf('30', 'dbt'), statedOf('8.7', 'home-office')]
  assert.equal(
    short({ basis: 'stated', counted: null, outOf: null, stated: parts }),
    '2 published numbers for parts of the whole; none for all of it',
  )
})

test('a target is said with its test, whom it is for and by when', () => {
  assert.equal(sayTarget(words, { atLeast: '100%', by: '2025' }), '100% by 2025')
  assert.equal(sayTarget(words, { atLeast: 50, by: '2025-03' }), 'at least 50 by March 2025')
  assert.equal(sayTarget(words, { below: '10%', each: 'organisation' }), 'below 10% in each organisation')
  assert.equal(sayTarget(words, { above: 1, atMost: '2.5%' }), 'more than 1 and at most 2.5%')
})

test('a verdict says whether the target is met, and whether it was due', () => {
  const target = { atLeast: 50, by: '2025' }
  const said = (
    verdict: 'met' | 'not met' | 'not yet known',
    isDue: boolean,
    basis: Figure['basis'] = 'recorded',
  ) =>
    targetOf(words, figureOf({ basis, target: { target, verdict, isDue, isOverdueUnknown: false } })).replace(
      'The target is at least 50 by 2025. ',
      '',
    )
  assert.equal(said('met', true), 'It is met.')
  assert.equal(said('met', true, 'stated'), 'By this number it is met.')
  assert.equal(said('not met', false), 'It is not yet met.')
  assert.equal(said('not met', true), 'It was due, and is not met.')
  assert.equal(said('not yet known', true), 'Whether it is met is not known.')
})

test('what was last known before a target fell due says nothing of what was reached by then', () => {
  const target = {
    target: { atLeast: 50, by: '2025' },
    verdict: 'not met' as const,
    isDue: true,
    isOverdueUnknown: true,
  }
  assert.match(
    targetOf(words, figureOf({ latest: '2025-02-28', target })),
    /By what is on record, the last of it from 28 February 2025, it is not met\. What was reached by/,
  )
  const unknown = { ...target, verdict: 'not yet known' as const }
  assert.match(
    targetOf(words, figureOf({ latest: '2025-02-28', target: unknown })),
    / Whether it is met is not known\.$/,
  )
})

test('coverage says who answered, and what was never published', () => {
  assert.equal(
    coverageOf(words, { answered: 27, inScope: 30 }),
    '27 of 30 organisations in scope have answered.',
  )
  assert.equal(
    coverageOf(words, { answered: 27, inScope: null }),
    '27 organisations have answered; the whole scope was not published.',
  )
  assert.equal(
    coverageOf(words, { answered: 0, inScope: null }),
    'Nobody has answered; the whole scope was not published.',
  )
  assert.match(
    coverageOf(words, { answered: null, inScope: 18 }),
    /How many have answered was not published; 18/,
  )
  assert.match(coverageOf(words, { answered: null, inScope: null }), /was not published\.$/)
})

test('a share of nothing is [z], and no share is rounded to all or nothing', () => {
  const amounts = { counted: 0, outOf: 0, unknown: 2, records: 1, reconstructed: 0 }
  assert.deepEqual(
    cellsOf(words, amounts, true).map(({ says }) => says),
    ['0', '0', '2', '[z]'],
  )
  assert.equal(
    cellsOf(words, { ...amounts, counted: 1999, outOf: 2000, unknown: 0 }, true).at(-1)?.says,
    '99.9%',
  )
  assert.deepEqual(
    cellsOf(words, { ...amounts, counted: 1200 }, false).map(({ says }) => says),
    ['1,200', '2'],
  )
})

test('there are words for everything that can be said', () => {
  const keys = [
    ...SAYS.filter((says) => says !== 'withdrawn').map((says) => `said.${says.replaceAll(' ', '-')}`),
    ...CLASSES.map((of) => `change.${of.replaceAll(' ', '-')}`),
    ...['rounded', 'ambiguous', 'derived'].map((certainty) => `certainty.${certainty}`),
    ...['rename', 'merge', 'split', 'from'].map((how) => `succession.${how}`),
  ]
  for (const key of keys) assert.ok(messages.has(`progress.${key}`), key)
})

const systems: Measure = {
  name: 'systems',
  title: { en: 'Systems' },
  unit: { en: 'systems' },
  outOf: 'true',
  public: 'on acceptance',
  method: { en: 'Systems.' },
}

function figureOf(given: Partial<Figure>): Figure {
  return {
    roadmap: 'r',
    commitment: 1,
    measure: 'systems',
    on: '2024-02-29',
    knownAt: '2024-03-01T00:00:00.000Z',
    organisation: null,
    counted: 1,
    outOf: 2,
    unknown: 0,
    unit: 'systems',
    coverage: { answered: 1, inScope: 1 },
    latest: '2024-02-29',
    basis: 'recorded',
    definition: '0',
    stated: [],
    ...given,
  }
}

function short(given: Partial<Figure>, measure: Partial<Measure> = {}): string {
  const said = sayInShort(words, figureOf(given), { ...systems, ...measure })
  assert.equal(said.startsWith(headlineOf(words, figureOf(given), { ...systems, ...measure }).number), true)
  return said
}

function statedOf(value: string, organisation: string): StatedValue {
  const placed = { measure: 'r/1/systems', quantity: 'figure', unit: 'percent', certainty: 'exact' }
  return {
    ...placed,
    value,
    organisation,
    asAt: '2024-02-29',
    says: '',
    source: 'A report',
    link: null,
    line: null,
  }
}
