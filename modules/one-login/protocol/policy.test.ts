import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CREDENTIAL_LEVELS, IDENTITY_LEVELS, isAtLeast } from '../levels.ts'
import { reached, whySignIn } from './policy.ts'

const level = fc.constantFrom(...CREDENTIAL_LEVELS)
const journey = fc.record({
  again: fc.boolean(),
  subject: fc.option(fc.constant('urn:somebody')),
  maxAge: fc.option(fc.nat(5000)),
  credential: level,
})
const session = fc.record({
  person: fc.boolean(),
  level,
  signedInAt: fc.nat(10_000),
  justNow: fc.boolean(),
})

test('nobody goes on without being signed in as strongly, as lately and as freshly as was asked', () => {
  fc.assert(
    fc.property(journey, session, fc.integer({ min: 10_000, max: 20_000 }), (asked, is, now) => {
      if (whySignIn(asked, is, now) !== null) return
      assert.ok(is.person)
      assert.ok(isAtLeast(is.level, asked.credential))
      assert.ok(!asked.again || is.justNow)
      assert.ok(asked.maxAge === null || is.justNow || now - is.signedInAt <= asked.maxAge)
    }),
  )
})

test('whoever has just signed in strongly enough is not asked again', () => {
  fc.assert(
    fc.property(journey, session, fc.nat(20_000), (asked, is, now) => {
      const fresh = { ...is, person: true, justNow: true, level: 'Cl.Cm' as const }
      assert.equal(whySignIn(asked, fresh, now), null)
    }),
  )
})

test('only a service that named the person has them sign in again as nobody else', () => {
  fc.assert(
    fc.property(journey, session, fc.nat(20_000), (asked, is, now) => {
      if (whySignIn(asked, is, now) === 'signing in again') assert.ok(asked.again && asked.subject !== null)
    }),
  )
})

test('the strongest level asked for that is reached, and none that was not asked', () => {
  assert.equal(reached(['P1', 'P2'], 'P3'), 'P2')
  assert.equal(reached(['P1', 'P2'], 'P1'), 'P1')
  assert.equal(reached(['P2', 'P3'], 'P1'), undefined)
  assert.equal(reached(['P2'], undefined), undefined)
  fc.assert(
    fc.property(
      fc.subarray([...IDENTITY_LEVELS], { minLength: 1 }),
      fc.constantFrom(...IDENTITY_LEVELS),
      (asked, has) => {
        const given = reached(asked, has)
        if (given === undefined) assert.ok(asked.every((each) => !isAtLeast(has, each)))
        else assert.ok(asked.includes(given) && isAtLeast(has, given))
      },
    ),
  )
})
