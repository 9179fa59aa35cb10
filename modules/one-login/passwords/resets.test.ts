import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eachDatabase } from '../../../platform/database/testing.ts'
import type { During } from '../accounts/people.ts'
import {
  actionsOf,
  aJourney,
  makeAccount,
  nextCode,
  PASSWORD,
  type StartedPeople,
  startPeople,
} from '../accounts/testing.ts'

const HOURS = 3600
const KIND = 'EMAIL_PASSWORD_RESET'
const NEW = 'slipway-tide-2031'

eachDatabase((_kind, open) => {
  let started: StartedPeople
  before(async () => {
    started = await startPeople(open)
  })
  const wrong = { ok: false, why: 'wrong' } as const
  const notProved = { ok: false, why: 'not proved' } as const

  async function sendAndRead(during: During, email: string): Promise<string> {
    assert.deepEqual(await started.people.sendCode(during, { email, for: KIND }), { ok: true })
    return (await started.codeTo(email)) ?? ''
  }

  test('a forgotten password: the code, the second factor, a new password', async () => {
    const { people } = started
    const { account, email, secret } = await makeAccount(started)
    const { accountId } = account
    for (let n = 1; n <= 6; n++) await people.tryPassword(aJourney(), { email, password: 'a guess 1' })
    const during = aJourney()
    const code = await sendAndRead(during, email)
    assert.deepEqual(await people.resetReady(during, email), notProved)
    assert.deepEqual(await people.tryEmailCode(during, { email, code, for: KIND }), { ok: true })
    assert.deepEqual(await people.resetReady(during, email), { ok: true, accountId, next: 'second factor' })
    // The code from the mailbox alone is not enough.
    assert.deepEqual(await people.resetPassword(during, { email, password: NEW }), notProved)
    const second = { accountId, code: nextCode(started, secret), for: 'MFA_PW_RESET_MFA' } as const
    assert.deepEqual(await people.tryCode(aJourney(), second), notProved)
    assert.deepEqual(await people.tryCode(during, second), { ok: true })
    assert.deepEqual(await people.resetReady(during, email), { ok: true, accountId, next: 'new password' })

    assert.deepEqual(await people.resetPassword(during, { email, password: PASSWORD }), {
      ok: false,
      why: 'bad password',
      fault: 'same',
    })
    const reset = await people.resetPassword(during, { email, password: NEW })
    assert.deepEqual(reset, { ok: true, account, level: 'Cl.Cm' })
    assert.deepEqual(await people.resetPassword(during, { email, password: 'once-more-2032' }), notProved)

    // It lifted the lock, ended the sessions and told the address.
    assert.equal((await people.tryPassword(aJourney(), { email, password: NEW })).ok, true)
    assert.deepEqual(await people.tryPassword(aJourney(), { email, password: PASSWORD }), wrong)
    assert.deepEqual(started.signedOut.at(-1), { accountId, reason: 'password_reset', kept: false })
    assert.equal((await started.mailsTo(email)).at(-1)?.subject, 'Your One Login password was reset')
    assert.ok((await actionsOf(started, accountId)).includes('AUTH_PASSWORD_RESET_SUCCESSFUL'))
  })

  test('an account without a second factor needs the code alone, and is signed in at Cl', async () => {
    const { people } = started
    const { account, email } = await makeAccount(started, { authenticator: false })
    const during = aJourney()
    const code = await sendAndRead(during, email)
    await people.tryEmailCode(during, { email, code, for: KIND })
    const reset = await people.resetPassword(during, { email, password: NEW })
    assert.deepEqual(reset, { ok: true, account, level: 'Cl' })
  })

  test('an unknown address gets the same answers, and a mail that says so', async () => {
    const { people } = started
    const { email: known } = await makeAccount(started)
    const answers = await Promise.all(
      [known, 'unknown@harbourton.example'].map(async (email) => {
        const during = aJourney()
        const these: unknown[] = [await people.sendCode(during, { email, for: KIND })]
        for (let n = 1; n <= 7; n++)
          these.push(await people.tryEmailCode(during, { email, code: '000000', for: KIND }))
        these.push(await people.sendCode(during, { email, for: KIND }))
        these.push(await people.resetReady(during, email))
        return these
      }),
    )
    assert.deepEqual(answers[0], answers[1])
    const mails = await started.mailsTo('unknown@harbourton.example')
    assert.deepEqual(
      mails.map(({ subject }) => subject),
      ['You do not have a One Login with this email address'],
    )
  })

  test('a code lasts 15 minutes, and the next one takes its place', async () => {
    const { people } = started
    const { email } = await makeAccount(started)
    const during = aJourney()
    const late = await sendAndRead(during, email)
    started.pass(900)
    assert.deepEqual(await people.tryEmailCode(during, { email, code: late, for: KIND }), wrong)
    const first = await sendAndRead(during, email)
    const second = await sendAndRead(during, email)
    if (first !== second)
      assert.deepEqual(await people.tryEmailCode(during, { email, code: first, for: KIND }), wrong)
    started.pass(899)
    assert.deepEqual(await people.tryEmailCode(during, { email, code: second, for: KIND }), { ok: true })
  })

  test('six wrong codes lock the method for two hours, codes to be sent included; the password still works', async () => {
    const { people, clock } = started
    const { email } = await makeAccount(started)
    const during = aJourney()
    const code = await sendAndRead(during, email)
    const guess = code === '000000' ? '000001' : '000000'
    for (let n = 1; n <= 5; n++)
      assert.deepEqual(await people.tryEmailCode(during, { email, code: guess, for: KIND }), wrong)
    const until = clock.now + 2 * HOURS * 1000
    const locked = { ok: false, why: 'locked', of: 'codes', until, just: true }
    assert.deepEqual(await people.tryEmailCode(during, { email, code: guess, for: KIND }), locked)
    const still = { ...locked, just: false }
    assert.deepEqual(await people.tryEmailCode(during, { email, code, for: KIND }), still)
    assert.deepEqual(await people.sendCode(aJourney(), { email, for: KIND }), still)
    assert.equal((await people.tryPassword(during, { email, password: PASSWORD })).ok, true)
    started.pass(2 * HOURS)
    assert.deepEqual(await people.sendCode(aJourney(), { email, for: KIND }), { ok: true })
  })

  for (const kind of ['EMAIL_REGISTRATION', 'EMAIL_PASSWORD_RESET'] as const) {
    test(`${kind}: six codes are sent, the seventh locks sending for two hours; one that was sent still works`, async () => {
      const { people, clock } = started
      const email =
        kind === 'EMAIL_REGISTRATION' ? 'impatient@harbourton.example' : (await makeAccount(started)).email
      const during = aJourney()
      const sent = async () => await people.sendCode(during, { email, for: kind })
      for (let n = 1; n <= 6; n++) assert.deepEqual(await sent(), { ok: true })
      const until = clock.now + 2 * HOURS * 1000
      const locked = { ok: false, why: 'locked', of: 'sends', until, just: true }
      assert.deepEqual(await sent(), locked)
      started.pass(1)
      assert.deepEqual(await sent(), { ...locked, just: false })
      const code = (await started.codeTo(email)) ?? ''
      assert.deepEqual(await people.tryEmailCode(during, { email, code, for: kind }), { ok: true })
      started.pass(2 * HOURS - 1)
      assert.deepEqual(await sent(), { ok: true })
    })
  }

  test('the second factor of a reset is counted by itself', async () => {
    const { people } = started
    const { account, email, secret } = await makeAccount(started)
    const { accountId } = account
    const during = aJourney()
    const code = await sendAndRead(during, email)
    await people.tryEmailCode(during, { email, code, for: KIND })
    const tried = { accountId, for: 'MFA_PW_RESET_MFA' } as const
    for (let n = 1; n <= 5; n++)
      assert.deepEqual(await people.tryCode(during, { ...tried, code: '000000' }), wrong)
    const locked = await people.tryCode(during, { ...tried, code: '000000' })
    assert.equal(locked.ok ? 'open' : locked.why, 'locked')
    const signsIn = { accountId, code: nextCode(started, secret), for: 'MFA_SIGN_IN' } as const
    assert.deepEqual(await people.tryCode(during, signsIn), { ok: true })
  })

  test('of two resets with one proof, one is done', async () => {
    const { people } = started
    const { email } = await makeAccount(started, { authenticator: false })
    const during = aJourney()
    const code = await sendAndRead(during, email)
    await people.tryEmailCode(during, { email, code, for: KIND })
    const resets = await Promise.all(
      [1, 2, 3].map((n) => people.resetPassword(during, { email, password: `${NEW}-${n}` })),
    )
    assert.equal(resets.filter(({ ok }) => ok).length, 1)
  })
})
