import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Unavailable } from '#platform/http'
import { CHEAP } from '../accounts/testing.ts'
import { COST, decoyHash, hashPassword, isPassword } from './argon2id.ts'
import { badPassword } from './choices.ts'
import { isCommon } from './commonest.ts'
import { createPasswordLine } from './line.ts'
import { faultOf } from './rules.ts'

test('a password has 8 to 256 characters, at least one digit, and something that is none', () => {
  assert.equal(faultOf('harbou7'), 'too short')
  assert.equal(faultOf('harbour7'), undefined)
  assert.equal(faultOf(`7${'h'.repeat(255)}`), undefined)
  assert.equal(faultOf(`7${'h'.repeat(256)}`), 'too long')
  assert.equal(faultOf('harbourton'), 'no digit')
  assert.equal(faultOf('19061906'), 'only digits')
  assert.equal(faultOf('1906 1906'), undefined)
  assert.equal(faultOf('🚢🚢🚢🚢🚢🚢7'), 'too short')
})

test('the commonest passwords are known, in whatever letter case', () => {
  for (const password of ['password1', 'Password1', 'abcd1234', 'PASSWORD123', '1q2w3e4r', 'trustno1'])
    assert.equal(isCommon(password), true, password)
  assert.equal(isCommon('harbour-lights-1906'), false)
  assert.deepEqual(badPassword('Password1'), { ok: false, why: 'bad password', fault: 'common' })
  assert.equal(badPassword('harbour-lights-1906'), undefined)
})

test('a chance password is common as good as never', () => {
  fc.assert(fc.property(fc.uuid(), (password) => !isCommon(password)))
})

test('a hash is argon2id at the contract’s cost with a salt of 32 bytes, in the common format', async () => {
  const hash = await hashPassword('harbour-lights-1906', COST)
  const [, kind, version, cost, salt, tag] = hash.split('$')
  assert.deepEqual([kind, version, cost], ['argon2id', 'v=19', 'm=15360,t=2,p=1'])
  assert.deepEqual(
    [salt, tag].map((part) => Buffer.from(part ?? '', 'base64').length),
    [32, 32],
  )
  assert.equal(await isPassword('harbour-lights-1906', hash), true)
  assert.equal(await isPassword('harbour-lights-1907', hash), false)
  assert.notEqual(await hashPassword('harbour-lights-1906', COST), hash)
})

test('a password is the same however its letters were composed', async () => {
  const hash = await hashPassword('caffi\u0301-1906'.normalize('NFD'), CHEAP)
  assert.equal(await isPassword('caffi\u0301-1906'.normalize('NFC'), hash), true)
})

test('a decoy fits no password, and what is no hash is refused loudly', async () => {
  assert.equal(await isPassword('harbour-lights-1906', decoyHash(CHEAP)), false)
  await assert.rejects(isPassword('harbour-lights-1906', '$2b$10$abc'), /not argon2id/)
})

test('no more than so many are hashed at a time, whoever is too many is sent away, and places are given back', async () => {
  const line = createPasswordLine({ cost: CHEAP, atOnce: 1, places: 3 })
  const hash = await line.with((turn) => turn.hash('harbour-lights-1906'))
  const results = await Promise.allSettled(
    Array.from({ length: 10 }, () => line.with((turn) => turn.matches('harbour-lights-1906', hash))),
  )
  assert.deepEqual(
    results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason.status)),
    [true, true, true, ...Array<number>(7).fill(503)],
  )
  await assert.rejects(
    line.with(async () => {
      throw new Error('the database went away')
    }),
    /went away/,
  )
  const after = await Promise.all(
    [1, 2, 3].map(() => line.with((turn) => turn.matches('harbour-lights-1906', undefined))),
  )
  assert.deepEqual(after, [false, false, false])
  assert.equal(new Unavailable().status, 503)
})
