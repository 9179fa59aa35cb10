import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { makeAccount, nextCode } from '../accounts/testing.ts'
import { PAGES } from './journey.ts'
import { openVisitor, signInUpTo, startJourneys, type TestJourneys } from './testing.ts'

const NEW_PASSWORD = 'three-boats-4-sail'

eachDatabase((_kind, open) => {
  let world: TestJourneys
  before(async () => {
    world = await startJourneys(open)
  })

  test('stepping up: the code alone; an account without an app types its password and sets one up', async () => {
    const { started, ended } = world
    const person = await makeAccount(started)
    const { accountId } = person.account
    const uid = world.ask({ why: 'stepping up', accountId, signedInAt: 'Cl' })
    const visitor = openVisitor(world.app)
    await visitor.go(`/sign-in/${uid}`)
    assert.match(visitor.text, /more than your password/)
    await visitor.send({ code: nextCode(started, person.secret) })
    assert.deepEqual(ended.get(uid), { accountId, level: 'Cl.Cm', methods: ['pwd', 'otp'] })

    const weak = await makeAccount(started, { authenticator: false })
    const other = world.ask({
      why: 'stepping up',
      accountId: weak.account.accountId,
      signedInAt: 'Cl',
    })
    const second = openVisitor(world.app)
    await second.go(`/sign-in/${other}`)
    assert.equal(second.heading, 'Enter your password')
    assert.doesNotMatch(second.text, /different email address/)
    await second.send({ password: weak.password })
    assert.equal(second.heading, 'Set up an authenticator app')
  })

  test('signing in again: only the same account; six wrong tries tell the service, and lock nobody', async () => {
    const { started, ended } = world
    const person = await makeAccount(started)
    const wanted = {
      why: 'signing in again',
      accountId: person.account.accountId,
      signedInAt: 'Cl.Cm',
    } as const
    const uid = world.ask(wanted)
    const visitor = openVisitor(world.app)
    await visitor.go(`/sign-in/${uid}`)
    assert.equal(visitor.heading, 'Sign in again to continue')
    await visitor.send({ email: 'somebody-else@harbourton.example' })
    assert.match(visitor.text, /Enter the email address that you signed in with/)
    await visitor.send({ email: person.email })
    assert.equal(visitor.heading, 'Enter your password')
    assert.doesNotMatch(visitor.text, /different email address/)
    await visitor.send({ password: person.password })
    await visitor.send({ code: nextCode(started, person.secret) })
    assert.ok(ended.has(uid))

    const worse = world.ask(wanted)
    await visitor.go(`/sign-in/${worse}`)
    await visitor.send({ email: person.email })
    for (let time = 0; time < 6; time++) await visitor.send({ password: 'not-my-password-1' })
    assert.deepEqual(ended.get(worse), {
      error: 'login_required',
      description: 'Re-authentication failed',
    })
    assert.match((await signInUpTo(world, world.ask(), person.email)).heading, /6 digit security code/)
  })

  test('who is suspended or blocked is told so, and goes nowhere', async () => {
    const { started } = world
    const by = { actor: 'operator-1', reason: 'checking', requestId: null }
    for (const [state, heading] of [
      ['suspended', 'Your One Login has been suspended'],
      ['blocked', 'Your One Login has been permanently locked'],
    ] as const) {
      const { account, email } = await makeAccount(started)
      if (state === 'blocked') await started.interventions.block(account.accountId, by)
      else
        await started.interventions.suspend(
          account.accountId,
          { mustResetPassword: false, mustReproveIdentity: false },
          by,
        )
      const uid = world.ask()
      const visitor = await signInUpTo(world, uid, email)
      assert.equal(visitor.heading, heading)
      await visitor.go(`/sign-in/${uid}/enter-code`)
      assert.equal(visitor.status, 410)
      assert.ok(!world.ended.has(uid))
    }
  })

  test('a password that an operator will not have any more is reset before the service', async () => {
    const { started } = world
    const person = await makeAccount(started)
    await started.interventions.forceReset(person.account.accountId, {
      actor: 'operator-1',
      reason: 'leaked',
      requestId: null,
    })
    const uid = world.ask()
    const visitor = await signInUpTo(world, uid, person.email)
    assert.equal(visitor.heading, 'You must reset your password')
    await visitor.send()
    await visitor.send({ code: (await started.codeTo(person.email)) ?? '' })
    await visitor.send({ code: nextCode(started, person.secret) })
    await visitor.send({ password: NEW_PASSWORD, again: NEW_PASSWORD })
    assert.ok(world.ended.has(uid))
  })

  test('a lost app is no way in, and the page says so', async () => {
    const person = await makeAccount(world.started)
    const uid = world.ask()
    const visitor = await signInUpTo(world, uid, person.email)
    await visitor.go(`/sign-in/${uid}/lost-app`)
    assert.equal(visitor.heading, 'You cannot change this yet')
    await visitor.go(`/sign-in/${uid}/set-up-app`)
    assert.equal(visitor.heading, 'Sorry, the page has expired')
    assert.match(visitor.html, new RegExp(`href="/sign-in/${uid}/enter-code"`))
  })

  test('a step that is done is harmless when sent again, and its page has expired', async () => {
    const person = await makeAccount(world.started)
    const uid = world.ask()
    const visitor = await signInUpTo(world, uid, person.email)
    const token = visitor.token()
    await visitor.go(`/sign-in/${uid}/enter-password`)
    assert.equal(visitor.heading, 'Sorry, the page has expired')
    assert.match(visitor.text, /Nothing is lost/)
    await visitor.post(`/sign-in/${uid}/enter-password`, { 'form-token': token, password: 'wrong-1-wrong' })
    assert.equal(visitor.at, `/sign-in/${uid}/enter-code`, 'the journey goes on, and nothing was tried')
    await visitor.go(`/sign-in/${uid}/enter-email`)
    assert.match(visitor.html, new RegExp(`value="${person.email}"`), 'what was typed is kept')
  })

  test('a journey goes on in another process, wherever the first one ended', async () => {
    const person = await makeAccount(world.started)
    const uid = world.ask()
    const visitor = openVisitor(world.app)
    await visitor.go(`/sign-in/${uid}/enter-email`)
    visitor.moveTo(world.anotherProcess())
    await visitor.send({ email: person.email })
    assert.equal(visitor.heading, 'Enter your password')
    visitor.moveTo(world.anotherProcess())
    await visitor.send({ password: person.password })
    visitor.moveTo(world.anotherProcess())
    await visitor.send({ code: nextCode(world.started, person.secret) })
    assert.ok(world.ended.has(uid))
  })

  test('another browser has no part in the journey, nor a form without its token', async () => {
    const person = await makeAccount(world.started)
    const uid = world.ask()
    const visitor = await signInUpTo(world, uid, person.email)
    assert.match(visitor.heading, /6 digit security code/)
    const other = openVisitor(world.app)
    await other.go(`/sign-in/${uid}/enter-code`)
    assert.equal(other.status, 410)
    assert.doesNotMatch(other.text, /harbourton/)
    await visitor.post(`/sign-in/${uid}/enter-code`, { code: nextCode(world.started, person.secret) })
    assert.equal(visitor.status, 403)
    assert.ok(!world.ended.has(uid))
  })

  test('no form of a journey is taken without the token of its own page, in either language', async () => {
    const uid = world.ask()
    let forms = 0
    for (const page of PAGES) {
      for (const prefix of ['', '/cy']) {
        const url = `${prefix}/sign-in/${uid}${page === 'start' ? '' : `/${page}`}`
        const headers = { 'content-type': 'application/x-www-form-urlencoded' }
        const answer = await world.app.inject({
          method: 'POST',
          url,
          headers,
          payload: 'email=a&code=123456',
        })
        // A page without a form takes none.
        assert.ok(answer.statusCode === 403 || answer.statusCode === 404, `${url} ${answer.statusCode}`)
        if (answer.statusCode === 403) forms += 1
      }
    }
    assert.equal(forms, 2 * 16)
  })

  test('terms that changed are accepted, or the person goes back', async () => {
    const { started } = world
    const person = await makeAccount(started)
    const uid = world.ask({ credential: 'Cl' })
    const { profile } = started.needs.base
    const before = profile.terms
    Object.assign(profile, { terms: '99' })
    try {
      const visitor = await signInUpTo(world, uid, person.email)
      assert.equal(visitor.heading, 'We’ve updated our terms of use')
      await visitor.send()
      assert.match(visitor.text, /Choose whether you accept/)
      await visitor.send({ answer: 'accept' })
      assert.ok(world.ended.has(uid))
      Object.assign(profile, { terms: '100' })
      const other = world.ask({ credential: 'Cl' })
      await (await signInUpTo(world, other, person.email)).send({ answer: 'leave' })
      assert.deepEqual(world.ended.get(other), {
        error: 'access_denied',
        description: 'The terms were not accepted',
      })
    } finally {
      Object.assign(profile, { terms: before })
    }
  })

  test('the pages are there in Welsh, and send their forms to themselves alone', async () => {
    const uid = world.ask({ loginHint: 'harbour@harbourton.example' })
    const visitor = openVisitor(world.app)
    await visitor.go(`/cy/sign-in/${uid}/enter-email`)
    assert.match(visitor.html, /<html lang="cy"/)
    assert.equal(visitor.heading, 'Rhowch eich cyfeiriad e-bost i fewngofnodi i’ch One Login')
    assert.match(visitor.html, /value="harbour@harbourton\.example"/)
    assert.match(String(visitor.headers['content-security-policy']), /form-action 'self';/)
    assert.equal(visitor.headers['cache-control'], 'no-store')
    await visitor.send({ email: 'not an <address>' })
    assert.match(visitor.html, /value="not an &lt;address&gt;"/)
    assert.match(visitor.title, /^Gwall: /)
    await visitor.send({ email: 'harbour@harbourton.example' })
    assert.equal(visitor.at, `/cy/sign-in/${uid}/enter-password`)
  })

  test('proving an identity is not for these pages', async () => {
    const uid = world.ask({ why: 'proving' })
    await openVisitor(world.app).go(`/sign-in/${uid}`)
    assert.deepEqual(world.ended.get(uid), {
      error: 'temporarily_unavailable',
      description: 'no identity capacity',
    })
  })
})
