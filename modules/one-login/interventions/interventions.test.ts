import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import { eachDatabase } from '../../../platform/database/testing.ts'
import type { Intervention } from '../accounts/account.ts'
import type { During } from '../accounts/people.ts'
import {
  actionsOf,
  aJourney,
  makeAccount,
  PASSWORD,
  type StartedPeople,
  startPeople,
} from '../accounts/testing.ts'
import { type Act, after, afterReset, NONE } from './rules.ts'

const anIntervention: fc.Arbitrary<Intervention> = fc.oneof(
  fc.record({
    state: fc.constantFrom('none' as const, 'suspended' as const),
    mustResetPassword: fc.boolean(),
    mustReproveIdentity: fc.boolean(),
  }),
  fc.constant({ ...NONE, state: 'blocked' as const }),
)
const anAct: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    act: fc.constant('suspend' as const),
    mustResetPassword: fc.boolean(),
    mustReproveIdentity: fc.boolean(),
  }),
  fc.record({
    act: fc.constantFrom(
      'block' as const,
      'force reset' as const,
      'force reprove' as const,
      'lift' as const,
      'reproved' as const,
    ),
  }),
)

test('whatever was decided before, lifting leaves nothing, and a block gives way to lifting alone', () => {
  fc.assert(
    fc.property(anIntervention, fc.array(anAct), (start, acts) => {
      let now = start
      for (const act of acts) {
        const then = after(now, act)
        if (now.state === 'blocked') assert.equal(typeof then === 'object', act.act === 'lift')
        if (typeof then === 'object') now = then
        // A blocked account has no way out that its person could take.
        if (now.state === 'blocked') assert.deepEqual(now, { ...NONE, state: 'blocked' })
      }
      const lifted = after(now, { act: 'lift' })
      assert.deepEqual(lifted === 'no change' ? now : lifted, NONE)
    }),
  )
})

test('a suspension ends with the last thing that it waited for, and one that waits for nothing does not', () => {
  const suspended = (mustResetPassword: boolean, mustReproveIdentity: boolean): Intervention => ({
    state: 'suspended',
    mustResetPassword,
    mustReproveIdentity,
  })
  assert.deepEqual(afterReset(suspended(true, false)), NONE)
  assert.deepEqual(afterReset(suspended(true, true)), suspended(false, true))
  assert.deepEqual(afterReset(suspended(false, false)), suspended(false, false))
  assert.deepEqual(after(suspended(false, true), { act: 'reproved' }), NONE)
  assert.equal(after(suspended(false, false), { act: 'reproved' }), 'no change')
  assert.deepEqual(after(NONE, { act: 'force reset' }), { ...NONE, mustResetPassword: true })
})

eachDatabase((_kind, open) => {
  let started: StartedPeople
  before(async () => {
    started = await startPeople(open)
  })
  const by = { actor: 'operator-7', reason: 'suspected_takeover', requestId: 'request-9' }

  async function reset(during: During, email: string): Promise<string> {
    const { people } = started
    await people.sendCode(during, { email, for: 'EMAIL_PASSWORD_RESET' })
    const code = (await started.codeTo(email)) ?? ''
    await people.tryEmailCode(during, { email, code, for: 'EMAIL_PASSWORD_RESET' })
    const done = await people.resetPassword(during, { email, password: 'slipway-tide-2031' })
    return done.ok ? 'reset' : done.why
  }

  test('a suspended account ends its sessions, and cannot go on until it is lifted', async () => {
    const { people, interventions } = started
    const { account, email } = await makeAccount(started, { authenticator: false })
    const { accountId } = account
    const nothing = { mustResetPassword: false, mustReproveIdentity: false }
    const done = await interventions.suspend(accountId, nothing, by)
    assert.deepEqual(done, { ok: true, intervention: { state: 'suspended', ...nothing } })
    assert.deepEqual(started.signedOut.at(-1), { accountId, reason: 'intervention', kept: false })
    assert.equal(await people.hurdle(accountId), 'suspended')
    assert.equal((await people.tryPassword(aJourney(), { email, password: PASSWORD })).ok, true)
    assert.equal(await reset(aJourney(), email), 'suspended')
    assert.deepEqual(await interventions.suspend(accountId, nothing, by), { ok: false, why: 'no change' })
    const ended = started.signedOut.length
    assert.equal((await interventions.lift(accountId, by)).ok, true)
    assert.equal(started.signedOut.length, ended)
    assert.equal(await people.hurdle(accountId), null)
    assert.deepEqual(
      (await actionsOf(started, accountId)).filter((action) => action.includes('INTERVENTION')),
      ['AUTH_TEMP_SUSPENDED_INTERVENTION', 'AUTH_NO_INTERVENTION'],
    )
  })

  test('a reset that was asked for ends with the reset', async () => {
    const { people, interventions } = started
    const { account, email } = await makeAccount(started, { authenticator: false })
    const { accountId } = account
    await interventions.suspend(accountId, { mustResetPassword: true, mustReproveIdentity: false }, by)
    assert.equal(await people.hurdle(accountId), 'reset the password')
    assert.equal(await reset(aJourney(), email), 'reset')
    assert.equal(await people.hurdle(accountId), null)
    assert.deepEqual((await people.account(accountId))?.intervention, NONE)
    await interventions.forceReset(accountId, by)
    assert.equal(await people.hurdle(accountId), 'reset the password')
    assert.ok((await actionsOf(started, accountId)).includes('AUTH_PASSWORD_RESET_INTERVENTION_COMPLETE'))
  })

  test('an identity to be proved again lets its person sign in, and ends when it is proved', async () => {
    const { people, interventions } = started
    const { account } = await makeAccount(started)
    const { accountId } = account
    await interventions.suspend(accountId, { mustResetPassword: false, mustReproveIdentity: true }, by)
    assert.equal(await people.hurdle(accountId), null)
    assert.equal((await people.account(accountId))?.intervention.mustReproveIdentity, true)
    assert.deepEqual(await interventions.identityReproved(accountId, null), { ok: true, intervention: NONE })
    assert.equal((await interventions.forceReprove(accountId, by)).ok, true)
  })

  test('a blocked account is blocked for good, and may not reset its password', async () => {
    const { people, interventions } = started
    const { account, email } = await makeAccount(started, { authenticator: false })
    const { accountId } = account
    assert.equal((await interventions.block(accountId, by)).ok, true)
    assert.equal(await people.hurdle(accountId), 'blocked')
    assert.equal(await reset(aJourney(), email), 'blocked')
    assert.deepEqual(await interventions.forceReset(accountId, by), { ok: false, why: 'blocked' })
    assert.equal((await interventions.lift(accountId, by)).ok, true)
    assert.equal(await reset(aJourney(), email), 'reset')
  })

  test('there is nothing to decide about an account that is not there', async () => {
    assert.deepEqual(await started.interventions.block('no-such-account', by), {
      ok: false,
      why: 'no such account',
    })
  })

  test('support sees the state and the locks, and that it looked is recorded', async () => {
    const { people, support, clock } = started
    const { account, email } = await makeAccount(started)
    for (let n = 1; n <= 6; n++) await people.tryPassword(aJourney(), { email, password: 'a guess 1' })
    assert.deepEqual(await support.find(email.toUpperCase(), by), account)
    assert.equal(await support.find('nobody@harbourton.example', by), undefined)
    assert.deepEqual(await support.lockouts(account.accountId), [
      { kind: 'EMAIL_REGISTRATION.SENDS', of: 'sends', count: 1, lockedUntil: null },
      { kind: 'PASSWORD', of: 'passwords', count: 0, lockedUntil: clock.now + 7_200_000 },
    ])
    assert.equal((await actionsOf(started, account.accountId)).at(-1), 'AUTH_SUPPORT_ACCOUNT_VIEWED')
  })
})
