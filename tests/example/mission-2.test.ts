/* Mission 2: what was published of One Login must come out of the example. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eachDatabase } from '../../platform/database/testing.ts'
import { checksOf, contributionsTo, figuresIn, inShort, openExample } from './testing.ts'

const DECEMBER = '2023-12-31'

eachDatabase((_kind, open) => {
  let figure: ReturnType<typeof figuresIn>
  before(async () => {
    const store = await openExample(open)
    figure = figuresIn(store, '2026-11-22')
  })

  const totals = async (name: string, on: string) =>
    (await figure(name, on)).stated.map(({ asAt, value }) => `${asAt} ${value}`)

  test('29 of 145 services, which is 20%, at the end of 2023, as was known from the update on', async () => {
    const live = await figure('2/services-on-one-login', DECEMBER)
    assert.equal(inShort(live), '29 of 145')
    assert.equal(Math.round((100 * 29) / 145), 20)
    assert.equal(live.basis, 'reconstructed')
    assert.deepEqual(live.target?.verdict, 'not met')
    const known = async (moment: string) =>
      inShort(await figure('2/services-on-one-login', DECEMBER, { known: moment }))
    assert.equal(await known('2024-03-01T00:00:00.000Z'), '29 of 145')
    assert.equal(await known('2024-02-29T00:00:00.000Z'), 'null')
  })

  test('3.3 million people and 4.3 million downloads are stated, and added to nothing', async () => {
    const people = await figure('2/people-who-proved-identity', DECEMBER)
    assert.equal(people.counted, null)
    const said = await totals('2/people-who-proved-identity', DECEMBER)
    assert.ok(said.includes('2023-12-31 3300000') && said.includes('2023-12-31 4300000'), said.join())
  })

  test('which organisations have confirmed a roadmap is not known, and the two devolved ones are asked too', async () => {
    const roadmaps = '2/organisations-with-adoption-roadmap'
    const all = await figure(roadmaps, DECEMBER)
    assert.deepEqual([all.counted, all.basis], [null, 'none'])
    for (const organisation of ['northern-ireland-executive', 'welsh-government']) {
      assert.deepEqual((await figure(roadmaps, DECEMBER, { organisation })).coverage, {
        answered: 0,
        inScope: 1,
      })
    }
  })

  test('more than 190 ways to sign in are stated as a number, and none of them is made up', async () => {
    const routes = await figure('2/sign-in-routes-retired', DECEMBER)
    assert.deepEqual([routes.counted, routes.outOf, routes.basis], [null, null, 'none'])
    assert.deepEqual(
      routes.stated.map(({ quantity, value, unit, certainty }) => [quantity, value, unit, certainty]),
      [['other total', '190', 'about', 'rounded']],
    )
    assert.deepEqual(await totals('2/sign-in-routes-retired', '2022-06-08'), [])
  })
})

test('a way to sign in is retired or not, and one of which nothing is said is not known', async () => {
  const counts = await contributionsTo('2/sign-in-routes-retired')
  assert.equal(counts({ status: 'in use' }), '0 of 1')
  assert.equal(counts({ status: 'closed to new accounts' }), '0 of 1')
  assert.equal(counts({ status: 'replaced by One Login' }), '1 of 1')
  assert.equal(counts({ status: 'closed without replacement' }), '1 of 1')
  const said = await checksOf('sign-in-routes')
  assert.match(said({ status: 'in use', retiredOn: '2024-01-01' })[0] ?? '', /^error: /)
  assert.match(said({ status: 'replaced by One Login' })[0] ?? '', /^warning: Say when/)
  assert.deepEqual(said({ status: 'replaced by One Login', retiredOn: '2024-01-01', accounts: 0 }), [])
})
