import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMessages, readCatalogue } from '#platform/messages'
import { CREDENTIAL_LEVELS } from '../levels.ts'
import { LIMITS } from '../lockouts/rules.ts'

test('operators read in words what is counted of an account, and its level', () => {
  const messages = createMessages([readCatalogue('one-login', new URL('../', import.meta.url))])
  const keys = [
    ...Object.keys(LIMITS).map((kind) => `limit.${kind}`),
    ...CREDENTIAL_LEVELS.map((level) => `level.${level}`),
  ]
  for (const key of keys)
    for (const locale of ['en', 'cy'] as const)
      assert.match(messages.in(locale).say(`one-login.operators.account.${key}`), /^[A-Z]/, key)
})
