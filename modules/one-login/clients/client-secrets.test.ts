import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Unavailable } from '#platform/http'
import { hashClientSecret, isClientSecret, makeClientSecret } from './client-secrets.ts'

test('a flood of wrong secrets is sent away, and a service that was right before is not', async () => {
  const secret = makeClientSecret()
  const hash = await hashClientSecret(secret)
  assert.equal(await isClientSecret(secret, hash), true)
  const flood = Array.from({ length: 60 }, (_, number) => isClientSecret(`wrong ${number}`, hash))
  const answers = Promise.allSettled(flood)
  assert.equal(await isClientSecret(secret, hash), true)
  const told = await answers
  const away = told.filter((each) => each.status === 'rejected')
  assert.equal(away.length, 10)
  assert.ok(away.every(({ reason }) => reason instanceof Unavailable))
  assert.ok(told.every((each) => each.status === 'rejected' || !each.value))
  assert.equal(await isClientSecret('wrong after all', hash), false)
})
