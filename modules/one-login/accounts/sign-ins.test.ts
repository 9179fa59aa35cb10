import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { codeAt } from '../authenticators/rules.ts'
import { lockedUntil } from '../lockouts/queries.ts'
import type { Limited } from '../lockouts/rules.ts'
import { COST } from '../passwords/argon2id.ts'
import {
  actionsOf,
  aJourney,
  makeAccount,
  nextCode,
  PASSWORD,
  type StartedPeople,
  secretIn,
  startPeople,
} from './testing.ts'

const HOURS = 3600

eachDatabase((kind, open) => {
  let started: StartedPeople
  before(async () => {
    started = await startPeople(open)
  })
  const during = aJourney()
  const wrong = { ok: false, why: 'wrong' } as const
  const tryPassword = (email: string, password: string) =>
    started.people.tryPassword(during, { email, password })

  async function isLocked(accountId: string, what: Limited): Promise<boolean> {
    const db = started.needs.base.store.quick('accounts')
    return (await lockedUntil(db, { accountId, kind: what, now: started.clock.now })) !== null
  }

  test('six wrong passwords lock for two hours, whether or not there is an account', async () => {
    const { email } = await makeAccount(started)
    const unknown = 'nobody@harbourton.example'
    const answers: unknown[][] = []
    for (const address of [email, unknown]) {
      const these: unknown[] = []
      for (let n = 1; n <= 5; n++) these.push(await tryPassword(address, `a guess ${n}`))
      const until = started.clock.now + 2 * HOURS * 1000
      these.push(await tryPassword(address, 'a guess 6'))
      assert.deepEqual(these, [
        ...Array<unknown>(5).fill(wrong),
        { ok: false, why: 'locked', of: 'passwords', until, just: true },
      ])
      // The right one does not open it.
      these.push(await tryPassword(address, PASSWORD))
      assert.deepEqual(these.at(-1), { ok: false, why: 'locked', of: 'passwords', until, just: false })
      answers.push(these)
    }
    assert.deepEqual(answers[0], answers[1])
    started.pass(2 * HOURS - 1)
    assert.equal((await tryPassword(email, PASSWORD)).ok, false)
    started.pass(1)
    assert.equal((await tryPassword(email, PASSWORD)).ok, true)
    assert.deepEqual(await tryPassword(unknown, PASSWORD), wrong)
  })

  test('the right password forgets the wrong ones, and wrong ones are forgotten after two hours', async () => {
    const { email } = await makeAccount(started)
    for (let round = 1; round <= 3; round++) {
      for (let n = 1; n <= 5; n++) assert.deepEqual(await tryPassword(email, 'a guess 1'), wrong)
      if (round === 2) started.pass(2 * HOURS)
      else assert.equal((await tryPassword(email, PASSWORD)).ok, true)
    }
  })

  test('of forty guesses at once, no more than six are looked at', async () => {
    const { email, account } = await makeAccount(started)
    const tried = await Promise.all(Array.from({ length: 40 }, (_, n) => tryPassword(email, `a guess ${n}`)))
    assert.ok(tried.every(({ ok }) => !ok))
    assert.equal(tried.filter((each) => !each.ok && each.why === 'wrong').length, 5)
    assert.ok(await isLocked(account.accountId, 'PASSWORD'))
    const noted = await actionsOf(started, account.accountId)
    assert.equal(noted.filter((action) => action === 'AUTH_INVALID_CREDENTIALS').length, 6)
  })

  test('six wrong codes of the second factor lock it for two hours, and nothing else', async () => {
    const { people } = started
    const { account, secret, email } = await makeAccount(started)
    const { accountId } = account
    const tryCode = (code: string) => people.tryCode(during, { accountId, code, for: 'MFA_SIGN_IN' })
    for (let n = 1; n <= 5; n++) assert.deepEqual(await tryCode('000000'), wrong)
    started.pass(900)
    for (let n = 1; n <= 5; n++) assert.deepEqual(await tryCode('000000'), wrong)
    const until = started.clock.now + 2 * HOURS * 1000
    const locked = { ok: false, why: 'locked', of: 'codes', until, just: true }
    assert.deepEqual(await tryCode('000000'), locked)
    assert.deepEqual(await tryCode(nextCode(started, secret)), { ...locked, just: false })
    assert.equal((await tryPassword(email, PASSWORD)).ok, true)
    started.pass(2 * HOURS - 30)
    assert.deepEqual(await tryCode(nextCode(started, secret)), { ok: true })
  })

  test('a code of the second factor is good once, even for many at the same time', async () => {
    const { people } = started
    const { account, secret } = await makeAccount(started)
    const code = nextCode(started, secret)
    const tried = await Promise.all(
      Array.from({ length: 5 }, () =>
        people.tryCode(during, { accountId: account.accountId, code, for: 'MFA_SIGN_IN' }),
      ),
    )
    assert.equal(tried.filter(({ ok }) => ok).length, 1)
    const again = await people.tryCodeAgain(during, { accountId: account.accountId, code })
    assert.deepEqual(again, wrong)
  })

  test('an account without a second factor has no right code', async () => {
    const { account } = await makeAccount(started, { authenticator: false })
    assert.equal(account.strongestLevel, 'Cl')
    const tried = await started.people.tryCode(during, {
      accountId: account.accountId,
      code: '000000',
      for: 'MFA_SIGN_IN',
    })
    assert.deepEqual(tried, wrong)
  })

  test('six wrong codes while an authenticator is set up lock that for a quarter of an hour', async () => {
    const { people, clock } = started
    const { account } = await makeAccount(started, { authenticator: false })
    const { accountId } = account
    const made = await people.newAuthenticator(accountId)
    assert.ok(made)
    assert.deepEqual(await people.newAuthenticator(accountId, made.pending), made)
    const secret = secretIn(made.uri)
    const add = (code: string, at = clock.now) =>
      people.addAuthenticator(during, { accountId, level: 'Cl', at }, { pending: made.pending, code })
    for (let n = 1; n <= 5; n++) assert.deepEqual(await add('000000'), wrong)
    const until = clock.now + 900_000
    assert.deepEqual(await add('000000'), { ok: false, why: 'locked', of: 'codes', until, just: true })
    started.pass(899)
    assert.equal((await add(codeAt(secret, clock.now))).ok, false)
    started.pass(1)
    assert.deepEqual(await add(codeAt(secret, clock.now), clock.now - 900_001), {
      ok: false,
      why: 'not fresh',
    })
    const added = await add(codeAt(secret, clock.now))
    assert.equal(added.ok && added.account.strongestLevel, 'Cl.Cm')
    assert.deepEqual(await add(codeAt(secret, clock.now)), { ok: false, why: 'has one' })
  })

  test('a secret that was sealed for another account is of no use', async () => {
    const { people, clock } = started
    const one = await makeAccount(started, { authenticator: false })
    const other = await makeAccount(started, { authenticator: false })
    const made = await people.newAuthenticator(one.account.accountId)
    const { accountId } = other.account
    const added = await people.addAuthenticator(
      during,
      { accountId, level: 'Cl', at: clock.now },
      { pending: made?.pending ?? '', code: '000000' },
    )
    assert.deepEqual(added, { ok: false, why: 'expired' })
    assert.notEqual((await people.newAuthenticator(accountId, made?.pending))?.secret, made?.secret)
  })

  for (const what of ['address', 'password', 'code'] as const) {
    test(`signing in again ends at the sixth wrong ${what}, locks nothing, and is forgotten by a sign-in`, async () => {
      const { people } = started
      const { account, email, secret } = await makeAccount(started)
      const { accountId } = account
      const again = async (isRight: boolean) => {
        if (what === 'address')
          return await people.tryEmailAgain(during, {
            accountId,
            email: isRight ? email.toUpperCase() : 'x@y.example',
          })
        if (what === 'password')
          return await people.tryPasswordAgain(during, {
            accountId,
            password: isRight ? PASSWORD : 'a guess 1',
          })
        return await people.tryCodeAgain(during, {
          accountId,
          code: isRight ? nextCode(started, secret) : '000000',
        })
      }
      for (let n = 1; n <= 5; n++) assert.deepEqual(await again(false), wrong)
      assert.deepEqual(await again(true), { ok: true })
      for (let n = 1; n <= 5; n++) assert.deepEqual(await again(false), wrong)
      const over = { ok: false, why: 'too many' }
      assert.deepEqual(await again(false), over)
      assert.deepEqual(await again(true), over)
      // An ordinary sign-in is still open, and makes a fresh start.
      assert.equal((await tryPassword(email, PASSWORD)).ok, true)
      const code = nextCode(started, secret)
      assert.deepEqual(await people.tryCode(during, { accountId, code, for: 'MFA_SIGN_IN' }), { ok: true })
      await people.signedIn(during, { accountId, level: 'Cl.Cm' })
      assert.deepEqual(await again(true), { ok: true })
    })
  }

  test('too many who sign in again are forgotten after an hour', async () => {
    const { people } = started
    const { account } = await makeAccount(started)
    const again = (password: string) =>
      people.tryPasswordAgain(during, { accountId: account.accountId, password })
    for (let n = 1; n <= 6; n++) await again('a guess 1')
    started.pass(HOURS - 1)
    assert.equal((await again(PASSWORD)).ok, false)
    // That was counted as well: the hour begins again.
    started.pass(HOURS)
    assert.equal((await again(PASSWORD)).ok, true)
  })

  test('a password that has since become one of the commonest must be reset', async () => {
    const { people, needs } = started
    const { account, email } = await makeAccount(started)
    const { accountId } = account
    const passwordHash = await needs.line.with((turn) => turn.hash('Password1'))
    await needs.base.store
      .quick('accounts')
      .updateTable('one_login.account')
      .set({ password_hash: passwordHash })
      .where('account_id', '=', accountId)
      .execute()
    assert.equal(await people.hurdle(accountId), null)
    assert.equal((await tryPassword(email, 'Password1')).ok, true)
    assert.equal(await people.hurdle(accountId), 'reset the password')
  })

  test('what happened is in the account’s stream, and names nobody', async () => {
    const { account, email } = await makeAccount(started)
    const { accountId } = account
    await tryPassword(email, 'a guess 1')
    await tryPassword(email, PASSWORD)
    await started.people.signedIn(during, { accountId, level: 'Cl' })
    assert.deepEqual(await started.audit.verifyStream(accountId), { ok: true, events: 5 })
    assert.deepEqual(await actionsOf(started, accountId), [
      'AUTH_CREATE_ACCOUNT',
      'AUTH_UPDATE_PROFILE_AUTH_APP',
      'AUTH_INVALID_CREDENTIALS',
      'AUTH_PASSWORD_VERIFIED',
      'AUTH_LOG_IN_SUCCESS',
    ])
  })

  if (kind === 'postgres')
    test('an unknown address takes as long as a known one', async () => {
      const slow = await startPeople(open, { cost: COST })
      const { email } = await makeAccount(slow)
      const ratios: number[] = []
      // Without its share of the work, the unknown one would be many times as fast, in every round; what else the
      // machine does falls on one of the two now and then.
      for (let round = 1; round <= 5 && !ratios.some((ratio) => ratio > 0.6 && ratio < 1.6); round++) {
        const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] }
        for (let n = 1; n <= 8; n++) {
          for (const which of ['known', 'unknown'] as const) {
            const address = which === 'known' ? email : `nobody-${round}-${n}@harbourton.example`
            const from = performance.now()
            await slow.people.tryPassword(during, { email: address, password: 'a guess 1' })
            times[which].push(performance.now() - from)
            slow.pass(2 * HOURS)
          }
        }
        ratios.push(Math.min(...times.known) / Math.min(...times.unknown))
      }
      const last = ratios.at(-1) ?? 0
      assert.ok(last > 0.6 && last < 1.6, `known to unknown: ${ratios.join(', ')}`)
    })
})
