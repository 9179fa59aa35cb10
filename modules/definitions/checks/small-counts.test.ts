import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemsWith, readHarbourtonWith } from '../testing.ts'

/* People who asked for help at work, a register of projects that refers to them, and measures of both. */

const people = 'registers/help.yaml'
const projects = 'registers/projects.yaml'
const promise = 'roadmaps/fair-weather/commitments/5-help.yaml'

const register = (fields: string, smallestCount = '5') => `name: help
record: person
records: people
kind: continuous
smallestCount: ${smallestCount}
fields:
${fields}`

const fields = `  need: { type: choice, options: [sight, hearing, other] }
  given: { type: boolean, disclose: centre }
  askers: { type: integer, unit: people }
  helpers: { type: integer, unit: people }
  pence: { type: integer, unit: pence }
  many: { type: integer }
`

const commitment = (measures: string) => `number: 5
mission: 1
title: Help
promise: Whoever asks for help at work gets it.
scope: { organisations: [harbourton-council] }
measures:
${measures}`

/** Measures by their names, each rule with `; ` between its lines. */
function measures(rules: Record<string, string>): string {
  const all = Object.entries(rules).map(
    ([name, rule]) => `  ${name}:
    unit: people
    public: on acceptance
    method: People.
    ${rule.split('; ').join('\n    ')}
`,
  )
  return commitment(all.join(''))
}

async function problems(rules: Record<string, string>, more: Record<string, string> = {}) {
  return problemsWith({ [people]: register(fields), [promise]: measures(rules), ...more })
}

test('a smallest count is from 5 to 100', async () => {
  for (const [given, says] of [
    ['4', 'rounding to less than 5 would tell single people (use 5 or more)'],
    ['101', 'rounding to more than 100 would leave nothing to see (use 100 or less)'],
    ['5.5', '"5.5" is not a whole number'],
  ] as const) {
    assert.deepEqual(await problemsWith({ [people]: register(fields, given) }), [`${people}:5:16 ${says}`])
  }
  const reading = await readHarbourtonWith({ [people]: register(fields) })
  assert.ok(reading.ok)
  assert.equal(reading.government.registers.find(({ name }) => name === 'help')?.smallestCount, 5)
})

test('no field of it is public, nor a field that leads to one of its records', async () => {
  const open = register('  need: { type: text, disclose: public }\n  given: { type: boolean }\n')
  const leading = `name: projects
record: project
kind: continuous
fields:
  name: { type: text, disclose: public }
  asker: { type: record, register: help, disclose: public }
`
  assert.deepEqual(await problemsWith({ [people]: open, [projects]: leading }), [
    `${people}:7:33 no field of "help" can be public: it has a smallest count, so no record of it is shown (write centre, organisation or none)`,
    `${projects}:6:52 "asker" leads to a record of "help", which has a smallest count (write centre, organisation or none)`,
  ])
})

test('a register that has none, or a smaller one, cannot be counted by what its records say', async () => {
  const leading = (more: string) => `name: projects
record: project
kind: continuous
${more}fields:
  name: { type: text }
  asker: { type: record, register: help }
`
  const reading = { deaf: 'register: projects; outOf: "true"; counts: record.asker.need == "hearing"' }
  assert.deepEqual(await problems(reading, { [projects]: leading('') }), [
    `${promise}:11:15 this reads records of "help", which has a smallest count of 5 (give "projects" smallestCount: 5)`,
  ])
  assert.deepEqual(await problems(reading, { [projects]: leading('smallestCount: 5\n') }), [])
  const own = { named: 'register: projects; outOf: "true"; counts: has(record.name)' }
  assert.deepEqual(await problems(own, { [projects]: leading('') }), [])
  const whole = { past: 'register: projects; outOf: "true"; counts: ever.map(e, e).size() > 1' }
  assert.equal((await problems(whole, { [projects]: leading('') })).length, 1)
})

test('only what counts the same things is added up', async () => {
  const rule = 'register: help; outOf: null; counts: "true"'
  const says = (given: string, more: Record<string, string> = {}) =>
    problems({ ...more, all: `${rule}; amount: { counts: ${given} }` }).then(([first = '']) =>
      first.replace(/^.*? /, ''),
    )
  const refused = (instead: string) =>
    `"help" has a smallest count, so only fields that count the same things can be added up (name integer fields with one unit${instead})`
  assert.equal(await says('record.askers'), '')
  assert.equal(await says('record.askers + record.helpers'), '')
  for (const given of ['record.many', 'record.askers * 2', 'record.askers + record.askers', '"3"']) {
    assert.equal(await says(given), refused(', each once'), given)
  }
  assert.equal(await says('record.askers + record.pence'), refused(', each once'))
  const other = { first: `${rule}; amount: { counts: record.askers }` }
  assert.equal(await says('record.pence', other), refused(': people'))
})

test('a quantile would tell the amount of one record', async () => {
  const base = 'register: help; outOf: null; counts: "true"; amount: { counts: record.askers }'
  assert.deepEqual(await problems({ all: base, median: 'derived: { quantile: { of: all, at: 0.5 } }' }), [
    `${promise}:19:32 "help" has a smallest count, and a quantile tells the amount of a single record (use a quotient)`,
  ])
  assert.deepEqual(await problems({ all: base, mean: 'derived: { quotient: { of: all, over: all } }' }), [])
})

test('no more measures count by one field than the rounding can hide', async () => {
  const by = (need: string) => `register: help; outOf: "true"; counts: record.need == "${need}"`
  const two = { sight: by('sight'), hearing: by('hearing') }
  assert.deepEqual(await problems(two), [])
  assert.deepEqual(await problems({ ...two, other: by('other') }), [
    `${promise}:21:3 3 measures count "help" by "need": parts that add up tell more than rounding to 5 can hide (remove it, or give "help" smallestCount: 7 or more)`,
  ])
  const seven = { [people]: register(fields, '7') }
  assert.deepEqual(await problems({ ...two, other: by('other') }, seven), [])
  const apart = 'register: help; outOf: record.need != "other"; counts: record.given'
  assert.deepEqual(await problems({ ...two, given: apart }), [])
})
