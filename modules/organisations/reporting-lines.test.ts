import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Commitment, type Government, type Roadmap, readGovernment } from '#definitions'
import { lineOf, linesOf } from './reporting-lines.ts'

const DSIT = 'department-for-science-innovation-and-technology'
const DESNZ = 'department-for-energy-security-and-net-zero'

const reading = await readGovernment(new URL('../../governments/uk', import.meta.url).pathname)
assert.ok(reading.ok, 'the UK can be read')
const uk = reading.government
const transforming = uk.roadmaps.find(({ slug }) => slug === '2022-to-2025')
assert.ok(transforming)

function commitment(number: number): Commitment {
  const found = transforming?.commitments.find((each) => each.number === number)
  assert.ok(found, `commitment ${number}`)
  return found
}

function line(number: number, organisation: string, date = '2024-02-29'): string {
  assert.ok(transforming)
  return lineOf(uk, transforming, commitment(number), organisation, date).slug
}

test('two departments share a line for missions 4 and 5, once they exist', () => {
  assert.equal(line(10, DSIT), 'dsit-and-desnz')
  assert.equal(line(16, DESNZ), 'dsit-and-desnz')
  assert.equal(line(1, DSIT), DSIT)
  assert.equal(line(10, DSIT, '2023-02-06'), DSIT)
  assert.equal(line(10, DSIT, '2023-02-07'), 'dsit-and-desnz')
})

test('HM Courts & Tribunals Service stands apart from its ministry in commitment 10', () => {
  assert.equal(line(10, 'hm-courts-and-tribunals-service'), 'hm-courts-and-tribunals-service')
  assert.equal(line(10, 'ministry-of-justice'), 'ministry-of-justice')
})

test('for mission 5, bodies are counted with their home department', () => {
  assert.equal(line(16, 'hm-courts-and-tribunals-service'), 'ministry-of-justice')
  assert.equal(line(1, 'hm-courts-and-tribunals-service'), 'hm-courts-and-tribunals-service')
})

test('a body of a department that shares a line is counted in that line', () => {
  const government: Government = {
    ...uk,
    organisations: [
      ...uk.organisations,
      { slug: 'met-office', name: { en: 'Met Office' }, kind: 'agency', parent: DSIT },
    ],
  }
  assert.ok(transforming)
  assert.equal(
    lineOf(government, transforming, commitment(16), 'met-office', '2024-02-29').slug,
    'dsit-and-desnz',
  )
  assert.equal(
    lineOf(government, transforming, commitment(10), 'met-office', '2024-02-29').slug,
    'met-office',
  )
})

test('what nobody holds has a line of its own, with a name', () => {
  assert.ok(transforming)
  const at = (slug: string) => lineOf(uk, transforming, commitment(10), slug, '2024-02-29')
  assert.deepEqual(at('unallocated'), { slug: 'unallocated', name: { en: 'Unallocated' } })
  assert.equal(at('organisation-not-published').name.en, 'Organisation not published')
})

test('a line for a commitment comes before one for its mission', () => {
  assert.ok(transforming)
  const roadmap: Roadmap = {
    ...transforming,
    reportingLines: [
      { slug: 'mission', name: { en: 'Mission' }, organisations: ['home-office'], missions: [4] },
      { slug: 'whole', name: { en: 'Whole' }, organisations: ['home-office'] },
      {
        slug: 'ten',
        name: { en: 'Ten' },
        organisations: ['home-office'],
        commitments: [10],
        until: '2025-01-01',
      },
    ],
  }
  const at = (number: number, date: string) =>
    lineOf(uk, roadmap, commitment(number), 'home-office', date).slug
  assert.equal(at(10, '2024-12-31'), 'ten')
  assert.equal(at(10, '2025-01-01'), 'mission')
  assert.equal(at(1, '2024-12-31'), 'whole')
})

test('the lines of a commitment are those of the bodies that are there on the day, each once', () => {
  assert.ok(transforming)
  const early = linesOf(uk, transforming, commitment(10), '2024-02-29')
  const late = linesOf(uk, transforming, commitment(10), '2024-08-01')
  const joint = early.find(({ slug }) => slug === 'dsit-and-desnz')
  assert.deepEqual(joint?.organisations.toSorted(), [DESNZ, DSIT])
  assert.equal(new Set(early.map(({ slug }) => slug)).size, early.length)
  const slugs = (lines: typeof early) => lines.map(({ slug }) => slug)
  assert.ok(slugs(early).includes('department-for-levelling-up-housing-and-communities'))
  assert.ok(!slugs(late).includes('department-for-levelling-up-housing-and-communities'))
  assert.ok(slugs(late).includes('ministry-of-housing-communities-local-government'))
})
