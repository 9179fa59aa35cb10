import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { emailDigestOf } from './needs.ts'
import { aJourney, makeAccount, PASSWORD, type StartedPeople, startPeople } from './testing.ts'

const KIND = 'EMAIL_REGISTRATION'

eachDatabase((_kind, open) => {
  let started: StartedPeople
  before(async () => {
    started = await startPeople(open)
  })

  async function proved(email: string, during = aJourney()) {
    assert.deepEqual(await started.people.sendCode(during, { email, for: KIND }), { ok: true })
    const code = (await started.codeTo(email)) ?? ''
    assert.deepEqual(await started.people.tryEmailCode(during, { email, code, for: KIND }), { ok: true })
    return during
  }

  test('an account is created: code, password, authenticator', async () => {
    const { people, needs } = started
    const { account, email } = await makeAccount(started, { email: 'Registry@harbourton.example' })
    assert.match(account.accountId, /^[\w-]{22}$/)
    assert.equal(account.email, 'Registry@harbourton.example')
    assert.equal(account.salt.length, 32)
    assert.equal(account.strongestLevel, 'Cl.Cm')
    assert.equal(account.acceptedTerms, needs.base.profile.terms)
    assert.deepEqual(account.intervention, {
      state: 'none',
      mustResetPassword: false,
      mustReproveIdentity: false,
    })
    assert.equal(await people.hurdle(account.accountId), null)
    assert.deepEqual(await people.account(account.accountId), account)
    assert.deepEqual(
      (await started.mailsTo(email)).map(({ subject }) => subject),
      [
        'Your security code for One Login',
        'You have created your One Login',
        'An authenticator app was added to your One Login',
      ],
    )
    const signedIn = await people.tryPassword(aJourney(), {
      email: 'registry@HARBOURTON.example',
      password: PASSWORD,
    })
    assert.deepEqual(signedIn, { ok: true, account })
  })

  test('nothing that can be read of the person is in the tables', async () => {
    const { needs } = started
    const { account } = await makeAccount(started, { email: 'harbourmaster@harbourton.example' })
    const row = await needs.base.store
      .quick('accounts')
      .selectFrom('one_login.account')
      .selectAll()
      .where('account_id', '=', account.accountId)
      .executeTakeFirstOrThrow()
    const text = Object.values(row)
      .map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value)))
      .join(' ')
    assert.doesNotMatch(text, /harbourmaster|harbour-lights/)
    assert.match(row.password_hash, /^\$argon2id\$/)
  })

  test('without the right code there is no account', async () => {
    const { people } = started
    const email = 'stranger@harbourton.example'
    const during = aJourney()
    const refused = { ok: false, why: 'not proved' }
    assert.deepEqual(await people.create(during, { email, password: PASSWORD }), refused)
    await people.sendCode(during, { email, for: KIND })
    assert.deepEqual(await people.create(during, { email, password: PASSWORD }), refused)
    const code = (await started.codeTo(email)) ?? ''
    // Neither in another journey, nor for another address, is the code of use.
    const elsewhere = await people.tryEmailCode(aJourney(), { email, code, for: KIND })
    assert.deepEqual(elsewhere, { ok: false, why: 'wrong' })
    const other = { email: 'other@harbourton.example', code, for: KIND } as const
    assert.deepEqual(await people.tryEmailCode(during, other), { ok: false, why: 'wrong' })
    assert.deepEqual(await people.tryEmailCode(during, { email, code, for: KIND }), { ok: true })
    const taken = await people.create(during, { email: other.email, password: PASSWORD })
    assert.deepEqual(taken, refused)
    // It is good once.
    assert.deepEqual(await people.tryEmailCode(during, { email, code, for: KIND }), {
      ok: false,
      why: 'wrong',
    })
    assert.equal((await people.create(during, { email, password: PASSWORD })).ok, true)
    assert.deepEqual(await people.create(during, { email, password: PASSWORD }), refused)
  })

  test('what a code proved lasts an hour', async () => {
    const email = 'slow@harbourton.example'
    const during = await proved(email)
    started.pass(3600)
    const created = await started.people.create(during, { email, password: PASSWORD })
    assert.deepEqual(created, { ok: false, why: 'not proved' })
  })

  test('the first code is good for an hour', async () => {
    const { people } = started
    for (const [seconds, expected] of [
      [3599, { ok: true }],
      [3600, { ok: false, why: 'wrong' }],
    ] as const) {
      const email = `patient-${seconds}@harbourton.example`
      const during = aJourney()
      await people.sendCode(during, { email, for: KIND })
      const code = (await started.codeTo(email)) ?? ''
      started.pass(seconds)
      assert.deepEqual(await people.tryEmailCode(during, { email, code, for: KIND }), expected)
    }
  })

  test('six wrong tries spoil a first code and lock nothing: another one works', async () => {
    const { people } = started
    const email = 'clumsy@harbourton.example'
    const during = aJourney()
    await people.sendCode(during, { email, for: KIND })
    const spoiled = (await started.codeTo(email)) ?? ''
    const guess = spoiled === '000000' ? '000001' : '000000'
    const tried: unknown[] = []
    for (let n = 1; n <= 6; n++)
      tried.push(await people.tryEmailCode(during, { email, code: guess, for: KIND }))
    assert.deepEqual(tried, [
      ...Array<unknown>(5).fill({ ok: false, why: 'wrong' }),
      { ok: false, why: 'ask for another' },
    ])
    assert.deepEqual(await people.tryEmailCode(during, { email, code: spoiled, for: KIND }), {
      ok: false,
      why: 'ask for another',
    })
    await proved(email, during)
    assert.equal((await people.create(during, { email, password: PASSWORD })).ok, true)
  })

  test('a password that will not do is refused, and the journey goes on', async () => {
    const email = 'careless@harbourton.example'
    const during = await proved(email)
    const create = async (password: string) => await started.people.create(during, { email, password })
    assert.deepEqual(await create('short1'), { ok: false, why: 'bad password', fault: 'too short' })
    assert.deepEqual(await create('Password1'), { ok: false, why: 'bad password', fault: 'common' })
    assert.equal((await create(PASSWORD)).ok, true)
  })

  test('of two who create the same address at once, exactly one does', async () => {
    const email = 'pier@harbourton.example'
    const journeys = [0, 1, 2, 3].map(() => aJourney())
    for (const during of journeys) await proved(email, during)
    const created = await Promise.all(
      // The same journey sent twice, too.
      [...journeys, ...journeys].map((during) =>
        started.people.create(during, { email: email.toUpperCase(), password: PASSWORD }),
      ),
    )
    assert.equal(created.filter(({ ok }) => ok).length, 1)
    const refusals = created.flatMap((each) => (each.ok ? [] : [each.why]))
    assert.deepEqual(
      [...new Set(refusals)].filter((why) => why !== 'not proved' && why !== 'taken'),
      [],
    )
    // Nor was any half made: one account has this address.
    const accounts = await started.needs.base.store
      .quick('accounts')
      .selectFrom('one_login.account')
      .select('account_id')
      .where('email_digest', '=', emailDigestOf(started.needs, email))
      .execute()
    assert.equal(accounts.length, 1)
  })

  test('an address that has an account gets the same answers, and a mail that says so', async () => {
    const { people } = started
    const { email } = await makeAccount(started)
    const during = aJourney()
    assert.deepEqual(await people.sendCode(during, { email, for: KIND }), { ok: true })
    assert.equal((await started.mailsTo(email)).at(-1)?.subject, 'You already have a One Login')
    assert.equal(await started.codeTo(email), undefined)
    for (const code of ['000000', '111111', '222222', '333333', '444444'])
      assert.deepEqual(await people.tryEmailCode(during, { email, code, for: KIND }), {
        ok: false,
        why: 'wrong',
      })
    const sixth = await people.tryEmailCode(during, { email, code: '555555', for: KIND })
    assert.deepEqual(sixth, { ok: false, why: 'ask for another' })
    assert.deepEqual(await people.create(during, { email, password: PASSWORD }), {
      ok: false,
      why: 'not proved',
    })
  })

  test('a lock that was made before the account was goes on', async () => {
    const { people } = started
    const email = 'watched@harbourton.example'
    for (let n = 1; n <= 6; n++) await people.tryPassword(aJourney(), { email, password: 'a guess 1' })
    const during = await proved(email)
    assert.equal((await people.create(during, { email, password: PASSWORD })).ok, true)
    const locked = await people.tryPassword(aJourney(), { email, password: PASSWORD })
    assert.equal(locked.ok ? 'open' : locked.why, 'locked')
  })

  test('mails are in the reader’s language', async () => {
    const email = 'swyddfa@harbourton.example'
    const during = { ...aJourney(), locale: 'cy' } as const
    await proved(email, during)
    await started.people.create(during, { email, password: PASSWORD })
    assert.deepEqual(
      (await started.mailsTo(email)).map(({ subject }) => subject),
      ['Eich cod diogelwch ar gyfer One Login', 'Rydych wedi creu eich One Login'],
    )
  })

  test('new terms are a hurdle until they are accepted', async () => {
    const { people, needs } = started
    const { account } = await makeAccount(started)
    const { accountId } = account
    await needs.base.store
      .quick('accounts')
      .updateTable('one_login.account')
      .set({ accepted_terms: '1.12' })
      .where('account_id', '=', accountId)
      .execute()
    assert.equal(await people.hurdle(accountId), 'accept the terms')
    await people.acceptTerms(aJourney(), accountId)
    assert.equal(await people.hurdle(accountId), null)
    assert.equal((await people.account(accountId))?.acceptedTerms, needs.base.profile.terms)
  })
})
