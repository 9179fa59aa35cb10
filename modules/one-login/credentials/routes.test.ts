import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { createServer } from '#platform/http'
import { eachDatabase } from '../../../platform/database/testing.ts'
import {
  type MadeAccount,
  makeAccount,
  nextCode,
  type StartedPeople,
  secretIn,
  startPeople,
} from '../accounts/testing.ts'
import { createArtefacts } from '../artefacts/artefacts.ts'
import { postgresShelf } from '../artefacts/queries.ts'
import { openVisitor, type Visitor } from '../journeys/testing.ts'
import type { CurrentSession } from '../protocol/sessions.ts'
import { oneLoginSite } from '../site.ts'
import { serveCredentials } from './routes.ts'
import { yourAccountClient } from './sign-in-here.ts'

const NEW_PASSWORD = 'three-boats-4-sail'

eachDatabase((_kind, open) => {
  let started: StartedPeople
  let app: FastifyInstance
  /** Who is signed in, in the one browser that there is. */
  let session: CurrentSession | undefined

  before(async () => {
    started = await startPeople(open)
    const { base } = started.needs
    app = createServer({
      ...oneLoginSite,
      name: base.profile.name,
      publicUrl: base.publicUrl,
      forms: { key: base.secrets.key('forms') },
    })
    serveCredentials(app, {
      people: started.people,
      sessions: {
        current: async () => session,
        end: async () => {
          session = undefined
        },
      },
      artefacts: createArtefacts(postgresShelf(base)),
      now: base.now,
      publicUrl: base.publicUrl,
    })
  })

  async function comeIn(
    wanted: Parameters<typeof makeAccount>[1] = {},
  ): Promise<MadeAccount & { visitor: Visitor }> {
    const person = await makeAccount(started, wanted)
    session = {
      accountId: person.account.accountId,
      level: 'Cl',
      signedInAt: started.clock.now,
      sessionUid: `session of ${person.account.accountId}`,
    }
    return { ...person, visitor: openVisitor(app) }
  }

  test('whoever is not signed in is sent to sign in, as at any service', async () => {
    session = undefined
    const { headers, statusCode } = await app.inject('/cy/your-account')
    assert.equal(statusCode, 303)
    const to = new URL(String(headers.location), 'http://localhost:3001')
    assert.equal(to.pathname, '/authorize')
    const client = yourAccountClient('http://localhost:3001', 'Your account')
    assert.equal(to.searchParams.get('client_id'), client.clientId)
    assert.deepEqual([to.searchParams.get('redirect_uri')], client.redirectUrls)
    assert.equal(to.searchParams.get('ui_locales'), 'cy')
    for (const page of [
      'change-password',
      'change-email',
      'change-app',
      'confirm-email',
      'confirm-code',
      'sign-out-everywhere',
    ])
      assert.equal((await app.inject(`/your-account/${page}`)).headers.location, '/your-account', page)
    const back = await app.inject('/your-account/return?code=abc&state=x')
    assert.equal(back.headers.location, '/your-account')
  })

  test('a password is changed after both factors were confirmed, and other sessions end', async () => {
    const { visitor, secret, email, password, account } = await comeIn()
    await visitor.go('/your-account')
    assert.match(visitor.text, new RegExp(`Email address ${email}`))
    await visitor.go('/your-account/change-password')
    assert.equal(visitor.heading, 'Enter your password to confirm that it is you')
    await visitor.send({ password: 'wrong-password-1' })
    assert.match(visitor.text, /Enter the correct password/)
    await visitor.send({ password })
    assert.match(visitor.heading, /6 digit security code/)
    await visitor.go('/your-account/change-password')
    assert.equal(
      visitor.heading,
      'Enter your password to confirm that it is you',
      'the password is not enough',
    )
    await visitor.go('/your-account/confirm-code?to=change-password')
    await visitor.send({ code: nextCode(started, secret) })
    assert.equal(visitor.heading, 'Change your password')
    await visitor.send({ password, again: password })
    assert.match(visitor.text, /must not be the one you have now/)
    await visitor.send({ password: NEW_PASSWORD, again: NEW_PASSWORD })
    assert.equal(visitor.heading, 'Your account')
    assert.match(visitor.text, /You’ve changed your password/)
    const ended = started.signedOut.filter(({ accountId }) => accountId === account.accountId)
    assert.equal(ended.at(-1)?.kept, true, 'this session goes on')
    assert.match((await started.mailsTo(email)).at(-1)?.subject ?? '', /password/i)
  })

  test('an address is changed by a code sent to the new one, and the old one is told', async () => {
    const { visitor, secret, email, password, account } = await comeIn()
    const next = `new-${email}`
    await visitor.go('/your-account/change-email')
    await visitor.send({ password })
    await visitor.send({ code: nextCode(started, secret) })
    assert.equal(visitor.heading, 'Change your email address')
    await visitor.send({ email })
    assert.match(visitor.text, /not the one you have now/)
    await visitor.send({ email: next })
    assert.equal(visitor.heading, 'Check your email')
    await visitor.send({ code: '000000' })
    assert.match(visitor.text, /not right, or it has expired/)
    await visitor.send({ code: (await started.codeTo(next)) ?? '' })
    assert.match(visitor.text, /You’ve changed your email address/)
    assert.match(visitor.text, new RegExp(next))
    assert.equal((await started.people.account(account.accountId))?.email, next)
    assert.ok((await started.mailsTo(email)).length > 0)
  })

  test('an app is changed with a code of the present one, on the page that set that up', async () => {
    const { visitor, secret, email, password, account } = await comeIn()
    const { accountId } = account
    await visitor.go('/your-account')
    assert.match(visitor.html, /href="\/your-account\/change-app"/)
    await visitor.go('/your-account/change-app')
    assert.equal(visitor.heading, 'Enter your password to confirm that it is you')
    await visitor.send({ password })
    assert.match(visitor.heading, /6 digit security code/)
    assert.match(visitor.html, /href="\/your-account\/cannot-change"/)
    await visitor.go('/your-account/change-app')
    assert.equal(visitor.heading, 'Enter your password to confirm that it is you', 'not without a code')
    await visitor.go('/your-account/confirm-code?to=change-app')
    await visitor.send({ code: nextCode(started, secret) })
    assert.equal(visitor.heading, 'Change your authenticator app')
    const [, key = ''] = /class="fp-key">(\w+)</.exec(visitor.html) ?? []
    const newer = secretIn(`otpauth://totp/x?secret=${key}`)
    await visitor.send({ code: '' })
    assert.match(visitor.text, /Enter the security code/)
    await visitor.send({ code: nextCode(started, secret) })
    assert.match(visitor.text, /not right. Check that you added/, 'a code of the old app')
    assert.match(visitor.text, new RegExp(key), 'the same key, which the app may have by now')
    await visitor.send({ code: nextCode(started, newer) })
    assert.match(visitor.text, /You’ve changed your authenticator app/)
    const ended = started.signedOut.filter((each) => each.accountId === accountId).at(-1)
    assert.deepEqual(ended, { accountId, reason: 'authenticator_changed', kept: true })
    assert.match((await started.mailsTo(email)).at(-1)?.subject ?? '', /authenticator app .* changed/)
    await visitor.go('/your-account/change-app')
    assert.equal(visitor.heading, 'Enter your password to confirm that it is you', 'confirmed once')
    await visitor.send({ password })
    await visitor.send({ code: nextCode(started, secret) })
    assert.match(visitor.text, /The security code is not right/, 'the old app is none any more')
    await visitor.send({ code: nextCode(started, newer) })
    assert.equal(visitor.heading, 'Change your authenticator app')
  })

  test('six wrong codes of the new app keep it from being changed for a while', async () => {
    const { visitor, secret, password } = await comeIn()
    await visitor.go('/cy/your-account/change-app')
    await visitor.send({ password })
    await visitor.send({ code: nextCode(started, secret) })
    assert.equal(visitor.heading, 'Newid eich ap dilysu')
    for (let time = 0; time < 6; time++) await visitor.send({ code: '000000' })
    assert.match(visitor.text, /Arhoswch 15 munud, yna rhowch gynnig arall arni/)
    await visitor.go('/your-account/change-app')
    await visitor.send({ code: '000000' })
    assert.match(visitor.text, /Wait 15 minutes, then try again/)
  })

  test('who has no app has none to change', async () => {
    const { visitor, password } = await comeIn({ authenticator: false })
    await visitor.go('/your-account')
    assert.doesNotMatch(visitor.html, /change-app/)
    await visitor.go('/your-account/change-app')
    await visitor.send({ password })
    assert.equal(visitor.heading, 'Your account')
    await visitor.go('/your-account/change-password')
    await visitor.post('/your-account/change-app', { 'form-token': visitor.token(), code: '000000' })
    assert.equal(visitor.heading, 'Your account')
  })

  test('what was confirmed does not last', async () => {
    const { visitor, password } = await comeIn({ authenticator: false })
    await visitor.go('/your-account/change-password')
    await visitor.send({ password })
    assert.equal(visitor.heading, 'Change your password')
    started.pass(16 * 60)
    await visitor.send({ password: NEW_PASSWORD, again: NEW_PASSWORD })
    assert.equal(visitor.heading, 'Enter your password to confirm that it is you')
  })

  test('six wrong passwords sign this browser out, and lock nobody', async () => {
    const { visitor, email } = await comeIn()
    await visitor.go('/your-account/change-password')
    for (let time = 0; time < 6; time++) await visitor.send({ password: 'wrong-password-1' })
    assert.equal(session, undefined)
    assert.match(visitor.at, /^\/authorize|^\/your-account/)
    const tried = await started.people.tryPassword(
      { journey: 'another', locale: 'en', requestId: null },
      { email, password: 'harbour-lights-1906' },
    )
    assert.ok(tried.ok)
  })

  test('signing out of everything is confirmed, and sent from our own page only', async () => {
    const { visitor, account } = await comeIn()
    const count = () => started.signedOut.filter(({ accountId }) => accountId === account.accountId).length
    const before = count()
    await visitor.go('/your-account/sign-out-everywhere')
    await visitor.post('/your-account/sign-out-everywhere', {})
    assert.equal(visitor.status, 403)
    assert.equal(count(), before)
    await visitor.go('/your-account/sign-out-everywhere')
    await visitor.send()
    assert.equal(visitor.heading, 'You have signed out of everything')
    assert.equal(count(), before + 1)
  })

  test('an account that an operator has shut shows nothing', async () => {
    const { visitor, account, email } = await comeIn()
    await started.interventions.block(account.accountId, {
      actor: 'operator-1',
      reason: 'checking',
      requestId: null,
    })
    await visitor.go('/your-account')
    assert.match(visitor.heading, /permanently locked/)
    assert.doesNotMatch(visitor.text, new RegExp(email))
  })
})
