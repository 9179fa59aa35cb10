import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isAtLeast } from '../levels.ts'
import { type Authenticated, type Journey, journeySchema, NEW_JOURNEY, PAGES, type Page } from './journey.ts'
import { type Known, maySee, nextPage, type Wanted, whoIsHere } from './rules.ts'

const signingIn: Wanted = { why: 'signing in', credential: 'Cl.Cm', accountId: null, signedInAt: null }
const steppingUp: Wanted = { why: 'stepping up', credential: 'Cl.Cm', accountId: 'a', signedInAt: 'Cl' }
const again: Wanted = { why: 'signing in again', credential: 'Cl.Cm', accountId: 'a', signedInAt: 'Cl.Cm' }
const known: Known = {
  accountId: 'a',
  email: 'registry@harbourton.example',
  strongestLevel: 'Cl.Cm',
  hurdle: null,
  mayUse: true,
}
const password: Authenticated = { accountId: 'a', level: 'Cl', methods: ['pwd'], at: 0 }
const both: Authenticated = { ...password, level: 'Cl.Cm', methods: ['pwd', 'otp'] }

function aJourney(change: Partial<Journey>): Journey {
  return { ...NEW_JOURNEY, ...change }
}

/** Every page that may be seen, and with a star the one that is next. */
function seen(wanted: Wanted, change: Partial<Journey>, who: Known | null = null): string {
  const journey = aJourney(change)
  const next = nextPage(wanted, journey, who)
  const pages = PAGES.filter((page) => maySee(page, wanted, journey, who))
  return (
    next === 'done' ? ['done*', ...pages] : pages.map((page) => (page === next ? `${page}*` : page))
  ).join(' ')
}

const email = 'registry@harbourton.example'
const BEGIN = 'start create-email'

test('creating an account: each step has its page, and until the account is there one may begin again', () => {
  assert.equal(seen(signingIn, {}), 'start* create-email enter-email')
  assert.equal(seen(signingIn, { way: 'create', email }), `${BEGIN} check-email* enter-email resend-code`)
  assert.equal(
    seen(signingIn, { way: 'create', email, emailProved: true }),
    `${BEGIN} create-password* enter-email`,
  )
  const made = { way: 'sign in', email, emailProved: true, created: 'just now' } as const
  const fresh: Known = { ...known, strongestLevel: 'Cl' }
  assert.equal(seen(signingIn, { ...made, authenticated: password }, fresh), 'set-up-app*')
  assert.equal(seen(signingIn, { ...made, authenticated: both }, known), 'created*')
  assert.equal(
    seen(signingIn, { ...made, authenticated: both, created: 'told' }, known),
    'done* back-to-service',
  )
})

test('an account that was just created has a second factor, whatever the service asked for', () => {
  const made = { way: 'sign in', email, created: 'just now', authenticated: password } as const
  const easy: Wanted = { ...signingIn, credential: 'Cl' }
  assert.equal(nextPage(easy, aJourney(made), { ...known, strongestLevel: 'Cl' }), 'set-up-app')
})

test('signing in: the password, then the code if the service asks for it', () => {
  const typed = { way: 'sign in', email } as const
  assert.equal(seen(signingIn, typed), `${BEGIN} enter-email enter-password* forgotten-password`)
  assert.equal(
    seen(signingIn, { ...typed, authenticated: password }, known),
    `${BEGIN} enter-email enter-code* lost-app`,
  )
  assert.equal(seen(signingIn, { ...typed, authenticated: both }, known), 'done* back-to-service')
  const easy: Wanted = { ...signingIn, credential: 'Cl' }
  assert.equal(seen(easy, { ...typed, authenticated: password }, known), 'done* back-to-service')
})

test('an account without a second factor sets one up when a service first asks for it', () => {
  const weak: Known = { ...known, strongestLevel: 'Cl' }
  const signedIn = aJourney({ way: 'sign in', email, authenticated: password })
  assert.equal(nextPage(signingIn, signedIn, weak), 'set-up-app')
  assert.equal(
    nextPage(steppingUp, NEW_JOURNEY, weak),
    'enter-password',
    'the password first, in this journey',
  )
  assert.equal(nextPage(steppingUp, signedIn, weak), 'set-up-app')
})

test('stepping up: only the code, and nobody else may sign in', () => {
  assert.equal(seen(steppingUp, {}, known), 'enter-code* lost-app')
  assert.equal(seen(steppingUp, { authenticated: both }, known), 'done* back-to-service')
})

test('signing in again: the same address, the password and the code, and no account may be created', () => {
  assert.equal(seen(again, {}, known), 'enter-email*')
  assert.equal(
    seen(again, { way: 'sign in', email, sameEmail: true }, known),
    'enter-email enter-password* forgotten-password',
  )
  assert.equal(
    seen(again, { way: 'sign in', email, sameEmail: true, authenticated: password }, known),
    'enter-email enter-code* lost-app',
  )
  assert.equal(seen(again, { way: 'sign in', email, authenticated: both }, known), 'done* back-to-service')
  const nobody: Wanted = { ...again, accountId: null }
  assert.equal(nextPage(nobody, NEW_JOURNEY, null), 'start', 'nobody is signed in: anybody may try')
})

test('resetting the password: the e-mailed code, the app’s where there is one, the password', () => {
  const reset = { way: 'reset', email } as const
  const pages = `${BEGIN} enter-email enter-password forgotten-password`
  assert.equal(seen(signingIn, reset), `${pages} reset-code* resend-code`)
  const needsCode = { ...reset, emailProved: true, resetting: { accountId: 'a', needsCode: true } }
  assert.equal(
    seen(signingIn, needsCode),
    `${BEGIN} enter-email enter-password lost-app forgotten-password reset-app-code*`,
  )
  const ready = { ...needsCode, resetting: { accountId: 'a', needsCode: false } }
  assert.equal(seen(signingIn, ready), `${pages} new-password*`)
})

test('a hurdle stands before the service: shut out, a password that will not do, terms that changed', () => {
  const journey: Partial<Journey> = { way: 'sign in', email, authenticated: password }
  for (const hurdle of ['blocked', 'suspended'] as const) {
    assert.equal(nextPage(signingIn, aJourney(journey), { ...known, hurdle }), hurdle)
    assert.equal(nextPage(steppingUp, NEW_JOURNEY, { ...known, hurdle }), hurdle)
    assert.equal(nextPage(again, NEW_JOURNEY, { ...known, hurdle }), hurdle)
    assert.equal(nextPage(signingIn, aJourney({ way: 'reset', email, shut: hurdle }), null), hurdle)
  }
  const common: Known = { ...known, hurdle: 'reset the password' }
  assert.equal(nextPage(signingIn, aJourney(journey), common), 'must-reset')
  assert.equal(
    nextPage(signingIn, aJourney({ ...journey, way: 'reset', authenticated: null }), null),
    'reset-code',
  )
  const changed: Known = { ...known, hurdle: 'accept the terms' }
  assert.equal(nextPage(signingIn, aJourney(journey), changed), 'enter-code', 'the code comes first')
  assert.equal(nextPage(signingIn, aJourney({ ...journey, authenticated: both }), changed), 'terms')
})

test('whoever may not use a service that is being tested learns it signed in, and before anything is set up', () => {
  const typed = { way: 'sign in', email } as const
  const app: Known = { ...known, mayUse: false }
  const none: Known = { ...app, strongestLevel: 'Cl' }
  const easy: Wanted = { ...signingIn, credential: 'Cl' }
  const next = (wanted: Wanted, change: Partial<Journey>, who: Known | null) =>
    nextPage(wanted, aJourney(change), who)
  assert.equal(next(signingIn, typed, null), 'enter-password')
  assert.equal(next(again, { ...typed, sameEmail: true }, app), 'enter-password', 'not before the password')
  assert.equal(
    next(signingIn, { ...typed, authenticated: password }, app),
    'enter-code',
    'nor before the code',
  )
  assert.equal(next(signingIn, { ...typed, authenticated: both }, app), 'being-tested')
  assert.equal(next(easy, { ...typed, authenticated: password }, app), 'being-tested')
  assert.equal(next(signingIn, { ...typed, authenticated: password }, none), 'being-tested')
  const made = { ...typed, authenticated: password, created: 'just now' } as const
  assert.equal(seen(signingIn, made, none), 'being-tested*')
  assert.equal(next(steppingUp, {}, app), 'enter-code')
  assert.equal(next(steppingUp, {}, none), 'being-tested')
  for (const hurdle of ['blocked', 'suspended'] as const)
    assert.equal(next(signingIn, { ...typed, authenticated: both }, { ...app, hurdle }), hurdle)
  const changed: Known = { ...app, hurdle: 'accept the terms' }
  assert.equal(next(signingIn, { ...typed, authenticated: both }, changed), 'being-tested')
})

test('what was tried too often has its page as long as the journey remembers it', () => {
  const locked = { of: 'passwords', until: 0, just: true, on: 'enter-password' } as const
  assert.ok(maySee('locked', signingIn, aJourney({ way: 'sign in', email, locked }), null))
  assert.ok(!maySee('locked', signingIn, aJourney({ way: 'sign in', email }), null))
})

const page = fc.constantFrom<Page>(...PAGES)
const level = fc.constantFrom('Cl' as const, 'Cl.Cm' as const)
const anyWanted: fc.Arbitrary<Wanted> = fc.record({
  why: fc.constantFrom('signing in' as const, 'stepping up' as const, 'signing in again' as const),
  credential: level,
  accountId: fc.constantFrom('a', null),
  signedInAt: fc.option(level),
})
const anyJourney: fc.Arbitrary<Journey> = fc.record({
  way: fc.constantFrom('create' as const, 'sign in' as const, 'reset' as const, null),
  email: fc.constantFrom(email, null),
  emailProved: fc.boolean(),
  resetting: fc.option(fc.record({ accountId: fc.constant('a'), needsCode: fc.boolean() })),
  authenticated: fc.option(
    fc.record({ accountId: fc.constant('a'), level, methods: fc.constant(['pwd']), at: fc.nat() }),
  ),
  created: fc.constantFrom('no' as const, 'just now' as const, 'told' as const),
  refused: fc.constantFrom(null, null, { error: 'access_denied' as const, says: 'No' }),
  shut: fc.constantFrom(null, null, 'blocked' as const),
  sameEmail: fc.boolean(),
  pending: fc.constant(null),
  locked: fc.constant(null),
  codeSpoiled: fc.boolean(),
})
const anyKnown: fc.Arbitrary<Known> = fc.record({
  accountId: fc.constant('a'),
  email: fc.constant(email),
  strongestLevel: level,
  hurdle: fc.constantFrom(
    null,
    'blocked' as const,
    'suspended' as const,
    'reset the password' as const,
    'accept the terms' as const,
  ),
  mayUse: fc.boolean(),
})

test('a journey is never done below the level that was asked for, nor past a hurdle, nor for nobody', () => {
  fc.assert(
    fc.property(anyWanted, anyJourney, fc.option(anyKnown), (wanted, journey, who) => {
      if (journey.refused || nextPage(wanted, journey, who) !== 'done') return
      const here = whoIsHere(wanted, journey)
      assert.ok(here)
      assert.ok(isAtLeast(here.level, wanted.credential))
      assert.equal(who?.hurdle, null)
      assert.ok(who?.mayUse)
      assert.notEqual(journey.created, 'just now')
    }),
    { numRuns: 2000 },
  )
})

test('the page that is next may be seen, and whoever is shut out sees nothing of an account', () => {
  fc.assert(
    fc.property(anyWanted, anyJourney, fc.option(anyKnown), page, (wanted, journey, who, other) => {
      const next = nextPage(wanted, journey, who)
      if (next !== 'done') assert.ok(maySee(next, wanted, journey, who))
      else assert.equal(maySee(other, wanted, journey, who), other === 'back-to-service')
      if (next === 'blocked' || next === 'suspended')
        for (const hidden of ['set-up-app', 'enter-code', 'new-password', 'terms'] as const)
          assert.ok(!maySee(hidden, wanted, journey, who))
    }),
    { numRuns: 2000 },
  )
})

test('a journey reads back as it was kept', () => {
  fc.assert(
    fc.property(anyJourney, (journey) => {
      const kept = JSON.stringify(journey)
      assert.deepEqual(journeySchema.parse(JSON.parse(kept)), JSON.parse(kept))
    }),
  )
})
