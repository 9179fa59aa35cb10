import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { makeAccount, nextCode, PASSWORD, secretIn } from '../accounts/testing.ts'
import { codeAt } from '../authenticators/rules.ts'
import {
  openVisitor,
  SERVICE,
  signInUpTo,
  startJourneys,
  type TestJourneys,
  type Visitor,
} from './testing.ts'

const NEW_PASSWORD = 'three-boats-4-sail'

eachDatabase((_kind, open) => {
  let world: TestJourneys
  before(async () => {
    world = await startJourneys(open)
  })

  test('somebody creates an account, with a code, a password and an authenticator app', async () => {
    const { app, started, ended } = world
    const uid = world.ask()
    const email = 'harbour-master@harbourton.example'
    const visitor = openVisitor(app)
    await visitor.go(`/sign-in/${uid}`)
    assert.equal(visitor.heading, 'Create your One Login or sign in')
    assert.match(visitor.text, new RegExp(`You need a One Login to use ${SERVICE}\\.`))
    assert.match(visitor.html, new RegExp(`href="/sign-in/${uid}/create-email"`))

    await visitor.go(`/sign-in/${uid}/create-email`)
    await visitor.send({ email: ' harbour-master@HARBOURTON.example ' })
    assert.equal(visitor.heading, 'Check your email')
    assert.match(visitor.text, /sent an email to harbour-master@harbourton\.example/)
    assert.match(visitor.text, /works for an hour/)
    await visitor.send({ code: '000000' })
    assert.equal(visitor.status, 422)
    assert.match(visitor.title, /^Error: Check your email/)
    await visitor.send({ code: ` ${((await started.codeTo(email)) ?? '').replace(/^.../, '$& ')}` })

    assert.equal(visitor.heading, 'Create your password')
    await visitor.send({ password: NEW_PASSWORD, again: 'something else' })
    assert.match(visitor.text, /There is a problem Type the same password twice/)
    await visitor.send({ password: 'password1', again: 'password1' })
    assert.match(visitor.text, /Your password is one that many people use/)
    await visitor.send({ password: 'short1', again: 'short2' })
    assert.match(visitor.text, /Your password must be at least 8 characters long/)
    assert.doesNotMatch(visitor.text, /same password twice/, 'one that will not do is typed anew anyway')
    await visitor.send({ password: NEW_PASSWORD, again: NEW_PASSWORD })

    assert.equal(visitor.heading, 'Set up an authenticator app')
    assert.match(visitor.html, /<svg[^>]*aria-hidden="true"[\s\S]*<path fill="#000"/)
    const [, key = ''] = /<strong class="fp-key">([A-Z2-7]+)<\/strong>/.exec(visitor.html) ?? []
    const secret = secretIn(`otpauth://totp/x?secret=${key}`)
    await visitor.go(visitor.at)
    assert.match(visitor.html, new RegExp(key), 'the same key, however often the page is opened')
    await visitor.send({ code: '12' })
    assert.match(visitor.text, /Enter a security code of 6 digits/)
    await visitor.send({ code: codeAt(secret, started.clock.now) })

    assert.equal(visitor.heading, 'You’ve created your One Login')
    await visitor.send()
    assert.equal(visitor.at, 'https://ponds.example/back?code=abc')
    const end = ended.get(uid)
    assert.ok(end && 'level' in end)
    assert.equal(end.level, 'Cl.Cm')
    assert.deepEqual(end.methods, ['pwd', 'otp'])
    const account = await started.people.account(end.accountId)
    assert.equal(account?.email, email)

    await visitor.go(`/sign-in/${uid}/created`)
    assert.equal(visitor.status, 410)
    assert.equal(visitor.heading, 'Sorry, the page has expired')
    assert.match(visitor.text, /Go back to the service/)
  })

  test('an address that has an account meets the same pages, and learns of it by e-mail alone', async () => {
    const { started } = world
    const { email } = await makeAccount(started)
    const known = openVisitor(world.app)
    const stranger = openVisitor(world.app)
    for (const [visitor, address] of [
      [known, email],
      [stranger, 'nobody-yet@harbourton.example'],
    ] as const) {
      await visitor.go(`/sign-in/${world.ask()}/create-email`)
      await visitor.send({ email: address })
      assert.equal(visitor.heading, 'Check your email')
      await visitor.send({ code: '000000' })
    }
    const plain = (visitor: Visitor, address: string) => visitor.text.replaceAll(address, '')
    assert.equal(plain(known, email), plain(stranger, 'nobody-yet@harbourton.example'))
    assert.equal(await started.codeTo(email), undefined)
    assert.ok(await started.codeTo('nobody-yet@harbourton.example'))
  })

  test('signing in: password and code, or the password alone where the service asks for no more', async () => {
    const { started, ended } = world
    const person = await makeAccount(started)
    const uid = world.ask()
    const visitor = await signInUpTo(world, uid, person.email)
    assert.equal(visitor.heading, 'Enter the 6 digit security code from your authenticator app')
    await visitor.send({ code: '000000' })
    assert.match(visitor.text, /The security code is not right/)
    await visitor.send({ code: nextCode(started, person.secret) })
    assert.equal(visitor.at, 'https://ponds.example/back?code=abc')
    assert.deepEqual(ended.get(uid), {
      accountId: person.account.accountId,
      level: 'Cl.Cm',
      methods: ['pwd', 'otp'],
    })

    const easy = world.ask({ credential: 'Cl' })
    const again = await signInUpTo(world, easy, person.email)
    assert.equal(again.at, 'https://ponds.example/back?code=abc')
    assert.deepEqual(ended.get(easy), {
      accountId: person.account.accountId,
      level: 'Cl',
      methods: ['pwd'],
    })
  })

  test('an unknown address meets the same password page, the same words and the same lock', async () => {
    const { started } = world
    const person = await makeAccount(started)
    const seen: string[][] = []
    for (const email of [person.email, 'unknown-office@harbourton.example']) {
      const uid = world.ask()
      const pages: string[] = []
      for (let time = 0; time < 6; time++) {
        const visitor = await signInUpTo(world, uid, email, `wrong-password-${time}`)
        pages.push(
          `${visitor.status} ${visitor.at} ${visitor.text}`.replaceAll(email, '').replaceAll(uid, ''),
        )
      }
      seen.push(pages)
    }
    assert.deepEqual(seen[0], seen[1])
    assert.match(seen[0]?.[0] ?? '', /^422 .* Enter the correct password/)
    assert.match(seen[0]?.[5] ?? '', /You entered the wrong password too many times Wait 2 hours/)
  })

  test('a lock says when to try again, holds at the right password, and ends', async () => {
    const { started } = world
    const person = await makeAccount(started)
    const uid = world.ask()
    for (let time = 0; time < 6; time++) await signInUpTo(world, uid, person.email, 'wrong-password-1')
    started.pass(3599)
    const locked = await signInUpTo(world, uid, person.email)
    assert.equal(locked.heading, 'You cannot sign in at the moment')
    assert.match(locked.text, /Wait 61 minutes, then try again/)
    started.pass(3601)
    const open = await signInUpTo(world, uid, person.email)
    assert.match(open.heading, /Enter the 6 digit security code/)
  })

  test('resetting a forgotten password asks for the second factor too, and signs in', async () => {
    const { started, ended } = world
    const person = await makeAccount(started)
    const uid = world.ask()
    const visitor = openVisitor(world.app)
    await visitor.go(`/sign-in/${uid}/enter-email`)
    await visitor.send({ email: person.email })
    await visitor.go(`/sign-in/${uid}/forgotten-password`)
    assert.equal(visitor.heading, 'Reset your password')
    await visitor.send()
    assert.equal(visitor.heading, 'Check your email')
    assert.match(visitor.text, /works for 15 minutes/)
    await visitor.send({ code: (await started.codeTo(person.email)) ?? '' })
    assert.match(visitor.heading, /Enter the 6 digit security code/)
    await visitor.send({ code: nextCode(started, person.secret) })
    assert.equal(visitor.heading, 'Choose a new password')
    await visitor.send({ password: PASSWORD, again: PASSWORD })
    assert.match(visitor.text, /Your new password must not be the one you have now/)
    await visitor.send({ password: NEW_PASSWORD, again: NEW_PASSWORD })
    assert.equal(visitor.at, 'https://ponds.example/back?code=abc')
    const end = ended.get(uid)
    assert.ok(end && 'level' in end && end.level === 'Cl.Cm')
    assert.match((await signInUpTo(world, world.ask(), person.email)).text, /Enter the correct password/)
  })

  test('an unknown address may ask for a reset, and sees what everybody sees', async () => {
    const visitor = openVisitor(world.app)
    const uid = world.ask()
    await visitor.go(`/sign-in/${uid}/enter-email`)
    await visitor.send({ email: 'unknown-reset@harbourton.example' })
    await visitor.go(`/sign-in/${uid}/forgotten-password`)
    await visitor.send()
    assert.equal(visitor.heading, 'Check your email')
    await visitor.send({ code: '123456' })
    assert.match(visitor.text, /The security code is not right, or it has expired/)
  })

  test('a code that was tried too often gives way to a new one, without a lock', async () => {
    const { started } = world
    const email = 'too-many-codes@harbourton.example'
    const uid = world.ask()
    const visitor = openVisitor(world.app)
    await visitor.go(`/sign-in/${uid}/create-email`)
    await visitor.send({ email })
    for (let time = 0; time < 6; time++) {
      await visitor.go(`/sign-in/${uid}/check-email`)
      await visitor.send({ code: '000000' })
    }
    assert.equal(visitor.heading, 'You entered the wrong security code too many times')
    await visitor.send()
    assert.equal(visitor.heading, 'Check your email')
    await visitor.send({ code: (await started.codeTo(email)) ?? '' })
    assert.equal(visitor.heading, 'Create your password')
  })
})
