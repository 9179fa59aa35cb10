/* What could be said, and when, of how the United Kingdom's commitments would go on; and how they stood. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import {
  accountsOf,
  figureOf,
  forecastOf,
  type Known,
  knownAt,
  type LedgerTables,
  revisionsOf,
  seriesOf,
  standingOf,
} from '#figures'
import type { Kysely, Store } from '#platform/database'
import { promisesOf } from '#roadmaps'
import { eachDatabase } from '../../platform/database/testing.ts'
import { openExample } from './testing.ts'

const TODAY = '2026-11-22'

eachDatabase((_kind, open) => {
  let store: Store<LedgerTables>
  before(async () => {
    store = await openExample(open)
  })

  for (const [says, moment] of [
    ['as known on 1 March 2024', '2024-03-01T00:00:00.000Z'],
    ['as known now', `${TODAY}T00:00:00.000Z`],
  ] as const) {
    test(`on the figures of February 2024, ${says}, 50 great services will not be reached`, async () => {
      await asKnown(moment, async (tx, known) => {
        const { standing, measures } = await standingAt(tx, known, 1, '2024-02-29')
        assert.equal(standing, 'off course')
        const forecast = measures[0]?.forecast
        assert.ok(forecast?.kind === 'projected')
        assert.equal(forecast.verdict, 'will miss')
        assert.equal(forecast.current, 16)
        assert.equal(forecast.short, 34)
        assert.equal(forecast.needed?.toFixed(1), '1.5')
        assert.ok(forecast.recent.high < 1.5)
        assert.ok(forecast.atDue.high < 40)
        assert.ok(forecast.meetsOn !== null && forecast.meetsOn > '2029-01-01')
      })
    })
  }

  test('one figure of the funded plans is no trend; two are, and it was going the wrong way', async () => {
    await asKnown('2024-03-01T00:00:00.000Z', async (tx, known) => {
      const stood = await standingAt(tx, known, 10, '2024-02-29')
      assert.equal(stood.standing, 'not yet known')
      assert.deepEqual(stood.measures[0]?.forecast, {
        kind: 'too little known',
        why: 'one observation',
        observations: 1,
      })
    })
    await asKnown('2025-03-31T00:00:00.000Z', async (tx, known) => {
      const stood = await standingAt(tx, known, 10, '2025-03-31')
      assert.equal(stood.standing, 'off course')
      const forecast = stood.measures[0]?.forecast
      assert.ok(forecast?.kind === 'projected')
      assert.equal(forecast.verdict, 'will miss')
      assert.equal(forecast.meetsOn, null)
    })
  })

  test('the share of the profession was likely to be reached, and was, by word of those who published it', async () => {
    await asKnown(`${TODAY}T00:00:00.000Z`, async (tx, known) => {
      const early = await standingAt(tx, known, 18, '2024-02-29')
      assert.deepEqual([early.standing, early.isByWord], ['on course', true])
      const late = await standingAt(tx, known, 18, '2026-03-31')
      assert.deepEqual([late.standing, late.isByWord], ['met', true])
    })
  })

  test('what was reached by the end of 2025 was never recorded, so it is not called missed', async () => {
    await asKnown(`${TODAY}T00:00:00.000Z`, async (tx, known) => {
      for (const number of [1, 2, 10, 24]) {
        const { standing } = await standingAt(tx, known, number, '2026-06-30')
        assert.equal(standing, 'not yet known', `commitment ${number}`)
      }
    })
  })

  test('the baseline of the great services became known two years after its date', async () => {
    await asKnown(`${TODAY}T00:00:00.000Z`, async (tx, known) => {
      const promised = promisesOf(known.government).find(({ measure }) => measure.name === 'great-services')
      assert.ok(promised)
      const asked = { on: '2024-02-29', organisation: null, organised: 'then', today: TODAY } as const
      const { columns, rows } = await revisionsOf(tx, known, promised, asked)
      const end = rows.find(({ on }) => on === '2022-12-31')
      assert.deepEqual(
        columns.map(({ recordedAt }, i) => [
          recordedAt.slice(0, 10),
          end?.cells[i]?.counted,
          end?.cells[i]?.unknown,
        ]),
        [
          ['2023-10-06', 0, 75],
          ['2024-02-29', 0, 75],
          ['2025-02-28', 8, 0],
        ],
      )
    })
  })

  function asKnown(
    moment: string,
    work: (tx: Kysely<LedgerTables>, known: Known) => Promise<void>,
  ): Promise<void> {
    return store.as('public', {}, async (tx) => {
      const known = await knownAt(tx, moment)
      assert.ok(known)
      await work(tx, known)
    })
  }
})

async function standingAt(tx: Kysely<LedgerTables>, known: Known, number: number, on: string) {
  const promises = promisesOf(known.government).filter(({ commitment }) => commitment.number === number)
  const asked = { promises, organised: 'then', today: TODAY } as const
  const accounts = await accountsOf(tx, known, { ...asked, on })
  const series = await seriesOf(tx, known, { ...asked, until: on })
  return standingOf(
    series.flatMap((each, i) => {
      const account = accounts[i]
      return account
        ? [{ promised: each.promised, figure: figureOf(account, null), forecast: forecastOf(each) }]
        : []
    }),
  )
}
