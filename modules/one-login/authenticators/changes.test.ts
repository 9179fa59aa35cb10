import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eachDatabase } from '../../../platform/database/testing.ts'
import type { AuthenticatorChanged, Fresh } from '../accounts/people.ts'
import {
  actionsOf,
  aJourney,
  type MadeAccount,
  makeAccount,
  nextCode,
  type StartedPeople,
  secretIn,
  startPeople,
} from '../accounts/testing.ts'
import { codeAt } from './rules.ts'

const notFresh = { ok: false, why: 'not fresh' } as const
const wrong = { ok: false, why: 'wrong' } as const
const expired = { ok: false, why: 'expired' } as const

eachDatabase((_kind, open) => {
  let started: StartedPeople
  before(async () => {
    started = await startPeople(open)
  })

  const freshOf = ({ account }: MadeAccount, more: Partial<Fresh> = {}): Fresh => ({
    accountId: account.accountId,
    level: 'Cl.Cm',
    at: started.clock.now,
    ...more,
  })

  /** A new app, whose owner has scanned the QR code. */
  async function newApp({ account }: MadeAccount): Promise<{ pending: string; secret: Buffer }> {
    const made = await started.people.newAuthenticator(account.accountId)
    assert.ok(made)
    return { pending: made.pending, secret: secretIn(made.uri) }
  }

  const change = (made: MadeAccount, pending: string, code: string, fresh = freshOf(made)) =>
    started.people.changeAuthenticator(aJourney(), fresh, { pending, code })
  const signIn = (made: MadeAccount, code: string) =>
    started.people.tryCode(aJourney(), { accountId: made.account.accountId, code, for: 'MFA_SIGN_IN' })

  test('the new app takes the place of the old one, whose codes no longer work', async () => {
    const made = await makeAccount(started)
    const { accountId } = made.account
    const { pending, secret } = await newApp(made)
    const code = nextCode(started, secret)
    assert.deepEqual(await change(made, pending, code), { ok: true })
    assert.equal((await started.people.account(accountId))?.strongestLevel, 'Cl.Cm')
    assert.deepEqual(await signIn(made, code), wrong, 'its first code is spent')
    assert.deepEqual(await signIn(made, nextCode(started, made.secret)), wrong)
    assert.deepEqual(await signIn(made, nextCode(started, secret)), { ok: true })
    assert.deepEqual(await change(made, pending, nextCode(started, secret)), expired, 'once')

    assert.deepEqual(started.signedOut.at(-1), { accountId, reason: 'authenticator_changed', kept: false })
    const mails = await started.mailsTo(made.email)
    assert.equal(mails.at(-1)?.subject, 'The authenticator app of your One Login was changed')
    const changes = (await actionsOf(started, accountId)).filter((each) => each.endsWith('_AUTH_APP'))
    assert.equal(changes.length, 2)
    assert.equal((await started.audit.verifyStream(accountId)).ok, true)
  })

  test('until the new app shows that it has the key, the old one is the app', async () => {
    const made = await makeAccount(started)
    const { pending } = await newApp(made)
    assert.deepEqual(await change(made, pending, nextCode(started, made.secret)), wrong)
    assert.deepEqual(await signIn(made, nextCode(started, made.secret)), { ok: true })
  })

  test('a password alone changes no app, nor does a code that was typed long ago', async () => {
    const made = await makeAccount(started)
    const { pending, secret } = await newApp(made)
    const { now } = started.clock
    for (const stale of [
      freshOf(made, { level: 'Cl' }),
      freshOf(made, { at: now - 900_001 }),
      freshOf(made, { accountId: 'no-such-account' }),
      freshOf(await makeAccount(started), { accountId: made.account.accountId, level: 'Cl' }),
    ])
      assert.deepEqual(await change(made, pending, codeAt(secret, now), stale), notFresh)
    assert.deepEqual(await signIn(made, nextCode(started, made.secret)), { ok: true })
  })

  test('an account without an app has none to change, and one with an app adds none', async () => {
    const made = await makeAccount(started, { authenticator: false })
    const fresh = freshOf(made, { level: 'Cl' })
    const { pending, secret } = await newApp(made)
    const code = nextCode(started, secret)
    assert.deepEqual(await change(made, pending, code, fresh), { ok: false, why: 'has none' })
    const add = (kept: string, level: Fresh['level']) =>
      started.people.addAuthenticator(aJourney(), freshOf(made, { level }), { pending: kept, code })
    assert.equal((await add(pending, 'Cl')).ok, true)
    // What was set up as the first is not what takes its place, nor the other way round.
    assert.deepEqual(await change(made, pending, nextCode(started, secret)), expired)
    const next = await newApp(made)
    assert.deepEqual(await add(next.pending, 'Cl.Cm'), { ok: false, why: 'has one' })
  })

  test("a key that was shown for another's account is of no use", async () => {
    const [one, other] = [await makeAccount(started), await makeAccount(started)]
    const { pending, secret } = await newApp(one)
    assert.deepEqual(await change(other, pending, nextCode(started, secret)), expired)
  })

  test('of two new apps at once, one becomes the app', async () => {
    const made = await makeAccount(started)
    const apps = [await newApp(made), await newApp(made), await newApp(made)]
    const code = (secret: Buffer) => codeAt(secret, started.clock.now)
    const changed = await Promise.all(apps.map(({ pending, secret }) => change(made, pending, code(secret))))
    const told = changed.map((each: AuthenticatorChanged) => (each.ok ? 'changed' : each.why)).sort()
    assert.deepEqual(told, ['changed', 'expired', 'expired'])
    started.pass(30)
    const opens = await Promise.all(apps.map(({ secret }) => signIn(made, code(secret))))
    assert.deepEqual(
      opens.map(({ ok }) => ok),
      changed.map(({ ok }) => ok),
    )
  })

  test('six wrong codes of the new app lock that for a quarter of an hour, and nothing else', async () => {
    const made = await makeAccount(started)
    const { pending, secret } = await newApp(made)
    for (let n = 1; n <= 5; n++) assert.deepEqual(await change(made, pending, '000000'), wrong)
    const locked = { ok: false, why: 'locked', of: 'codes', until: started.clock.now + 900_000 } as const
    assert.deepEqual(await change(made, pending, '000000'), { ...locked, just: true })
    assert.deepEqual(await change(made, pending, nextCode(started, secret)), { ...locked, just: false })
    assert.deepEqual(await signIn(made, nextCode(started, made.secret)), { ok: true })
    started.pass(900)
    assert.deepEqual(await change(made, pending, nextCode(started, secret)), { ok: true })
  })

  test("a reset of the password that the old app's code opened ends with it", async () => {
    const { people } = started
    const made = await makeAccount(started)
    const { email, account } = made
    const thief = aJourney()
    await people.sendCode(thief, { email, for: 'EMAIL_PASSWORD_RESET' })
    const sent = (await started.codeTo(email)) ?? ''
    await people.tryEmailCode(thief, { email, code: sent, for: 'EMAIL_PASSWORD_RESET' })
    const { accountId } = account
    const code = nextCode(started, made.secret)
    assert.equal((await people.tryCode(thief, { accountId, code, for: 'MFA_PW_RESET_MFA' })).ok, true)
    const { pending, secret } = await newApp(made)
    assert.deepEqual(await change(made, pending, nextCode(started, secret)), { ok: true })
    assert.deepEqual(await people.resetPassword(thief, { email, password: 'slipway-tide-2031' }), {
      ok: false,
      why: 'not proved',
    })
  })
})
