/*
 * Mission 1, and commitment 24 which is about the same 75 services: what was published must come out of the example, and
 * a return must make rates.
 */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { readGovernment } from '#definitions'
import { type LedgerTables, openLedger } from '#figures'
import type { Store } from '#platform/database'
import { importRead, readImport, sayProblem } from '#registers'
import { eachDatabase } from '../../platform/database/testing.ts'
import { figuresIn, inShort, openExample } from './testing.ts'

const FEBRUARY = '2024-02-29'

eachDatabase((_kind, open) => {
  let store: Store<LedgerTables>
  let figure: ReturnType<typeof figuresIn>
  before(async () => {
    store = await openExample(open)
    figure = figuresIn(store, '2026-11-22')
  })

  const short = async (...asked: Parameters<typeof figure>) => inShort(await figure(...asked))

  test('16 of 75 services were great in February 2024, as was known then, and 20 more had a roadmap', async () => {
    const known = '2024-03-01T00:00:00.000Z'
    for (const [name, expected] of [
      ['1/great-services', '16 of 75'],
      ['1/roadmap-to-great-agreed', '20 of 75'],
      ['24/single-service-owners', '39 of 75'],
    ] as const) {
      assert.equal(await short(name, FEBRUARY), expected)
      assert.equal(await short(name, FEBRUARY, { known }), expected)
      const { basis, coverage } = await figure(name, FEBRUARY)
      assert.equal(basis, 'reconstructed')
      assert.deepEqual(coverage, { answered: null, inScope: null }, 'who owns one was not published')
    }
    const before = { known: '2024-02-29T00:00:00.000Z' }
    assert.equal(await short('1/great-services', FEBRUARY, before), '15 of 75')
    assert.equal(await short('24/single-service-owners', FEBRUARY, before), '0 of 75, 75 unknown')
  })

  test('50 was not reached: 29 of 75 when the roadmap was closed, and 39 owners still when all were due', async () => {
    const great = await figure('1/great-services', '2025-02-28')
    assert.equal(great.counted, 29)
    assert.deepEqual([great.target?.verdict, great.target?.isDue], ['not met', false])
    const owners = await figure('24/single-service-owners', '2024-07-01')
    assert.deepEqual([owners.counted, owners.target?.verdict, owners.target?.isDue], [39, 'not met', true])
    assert.equal(owners.target?.isOverdueUnknown, true, 'nothing says what was so in June')
  })

  test('the 5 services that the update calls supported are stated, since what that means is not certain', async () => {
    const { stated } = await figure('1/roadmap-to-great-agreed', FEBRUARY)
    assert.deepEqual(
      stated.map(({ quantity, value, certainty }) => [quantity, value, certainty]),
      [['other total', '5', 'ambiguous']],
    )
  })

  test('of the performance of the services nothing was published, so nobody has answered', async () => {
    for (const name of ['digital-adoption', 'user-satisfaction', 'cost-per-transaction', 'failure-demand']) {
      const { counted, value, basis } = await figure(`1/${name}`, FEBRUARY)
      assert.deepEqual([counted, value, basis], [null, undefined, 'none'], name)
    }
  })

  test('140 of the dated events are assessments, each with its stage and result', async () => {
    await store.as('public', {}, async (tx) => {
      const rows = await tx
        .selectFrom('registers.public_entry')
        .select('values')
        .where('register', '=', 'service-events')
        .execute()
      assert.equal(rows.length, 172)
      const assessed = rows.filter(({ values }) => values.stage !== undefined)
      assert.equal(assessed.length, 140)
      assert.ok(assessed.every(({ values }) => values.result !== undefined))
    })
  })

  test('a quarter’s return of two services makes rates, and a gap in it is not known', async () => {
    await importReturn(
      'id,organisation,service,kpi,channel,answer,numerator,denominator,staff,effectiveOn',
      'p-adoption,home-office,passport,digital adoption,all channels,answered,900,1000,,2026-07-01',
      'p-cost,home-office,passport,cost and staff time,all channels,answered,125000,1000,200,2026-07-01',
      'p-failure,home-office,passport,failure demand,all channels,answered,250,1000,,2026-07-01',
      'u-adoption,department-for-work-pensions,universal-credit,digital adoption,all channels,being ratified,,,,2026-07-01',
      'u-cost,department-for-work-pensions,universal-credit,cost and staff time,all channels,answered,0,500,100,2026-07-01',
      'u-failure,department-for-work-pensions,universal-credit,failure demand,all channels,not applicable,,,,2026-07-01',
    )
    const on = '2026-09-30'
    assert.equal(await short('1/digital-adoption', on), '900 of 1000, 1 unknown')
    assert.equal(await short('1/digital-adoption', on, { organisation: 'home-office' }), '900 of 1000')
    assert.equal((await figure('1/cost-per-transaction', on)).value, '2158.33')
    assert.equal((await figure('1/staff-time-per-transaction', on)).value, '55.72')
    assert.equal((await figure('1/failure-demand', on)).value, '0.25')
    const organisation = 'department-for-work-pensions'
    const none = await figure('1/contacts-from-failure', on, { organisation })
    assert.equal(none.counted, null, 'it answered, and of something else')
    assert.equal(
      (await figure('1/digital-adoption', '2026-10-01')).counted,
      null,
      'a quarter is not carried on',
    )
  })

  async function importReturn(...lines: string[]): Promise<void> {
    const read = await readGovernment('governments/uk')
    assert.ok(read.ok)
    const { government } = read
    const register = government.registers.find(({ name }) => name === 'service-performance')
    assert.ok(register)
    const bytes = (async function* () {
      yield Buffer.from(lines.join('\n'))
    })()
    const file = { government, name: 'return.csv', bytes, format: 'csv', source: 'Return' } as const
    const { items, problems } = await readImport(file, register)
    assert.deepEqual(problems.kept.map(sayProblem), [])
    const incoming = { government, actor: 'example', source: 'Return', entries: items, statements: [] }
    await store.as('ledger', {}, async (tx) => {
      const imported = await importRead(tx, { ...incoming, isPartial: false }, await openLedger(tx))
      assert.ok(imported.ok, imported.problems.kept.map(sayProblem).join('\n'))
    })
  }
})
