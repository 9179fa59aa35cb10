import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readForm } from '#platform/http'
import { newPasswordForm } from './input.ts'

/** What is wrong, field by field. */
function wrongIn(password: unknown, again: unknown): string[] {
  const form = readForm(newPasswordForm, { password, again })
  return form.ok ? [] : form.errors.map(({ field, key }) => `${field}: ${key.split('.').at(-1)}`)
}

test('a new password is judged before the two are compared, so that one round says all', () => {
  assert.deepEqual(wrongIn('', ''), ['password: enter'])
  assert.deepEqual(wrongIn('', 'something else'), ['password: enter'])
  assert.deepEqual(wrongIn(undefined, 'something else'), ['password: enter'])
  assert.deepEqual(wrongIn('short1', 'short2'), ['password: too-short'])
  assert.deepEqual(wrongIn('x1'.repeat(200), ''), ['password: too-long'])
  assert.deepEqual(wrongIn('x1'.repeat(4000), ''), ['password: too-long'])
  assert.deepEqual(wrongIn('harbour-lights', ''), ['password: no-digit'])
  assert.deepEqual(wrongIn('72635445362', ''), ['password: only-digits'])
  assert.deepEqual(wrongIn('Password1', 'Password2'), ['password: common'])
  assert.deepEqual(wrongIn('harbour-lights-1906', 'harbour-lights-1907'), ['again: again'])
  assert.deepEqual(wrongIn('harbour-lights-1906', undefined), ['again: again'])
  assert.deepEqual(wrongIn('harbour-lights-1906', 'harbour-lights-1906'), [])
})
