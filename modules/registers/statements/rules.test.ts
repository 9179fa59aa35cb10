import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isZero, SAYS, type Statement, standingStatements, symbolOf } from './rules.ts'

test('being ratified, no legacy systems and none red-rated have three different symbols', () => {
  const symbols = [
    symbolOf({ says: 'being ratified', part: null }),
    symbolOf({ says: 'none exist', part: null }),
    symbolOf({ says: 'none exist', part: 'red-rated' }),
  ]
  assert.deepEqual(symbols, ['[x]', '[z]', '0'])
})

test('only none exist and not applicable are a true zero', () => {
  assert.deepEqual(SAYS.filter(isZero), ['none exist', 'not applicable'])
})

test('a later statement replaces an earlier one, and a withdrawn one says nothing', () => {
  const said = [
    statement({ statement: 1, recording: 1, effectiveOn: '2024-01-01', says: 'being ratified' }),
    statement({ statement: 2, recording: 2, effectiveOn: '2024-03-01', says: 'none exist' }),
    statement({ statement: 3, recording: 3, effectiveOn: '2024-05-01', says: 'withdrawn' }),
  ]
  const at = (on: string, k: number) => standingStatements(said, on, k).map((each) => each.says)
  assert.deepEqual(at('2024-02-01', 3), ['being ratified'])
  assert.deepEqual(at('2024-04-01', 3), ['none exist'])
  assert.deepEqual(at('2024-04-01', 1), ['being ratified'])
  assert.deepEqual(at('2024-06-01', 3), [])
})

test('a statement of a part stands beside one of the whole register', () => {
  const said = [
    statement({ statement: 1, recording: 1, part: null, says: 'withheld' }),
    statement({ statement: 2, recording: 1, part: 'red-rated', says: 'none exist' }),
  ]
  assert.equal(standingStatements(said, '2024-12-31', 1).length, 2)
})

test('the order in which statements are read does not matter', () => {
  const drawn = fc.record({ day: fc.integer({ min: 1, max: 5 }), says: fc.constantFrom(...SAYS) })
  fc.assert(
    fc.property(fc.array(drawn, { maxLength: 6 }), fc.integer({ min: 1, max: 5 }), (all, day) => {
      const said = all.map(({ day: from, says }, i) =>
        statement({ statement: i + 1, recording: i + 1, effectiveOn: `2024-01-0${from}`, says }),
      )
      const on = `2024-01-0${day}`
      assert.deepEqual(standingStatements(said, on, 9), standingStatements(said.toReversed(), on, 9))
    }),
  )
})

function statement(given: Partial<Statement>): Statement {
  return {
    statement: 1,
    recording: 1,
    organisation: 'x',
    register: 'systems',
    part: null,
    effectiveOn: '2024-01-01',
    says: 'none exist',
    note: '',
    source: '',
    ...given,
  }
}
