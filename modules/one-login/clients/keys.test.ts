import assert from 'node:assert/strict'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { hashClientSecret, isClientSecret, makeClientSecret } from './client-secrets.ts'
import { readKeySet, readPublicKey } from './keys.ts'

const pairOf = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength })
const good = pairOf(2048)
const pem = good.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const jwk = { ...good.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig' }

test('an RSA public key is read in PEM, with or without its first and last line, and kept one way', () => {
  assert.deepEqual(readPublicKey(pem), { ok: true, pem })
  assert.deepEqual(readPublicKey(pem.replace(/-----[A-Z ]+-----/g, '').replaceAll('\n', ' ')), {
    ok: true,
    pem,
  })
  assert.deepEqual(readPublicKey(pem.replaceAll('\n', '\r\n')), { ok: true, pem })
})

test('any other key is refused, each for its reason', () => {
  const says = (text: string) => {
    const read = readPublicKey(text)
    return read.ok ? 'read' : read.says
  }
  assert.equal(says(good.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()), 'private key')
  assert.equal(says(good.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()), 'private key')
  assert.equal(says('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'), 'certificate')
  assert.equal(
    says(pairOf(1024).publicKey.export({ type: 'spki', format: 'pem' }).toString()),
    'key too short',
  )
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey
  assert.equal(says(curve.export({ type: 'spki', format: 'pem' }).toString()), 'wrong kind of key')
  for (const text of ['', 'key', pem.slice(0, 200), `${pem}${pem}`, randomBytes(300).toString('base64')])
    assert.equal(says(text), 'not a key', text.slice(0, 40))
})

test('a set of keys has one that may sign at least, each under its own name, and nothing private', () => {
  const says = (keys: unknown) => {
    const read = readKeySet(JSON.stringify({ keys }))
    return read.ok ? read.keys : read.says
  }
  assert.equal(says([jwk]), 1)
  assert.equal(says([jwk, { kty: 'EC', kid: 'two' }, { ...jwk, kid: 'three', use: 'enc' }]), 1)
  assert.equal(says([]), 'wrong kind of key')
  assert.equal(says([{ ...jwk, kid: undefined }]), 'keys unreadable')
  assert.equal(says([jwk, jwk]), 'keys unreadable')
  assert.equal(says([{ ...good.privateKey.export({ format: 'jwk' }), kid: 'one' }]), 'private key')
  assert.equal(says([{ kty: 'oct', k: 'c2VjcmV0', kid: 'one' }]), 'private key')
  assert.equal(says([{ ...pairOf(1024).publicKey.export({ format: 'jwk' }), kid: 'one' }]), 'key too short')
  for (const text of ['', '<html>', '[]', '{"keys":{}}']) assert.equal(readKeySet(text).ok, false, text)
})

test('a secret is known by its hash, and nothing else is', async () => {
  const secret = makeClientSecret()
  const hash = await hashClientSecret(secret)
  assert.match(hash, /^\$argon2id\$v=19\$m=15360,t=2,p=1\$[\w+/]{43}\$[\w+/]{43}$/)
  assert.equal(await isClientSecret(secret, hash), true)
  assert.equal(await isClientSecret(secret.slice(1), hash), false)
  assert.equal(await isClientSecret(secret, hash.replace('argon2id', 'argon2i')), false)
  assert.equal(await isClientSecret(secret, hash.replace('m=15360', 'm=99999999')), false)
  assert.equal(await isClientSecret('x'.repeat(300), hash), false)
  assert.equal(await isClientSecret(secret, ''), false)
})
