/* Mission 4, commitments 7 to 14: what was published must come out of the example. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eachDatabase } from '../../platform/database/testing.ts'
import { figuresIn, openExample } from './testing.ts'

const FEBRUARY = '2024-02-29'

eachDatabase((_kind, open) => {
  let figure: ReturnType<typeof figuresIn>
  before(async () => {
    const store = await openExample(open)
    figure = figuresIn(store, '2026-11-22')
  })

  const stated = async (name: string, on: string) =>
    (await figure(name, on)).stated.map(({ quantity, value, unit }) => `${quantity} ${value} ${unit}`).sort()

  test('more than 200,000 civil servants are in aligned organisations, and 185,000 in those that are aligning', async () => {
    const aligned = await figure('7/staff-in-aligned-organisations', FEBRUARY)
    assert.equal(aligned.counted, 200_000)
    assert.equal(aligned.outOf, null, 'of how many was not published')
    assert.equal(aligned.basis, 'reconstructed')
    assert.deepEqual(aligned.coverage, { answered: null, inScope: null })
    const aligning = '7/staff-in-aligning-organisations'
    assert.equal((await figure(aligning, FEBRUARY)).counted, 185_000)
    assert.equal((await figure(aligning, FEBRUARY, { known: '2024-03-01T00:00:00.000Z' })).counted, 185_000)
    assert.equal((await figure(aligning, FEBRUARY, { known: '2024-02-01T00:00:00.000Z' })).counted, null)
    assert.deepEqual(await stated(aligning, FEBRUARY), ['figure 185000 about'])
  })

  test('what was published of savings is stated, and never counted', async () => {
    assert.ok(
      (await stated('7/staff-in-aligned-organisations', FEBRUARY)).includes('other total 5000000 about'),
    )
    const reuse = await figure('7/reuse-chosen', FEBRUARY)
    assert.equal(reuse.counted, null)
    assert.equal(reuse.basis, 'none', 'a saving is no number of decisions')
    assert.deepEqual(await stated('7/reuse-chosen', FEBRUARY), [
      'other total 270000000 about',
      'other total 72 percent',
    ])
    const hosting = await figure('9/aligned-hosting', FEBRUARY)
    assert.deepEqual(
      hosting.stated.map(({ organisation, value, certainty }) => [organisation, value, certainty]),
      [['home-office', '40', 'ambiguous']],
    )
    assert.deepEqual(await stated('14/organisations-with-an-index', FEBRUARY), ['other total 80 count'])
  })

  test('58 critical systems were reviewed by August 2024, and how many met their profile is not known', async () => {
    const reviewed = '8/systems-reviewed'
    assert.equal((await figure(reviewed, '2024-08-31')).counted, 58)
    assert.equal((await figure(reviewed, '2024-08-31')).basis, 'reconstructed')
    assert.equal((await figure(reviewed, '2024-08-30')).counted, null)
    assert.equal((await figure(reviewed, '2024-08-31', { known: '2025-01-29T00:00:00.000Z' })).counted, null)
    assert.equal((await figure(reviewed, '2024-08-31', { known: '2025-01-30T00:00:00.000Z' })).counted, 58)
    const { counted, outOf, unknown } = await figure('8/systems-meeting-profile', '2024-08-31')
    assert.deepEqual({ counted, outOf, unknown }, { counted: 0, outOf: 58, unknown: 58 })
  })

  test('what the audit of 2024 says of artificial intelligence is stated', async () => {
    assert.deepEqual(await stated('13/opportunities-in-use', '2024-03-31'), [
      'other total 37 percent',
      'other total 74 count',
    ])
    assert.deepEqual(await stated('13/opportunities-followed', '2024-03-31'), ['other total 70 percent'])
  })

  test('136 transparency records are published: each from its day, and by whom', async () => {
    const records = '13/records-published'
    const counts = await Promise.all(
      ['2024-02-20', FEBRUARY, '2024-12-31', '2025-12-31', '2026-07-08'].map(
        async (on) => (await figure(records, on)).counted,
      ),
    )
    assert.deepEqual(counts, [null, 7, 23, 122, 136])
    assert.equal((await figure(records, '2026-07-08')).basis, 'recorded')
    assert.equal(
      (await figure(records, FEBRUARY, { known: '2024-12-31T00:00:00.000Z' })).counted,
      null,
      'read in 2026',
    )

    for (const [organisation, many] of [
      ['department-for-science-innovation-and-technology', 8],
      ['department-for-energy-security-and-net-zero', 5],
      ['department-for-work-pensions', 6],
      ['hm-revenue-customs', 4],
      ['welsh-government', 2],
      ['organisation-not-published', 20],
    ] as const) {
      assert.equal((await figure(records, '2026-07-08', { organisation })).counted, many, organisation)
    }
  })

  test('56 organisations have published a record, two of them as one; those not listed are none of them', async () => {
    const { counted, outOf } = await figure('13/organisations-with-a-record', '2026-07-08')
    assert.deepEqual([counted, outOf], [56, null])
  })

  test('where nothing was published of a promise, nobody has answered, and no figure is made up', async () => {
    for (const name of [
      '8/systems-conforming',
      '8/tests-within-tolerance',
      '9/organisations-with-a-plan',
      '9/cloud-maturity-assessed',
      '11/new-services-compliant',
      '11/approved-spend-compliant',
      '12/apps-tracked',
      '12/average-rating',
      '14/organisations-with-an-index',
    ]) {
      const { counted, basis, coverage, target } = await figure(name, '2025-12-31')
      assert.deepEqual([counted, basis], [null, 'none'], name)
      assert.equal(coverage.answered, 0, name)
      assert.notEqual(target?.verdict, 'met', name)
    }
  })
})
