import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { suite, test } from 'node:test'
import { createClientKeys } from './client-keys.ts'
import { makeClient, makePair } from './testing.ts'

const one = makePair()
const two = makePair()
const HOUR = 3600 * 1000
const client = makeClient({
  publicKeySource: 'JWKS',
  jwksUrl: 'https://fishing.harbourton.example/jwks.json',
})

type Answered = { ok: true; status: number; body: Buffer } | { ok: false }

function jwk(kid: string, { publicKey } = one, more: object = {}): object {
  return { ...publicKey.export({ format: 'jwk' }), kid, ...more }
}

function published(...keys: readonly object[]): Answered {
  return { ok: true, status: 200, body: Buffer.from(JSON.stringify({ keys })) }
}

/** A door whose answer and clock the test sets, and which counts. */
function makeKeys(first: Answered) {
  const world = { answer: first, now: 0, asked: 0, options: {} }
  const door = {
    request: async (url: string, options: object) => {
      assert.equal(url, client.jwksUrl)
      world.asked++
      world.options = options
      return world.answer
    },
  }
  return { world, keys: createClientKeys({ door, now: () => world.now }) }
}

suite('The keys of a client', () => {
  test('are fetched once in 24 hours, within 5 seconds', async () => {
    const { world, keys } = makeKeys(published(jwk('1')))
    for (world.now = 0; world.now < 24 * HOUR; world.now += HOUR) {
      const found = await keys.find(client, '1')
      assert.ok(found.ok && found.keys[0]?.equals(one.publicKey))
    }
    assert.equal(world.asked, 1)
    assert.deepEqual(world.options, { timeoutMs: 5000, maxBytes: 65_536 })
    await keys.find(client, '1')
    assert.equal(world.asked, 2)
  })

  test('are fetched again for a kid that they do not have, at most once a minute', async () => {
    const { world, keys } = makeKeys(published(jwk('1')))
    await keys.find(client, '1')
    world.answer = published(jwk('1'), jwk('2', two))
    world.now = 59_999
    assert.deepEqual(await keys.find(client, '2'), { ok: false, why: 'no such key' })
    world.now = 60_000
    const found = await keys.find(client, '2')
    assert.ok(found.ok && found.keys[0]?.equals(two.publicKey))
    for (let kid = 0; kid < 100; kid++) await keys.find(client, `invented ${kid}`)
    assert.equal(world.asked, 2)
  })

  test('are fetched once for all who wait', async () => {
    const { world, keys } = makeKeys(published(jwk('1')))
    const found = await Promise.all([1, 2, 3].map(async () => await keys.find(client, '1')))
    assert.ok(found.every(({ ok }) => ok))
    assert.equal(world.asked, 1)
  })

  test('that are withdrawn stop serving with the next fetch', async () => {
    const { world, keys } = makeKeys(published(jwk('1')))
    await keys.find(client, '1')
    world.now = 24 * HOUR
    world.answer = published(jwk('2', two))
    assert.deepEqual(await keys.find(client, '1'), { ok: false, why: 'no such key' })
  })

  test('serve for their 24 hours while the address does not answer, and no longer', async () => {
    const { world, keys } = makeKeys(published(jwk('1')))
    await keys.find(client, '1')
    world.answer = { ok: false }
    world.now = 23 * HOUR
    assert.deepEqual(await keys.find(client, '2'), { ok: false, why: 'no such key' })
    assert.equal((await keys.find(client, '1')).ok, true)
    world.now = 24 * HOUR
    assert.deepEqual(await keys.find(client, '1'), { ok: false, why: 'unreachable' })
  })

  for (const [what, answer] of [
    ['an error', { ok: true, status: 500, body: Buffer.from('{"keys":[]}') }],
    ['a redirect', { ok: true, status: 302, body: Buffer.from('{"keys":[]}') }],
    ['something else', { ok: true, status: 200, body: Buffer.from('<html>') }],
    ['a list', { ok: true, status: 200, body: Buffer.from('[]') }],
  ] as const)
    test(`are unreachable where ${what} is answered`, async () => {
      assert.deepEqual(await makeKeys(answer).keys.find(client, '1'), { ok: false, why: 'unreachable' })
    })

  test('are those that sign, of a kind and size that clients may use', async () => {
    const weak = makePair(1024)
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })
    const { keys } = makeKeys(
      published(
        jwk('encrypts', one, { use: 'enc' }),
        jwk('other', one, { alg: 'RSA-OAEP' }),
        jwk('weak', weak),
        { ...curve, kid: 'curve' },
        { kty: 'oct', k: 'c2VjcmV0', kid: 'shared' },
        { kty: 'RSA', n: '!', e: 'AQAB', kid: 'broken' },
        jwk('good', one, { use: 'sig', alg: 'PS256', x5u: 'https://x.example', d: 'ignored' }),
      ),
    )
    for (const kid of ['encrypts', 'other', 'weak', 'curve', 'shared', 'broken'])
      assert.deepEqual(await keys.find(client, kid), { ok: false, why: 'no such key' }, kid)
    const found = await keys.find(client, 'good')
    assert.ok(found.ok && found.keys[0]?.equals(one.publicKey))
  })

  test('are named: without a kid there is none', async () => {
    const { world, keys } = makeKeys(published(jwk('1')))
    assert.deepEqual(await keys.find(client, undefined), { ok: false, why: 'no such key' })
    assert.equal(world.asked, 0)
  })

  test('may be one, in the registry', async () => {
    const { keys, world } = makeKeys({ ok: false })
    for (const kid of [undefined, 'anything']) {
      const found = await keys.find(makeClient({ publicKey: one.publicPem }), kid)
      assert.ok(found.ok && found.keys[0]?.equals(one.publicKey))
    }
    assert.deepEqual(await keys.find(makeClient({ publicKey: makePair(1024).publicPem }), undefined), {
      ok: false,
      why: 'no such key',
    })
    assert.equal(world.asked, 0)
  })
})
