/* Mission 5, commitments 15 to 21: what was published must come out of the example. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eachDatabase } from '../../platform/database/testing.ts'
import { figuresIn, inShort, openExample } from './testing.ts'

const FEBRUARY = '2024-02-29'
const BEFORE = { known: '2024-02-29T00:00:00.000Z' }
const PUBLISHED = { known: '2024-03-01T00:00:00.000Z' }

eachDatabase((_kind, open) => {
  let figure: ReturnType<typeof figuresIn>
  before(async () => {
    const store = await openExample(open)
    figure = figuresIn(store, '2026-11-22')
  })

  const statedOf = async (name: string) =>
    (await figure(name, FEBRUARY)).stated
      .filter(({ asAt }) => asAt === FEBRUARY)
      .map(({ quantity, value, unit }) => `${quantity} ${value} ${unit}`)
      .sort()

  test('37 organisations have a business case for the pay framework; that 35 adopted it stands beside', async () => {
    const cases = '15/organisations-with-business-case'
    assert.equal(inShort(await figure(cases, FEBRUARY)), '37')
    assert.equal(inShort(await figure(cases, FEBRUARY, PUBLISHED)), '37')
    assert.equal((await figure(cases, FEBRUARY, BEFORE)).basis, 'none')
    assert.equal((await figure(cases, FEBRUARY)).basis, 'reconstructed')
    assert.deepEqual((await figure(cases, FEBRUARY)).coverage, { answered: null, inScope: null })
    assert.deepEqual(await statedOf(cases), ['figure 37 count', 'other total 35 count'])
  })

  test('their 77% of the workforce was published without headcounts, so it is stated', async () => {
    const share = await figure('15/workforce-with-business-case', FEBRUARY)
    assert.equal(share.basis, 'stated')
    assert.equal(share.counted, null)
    assert.deepEqual(await statedOf('15/workforce-with-business-case'), ['figure 77 percent'])
    assert.equal(share.target?.verdict, 'not met')
    assert.equal((await figure('15/role-definitions-aligned', FEBRUARY)).basis, 'none')
  })

  test('nothing new disturbs the vacancy rates and the share of the profession', async () => {
    for (const name of ['16/vacancy-rate', '18/profession-share']) {
      const { basis, counted } = await figure(name, FEBRUARY)
      assert.deepEqual([basis, counted], ['stated', null], name)
    }
    for (const name of ['16/people-hired', '16/contingent-labour']) {
      assert.equal((await figure(name, FEBRUARY)).basis, 'none', name)
    }
  })

  test('22,050 and 20,010 people are both stated as 4.2% of the civil service', async () => {
    const { stated, counted } = await figure('18/profession-share', '2022-06-01')
    assert.equal(counted, null, 'two papers give two numbers, so no pair is made of either')
    const values = stated.filter(({ asAt }) => asAt === '2022-03-31').map(({ value }) => value)
    for (const value of ['4.2', '22050', '20010', '510080']) assert.ok(values.includes(value), value)
  })

  test('608 of 2,500 have joined since July 2022, and the fast stream is not added', async () => {
    const entrants = await figure('17/new-entrants', FEBRUARY)
    assert.equal(inShort(entrants), '608')
    assert.equal(entrants.basis, 'reconstructed')
    assert.equal(entrants.target?.verdict, 'not met')
    assert.equal(inShort(await figure('17/new-entrants', FEBRUARY, PUBLISHED)), '608')
    assert.equal((await figure('17/new-entrants', '2024-02-28')).counted, null)
    assert.equal(Math.round((608 / 2500) * 100), 24)
    assert.deepEqual(await statedOf('17/new-entrants'), [
      'figure 608 count',
      'other total 24 percent',
      'other total 75 count',
    ])
  })

  test('about 700 senior civil servants, 9.5%, have enrolled; who has completed is not known', async () => {
    const enrolled = await figure('19/leaders-enrolled', FEBRUARY)
    assert.equal(inShort(enrolled), '700 of 7370')
    assert.equal(((enrolled.counted ?? 0) / (enrolled.outOf ?? 1)).toFixed(3), '0.095')
    assert.equal(enrolled.basis, 'reconstructed')
    assert.equal(inShort(await figure('19/leaders-enrolled', FEBRUARY, PUBLISHED)), '700 of 7370')
    assert.equal(
      inShort(await figure('19/leaders-enrolled', '2025-12-31')),
      '700 of 7370',
      'it is carried on',
    )
    assert.deepEqual(await statedOf('19/leaders-enrolled'), [
      'figure 9.5 percent',
      'other total 100 count',
      'other total 10000 about',
      'other total 700 about',
    ])
    const trained = await figure('19/leaders-trained', FEBRUARY)
    assert.equal(inShort(trained), '0 of 7370, 7370 unknown')
    assert.equal(trained.target?.verdict, 'not yet known')
    assert.deepEqual(
      trained.stated.map(({ value, certainty }) => [value, certainty]),
      [['9.5', 'ambiguous']],
    )
  })

  test('of the yearly training of professionals nothing was published', async () => {
    for (const name of ['share-trained', 'trained-and-skills-recorded', 'trained', 'professionals']) {
      const { basis, counted } = await figure(`20/${name}`, FEBRUARY)
      assert.deepEqual([basis, counted], ['none', null], name)
    }
  })

  test('8 of the 10 departments that are named have a diversity roadmap; their dates are not known', async () => {
    const roadmaps = await figure('21/departments-with-roadmap', FEBRUARY)
    assert.equal(inShort(roadmaps), '8 of 10')
    assert.equal(roadmaps.basis, 'recorded')
    assert.deepEqual(roadmaps.coverage, { answered: 10, inScope: null })
    const renamed = await figure('21/departments-with-roadmap', '2026-07-08')
    assert.deepEqual(renamed.coverage, { answered: 10, inScope: null }, 'Levelling Up has a new name')
    assert.equal(roadmaps.target?.verdict, 'not met')
    assert.equal(inShort(await figure('21/departments-with-roadmap', FEBRUARY, PUBLISHED)), '8 of 10')
    assert.equal(
      inShort(await figure('21/departments-with-committed-date', FEBRUARY)),
      '0 of 10, 8 unknown',
      'those in development have no roadmap, so their date does not matter',
    )
  })

  for (const [organisation, expected] of Object.entries({
    'department-for-culture-media-and-sport': '1 of 1',
    'department-for-business-and-trade': '1 of 1',
    'department-for-environment-food-rural-affairs': '1 of 1',
    'department-for-levelling-up-housing-and-communities': '1 of 1',
    'department-for-work-pensions': '1 of 1',
    'hm-treasury': '1 of 1',
    'ministry-of-defence': '1 of 1',
    'home-office': '1 of 1',
    'department-for-transport': '0 of 1',
    'ministry-of-justice': '0 of 1',
    'hm-revenue-customs': 'null',
  })) {
    test(`the diversity roadmap of ${organisation}: ${expected}`, async () => {
      assert.equal(inShort(await figure('21/departments-with-roadmap', FEBRUARY, { organisation })), expected)
    })
  }

  test('the shares by sex, ethnicity and disability were published without people, so they are stated', async () => {
    for (const [name, ...expected] of [
      ['women', 'figure 31 percent', 'other total 57 percent'],
      ['sex-not-declared', 'figure 12 percent'],
      ['ethnic-minorities', 'figure 20 percent', 'other total 59 percent'],
      ['ethnicity-not-declared', 'figure 21 percent'],
      ['disabled-people', 'figure 9 percent', 'other total 74 percent'],
      ['disability-not-declared', 'figure 17 percent'],
    ]) {
      assert.equal((await figure(`21/${name}`, FEBRUARY)).basis, 'stated', name)
      assert.deepEqual(await statedOf(`21/${name}`), expected, name)
    }
  })
})
