import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Store } from '#platform/database'
import { registersModule } from '#registers'
import { promisesOf } from '#roadmaps'
import type { IsoDate } from '#shared/dates'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { explain } from '../explanations/queries.ts'
import { knownAt } from '../known/queries.ts'
import type { LedgerTables } from '../measures/queries.ts'
import type { Organised } from '../shares/queries.ts'
import { figuresModule } from '../tables.ts'
import { eachLine } from './amounts.ts'
import { accountsOf } from './queries.ts'
import { type Figure, figureOf } from './rules.ts'
import { recordEverything } from './testing.ts'

const TODAY = '2026-01-01'

eachDatabase((_kind, open) => {
  let store: Store<LedgerTables>
  before(async () => {
    store = await open<LedgerTables>([registersModule, figuresModule])
    await store.as('ledger', {}, recordEverything)
  })

  const figures = (name: string, on: IsoDate, organisation: string | null, organised: Organised = 'then') =>
    store.as('public', {}, async (tx): Promise<Figure> => {
      const known = await knownAt(tx, null)
      assert.ok(known)
      const promises = promisesOf(known.government).filter(({ measure }) => measure.name === name)
      const [account] = await accountsOf(tx, known, { promises, on, organised, today: TODAY })
      assert.ok(account)
      return figureOf(account, organisation)
    })
  const pair = ({ counted, outOf }: Figure) => `${counted} of ${outOf}`

  test('a figure is as organised then, or by successors now', async () => {
    assert.equal(pair(await figures('funded', '2024-03-01', 'old')), '2 of 4')
    assert.equal(pair(await figures('funded', '2024-03-01', 'old', 'now')), 'null of null')
    assert.equal(pair(await figures('funded', '2024-03-01', 'north', 'now')), '1 of 1')
    assert.equal(pair(await figures('funded', '2024-03-01', 'south', 'now')), '0 of 1')
  })

  test('what a split did not allot is unallocated', async () => {
    assert.equal(pair(await figures('funded', '2024-03-01', 'unallocated', 'now')), '1 of 2')
    assert.equal(pair(await figures('funded', '2024-03-01', null, 'now')), '3 of 6')
    assert.equal(pair(await figures('funded', '2024-03-01', null)), '3 of 6')
  })

  test('a merged body is its successor now', async () => {
    assert.equal(pair(await figures('funded', '2024-03-01', 'tiny')), '1 of 1')
    assert.equal(pair(await figures('funded', '2024-03-01', 'joined', 'now')), '1 of 2')
  })

  test('coverage counts who in scope holds a record or has said something', async () => {
    const { coverage } = await figures('funded', '2024-03-01', null)
    assert.deepEqual(coverage, { answered: 4, inScope: 6 })
    assert.deepEqual((await figures('funded', '2024-07-01', null)).coverage, { answered: 6, inScope: 7 })
    assert.deepEqual((await figures('funded', '2024-07-01', 'north')).coverage, { answered: 1, inScope: 1 })
  })

  test('a statement of one part answers only for measures of that part', async () => {
    assert.deepEqual((await figures('funded', '2024-03-01', 'quiet')).coverage, { answered: 1, inScope: 1 })
    assert.deepEqual((await figures('size', '2024-03-01', 'quiet')).coverage, { answered: 0, inScope: 1 })
  })

  test('a quotient, a count of organisations and a median are derived and not summed', async () => {
    assert.equal((await figures('mean size', '2024-03-01', null)).value, '4.5')
    assert.equal((await figures('median size', '2024-03-01', null)).value, '4.5')
    const passing = await figures('well funded', '2024-03-01', null)
    assert.equal(pair(passing), '2 of 3')
  })

  test('a count has no denominator, and a target is judged on it', async () => {
    const figure = await figures('size', '2024-03-01', null)
    assert.equal(figure.outOf, null)
    assert.equal(figure.counted, 27)
    assert.deepEqual(figure.target, {
      target: { atLeast: 20, by: '2024' },
      verdict: 'met',
      isDue: false,
      isOverdueUnknown: false,
    })
  })

  test('a target for a mean is judged on the mean, and not on the sum that it is made of', async () => {
    const figure = await figures('mean size', '2024-03-01', null)
    assert.equal(figure.value, '4.5')
    assert.equal(figure.counted, 27)
    assert.equal(figure.target?.verdict, 'not met')
  })

  test('a figure that no record is behind says so', async () => {
    const figure = await figures('funded', '2020-01-01', null)
    assert.equal(figure.counted, null)
    assert.equal(figure.basis, 'none')
  })

  test('lines add up to the whole', async () => {
    await store.as('public', {}, async (tx) => {
      const known = await knownAt(tx, null)
      assert.ok(known)
      const promises = promisesOf(known.government)
      for (const account of await accountsOf(tx, known, {
        promises,
        on: '2024-07-01',
        organised: 'then',
        today: TODAY,
      })) {
        if (account.promised.measure.derived) continue
        const lines = [...eachLine(account)]
        const counted = lines.reduce((sum, line) => sum + line.amounts.counted, 0)
        assert.equal(counted, figureOf(account, null).counted)
      }
    })
  })

  test('an explanation names the succession, and sums for each organisation then and now', async () => {
    await store.as('ledger', {}, async (tx) => {
      const known = await knownAt(tx, null)
      assert.ok(known)
      const promised = promisesOf(known.government).find(({ measure }) => measure.name === 'funded')
      assert.ok(promised)
      const asked = {
        promised,
        from: { on: '2024-03-01', known },
        to: { on: '2024-07-01', known },
        today: TODAY,
      }
      for (const organised of ['then', 'now'] as const) {
        for (const organisation of [null, 'old', 'north', 'south', 'joined', 'unallocated']) {
          const explanation = await explain(tx, { ...asked, organisation, organised })
          const figure = await (async () => {
            const [account] = await accountsOf(tx, known, {
              promises: [promised],
              on: '2024-07-01',
              organised,
              today: TODAY,
            })
            assert.ok(account)
            return figureOf(account, organisation)
          })()
          assert.equal(explanation.to.counted, figure.counted ?? 0, `${organised} ${organisation}`)
          assert.equal(explanation.to.outOf, figure.outOf ?? 0, `${organised} ${organisation}`)
        }
      }
      const old = await explain(tx, { ...asked, organisation: 'old', organised: 'then' })
      assert.deepEqual(
        old.classes.map((each) => [each.class, each.amounts.counted, each.amounts.outOf]),
        [['succession', -1, -2]],
      )
    })
  })
})
