import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { secretIn } from '../accounts/testing.ts'
import { codeAt, makeSecret, stepOf, typedSecret, uriOf } from './rules.ts'

const secret = Buffer.from('12345678901234567890')
const none = -1

test('codes are those of RFC 6238, appendix B', () => {
  // Its codes have eight digits; apps show the last six.
  const vectors: [seconds: number, code: string][] = [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ]
  for (const [seconds, code] of vectors) {
    assert.equal(codeAt(secret, seconds * 1000), code)
    assert.equal(stepOf(code, { secret, lastStep: none, now: seconds * 1000 }), Math.floor(seconds / 30))
  }
})

test('nine windows are accepted: the present one, and four on each side', () => {
  const now = 1_800_000_000_000
  const steps = Array.from({ length: 13 }, (_, index) => index - 6)
  const accepted = steps.filter(
    (away) => stepOf(codeAt(secret, now + away * 30_000), { secret, lastStep: none, now }) !== undefined,
  )
  assert.deepEqual(accepted, [-4, -3, -2, -1, 0, 1, 2, 3, 4])
})

test('no step is accepted twice, nor one before the last', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1_700_000_000, max: 1_900_000_000 }),
      fc.integer({ min: -6, max: 6 }),
      fc.integer({ min: -6, max: 6 }),
      (seconds, away, last) => {
        const now = seconds * 1000
        const present = Math.floor(seconds / 30)
        const code = codeAt(secret, now + away * 30_000)
        const step = stepOf(code, { secret, lastStep: present + last, now })
        if (step !== undefined) assert.ok(step > present + last)
        assert.equal(stepOf(code, { secret, lastStep: step ?? present + 6, now }), undefined)
      },
    ),
  )
})

test('what is no code of six digits is none', () => {
  for (const code of ['', '28708', '2870820', 'abcdef', '２８７０８２'])
    assert.equal(stepOf(code, { secret, lastStep: none, now: 59_000 }), undefined, code)
})

test('an app gets the whole secret from the QR code, and from what is typed', () => {
  const made = makeSecret()
  assert.equal(made.length, 20)
  assert.match(typedSecret(made), /^[A-Z2-7]{32}$/)
  const uri = uriOf(made, { issuer: 'One Login', label: 'registry@harbourton.example' })
  assert.match(uri, /^otpauth:\/\/totp\/One%20Login:registry%40harbourton\.example\?issuer=One%20Login&/)
  const { searchParams } = new URL(uri)
  assert.deepEqual(
    ['algorithm', 'digits', 'period'].map((name) => searchParams.get(name)),
    ['SHA1', '6', '30'],
  )
  assert.deepEqual(secretIn(uri), made)
})
