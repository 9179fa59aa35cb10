import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { codeAt } from '../authenticators/rules.ts'
import { aJourney, makeAccount, PASSWORD, secretIn, startPeople } from './testing.ts'

eachDatabase((_kind, open) => {
  // Two transactions that wait for each other are ended by the database, as an error that nobody could explain.
  test('whatever happens to one account at once, nothing waits for anything else for ever', async () => {
    const started = await startPeople(open)
    const { people, interventions, support, clock } = started
    const { account, email, secret } = await makeAccount(started)
    const { accountId } = account
    const shared = aJourney()
    const fresh = { accountId, level: 'Cl.Cm', at: clock.now } as const
    const by = { actor: 'operator-7', reason: 'test', requestId: null }
    const code = codeAt(secret ?? Buffer.alloc(20), clock.now + 60_000)
    const kept = await people.newAuthenticator(accountId)
    const fromCreation = 'together@harbourton.example'
    const acts: (() => Promise<unknown>)[] = [
      () => people.tryPassword(shared, { email, password: PASSWORD }),
      () => people.tryPassword(shared, { email, password: 'Password1' }),
      () => people.tryPasswordAgain(shared, { accountId, password: PASSWORD }),
      () => people.tryCode(shared, { accountId, code, for: 'MFA_SIGN_IN' }),
      () => people.tryCodeAgain(shared, { accountId, code }),
      () => people.sendCode(shared, { email, for: 'EMAIL_PASSWORD_RESET' }),
      () => people.tryEmailCode(shared, { email, code: '000000', for: 'EMAIL_PASSWORD_RESET' }),
      () => people.tryCode(shared, { accountId, code, for: 'MFA_PW_RESET_MFA' }),
      () => people.resetPassword(shared, { email, password: 'slipway-tide-2031' }),
      () => people.changePassword(shared, fresh, `slipway-tide-${Math.random()}`),
      () => people.beginEmailChange(shared, fresh, 'new@harbourton.example'),
      () => people.changeEmail(shared, fresh, { email: 'new@harbourton.example', code: '000000' }),
      () => people.addAuthenticator(shared, fresh, { pending: '', code }),
      async () => {
        const made = await people.newAuthenticator(accountId)
        const first = codeAt(secretIn(made?.uri ?? ''), clock.now)
        return people.changeAuthenticator(shared, fresh, { pending: made?.pending ?? '', code: first })
      },
      () => people.changeAuthenticator(shared, fresh, { pending: kept?.pending ?? '', code: '000000' }),
      () => people.signOutEverywhere(shared, accountId),
      () => people.signedIn(shared, { accountId, level: 'Cl.Cm' }),
      () => people.acceptTerms(shared, accountId),
      () => interventions.forceReset(accountId, by),
      () => interventions.lift(accountId, by),
      () => support.find(email, by),
      () => people.sendCode(shared, { email: fromCreation, for: 'EMAIL_REGISTRATION' }),
      () => people.create(shared, { email: fromCreation, password: PASSWORD }),
      () => people.tryPassword(shared, { email: fromCreation, password: PASSWORD }),
    ]
    const begun = await people.sendCode(shared, { email: fromCreation, for: 'EMAIL_REGISTRATION' })
    assert.equal(begun.ok, true)
    const first = (await started.codeTo(fromCreation)) ?? ''
    await people.tryEmailCode(shared, { email: fromCreation, code: first, for: 'EMAIL_REGISTRATION' })
    for (let round = 1; round <= 4; round++) {
      const done = await Promise.allSettled([...acts, ...acts].map((act) => act()))
      const thrown = done.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []))
      assert.deepEqual(thrown, [])
    }
    assert.equal((await started.audit.verifyStream(accountId)).ok, true)
  })
})
