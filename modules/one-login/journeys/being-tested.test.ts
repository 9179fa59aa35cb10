// A service that is being tested, and people who may not use it yet.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { makeAccount, nextCode } from '../accounts/testing.ts'
import { testClient } from '../protocol/testing.ts'
import { openVisitor, SERVICE, signInUpTo, startJourneys, type TestJourneys } from './testing.ts'

const { client } = testClient({ clientName: SERVICE, testClient: true })
const REFUSED = {
  error: 'access_denied',
  description: 'Access denied by resource owner or authorization server',
  forTeam: 'Test service: not on the list of who may test it',
}

eachDatabase((_kind, open) => {
  let world: TestJourneys
  before(async () => {
    world = await startJourneys(open)
  })

  test('whoever creates an account is told before setting up an app, and goes back to the service', async () => {
    const { started, ended } = world
    const email = 'anybody@harbourton.example'
    const uid = world.ask({ client })
    const visitor = openVisitor(world.app)
    await visitor.go(`/sign-in/${uid}`)
    await visitor.go(`/sign-in/${uid}/create-email`)
    await visitor.send({ email })
    await visitor.send({ code: (await started.codeTo(email)) ?? '' })
    assert.equal(visitor.heading, 'Create your password')
    await visitor.send({ password: 'three-boats-4-sail', again: 'three-boats-4-sail' })
    assert.equal(visitor.heading, `${SERVICE} is being tested`)
    assert.match(visitor.text, /not on the list: anybody@harbourton\.example/)
    assert.match(visitor.text, new RegExp(`ask the team that runs ${SERVICE} to add your email address`))
    assert.match(visitor.text, /has been created/)
    assert.doesNotMatch(visitor.text, /different email address/)
    await visitor.go(`/cy/sign-in/${uid}`)
    await visitor.go(`/cy/sign-in/${uid}/being-tested`)
    assert.equal(visitor.heading, `Mae ${SERVICE} yn cael ei brofi`)
    await visitor.send()
    assert.equal(visitor.at, 'https://ponds.example/back?error=access_denied')
    assert.deepEqual(ended.get(uid), REFUSED)
  })

  test('whoever has an app types its code first, and may use another address', async () => {
    const { started, ended } = world
    const person = await makeAccount(started)
    const tester = await makeAccount(started, { email: 'tester@harbourton.example' })
    const uid = world.ask({ client })
    const visitor = await signInUpTo(world, uid, person.email, 'a wrong password 1')
    assert.equal(visitor.heading, 'Enter your password')
    await visitor.send({ password: person.password })
    assert.match(visitor.heading, /Enter the 6 digit security code/)
    await visitor.send({ code: nextCode(started, person.secret) })
    assert.equal(visitor.heading, `${SERVICE} is being tested`)
    assert.doesNotMatch(visitor.text, /has been created/)
    assert.match(visitor.text, /Use a different email address/)
    await visitor.go(`/sign-in/${uid}/enter-email`)
    await visitor.send({ email: tester.email })
    await visitor.send({ password: tester.password })
    await visitor.send({ code: nextCode(started, tester.secret) })
    assert.equal(visitor.at, 'https://ponds.example/back?code=abc')
    const { accountId } = tester.account
    assert.deepEqual(ended.get(uid), { accountId, level: 'Cl.Cm', methods: ['pwd', 'otp'] })
  })
})
