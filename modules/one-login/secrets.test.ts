import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { createSecrets } from './secrets.ts'

const root = randomBytes(32)

test('what is sealed opens again, only where it belongs and with the same secret', () => {
  const secrets = createSecrets(root)
  const sealed = secrets.seal('authenticator a1', Buffer.from('a shared secret'))
  assert.equal(createSecrets(root).open('authenticator a1', sealed).toString(), 'a shared secret')
  assert.throws(() => secrets.open('authenticator a2', sealed))
  assert.throws(() => createSecrets(randomBytes(32)).open('authenticator a1', sealed))
  const changed = Buffer.from(sealed)
  changed[14] = (changed[14] ?? 0) ^ 1
  assert.throws(() => secrets.open('authenticator a1', changed))
  assert.throws(() => secrets.open('authenticator a1', sealed.subarray(0, 20)))
})

test('each purpose has its own digest and key', () => {
  const secrets = createSecrets(root)
  assert.deepEqual(
    secrets.digest('e-mail', 'a@example.org'),
    createSecrets(root).digest('e-mail', 'a@example.org'),
  )
  assert.notDeepEqual(secrets.digest('e-mail', 'a@example.org'), secrets.digest('code', 'a@example.org'))
  assert.notDeepEqual(secrets.key('cookies'), secrets.key('forms'))
})

test('a short secret is refused', () => {
  assert.throws(() => createSecrets(randomBytes(31)), /at least 32 bytes/)
})
