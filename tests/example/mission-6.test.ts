/* Mission 6, commitments 22 to 24: what was published must come out of the example. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eachDatabase } from '../../platform/database/testing.ts'
import { figuresIn, inShort, openExample } from './testing.ts'

const FEBRUARY = '2024-02-29'
const PUBLISHED = { known: '2024-03-01T00:00:00.000Z' }

eachDatabase((_kind, open) => {
  let figure: ReturnType<typeof figuresIn>
  before(async () => {
    const store = await openExample(open)
    figure = figuresIn(store, '2026-11-22')
  })

  test('of four pilots of new funding none ran in February 2024', async () => {
    const running = await figure('22/pilots-running', FEBRUARY)
    assert.equal(inShort(running), '0 of 4')
    assert.equal(running.basis, 'reconstructed')
    assert.equal(running.target?.verdict, 'not met')
    assert.equal(inShort(await figure('22/pilots-running', FEBRUARY, PUBLISHED)), '0 of 4')
    assert.deepEqual(
      running.stated.map(({ quantity, value }) => [quantity, value]),
      [['other total', '4']],
    )
    assert.equal((await figure('22/progress-of-key-results', FEBRUARY)).basis, 'none')
  })

  test('eleven departments are pilots, and how any of them judges itself is not known', async () => {
    assert.equal(inShort(await figure('23/pilot-departments', FEBRUARY)), '11')
    assert.equal(inShort(await figure('23/pilot-departments', FEBRUARY, PUBLISHED)), '11')
    const good = await figure('23/departments-at-good', FEBRUARY)
    assert.equal(inShort(good), '0 of 11, 11 unknown')
    assert.equal(good.target?.verdict, 'not yet known')
    assert.equal((await figure('23/policies-ready', FEBRUARY)).basis, 'none')
  })

  test('39 of 75 services have a single owner', async () => {
    assert.equal(inShort(await figure('24/single-service-owners', FEBRUARY)), '39 of 75')
    assert.equal(inShort(await figure('24/single-service-owners', FEBRUARY, PUBLISHED)), '39 of 75')
  })
})
