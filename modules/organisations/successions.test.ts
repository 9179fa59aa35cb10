import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Government, readGovernment, type Succession } from '#definitions'
import { currentHolder, isSuccession, successorsAt, unallocated } from './successions.ts'

const BEIS = 'department-for-business-energy-and-industrial-strategy'
const DIT = 'department-for-international-trade'
const DSIT = 'department-for-science-innovation-and-technology'
const DESNZ = 'department-for-energy-security-and-net-zero'
const DBT = 'department-for-business-and-trade'
const DLUHC = 'department-for-levelling-up-housing-and-communities'
const MHCLG = 'ministry-of-housing-communities-local-government'

const reading = await readGovernment(new URL('../../governments/uk', import.meta.url).pathname)
assert.ok(reading.ok, 'the UK can be read')
const uk = reading.government

function aGovernment(successions: Omit<Succession, 'how'>[]): Government {
  return {
    slug: 'x',
    name: { en: 'X' },
    organisations: [],
    successions: successions.map((each) => ({ ...each, how: each.to.length > 1 ? 'split' : 'merge' })),
    registers: [],
    frameworks: [],
    roadmaps: [],
  }
}

test('on 7 February 2023 one department became three, and another joined one of them', () => {
  assert.deepEqual(successorsAt(uk, BEIS, '2023-02-06'), [BEIS])
  assert.deepEqual(successorsAt(uk, BEIS, '2023-02-07'), [DSIT, DESNZ, DBT])
  assert.deepEqual(successorsAt(uk, DIT, '2023-02-06'), [DIT])
  assert.deepEqual(successorsAt(uk, DIT, '2026-01-01'), [DBT])
  assert.deepEqual(successorsAt(uk, DLUHC, '2024-07-09'), [MHCLG])
  assert.deepEqual(successorsAt(uk, 'home-office', '2026-01-01'), ['home-office'])
})

test('organised now: mergers and renames are followed, a split by the last holder of the record', () => {
  const today = '2026-01-01'
  assert.equal(currentHolder(uk, DIT, DIT, today), DBT)
  assert.equal(currentHolder(uk, DLUHC, DLUHC, today), MHCLG)
  assert.equal(currentHolder(uk, BEIS, DESNZ, today), DESNZ)
  assert.equal(currentHolder(uk, BEIS, BEIS, today), unallocated)
  assert.equal(currentHolder(uk, BEIS, 'home-office', today), unallocated)
  assert.equal(currentHolder(uk, BEIS, DESNZ, '2023-02-06'), BEIS)
  assert.equal(currentHolder(uk, 'home-office', DSIT, today), 'home-office')
})

test('what comes after a split is followed too', () => {
  const government = aGovernment([
    { on: '2020-01-01', from: ['a'], to: ['b', 'c'] },
    { on: '2021-01-01', from: ['b'], to: ['d'] },
    { on: '2022-01-01', from: ['d'], to: ['e', 'f'] },
  ])
  assert.deepEqual(successorsAt(government, 'a', '2023-01-01'), ['e', 'f', 'c'])
  assert.equal(currentHolder(government, 'a', 'd', '2021-06-01'), 'd')
  assert.equal(currentHolder(government, 'a', 'b', '2021-06-01'), 'd')
  assert.equal(currentHolder(government, 'a', 'f', '2023-01-01'), 'f')
  assert.equal(currentHolder(government, 'a', 'd', '2023-01-01'), unallocated)
  assert.equal(currentHolder(government, 'a', 'c', '2023-01-01'), 'c')
})

test('parts that come together again leave nothing to decide', () => {
  const government = aGovernment([
    { on: '2020-01-01', from: ['a'], to: ['b', 'c'] },
    { on: '2021-01-01', from: ['b', 'c'], to: ['d'] },
  ])
  assert.equal(currentHolder(government, 'a', 'a', '2020-06-01'), unallocated)
  assert.equal(currentHolder(government, 'a', 'a', '2021-01-01'), 'd')
})

test('a change of holder is a succession if the one body became the other', () => {
  assert.equal(isSuccession(uk, BEIS, DSIT, '2023-02-06', '2023-02-07'), true)
  assert.equal(isSuccession(uk, BEIS, DSIT, '2023-02-01', '2023-02-06'), false)
  assert.equal(
    isSuccession(uk, BEIS, DSIT, '2023-03-01', '2023-04-01'),
    true,
    'recorded late, it is no transfer',
  )
  assert.equal(isSuccession(uk, DSIT, BEIS, '2023-04-01', '2023-01-01'), true, 'the same, seen backwards')
  assert.equal(isSuccession(uk, DSIT, BEIS, '2023-01-01', '2023-04-01'), false)
  assert.equal(isSuccession(uk, BEIS, 'home-office', '2023-01-01', '2024-01-01'), false)
  assert.equal(isSuccession(uk, DSIT, DSIT, '2023-01-01', '2024-01-01'), false)
})

/** Successions from lower letters to higher ones, so that there is no ring, and each body ends once. */
const histories = fc
  .array(
    fc.record({
      from: fc.nat(7),
      to: fc.uniqueArray(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 3 }),
    }),
    {
      maxLength: 8,
    },
  )
  .map((steps) =>
    steps
      .map(({ from, to }) => ({ from, to: to.map((step) => from + step).filter((next) => next <= 8) }))
      .filter(
        ({ to, from }, index, all) => to.length > 0 && all.findIndex((each) => each.from === from) === index,
      )
      .map(({ from, to }) => ({
        on: `202${from}-01-01`,
        from: [`org-${from}`],
        to: to.map((next) => `org-${next}`),
      })),
  )
  .map(aGovernment)
const bodies = fc.nat(8).map((number) => `org-${number}`)

test('who holds now is a body that nothing has succeeded, or nobody', () => {
  fc.assert(
    fc.property(histories, bodies, bodies, (government, organisation, lastHolder) => {
      const holder = currentHolder(government, organisation, lastHolder, '2030-01-01')
      const successors = successorsAt(government, organisation, '2030-01-01')
      if (holder === unallocated) assert.ok(successors.length > 1)
      else assert.ok(successors.includes(holder))
      if (successors.length === 1) assert.equal(holder, successors[0])
      for (const each of successors) assert.deepEqual(successorsAt(government, each, '2030-01-01'), [each])
    }),
  )
})

test('who holds now does not depend on when it is followed', () => {
  fc.assert(
    fc.property(histories, bodies, bodies, fc.nat(9), (government, organisation, lastHolder, year) => {
      const halfway = currentHolder(government, organisation, lastHolder, `202${year}-06-01`)
      const whole = currentHolder(government, organisation, lastHolder, '2030-01-01')
      if (halfway !== unallocated && whole !== unallocated) {
        assert.equal(currentHolder(government, halfway, lastHolder, '2030-01-01'), whole)
      }
    }),
  )
})
