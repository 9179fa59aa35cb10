import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { compactVerify, importJWK } from 'jose'
import { sql } from '#platform/database'
import { eachDatabase } from '../../../platform/database/testing.ts'
import type { Keeper } from './keepers/keeper.ts'
import { DATA, DAY, HOUR, placeForKeys, sealed, signsWell } from './keys.testing.ts'
import { createKeys } from './keys.ts'

eachDatabase((_kind, open) => {
  test('the first start makes keys that can be used at once, and the next start finds them', async () => {
    const { base } = await placeForKeys(open)
    const keys = await createKeys(base, { keeper: sealed })
    const { ES256, RS256, published } = keys.tokenKeys()
    const identity = keys.identityKeys().ES256
    for (const key of [ES256, RS256, identity]) assert.ok(await signsWell(key))
    assert.deepEqual([ES256.alg, RS256.alg, identity.alg], ['ES256', 'RS256', 'ES256'])
    assert.equal((await ES256.sign(DATA)).length, 64)
    assert.deepEqual(published, [ES256, RS256])

    const again = await createKeys(base, { keeper: sealed })
    assert.deepEqual(again.jwks(), keys.jwks())
    assert.ok(await signsWell(again.tokenKeys().ES256))
    const { keys: shown } = keys.jwks()
    assert.deepEqual(shown, [ES256.publicJwk, RS256.publicJwk])
    for (const jwk of shown)
      assert.deepEqual(
        Object.keys(jwk).filter((name) => /^(d|p|q|dp|dq|qi|k)$/.test(name)),
        [],
      )
    const jws = `${Buffer.from('{"alg":"ES256"}').toString('base64url')}.e30`
    const token = `${jws}.${(await ES256.sign(Buffer.from(jws))).toString('base64url')}`
    await compactVerify(token, await importJWK({ ...ES256.publicJwk }))
  })

  test('the DID document shows the keys of identity and no others, under the public host', async () => {
    const { base } = await placeForKeys(open, 'https://signin.harbourton.example')
    const keys = await createKeys(base, { keeper: sealed })
    const { ES256 } = keys.identityKeys()
    assert.match(ES256.kid, /^did:web:signin\.harbourton\.example#[0-9a-f]{64}$/)
    assert.ok(ES256.publicJwk.kty === 'EC')
    const { x, y } = ES256.publicJwk
    assert.deepEqual(keys.didDocument(), {
      '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/jwk/v1'],
      id: 'did:web:signin.harbourton.example',
      assertionMethod: [
        {
          type: 'JsonWebKey',
          id: ES256.kid,
          controller: 'did:web:signin.harbourton.example',
          publicKeyJwk: { kty: 'EC', crv: 'P-256', x, y, alg: 'ES256' },
        },
      ],
    })
    assert.ok(!JSON.stringify(keys.jwks()).includes(x))
    const local = await createKeys({ ...base, publicUrl: 'http://localhost:3001' }, { keeper: sealed })
    assert.equal(local.did, 'did:web:localhost%3A3001')
  })

  test('keys follow one another by the schedule, and what is over is destroyed', async () => {
    const { base, clock, stored } = await placeForKeys(open)
    const first = await createKeys(base, { keeper: sealed })
    const second = await createKeys(base, { keeper: sealed })
    const old = first.tokenKeys().ES256
    const oldIdentity = first.identityKeys().ES256

    clock.now += 179 * DAY
    await first.rotate()
    assert.equal(first.tokenKeys().published.length, 2, 'too early for another')
    clock.now += DAY - 60_000
    await first.rotate()
    assert.equal(first.tokenKeys().published.length, 4)
    assert.equal(first.tokenKeys().ES256, old)
    assert.equal(second.tokenKeys().published.length, 2)
    assert.equal(second.didDocument().assertionMethod.length, 1)
    await second.refresh()
    assert.deepEqual(second.jwks(), first.jwks())
    assert.equal(second.didDocument().assertionMethod.length, 2)

    clock.now += 2 * DAY + 6 * 60_000
    const next = second.tokenKeys().ES256
    assert.notEqual(next.kid, old.kid)
    assert.equal(first.tokenKeys().ES256.kid, next.kid, 'the time alone decides, without looking again')
    assert.notEqual(first.identityKeys().ES256.kid, oldIdentity.kid)
    assert.ok(await signsWell(next))

    clock.now += DAY
    await first.rotate()
    assert.ok(
      first.jwks().keys.some(({ kid }) => kid === old.kid),
      'still shown a day after',
    )
    clock.now += HOUR
    await first.rotate()
    await second.refresh()
    for (const keys of [first, second]) {
      assert.deepEqual(
        keys
          .tokenKeys()
          .published.map(({ kid }) => kid)
          .includes(old.kid),
        false,
      )
      assert.equal(keys.didDocument().assertionMethod.length, 1)
    }
    const rows = await stored()
    assert.deepEqual(
      rows.map(({ generation, handle }) => [generation, handle !== null]),
      [
        [1, false],
        [2, true],
        [1, false],
        [2, true],
        [1, false],
        [2, true],
      ],
    )
  })

  test('however many processes make keys at once, each series gets one', async () => {
    const { base, clock, stored } = await placeForKeys(open)
    const destroyed: string[] = []
    const keeper: Keeper = { ...sealed, destroy: async ({ keyId }) => void destroyed.push(keyId) }
    const processes = await Promise.all([1, 2, 3].map(() => createKeys(base, { keeper })))
    const alike = async () => {
      const all = await Promise.all(
        processes.map(async (keys) => {
          await keys.refresh()
          return { ...keys.jwks(), did: keys.didDocument() }
        }),
      )
      for (const one of all) assert.deepEqual(one, all[0])
    }
    await alike()
    assert.equal((await stored()).length, 3)

    for (const [days, count] of [
      [181, 6],
      [3, 6],
      [180, 9],
    ] satisfies [number, number][]) {
      clock.now += days * DAY
      await Promise.all(processes.map((keys) => keys.rotate()))
      await alike()
      assert.equal((await stored()).length, count)
    }
    await Promise.all(processes.map((keys) => keys.rotate({ early: true })))
    assert.equal((await stored()).length, 9, 'a key waits already')
    const kept = new Set((await stored()).filter(({ handle }) => handle !== null).map(({ key_id }) => key_id))
    assert.deepEqual(
      destroyed.filter((keyId) => kept.has(keyId)),
      [],
      'no key that stands was destroyed',
    )
  })

  test('a process looks every half minute for what others made, until it is told to stop', async (t) => {
    const { base } = await placeForKeys(open)
    const [maker, watcher] = [
      await createKeys(base, { keeper: sealed }),
      await createKeys(base, { keeper: sealed }),
    ]
    t.mock.timers.enable({ apis: ['setInterval'] })
    const shown = () => watcher.jwks().keys.length
    const watch = watcher.watch((error) => assert.fail(String(error)))
    await maker.rotate({ early: true })
    t.mock.timers.tick(29_000)
    assert.equal(shown(), 2)
    t.mock.timers.tick(1000)
    for (let tries = 0; shown() === 2 && tries < 100; tries++) await wait(20)
    assert.equal(shown(), 4)
    watch.stop()
  })

  test('early: the next keys are made now, and wait their two days', async () => {
    const { base, clock } = await placeForKeys(open)
    const keys = await createKeys(base, { keeper: sealed })
    const old = keys.tokenKeys().ES256
    clock.now += DAY
    await keys.rotate({ early: true })
    clock.now += 2 * DAY - 1
    assert.equal(keys.tokenKeys().ES256, old)
    clock.now += HOUR
    assert.notEqual(keys.tokenKeys().ES256.kid, old.kid)
  })

  test('the database lets nobody change a key, or have two of one generation', async () => {
    const { base, store } = await placeForKeys(open)
    await createKeys(base, { keeper: sealed })
    const refused = (text: string) =>
      assert.rejects(
        store.as('accounts', {}, (tx) => sql.raw(text).execute(tx)),
        /permission denied|duplicate key/,
      )
    await refused(`update one_login.signing_key set signs_from = now()`)
    await refused(`delete from one_login.signing_key`)
    await refused(
      `insert into one_login.signing_key select purpose, alg, generation, key_id || 'x', public_key, keeper, handle, published_at, signs_from from one_login.signing_key`,
    )
  })
})
