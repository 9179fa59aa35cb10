import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Disclosure, Field, FieldType, Government, Measure, Register } from '#definitions'
import { government } from '../accounts/testing.ts'
import { isListed, postedMeasures } from './rules.ts'

const field = (name: string, disclose: Disclosure, type: FieldType): Field => ({
  name,
  title: { en: name },
  required: false,
  disclose,
  ...type,
})
const words = { title: { en: 'T' }, record: { en: 'r' }, records: { en: 'rs' } }
const register = { ...words, kind: 'continuous' as const, parts: [], checks: [] }
const vaults: Register = {
  ...register,
  name: 'vaults',
  fields: [field('people', 'none', { type: 'integer' }), field('name', 'public', { type: 'text' })],
}
const assessed: FieldType = { type: 'assessment', framework: 'risk' }
const systems: Register = {
  ...register,
  name: 'systems',
  fields: [
    field('plan', 'public', { type: 'text' }),
    field('size', 'public', { type: 'integer' }),
    field('cost', 'centre', { type: 'integer' }),
    field('testedOn', 'public', { type: 'date' }),
    field('seenOn', 'organisation', { type: 'date' }),
    field('risk', 'public', assessed),
    field('secret', 'none', assessed),
    field('vault', 'public', { type: 'record', register: 'vaults' }),
    field('hidden', 'none', { type: 'record', register: 'vaults' }),
  ],
  parts: [{ name: 'dear', title: { en: 'Dear' }, when: 'record.cost > 7' }],
}
const closed: Register = { ...register, name: 'closed', fields: [field('plan', 'none', { type: 'text' })] }

function isListedAs(...rules: Partial<Measure>[]): boolean {
  return isListed(governmentWith({}), rules.flatMap(posted))
}

function posted(rule: Partial<Measure>) {
  return postedMeasures(governmentWith(rule)).filter(({ name }) => name === 'm')
}

function governmentWith(rule: Partial<Measure>): Government {
  const measure: Measure = {
    name: 'm',
    title: { en: 'M' },
    unit: { en: 'systems' },
    method: { en: 'M' },
    public: 'on release',
    register: 'systems',
    outOf: null,
    ...rule,
  }
  const roadmaps = government.roadmaps.map((roadmap) => ({
    ...roadmap,
    commitments: roadmap.commitments.map((commitment) => ({ ...commitment, measures: [measure] })),
  }))
  return { ...government, registers: [systems, vaults, closed], roadmaps }
}

const whether = (counts: string) => isListedAs({ counts })

test('a measure is listed where every field it reads is public', () => {
  assert.equal(whether('record.plan == "funded"'), true)
  assert.equal(whether('record.cost > 7'), false)
  assert.equal(isListedAs({ part: 'dear' }), false)
  assert.equal(isListedAs({ outOf: 'record.cost > 7' }), false)
})

test('of a reference, the field and what it leads to are public', () => {
  assert.equal(whether('record.vault.name == "deep"'), true)
  assert.equal(whether('record.vault.people > 7'), false)
  assert.equal(whether('record.hidden.name == "deep"'), false)
  assert.equal(whether('has(record.vault)'), true)
  assert.equal(whether('[record.vault].exists(v, v.people > 7)'), false)
})

test('of an assessment, the public has the rating only', () => {
  assert.equal(whether('record.risk.rating == "red"'), true)
  assert.equal(whether('record.risk.score > 16.0'), false)
  assert.equal(whether('[record.risk].exists(r, r.score > 16.0)'), false)
  assert.equal(whether('record.secret.rating == "red"'), false)
})

test('an amount and the date of a window are read as well', () => {
  const counts = 'record.plan == "funded"'
  assert.equal(isListedAs({ counts, amount: { counts: 'record.size' } }), true)
  assert.equal(isListedAs({ counts, amount: { counts: 'record.cost' } }), false)
  assert.equal(isListedAs({ counts, amount: { counts: 'record.vault.people' } }), false)
  assert.equal(isListedAs({ counts, window: { from: 'testedOn', lasts: 'P12M' } }), true)
  assert.equal(isListedAs({ counts, window: { from: 'seenOn', lasts: 'P12M' } }), false)
})

test('the history is read like the record, and not listed where its fields cannot be known', () => {
  assert.equal(whether('ever.exists(e, e.plan == "funded")'), true)
  assert.equal(whether('ever.exists(e, e.cost > 7)'), false)
  assert.equal(whether('ever.exists(e, e.risk.score > 16.0)'), false)
  assert.equal(whether('ever.filter(e, e.cost > 7)[0].plan == "funded"'), false)
  assert.equal(whether('ever.map(e, e).exists(e, e.plan == "funded")'), false)
})

test('of a register with no public field not even the existence of a record is shown', () => {
  assert.equal(isListedAs({ register: 'closed', counts: 'true' }), false)
  assert.equal(isListedAs({ counts: 'true' }), true)
})

test('every version that ever posted must read public fields only, as they are public now', () => {
  const [open, closed] = [{ counts: 'record.plan == "funded"' }, { counts: 'record.cost > 7' }]
  assert.equal(isListedAs(open, open), true)
  assert.equal(isListedAs(closed, open), false)
  assert.equal(isListedAs(open, closed), false)
  assert.equal(isListedAs(), false)
  const { registers, ...rest } = governmentWith({})
  const hidden = registers.map((each) => ({
    ...each,
    fields: each.fields.map((field) =>
      field.name === 'plan' ? { ...field, disclose: 'none' as const } : field,
    ),
  }))
  assert.equal(isListed({ ...rest, registers: hidden }, posted(open)), false)
})

test('of a register with a smallest count no record is listed', () => {
  const { registers, ...rest } = governmentWith({})
  const guarded = registers.map((each) => ({ ...each, smallestCount: 5 }))
  assert.equal(
    isListed({ ...rest, registers: guarded }, posted({ counts: 'record.plan == "funded"' })),
    false,
  )
})
