/* Mission 4, commitments 7 to 14: each measure counts made-up records rightly, and each check speaks where it should. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readGovernment } from '#definitions'
import type { Values } from '#shared/values'
import { checksOf, contributionsTo } from './testing.ts'

const MISSION = [7, 8, 9, 10, 11, 12, 13, 14]

async function readUk() {
  const read = await readGovernment('governments/uk')
  assert.ok(read.ok)
  return read.government
}

async function counts(name: string, cases: [Values, string][]): Promise<void> {
  const contribution = await contributionsTo(name)
  for (const [values, expected] of cases) {
    assert.equal(contribution(values), expected, `${name} ${JSON.stringify(values)}`)
  }
}

async function says(register: string, values: Values, ...expected: RegExp[]): Promise<void> {
  const said = (await checksOf(register))(values)
  assert.equal(said.length, expected.length, `${register} ${JSON.stringify(values)}: ${said.join('; ')}`)
  for (const [i, pattern] of expected.entries()) assert.match(said[i] ?? '', pattern)
}

test('every promise of the mission has a measure that counts records, and phases where they were published', async () => {
  const uk = await readUk()
  const commitments = uk.roadmaps[0]?.commitments.filter(({ mission }) => mission === 4) ?? []
  assert.deepEqual(
    commitments.map(({ number }) => number),
    MISSION,
  )
  for (const { number, measures } of commitments) {
    assert.ok(
      measures.some(({ register }) => register !== undefined),
      String(number),
    )
  }
  const phases = commitments.map(({ number, phases }) => [number, phases.length])
  assert.deepEqual(
    phases.filter(([, many]) => many !== 0),
    [
      [8, 2],
      [9, 3],
      [11, 3],
      [12, 2],
      [13, 2],
    ],
  )
})

test('names that could help an attacker are never public', async () => {
  const uk = await readUk()
  for (const name of [
    'important-systems',
    'system-tests',
    'govassure',
    'secure-by-design',
    'spend-requests',
  ]) {
    const register = uk.registers.find((each) => each.name === name)
    assert.ok(register, name)
    assert.ok(
      register.fields.every(({ disclose }) => disclose !== 'public'),
      name,
    )
  }
})

test('7: staff count where their organisation is aligned, and reuse where it was decided', async () => {
  await counts('7/staff-in-aligned-organisations', [
    [{ alignment: 'aligned', staff: 12_000 }, '12000 of 0'],
    [{ alignment: 'aligning', staff: 12_000 }, '0 of 0'],
    [{ alignment: 'aligned' }, '0 of 0, 1 unknown'],
  ])
  await counts('7/reuse-chosen', [
    [{ decision: 'in use' }, '1 of 1'],
    [{ decision: 'not used' }, '0 of 1'],
    [{ decision: 'planned' }, 'out of scope'],
    [{}, '0 of 0, 1 unknown'],
  ])
  await says('component-reuse', { decision: 'not used' }, /^error: Say why/)
  await says('component-reuse', { decision: 'in use', component: { status: 'closed' } }, /^warning: .*closed/)
  await says('microsoft-365', { alignment: 'aligned', staff: 0 }, /^warning: .*leave the cell empty/)
  await says(
    'microsoft-365',
    { alignment: 'aligned', staff: 9, openByDefault: false },
    /^warning: .*four ways/,
  )
  await says('microsoft-365', { alignment: 'aligned', staff: 9 })
})

test('8: systems in service conform or do not; tests are counted where they were finished', async () => {
  const inService = (rating: string) => ({ status: 'in service', resilience: { rating } })
  await counts('8/systems-conforming', [
    [inService('conforms'), '1 of 1'],
    [inService('does not conform'), '0 of 1'],
    [{ status: 'in service' }, '0 of 1, 1 unknown'],
    [{ status: 'retired', resilience: { rating: 'conforms' } }, 'out of scope'],
  ])
  await counts('8/tests-within-tolerance', [
    [{ result: 'within tolerance', testedOn: '2025-01-31' }, '1 of 1'],
    [{ result: 'outside tolerance', testedOn: '2025-01-31' }, '0 of 1'],
    [{ result: 'not finished', testedOn: '2025-01-31' }, 'out of scope'],
  ])
  const reviewed = { review: 'closed', reviewType: 'peer review' }
  await counts('8/systems-reviewed', [
    [reviewed, '1 of 0'],
    [{ review: 'in progress', reviewType: 'peer review' }, '0 of 0'],
    [{ reviewType: 'peer review' }, '0 of 0, 1 unknown'],
  ])
  await counts('8/systems-meeting-profile', [
    [{ ...reviewed, caf: { rating: 'profile met' } }, '1 of 1'],
    [{ ...reviewed, caf: { rating: 'profile not met' } }, '0 of 1'],
    [{ ...reviewed, caf: { rating: 'cannot be judged: no threshold' } }, '0 of 1, 1 unknown'],
    [{ review: 'to do', reviewType: 'peer review' }, 'out of scope'],
  ])
  await says('important-systems', inService('does not conform'), /^warning: Say by when/)
  const legacySystem = { risk: { rating: 'red' } }
  await says('important-systems', { ...inService('conforms'), legacySystem }, /^warning: .*red-rated/)
  await says('govassure', { review: 'closed', reviewType: 'no review' }, /^error: /)
  await says('system-tests', { result: 'outside tolerance', testedOn: '2025-01-31' }, /^warning: /)
  await says(
    'system-tests',
    { result: 'outside tolerance', testedOn: '2025-01-31', putRightBy: '2025-01-30' },
    /^error: .*two dates/,
  )
})

test('9: plans, hosting and maturity', async () => {
  await counts('9/organisations-with-a-plan', [
    [{ status: 'agreed' }, '1 of 1'],
    [{ status: 'in development' }, '0 of 1'],
    [{ status: 'none' }, '0 of 1'],
  ])
  await counts('9/aligned-hosting', [
    [{ alignment: { rating: 'aligned' } }, '1 of 1'],
    [{ alignment: { rating: 'not aligned' } }, '0 of 1'],
    [{}, '0 of 0, 1 unknown'],
  ])
  await counts('9/cloud-maturity-assessed', [
    [{ maturity: { rating: 'no total' } }, '1 of 0'],
    [{}, '0 of 0, 1 unknown'],
  ])
  await says('hosting-plans', { status: 'in development', agreedOn: '2024-01-31' }, /^error: /)
  await says('hosting-plans', { status: 'agreed', agreedOn: '2024-01-31' }, /^warning: Say by when/)
  await says('hosting', { alignment: { rating: 'not aligned' } }, /^warning: Say by when/)
})

test('11: only a high profile complies, and what is stopped is no longer asked', async () => {
  const service = (rating: string) => ({ kind: 'new service', phase: 'beta', confidence: { rating } })
  await counts('11/new-services-compliant', [
    [service('high'), '1 of 1'],
    [service('medium'), '0 of 1'],
    [service('cannot be judged: no threshold'), '0 of 1, 1 unknown'],
    [{ ...service('high'), phase: 'stopped' }, 'out of scope'],
    [{ ...service('high'), kind: 'major change' }, 'out of scope'],
  ])
  await counts('11/new-services-signed', [
    [{ ...service('low'), signature: 'given' }, '1 of 1'],
    [service('high'), '0 of 1, 1 unknown'],
  ])
  await counts('11/changes-compliant', [
    [{ ...service('high'), kind: 'major change' }, '1 of 1'],
    [service('high'), 'out of scope'],
  ])
  await counts('11/approved-spend-compliant', [
    [{ decision: 'approved', security: service('high') }, '1 of 1'],
    [{ decision: 'approved with conditions', security: service('medium') }, '0 of 1'],
    [{ decision: 'approved' }, '0 of 1, 1 unknown'],
    [{ decision: 'refused', security: service('high') }, 'out of scope'],
  ])
  await says('secure-by-design', { ...service('high'), signature: 'not given' }, /^warning: .*not signed/)
  await says(
    'spend-requests',
    { decision: 'approved', security: service('low') },
    /^warning: .*low confidence/,
  )
  await says(
    'spend-requests',
    { decision: 'waiting', publicFacing: true, amount: 250 },
    /whole pounds/,
    /100,000/,
  )
  await says('spend-requests', { decision: 'waiting', publicFacing: false, amount: 2_000_000 })
})

test('12: stars weigh as many as gave them, and what nobody rated gives none', async () => {
  const app = (ratingTenths: number, ratings: number) => ({
    availability: 'available',
    ratingTenths,
    ratings,
  })
  await counts('12/stars-given', [
    [app(46, 1_000), '4600 of 0'],
    [{ availability: 'available', ratings: 0 }, '0 of 0'],
    [{ availability: 'available', ratings: 10 }, '0 of 0, 1 unknown'],
    [{ ...app(46, 1_000), availability: 'withdrawn' }, '0 of 0'],
  ])
  await counts('12/ratings-given', [
    [app(46, 1_000), '1000 of 0'],
    [{ availability: 'available' }, '0 of 0, 1 unknown'],
  ])
  await counts('12/apps-available', [
    [app(46, 1_000), '1 of 1'],
    [{ availability: 'not available' }, '0 of 1'],
    [{ availability: 'withdrawn' }, 'out of scope'],
  ])
  await says('apps', app(5, 10), /^error: A rating is from 1 to 5 stars/)
  await says('apps', { availability: 'available', ratingTenths: 46 }, /^warning: Say how many/)
  await says('apps', app(46, 10))
})

test('13: tools with a published record, and opportunities that came into use', async () => {
  await counts('13/records-published', [
    [{ transparencyRecord: 'published' }, '1 of 0'],
    [{ transparencyRecord: 'in preparation' }, '0 of 0'],
  ])
  await counts('13/opportunities-in-use', [
    [{ stage: 'in use' }, '1 of 1'],
    [{ stage: 'pilot' }, '0 of 1'],
    [{ stage: 'stopped' }, 'out of scope'],
  ])
  await says(
    'algorithmic-tools',
    { transparencyRecord: 'published', page: 'https://x.test' },
    /^error: Say when/,
  )
  await says('algorithmic-tools', { transparencyRecord: 'in preparation', phase: 'production' }, /^warning: /)
  await says('technology-opportunities', { stage: 'in use', technology: 'other AI' }, /^warning: Say what/)
})

test('14: an organisation that has not answered for the year is not one without an index', async () => {
  await counts('14/organisations-with-an-index', [
    [{ index: 'published' }, '1 of 1'],
    [{ index: 'not published' }, '0 of 1'],
    [{}, '0 of 0, 1 unknown'],
  ])
  await says('sustainability', { index: 'not published', publishedOn: '2025-01-31' }, /^error: /)
  await says('sustainability', { index: 'published', components: { rating: 'no total' } }, /^warning: .*page/)
})
