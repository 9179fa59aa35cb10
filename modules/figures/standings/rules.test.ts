import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Target } from '#definitions'
import { type Promised, promisesOf } from '#roadmaps'
import type { Figure, Judged } from '../accounts/rules.ts'
import { government } from '../accounts/testing.ts'
import { type Forecast, forecast, type Projected } from '../forecasts/rules.ts'
import { type Judgement, standingOf } from './rules.ts'

const target: Target = { atLeast: 50, by: '2025' }
const [plain] = promisesOf(government)

function promised(name: string, withTarget = true): Promised {
  assert.ok(plain)
  const { target: _, ...measure } = plain.measure
  return { ...plain, measure: { ...measure, name, ...(withTarget ? { target } : {}) } }
}

function judgement(
  name: string,
  judged: Partial<Judged>,
  more: { basis?: Figure['basis']; forecast?: Forecast } = {},
): Judgement {
  const figure: Figure = {
    roadmap: 'r',
    commitment: 1,
    measure: name,
    on: '2024-02-29',
    knownAt: '2024-03-01T00:00:00.000Z',
    organisation: null,
    counted: 16,
    outOf: 75,
    unknown: 0,
    unit: 'services',
    coverage: { answered: 1, inScope: 1 },
    latest: '2024-02-29',
    basis: more.basis ?? 'recorded',
    definition: '1',
    stated: [],
    target: { target, verdict: 'not met', isDue: false, isOverdueUnknown: false, ...judged },
  }
  const none: Forecast = { kind: 'too little known', why: 'one observation', observations: 1 }
  return { promised: promised(name), figure, forecast: more.forecast ?? none }
}

function heading(verdict: Projected['verdict']): Forecast {
  const points = [
    { on: '2023-09-30', counted: 15, outOf: 75, unknown: 0 },
    { on: '2024-02-29', counted: 16, outOf: 75, unknown: 0 },
  ]
  const made = forecast({
    points,
    stated: [],
    target,
    on: '2024-02-29',
    isCounting: true,
    hasOwnValue: false,
    isDivided: false,
  })
  assert.ok(made.kind === 'projected')
  return { ...made, verdict }
}

const met = judgement('met', { verdict: 'met' })
const missed = judgement('missed', { isDue: true })
const onCourse = judgement('on course', {}, { forecast: heading('likely to meet') })
const offCourse = judgement('off course', {}, { forecast: heading('will miss') })
const silent = judgement('silent', { isDue: true, isOverdueUnknown: true })

function says(...judgements: Judgement[]): string {
  const { standing, reason, decidedBy } = standingOf(judgements)
  return `${standing}: ${reason}${decidedBy ? `, ${decidedBy.promised.measure.name}` : ''}`
}

test('a measure is met, missed, on course or off course, and says by which rule', () => {
  assert.equal(says(met), 'met: met, met')
  assert.equal(says(missed), 'missed: missed, missed')
  assert.equal(says(onCourse), 'on course: forecast, on course')
  assert.equal(says(offCourse), 'off course: forecast, off course')
  assert.equal(
    says(judgement('late', { isDue: true, verdict: 'met' })),
    'met: met, late',
    'met after its date is still met',
  )
})

test('what is not known is not yet known, and never missed', () => {
  assert.equal(says(silent), 'not yet known: never recorded, silent')
  assert.equal(says(judgement('new', {}, { basis: 'none' })), 'not yet known: no figure, new')
  assert.equal(says(judgement('young', {})), 'not yet known: no forecast, young')
  assert.equal(
    says(judgement('open', { isDue: true, verdict: 'not yet known' })),
    'not yet known: unknown could decide, open',
  )
})

test('met by those who answered is on course until the date', () => {
  const forecastMet: Forecast = { kind: 'has met', due: '2025-12-31', since: '2024-02-29', basis: 'records' }
  const answered = judgement('answered', { verdict: 'not yet known' }, { forecast: forecastMet })
  assert.equal(says(answered), 'on course: met by those who answered, answered')
})

test('a commitment stands as its measures do, the worst first, and is met only where all are', () => {
  assert.equal(says(met, offCourse, missed), 'missed: missed, missed')
  assert.equal(says(met, onCourse, silent, offCourse), 'off course: forecast, off course')
  assert.equal(says(met, onCourse, silent), 'not yet known: never recorded, silent')
  assert.equal(says(met, onCourse), 'on course: forecast, on course')
  assert.equal(says(met, met), 'met: met, met')
})

test('without a measure or a target nothing can be said', () => {
  assert.equal(says(), 'not yet known: no measure')
  assert.equal(says({ ...met, promised: promised('untargeted', false) }), 'not yet known: no target')
  assert.equal(says({ ...missed, promised: promised('untargeted', false) }, met), 'met: met, met')
})

test('a standing that rests on a published number is by word', () => {
  const stated = judgement('stated', { verdict: 'met' }, { basis: 'stated' })
  assert.equal(standingOf([stated]).isByWord, true)
  assert.equal(standingOf([met, stated]).isByWord, true)
  assert.equal(standingOf([missed, stated]).isByWord, false)
})

test('a target without a date holds at any time: not met is off course', () => {
  const always = { target: { atLeast: 20 } }
  assert.equal(says(judgement('always', always)), 'off course: not met, always')
  assert.equal(says(judgement('always', { ...always, verdict: 'met' })), 'met: met, always')
  assert.equal(
    says(judgement('always', { ...always, verdict: 'not yet known' })),
    'not yet known: no forecast, always',
  )
})
