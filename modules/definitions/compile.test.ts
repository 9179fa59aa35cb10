import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compileCondition, compileMeasure } from './compile.ts'
import { cannotBeJudged, type Government, type Register, type Values } from './government.ts'
import { governmentHash, measureVersion } from './hash.ts'
import { readGovernment } from './read.ts'
import type { Measure } from './roadmap.ts'
import { harbourton } from './testing.ts'

const text = (en: string) => ({ en })
const field = { required: false, disclose: 'none' } as const
const owners: Register = {
  name: 'owners',
  title: text('Owners'),
  record: text('owner'),
  records: text('owners'),
  kind: 'continuous',
  fields: [{ ...field, name: 'grade', title: text('Grade'), type: 'integer' }],
  parts: [],
  checks: [],
}
const systems: Register = {
  ...owners,
  name: 'systems',
  record: text('system'),
  records: text('systems'),
  fields: [
    { ...field, name: 'risk', title: text('Risk'), type: 'assessment', framework: 'risk' },
    { ...field, name: 'plan', title: text('Plan'), type: 'choice', options: ['funded', 'none'] },
    { ...field, name: 'people', title: text('People'), type: 'integer' },
    { ...field, name: 'trained', title: text('Trained'), type: 'integer' },
    { ...field, name: 'share', title: text('Share'), type: 'decimal' },
    { ...field, name: 'testedOn', title: text('Tested on'), type: 'date' },
    { ...field, name: 'owner', title: text('Owner'), type: 'record', register: 'owners' },
    { ...field, name: 'constructor', title: text('Constructor'), type: 'text' },
  ],
  parts: [{ name: 'red', title: text('Red systems'), when: 'record.risk.rating == "red"' }],
}
const government: Government = {
  slug: 'x',
  name: text('X'),
  organisations: [],
  successions: [],
  registers: [owners, systems],
  frameworks: [],
  roadmaps: [],
}

function measure(rule: Partial<Measure>): Measure {
  return {
    name: 'm',
    title: text('M'),
    unit: text('systems'),
    register: 'systems',
    public: 'on release',
    method: text('-'),
    ...rule,
  }
}

function evaluate(rule: Partial<Measure>, record: Values, ever: Values[] = []) {
  return compileMeasure(government, systems, measure(rule)).evaluate({ record, ever })
}

const red = { risk: { rating: 'red', score: 17.4 } }
const funded = { part: 'red', counts: 'record.plan == "funded"' }

test('a record in scope counts or does not; out of scope it adds nothing', () => {
  assert.deepEqual(evaluate(funded, { ...red, plan: 'funded' }), { counted: 1, outOf: 1, unknown: 0 })
  assert.deepEqual(evaluate(funded, { ...red, plan: 'none' }), { counted: 0, outOf: 1, unknown: 0 })
  assert.equal(evaluate(funded, { risk: { rating: 'low' }, plan: 'funded' }), null)
})

test('a missing input makes the contribution unknown, and never zero', () => {
  assert.deepEqual(evaluate(funded, {}), { counted: 0, outOf: 0, unknown: 1 })
  assert.deepEqual(evaluate(funded, red), { counted: 0, outOf: 1, unknown: 1 })
  assert.deepEqual(evaluate(funded, { ...red, plan: null }), { counted: 0, outOf: 1, unknown: 1 })
  assert.deepEqual(
    evaluate(
      { ...funded, amount: { counts: 'record.people', outOf: 'record.people' } },
      { ...red, people: 7 },
    ),
    {
      counted: 0,
      outOf: 7,
      unknown: 7,
    },
  )
})

test('a rating that could not be judged is a missing input', () => {
  assert.deepEqual(evaluate(funded, { risk: { rating: cannotBeJudged }, plan: 'funded' }), {
    counted: 0,
    outOf: 0,
    unknown: 1,
  })
})

test('counts is asked only of what is in scope', () => {
  assert.equal(evaluate(funded, { risk: { rating: 'low' } }), null)
})

test('a count has no denominator', () => {
  const count = { outOf: null, counts: 'record.plan == "funded"' }
  assert.deepEqual(evaluate(count, { plan: 'funded' }), { counted: 1, outOf: 0, unknown: 0 })
  assert.deepEqual(evaluate(count, { plan: 'none' }), { counted: 0, outOf: 0, unknown: 0 })
  assert.deepEqual(evaluate(count, {}), { counted: 0, outOf: 0, unknown: 1 })
})

test('a count may be made from a part alone: what is not in it is out of scope, and no zero', () => {
  const count = {
    part: 'red',
    outOf: null,
    counts: 'record.plan == "funded"',
    amount: { counts: 'record.people' },
  }
  assert.deepEqual(evaluate(count, { ...red, plan: 'funded', people: 7 }), {
    counted: 7,
    outOf: 0,
    unknown: 0,
  })
  assert.deepEqual(evaluate(count, { ...red, plan: 'none' }), { counted: 0, outOf: 0, unknown: 0 })
  assert.equal(evaluate(count, { risk: { rating: 'low' }, plan: 'funded', people: 7 }), null)
  assert.deepEqual(evaluate(count, { plan: 'funded' }), { counted: 0, outOf: 0, unknown: 1 })
})

test('amounts may differ on the two sides, and a missing one is unknown', () => {
  const trained = { outOf: 'true', amount: { counts: 'record.trained', outOf: 'record.people' } }
  assert.deepEqual(evaluate(trained, { trained: 3, people: 8 }), { counted: 3, outOf: 8, unknown: 0 })
  assert.deepEqual(evaluate(trained, { people: 8 }), { counted: 0, outOf: 8, unknown: 8 })
  assert.deepEqual(evaluate(trained, { trained: 3 }), { counted: 0, outOf: 0, unknown: 1 })
  assert.deepEqual(evaluate(trained, { trained: 3.5, people: 8 }), { counted: 0, outOf: 8, unknown: 8 })
  const summed = {
    outOf: 'true',
    amount: { counts: 'record.trained', outOf: 'record.trained + record.people' },
  }
  assert.deepEqual(evaluate(summed, { trained: 3, people: 8 }), { counted: 3, outOf: 11, unknown: 0 })
})

test('whole numbers, decimals, dates and referenced records are reckoned as what they are', () => {
  const counts = (condition: string, record: Values) =>
    evaluate({ outOf: null, counts: condition }, record)?.counted
  assert.equal(counts('record.people / 2 == 3', { people: 7 }), 1)
  assert.equal(counts('record.share >= 0.5', { share: 0.5 }), 1)
  assert.equal(counts('record.share >= 0.5', { share: '0.5' }), 1)
  assert.equal(counts('record.risk.score >= 16', red), 1)
  assert.equal(counts('record.testedOn >= "2024-02-29"', { testedOn: '2024-03-01' }), 1)
  assert.equal(counts('record.owner.grade > 6', { owner: { grade: 7 } }), 1)
  assert.equal(counts('!has(record.constructor)', {}), 1)
})

test('the history is read where it is asked for', () => {
  const ever = { outOf: null, counts: 'ever.exists(e, e.risk.rating == "red")' }
  const compiled = compileMeasure(government, systems, measure(ever))
  assert.equal(compiled.usesEver, true)
  const low = { risk: { rating: 'low' } }
  assert.equal(compiled.evaluate({ record: low, ever: [red, low] })?.counted, 1)
  assert.equal(compiled.evaluate({ record: low, ever: [low] })?.counted, 0)
})

test('what a measure reads is known', () => {
  const compiled = compileMeasure(
    government,
    systems,
    measure({ outOf: 'record.owner.grade > 6', counts: 'true', window: { from: 'testedOn', lasts: 'P12M' } }),
  )
  assert.deepEqual(compiled.fields, ['testedOn', 'owner'])
  assert.deepEqual(compiled.references, ['owner'])
  assert.deepEqual(compiled.window, { from: 'testedOn', lasts: 'P12M' })
  assert.equal(compiled.usesEver, false)
})

test('every field on every path is known, those of other records too', () => {
  const reads = (rule: Partial<Measure>) =>
    compileMeasure(government, systems, measure(rule)).reads?.map(
      (read) => `${read.register}.${read.field} ${read.reads}`,
    )
  const counting = (counts: string) => reads({ outOf: null, counts })
  const window = { from: 'testedOn', lasts: 'P12M' }
  assert.deepEqual(counting('record.owner.grade > 6'), ['systems.owner reference', 'owners.grade value'])
  assert.deepEqual(counting('has(record.owner)'), ['systems.owner reference'])
  assert.deepEqual(counting('[record.owner].exists(o, o.grade > 6)'), [
    'systems.owner reference',
    'owners.grade value',
  ])
  assert.deepEqual(counting('record.risk.score >= 16.0'), ['systems.risk score'])
  assert.deepEqual(counting('[record.risk].exists(r, r.score >= 16.0)'), ['systems.risk assessment'])
  assert.deepEqual(reads({ part: 'red', amount: { counts: 'record.trained' }, window }), [
    'systems.risk rating',
    'systems.trained value',
    'systems.testedOn value',
  ])
  assert.equal(counting('[record].exists(r, r.people > 1)')?.length, systems.fields.length + 1)
})

test('of the history those fields are known that are named, and nothing where it is handed on whole', () => {
  const counting = (counts: string) =>
    compileMeasure(government, systems, measure({ outOf: null, counts })).reads?.map(({ field }) => field)
  for (const [counts, fields] of [
    ['ever.exists(e, e.risk.rating == "red")', ['risk']],
    ['ever.filter(e, e.people > 1).exists(f, f.plan == "none")', ['people', 'plan']],
    ['ever.filter(e, has(e.people))[0].plan == "none"', ['plan', 'people']],
    ['ever[record.trained].plan == "none"', ['plan', 'trained']],
    ['ever.map(e, e.plan).exists(p, p == "none")', ['plan']],
    ['size(ever) > 1 && ever.size() > 1 && ever.filter(e, e.trained > 1).size() > 1', ['trained']],
  ] satisfies [string, string[]][]) {
    assert.deepEqual(counting(counts), fields, counts)
  }
  for (const counts of [
    'ever.map(e, e).exists(e, e.plan == "none")',
    '(true ? ever : ever).exists(e, e.plan == "none")',
    '[ever.filter(e, true)][0].exists(e, e.plan == "none")',
    '[ever[0]].exists(e, e.plan == "none")',
    'ever[0][record.plan] == "none"',
    '[ever] == []',
  ]) {
    assert.equal(counting(counts), undefined, counts)
  }
})

test('a version changes with what is computed, and with nothing else', () => {
  const version = (rule: Partial<Measure>, register = systems) => measureVersion(measure(rule), register)
  assert.match(version(funded), /^[0-9a-f]{12}$/)
  assert.equal(version(funded), version({ ...funded, title: text('Other'), target: { atLeast: '100%' } }))
  assert.notEqual(version(funded), version({ ...funded, counts: 'record.plan != "none"' }))
  const redefined = {
    ...systems,
    parts: [{ name: 'red', title: text('Red'), when: 'record.risk.score >= 16.0' }],
  }
  assert.notEqual(version(funded), version(funded, redefined))
  const share = measure({ derived: { quotient: { of: 'funded' } } })
  const derived = (base: string) => measureVersion(share, undefined, [base])
  assert.notEqual(derived(version(funded)), version(funded))
  assert.notEqual(derived(version(funded)), derived(version(funded, redefined)))
})

test('a condition is true, false, or lacks an input', () => {
  const condition = compileCondition(government, systems, 'record.risk.rating == "red" && !has(record.plan)')
  assert.deepEqual(condition.fields, ['risk', 'plan'])
  assert.equal(condition.evaluate({ record: red, ever: [] }), true)
  assert.equal(condition.evaluate({ record: { ...red, plan: 'none' }, ever: [] }), false)
  assert.equal(condition.evaluate({ record: {}, ever: [] }), undefined)
})

test('whatever the record holds, a contribution is nothing or three amounts that fit together', () => {
  const compiled = compileMeasure(
    government,
    systems,
    measure({ ...funded, amount: { counts: 'record.people', outOf: 'record.people' } }),
  )
  const values = fc.record(
    {
      risk: fc.oneof(fc.constant(null), fc.record({ rating: fc.constantFrom('red', 'low', cannotBeJudged) })),
      plan: fc.oneof(fc.constantFrom('funded', 'none'), fc.constant(null), fc.integer()),
      people: fc.oneof(fc.nat(), fc.constant(null), fc.double(), fc.string()),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(values, (record) => {
      const contribution = compiled.evaluate({ record, ever: [] })
      if (contribution === null) return
      const { counted, outOf, unknown } = contribution
      assert.ok([counted, outOf, unknown].every(Number.isSafeInteger))
      assert.ok(counted + unknown <= Math.max(outOf, 1))
    }),
  )
})

test('a government has one hash, however its files are spaced, and another when a word changes', async () => {
  const one = await readGovernment(harbourton)
  const two = await readGovernment(harbourton)
  assert.ok(one.ok && two.ok)
  assert.equal(governmentHash(one.government), governmentHash(two.government))
  assert.match(governmentHash(one.government), /^[0-9a-f]{64}$/)
  const renamed = { ...one.government, name: text('Elsewhere') }
  assert.notEqual(governmentHash(renamed), governmentHash(one.government))
})
