import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Account } from './account.ts'
import { hurdleOf, isFresh, readEmail, sameAddress } from './rules.ts'

const account: Account = {
  accountId: 'a',
  email: 'registry@harbourton.example',
  salt: Buffer.alloc(32),
  createdAt: '2026-11-22T09:00:00.000Z',
  strongestLevel: 'Cl.Cm',
  acceptedTerms: '1.13',
  intervention: { state: 'none', mustResetPassword: false, mustReproveIdentity: false },
}

test('an address is read as it is kept', () => {
  assert.equal(readEmail('  Registry@Harbourton.EXAMPLE '), 'Registry@harbourton.example')
  assert.equal(readEmail("o'brien+tax@a-b.co.uk"), "o'brien+tax@a-b.co.uk")
  assert.equal(readEmail('swyddfa@cyngor-tŷ.cymru'), 'swyddfa@cyngor-tŷ.cymru')
  assert.equal(sameAddress('Registry@harbourton.example'), sameAddress('registry@harbourton.example'))
})

test('what is no address, or more than one, is not read', () => {
  const refused = [
    '',
    'registry',
    '@harbourton.example',
    'registry@',
    'registry@harbourton',
    'registry@-harbourton.example',
    'registry@harbourton..example',
    '.registry@harbourton.example',
    'reg..istry@harbourton.example',
    'registry@harbourton.example, clerk@harbourton.example',
    'registry@harbourton.example\r\nBcc: clerk@harbourton.example',
    'Registry <registry@harbourton.example>',
    'reg istry@harbourton.example',
    'a@b@harbourton.example',
    'registry@harbourton.example\u0000',
    `${'r'.repeat(65)}@harbourton.example`,
    `registry@${'h'.repeat(63)}.${'h'.repeat(63)}.${'h'.repeat(63)}.${'h'.repeat(63)}.example`,
  ]
  for (const text of refused) assert.equal(readEmail(text), undefined, JSON.stringify(text))
})

test('an address that was read is read as itself, and holds no line break and one @', () => {
  fc.assert(
    fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: 'binary' })), (text) => {
      const email = readEmail(text)
      if (email === undefined) return
      assert.equal(readEmail(email), email)
      assert.match(email, /^[^\s@]+@[^\s@]+$/)
      assert.ok(Buffer.byteLength(email) <= 254)
    }),
  )
})

test('an authentication is fresh for 15 minutes, for its own account, at the strongest level', () => {
  const now = 1_000_000_000
  const fresh = { accountId: 'a', level: 'Cl.Cm', at: now } as const
  assert.ok(isFresh(account, fresh, now))
  assert.ok(isFresh(account, fresh, now + 15 * 60_000))
  assert.ok(!isFresh(account, fresh, now + 15 * 60_000 + 1))
  assert.ok(!isFresh(account, { ...fresh, level: 'Cl' }, now))
  assert.ok(!isFresh(account, { ...fresh, accountId: 'b' }, now))
  assert.ok(isFresh({ ...account, strongestLevel: 'Cl' }, { ...fresh, level: 'Cl' }, now))
})

test('hurdles come most serious first', () => {
  const standing = (state: Account['intervention']['state'], reset = false, reprove = false) =>
    hurdleOf(
      {
        ...account,
        acceptedTerms: '1.12',
        intervention: { state, mustResetPassword: reset, mustReproveIdentity: reprove },
      },
      { common: false, terms: '1.13' },
    )
  assert.equal(standing('blocked', true, true), 'blocked')
  assert.equal(standing('suspended'), 'suspended')
  assert.equal(standing('suspended', true), 'reset the password')
  assert.equal(standing('none', true), 'reset the password')
  assert.equal(standing('suspended', false, true), 'accept the terms')
  assert.equal(hurdleOf(account, { common: true, terms: '1.13' }), 'reset the password')
  assert.equal(hurdleOf(account, { common: false, terms: '1.14' }), 'accept the terms')
  assert.equal(hurdleOf(account, { common: false, terms: '1.13' }), null)
})
