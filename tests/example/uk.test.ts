/* The figures that must come out of the United Kingdom's example, as they were published. */
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { before, test } from 'node:test'
import { readGovernment } from '#definitions'
import {
  accountsOf,
  explain,
  type Figure,
  figureOf,
  figuresModule,
  knownAt,
  type LedgerTables,
  openLedger,
} from '#figures'
import type { Store } from '#platform/database'
import { recordBatches, registersModule } from '#registers'
import { promisesOf } from '#roadmaps'
import { eachDatabase } from '../../platform/database/testing.ts'
import { recordExample } from './testing.ts'

const TODAY = '2026-11-22'

eachDatabase((_kind, open) => {
  let store: Store<LedgerTables>
  before(async () => {
    store = await open<LedgerTables>([registersModule, figuresModule])
    assert.equal(await recordExample(store), readdirSync('governments/uk/records').length)
  })

  const figure = (
    name: string,
    on: string,
    options: { organisation?: string; known?: string; organised?: 'then' | 'now' } = {},
  ) =>
    store.as('public', {}, async (tx): Promise<Figure> => {
      const known = await knownAt(tx, options.known ?? null)
      assert.ok(known)
      const [commitment, measure] = name.split('/')
      const promises = promisesOf(known.government).filter(
        (each) => String(each.commitment.number) === commitment && each.measure.name === measure,
      )
      const organised = options.organised ?? 'then'
      const [account] = await accountsOf(tx, known, { promises, on, organised, today: TODAY })
      assert.ok(account, name)
      return figureOf(account, options.organisation ?? null)
    })
  const pair = async (...asked: Parameters<typeof figure>) => {
    const { counted, outOf, unknown } = await figure(...asked)
    return `${counted} of ${outOf}${unknown ? `, ${unknown} unknown` : ''}`
  }

  test('8, 16, 24 and 29 of 75 services are great, and the baseline was not known until the end', async () => {
    const great = '1/great-services'
    assert.equal(await pair(great, '2022-12-31'), '8 of 75')
    assert.equal(await pair(great, '2024-02-29'), '16 of 75')
    assert.equal(await pair(great, '2025-01-21'), '24 of 75')
    assert.equal(await pair(great, '2025-02-28'), '29 of 75')
    assert.equal((await figure(great, '2025-02-28')).basis, 'reconstructed')
    assert.equal((await figure(great, '2025-02-28')).target?.verdict, 'not met')
    assert.equal(
      await pair(great, '2022-12-31', { known: '2023-01-31T00:00:00.000Z' }),
      '0 of 75, 75 unknown',
    )
  })

  test('29 of 145 services are on One Login', async () => {
    assert.equal(await pair('2/services-on-one-login', '2023-12-31'), '29 of 145')
    const roadmaps = await figure('2/organisations-with-adoption-roadmap', '2023-12-31')
    assert.equal(roadmaps.counted, null)
    assert.equal(roadmaps.basis, 'none')
  })

  test('44 of 63 red-rated systems have a funded plan, by 27 that answered, of a scope never published', async () => {
    const red = '10/red-rated-with-funded-plan'
    const february = await figure(red, '2024-02-29')
    const { counted, outOf, unknown, unit, coverage, basis } = february
    assert.deepEqual(
      { counted, outOf, unknown, unit, coverage, basis },
      {
        counted: 44,
        outOf: 63,
        unknown: 0,
        unit: 'systems',
        coverage: { answered: 27, inScope: null },
        basis: 'reconstructed',
      },
    )
    assert.equal(await pair(red, '2024-02-29', { known: '2024-03-01T00:00:00.000Z' }), '44 of 63')
    assert.equal(await pair(red, '2025-03-26'), '51 of 72')
  })

  test("the Ministry of Defence's eleven systems, and what was known of their plans on 14 May 2024", async () => {
    const of = { organisation: 'ministry-of-defence' }
    assert.equal(await pair('10/red-rated-with-funded-plan', '2024-02-29', of), '7 of 11')
    assert.deepEqual(await plansOfDefence('2024-02-29', '2024-03-01'), {
      'fully funded': 7,
      'partly funded': 2,
      none: 2,
    })
    assert.deepEqual(await plansOfDefence('2024-05-14', '2024-05-15'), {
      'fully funded': 7,
      'partly funded': 2,
      identified: 2,
    })
  })

  test('published vacancy rates are stated, with their sources, and never summed', async () => {
    const rates = await figure('16/vacancy-rate', '2024-02-29')
    assert.equal(rates.counted, null)
    assert.equal(rates.basis, 'stated')
    const values = new Map(
      rates.stated.map((each) => [`${each.line ?? each.organisation} ${each.asAt}`, each.value]),
    )
    const stated = [...values.values()]
    for (const value of ['30', '30.4', '0.2', '13.4', '8.7', '27.5', '6', '10.5', '11.2']) {
      assert.ok(stated.includes(value), value)
    }
    assert.ok(rates.stated.every((each) => each.source !== '' && each.says !== ''))
    const joint = await figure('16/vacancy-rate', '2024-02-29', {
      organisation: 'department-for-science-innovation-and-technology',
    })
    assert.deepEqual(joint.stated, [], 'a joint rate is not one department’s')
  })

  test('the profession was 4.0% and then 5.4% of the civil service', async () => {
    const shares = await figure('18/profession-share', '2024-02-29')
    const byDate = shares.stated
      .filter((each) => each.unit === 'percent')
      .map((each) => `${each.asAt} ${each.value}`)
    assert.ok(
      byDate.some((each) => /^2022-06.* 4(\.0)?$/.test(each)),
      byDate.join(),
    )
    assert.ok(
      byDate.some((each) => /^2024-02.* 5\.4$/.test(each)),
      byDate.join(),
    )
    assert.equal(shares.target?.verdict, 'not met')
  })

  test('39 of 75 services have a single owner', async () => {
    assert.equal(await pair('24/single-service-owners', '2024-02-29'), '39 of 75')
  })

  test('being ratified, no legacy systems and none red-rated are three different statements', async () => {
    await store.as('public', {}, async (tx) => {
      const known = await knownAt(tx, null)
      assert.ok(known)
      const promises = promisesOf(known.government).filter(
        (each) => each.measure.name === 'red-rated-with-funded-plan',
      )
      const [account] = await accountsOf(tx, known, {
        promises,
        on: '2024-02-29',
        organised: 'then',
        today: TODAY,
      })
      const of = (slug: string) => {
        const said = account?.statements.filter((each) => each.organisation === slug).at(-1)
        return said && `${said.says}${said.part ? ` of ${said.part}` : ''}`
      }
      assert.equal(of('hm-revenue-customs'), 'being ratified')
      assert.equal(of('hm-treasury'), 'none exist')
      assert.equal(of('department-for-business-and-trade'), 'none exist of red-rated')
    })
  })

  test('totals that contradict one another are each there with a source', async () => {
    const { stated } = await figure('10/red-rated-with-funded-plan', '2025-12-31')
    const totals = stated.map((each) => each.value)
    for (const value of ['34', '43', '63', '72']) assert.ok(totals.includes(value), value)
    assert.ok(stated.every((each) => each.source !== ''))
  })

  test('the change from February 2024 to March 2025 is explained, and sums', async () => {
    await store.as('ledger', {}, async (tx) => {
      const known = await knownAt(tx, null)
      assert.ok(known)
      const promised = promisesOf(known.government).find(
        (each) => each.measure.name === 'red-rated-with-funded-plan',
      )
      assert.ok(promised)
      const { difference, classes } = await explain(tx, {
        promised,
        from: { on: '2024-02-29', known },
        to: { on: '2025-03-26', known },
        organisation: null,
        organised: 'then',
        today: TODAY,
      })
      assert.equal(difference.counted, 7)
      assert.equal(difference.outOf, 9)
      assert.deepEqual(
        classes.map((each) => [each.class, each.amounts.counted, each.amounts.outOf]),
        [['entered', 7, 9]],
      )
    })
  })

  test('recording the example again adds nothing', async () => {
    const read = await readGovernment('governments/uk')
    assert.ok(read.ok)
    const again = await recordBatches(read.government, 'governments/uk', (work) =>
      store.as('ledger', {}, async (tx) => work(tx, await openLedger(tx))),
    )
    assert.ok(again.ok)
    assert.equal(again.recorded, 0)
  })

  async function plansOfDefence(on: string, known: string): Promise<Record<string, number>> {
    return store.as('public', {}, async (tx) => {
      const rows = await tx
        .selectFrom('registers.public_entry')
        .innerJoin('registers.recording', 'number', 'recording')
        .distinctOn('record')
        .select('values')
        .where('registers.public_entry.register', '=', 'legacy-systems')
        .where('organisation', '=', 'ministry-of-defence')
        .where('effective_on', '<=', on)
        .where('recorded_at', '<', known)
        .orderBy('record')
        .orderBy('effective_on', 'desc')
        .execute()
      const plans: Record<string, number> = {}
      for (const { values } of rows) {
        const plan = String(values.plan)
        plans[plan] = (plans[plan] ?? 0) + 1
      }
      return plans
    })
  }
})
