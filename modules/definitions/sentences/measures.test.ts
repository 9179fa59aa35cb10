import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Register } from '../government.ts'
import { readGovernment } from '../read.ts'
import type { Measure } from '../roadmap.ts'
import { harbourton } from '../testing.ts'
import { measureSentence } from './measures.ts'

const text = (en: string) => ({ en })
const field = { required: false, disclose: 'none' } as const
const systems: Register = {
  name: 'legacy-systems',
  title: text('Legacy systems'),
  record: text('legacy system'),
  records: text('legacy systems'),
  kind: 'continuous',
  fields: [
    { ...field, name: 'risk', title: text('Risk'), type: 'assessment', framework: 'risk' },
    {
      ...field,
      name: 'plan',
      title: text('Plan'),
      type: 'choice',
      options: ['fully funded', 'partly funded', 'none'],
    },
    { ...field, name: 'users', title: text('Users'), type: 'integer' },
    { ...field, name: 'staff', title: text('Staff'), type: 'integer' },
    { ...field, name: 'testedOn', title: text('Day of the last test'), type: 'date' },
    { ...field, name: 'hosted', title: text('In the cloud'), type: 'boolean' },
    { ...field, name: 'it', title: text('IT lead'), type: 'text' },
  ],
  parts: [{ name: 'red-rated', title: text('Red-rated systems'), when: 'record.risk.rating == "red"' }],
  checks: [],
}

function sentence(rule: Partial<Measure>): string {
  const measure: Measure = {
    name: 'm',
    title: text('M'),
    unit: text('systems'),
    register: 'legacy-systems',
    public: 'on release',
    method: text('-'),
    ...rule,
  }
  return measureSentence(systems, measure, 'en')
}

test('a pair is said as what counts, out of what', () => {
  assert.equal(
    sentence({ outOf: 'record.risk.rating == "red"', counts: 'record.plan == "fully funded"' }),
    'Counts legacy systems whose plan is fully funded, out of legacy systems whose risk rating is red.',
  )
  assert.equal(
    sentence({ part: 'red-rated', counts: 'record.plan in ["fully funded", "partly funded"]' }),
    'Counts red-rated systems whose plan is fully funded or partly funded, out of all red-rated systems.',
  )
})

test('a count is said without a denominator', () => {
  assert.equal(
    sentence({ outOf: null, counts: 'record.hosted && !has(record.plan) && record.it != "nobody"' }),
    'Counts legacy systems whose “in the cloud” is yes and whose plan is not recorded and whose IT lead is not nobody.',
  )
})

test('a count made from a part is said of that part', () => {
  assert.equal(
    sentence({ part: 'red-rated', outOf: null, counts: 'record.hosted', amount: { counts: 'record.users' } }),
    'Adds up the users of red-rated systems whose “in the cloud” is yes.',
  )
})

test('comparisons, alternatives and history are said', () => {
  assert.equal(
    sentence({ outOf: 'true', counts: 'record.risk.score >= 16 || record.testedOn < "2024-02-29"' }),
    'Counts legacy systems whose risk score is at least 16, or whose day of the last test is before 29 February 2024, out of all legacy systems.',
  )
  assert.equal(
    sentence({ outOf: null, counts: 'record.plan == "none" || record.plan == "partly funded"' }),
    'Counts legacy systems whose plan is none or partly funded.',
  )
  assert.equal(
    sentence({ outOf: null, counts: 'ever.exists(e, e.risk.rating == "red")' }),
    'Counts legacy systems whose risk rating was ever red.',
  )
})

test('amounts and windows are said', () => {
  assert.equal(
    sentence({ outOf: 'true', amount: { counts: 'record.staff', outOf: 'record.users + record.staff' } }),
    'Adds up the staff of all legacy systems, out of the users and staff of all legacy systems.',
  )
  assert.equal(
    sentence({ outOf: null, counts: 'record.hosted', window: { from: 'testedOn', lasts: 'P1Y6M' } }),
    'Counts legacy systems whose “in the cloud” is yes. Each counts for 1 year and 6 months from the date in “day of the last test”.',
  )
})

test('a condition that is not simple is shown as it is written', () => {
  assert.equal(
    sentence({ outOf: null, counts: 'record.it.startsWith("A") ? record.hosted : true' }),
    'Counts legacy systems for which record.it.startsWith("A") ? record.hosted : true.',
  )
})

test('derived measures say what they are made from', async () => {
  assert.equal(
    sentence({ derived: { quotient: { of: 'days', over: '9/hires' } } }),
    'Divides “days” by “hires”.',
  )
  assert.equal(
    sentence({ derived: { quantile: { of: 'days-to-hire', at: 0.5 } } }),
    'Takes the median of “days to hire”.',
  )
  assert.equal(
    sentence({ derived: { quantile: { of: 'days', at: 0.91 } } }),
    'Takes the 91st percentile of “days”.',
  )
  const reading = await readGovernment(harbourton)
  assert.ok(reading.ok)
  const [share] = reading.government.roadmaps[0]?.commitments[3]?.measures ?? []
  assert.ok(share)
  assert.equal(
    measureSentence(undefined, share, 'cy'),
    'Counts the organisations for which “easy services” is at least 50%.',
  )
})
