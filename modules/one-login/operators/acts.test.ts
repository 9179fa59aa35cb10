import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Intervention } from '../accounts/account.ts'
import { NONE } from '../interventions/rules.ts'
import { possible } from './acts.ts'

const suspended: Intervention = { ...NONE, state: 'suspended' }

test('operators are offered what would change an account, and nothing else', () => {
  const suspensions = ['suspend-until-reset', 'suspend-until-reproved', 'suspend-until-both']
  const forced = ['force-reset', 'force-reprove']
  assert.deepEqual(possible(NONE), ['suspend', ...suspensions, 'block', ...forced], 'nothing is to be lifted')
  assert.deepEqual(possible(suspended), [...suspensions, 'block', ...forced, 'lift'])
  assert.deepEqual(possible({ ...NONE, state: 'blocked' }), ['lift'])
  assert.deepEqual(possible({ ...NONE, mustResetPassword: true }), [
    'suspend',
    ...suspensions,
    'block',
    'force-reprove',
    'lift',
  ])
})
