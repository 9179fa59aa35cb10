/* Mission 3: what was published of the data commitments must come out of the example, and nothing else. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { readGovernment } from '#definitions'
import type { LedgerTables } from '#figures'
import type { Store } from '#platform/database'
import { milestonesOf, phaseHistories, phaseNow, recordingAt } from '#registers'
import { eachDatabase } from '../../platform/database/testing.ts'
import { figuresIn, openExample } from './testing.ts'

const TODAY = '2026-11-22'

eachDatabase((_kind, open) => {
  let store: Store<LedgerTables>
  before(async () => {
    store = await openExample(open)
  })

  async function phasesOf(number: number, on: string, known: string | null = null) {
    const read = await readGovernment('governments/uk')
    assert.ok(read.ok)
    const commitment = read.government.roadmaps[0]?.commitments.find((each) => each.number === number)
    assert.ok(commitment)
    const records = await store.as('public', {}, async (tx) =>
      milestonesOf(tx, on, (await recordingAt(tx, known)).number),
    )
    return phaseHistories('2022-to-2025', commitment, records, on)
  }
  const steps = async (...asked: Parameters<typeof phasesOf>) =>
    (await phasesOf(...asked)).map(({ step }) => step)

  test('the marketplace was in private beta in February 2024: the second of three phases, as was known then', async () => {
    const now = phaseNow(await phasesOf(5, '2024-02-29', '2024-03-01T00:00:00.000Z'), '2024-02-29')
    assert.ok(now?.by === 'records')
    assert.deepEqual([now.phase.number, now.phase.title?.en, now.phase.begun], [2, 'Beta', '2024-02'])
    assert.deepEqual(await steps(5, '2024-02-29'), ['done', 'now', 'to come'])
    assert.deepEqual(await steps(5, '2024-02-28'), ['not known', 'not known', 'not known'])
  })

  test('the beta of essential data and its ownership ended in October 2024, which was known in January 2025', async () => {
    for (const number of [3, 4]) {
      assert.deepEqual(await steps(number, '2024-04-30'), ['done', 'now', 'to come'])
      assert.deepEqual(await steps(number, '2024-10-31', '2025-01-28T00:00:00.000Z'), [
        'done',
        'now',
        'to come',
      ])
      assert.deepEqual(await steps(number, '2024-10-31'), ['done', 'done', 'not known'])
      assert.equal((await phasesOf(number, TODAY))[1]?.done?.date, '2024-10')
    }
  })

  test('of data quality only the number of phases was published', async () => {
    assert.deepEqual(await steps(6, TODAY), ['not known', 'not known', 'not known'])
  })

  test('no number of data assets, owners or issues was published, so nobody has answered', async () => {
    const figure = figuresIn(store, TODAY)
    for (const name of [
      '3/essential-data-in-use',
      '4/essential-data-owned',
      '4/organisations-with-all-owned',
      '5/organisations-with-access',
      '6/high-priority-resolved-in-time',
    ]) {
      const { counted, outOf, basis, coverage, target } = await figure(name, '2024-02-29')
      assert.deepEqual([counted, outOf, basis], [null, null, 'none'], name)
      assert.deepEqual(coverage, { answered: 0, inScope: null }, name)
      assert.equal(target?.verdict, 'not yet known', name)
    }
  })
})
