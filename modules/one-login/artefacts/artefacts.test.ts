import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { sql } from '#platform/database'
import type { Artefact } from './artefact.ts'
import { clock, code, eachShelf, HOUR, START, session, token } from './artefacts.testing.ts'

eachShelf((testWith) => {
  testWith('what was put is found until it expires, and only under its kind', async ({ artefacts }) => {
    const one = code({ payload: { nonce: 'é "x"', list: [1, null], deep: { a: true } } })
    assert.equal(await artefacts.find('AuthorizationCode', one.id), undefined)
    await artefacts.put(one)
    const found = { payload: one.payload, expiresAt: one.expiresAt, isSpent: false }
    assert.deepEqual(await artefacts.find('AuthorizationCode', one.id), found)
    assert.equal(await artefacts.find('AccessToken', one.id), undefined)
    clock.now = one.expiresAt - 1
    assert.deepEqual(await artefacts.find('AuthorizationCode', one.id), found)
    clock.now = one.expiresAt
    assert.equal(await artefacts.find('AuthorizationCode', one.id), undefined)
    assert.equal(await artefacts.spend('AuthorizationCode', one.id), false)
  })

  testWith('what is put again replaces it', async ({ artefacts }) => {
    const one = session()
    await artefacts.put(one)
    await artefacts.put({ ...one, payload: { uid: one.sessionUid, more: 1 }, expiresAt: START + 2 * HOUR })
    assert.deepEqual(await artefacts.find('Session', one.id), {
      payload: { uid: one.sessionUid, more: 1 },
      expiresAt: START + 2 * HOUR,
      isSpent: false,
    })
    await artefacts.destroy('Session', one.id)
    await artefacts.destroy('Session', one.id)
    assert.equal(await artefacts.find('Session', one.id), undefined)
  })

  testWith('of twenty who spend a code at once, one does', async ({ artefacts }) => {
    const one = code()
    await artefacts.put(one)
    const spent = await Promise.all(
      Array.from({ length: 20 }, () => artefacts.spend('AuthorizationCode', one.id)),
    )
    assert.equal(spent.filter(Boolean).length, 1)
    assert.equal(await artefacts.spend('AuthorizationCode', one.id), false)
    assert.equal(await artefacts.spend('AuthorizationCode', 'never issued'), false)
  })

  testWith('of twenty exchanges at once, one has its token', async ({ artefacts }) => {
    const one = code()
    await artefacts.put(one)
    const tokens = Array.from({ length: 20 }, () => token(one))
    const written = await Promise.all(
      tokens.map((wanted) =>
        artefacts.together(async () => {
          assert.ok(await artefacts.find('AuthorizationCode', one.id))
          await artefacts.spendOnWriting('AuthorizationCode', one.id)
          await artefacts.put(wanted)
          assert.ok(await artefacts.find('AccessToken', wanted.id), 'the request reads what it put')
          return await artefacts.write()
        }),
      ),
    )
    assert.deepEqual(written.toSorted(), [...Array(19).fill('spent before'), 'written'])
    const found = await Promise.all(tokens.map(({ id }) => artefacts.find('AccessToken', id)))
    assert.deepEqual(
      found.map((each) => each !== undefined),
      written.map((each) => each === 'written'),
    )
  })

  testWith('what serves once is there once, and again when it has expired', async ({ artefacts }) => {
    const one: Artefact = {
      kind: 'ReplayDetection',
      id: randomUUID(),
      payload: {},
      expiresAt: START + 60_000,
    }
    const put = await Promise.all(Array.from({ length: 10 }, () => artefacts.putOnce(one)))
    assert.equal(put.filter(Boolean).length, 1)
    clock.now = START + 59_999
    assert.equal(await artefacts.putOnce(one), false)
    clock.now = START + 60_000
    assert.equal(await artefacts.putOnce({ ...one, expiresAt: START + HOUR }), true)
  })

  testWith('an assertion that was used before spends no code', async ({ artefacts }) => {
    const one = code()
    const assertion: Artefact = {
      kind: 'ReplayDetection',
      id: randomUUID(),
      payload: {},
      expiresAt: START + HOUR,
    }
    await artefacts.put(one)
    assert.equal(await artefacts.putOnce(assertion), true)
    const wanted = token(one)
    const exchange = (jti: Artefact) =>
      artefacts.together(async () => {
        await artefacts.putOnceOnWriting(jti)
        await artefacts.find('AuthorizationCode', one.id)
        await artefacts.spendOnWriting('AuthorizationCode', one.id)
        await artefacts.put(wanted)
        return await artefacts.write()
      })
    assert.equal(await exchange(assertion), 'there already')
    assert.equal(await artefacts.find('AccessToken', wanted.id), undefined)
  })

  testWith('a request that fails has changed nothing', async ({ artefacts }) => {
    const [kept, wanted] = [session(), session()]
    await artefacts.put(kept)
    await assert.rejects(
      artefacts.together(async () => {
        await artefacts.put(wanted)
        await artefacts.destroy('Session', kept.id)
        assert.equal(await artefacts.find('Session', kept.id), undefined)
        assert.equal(await artefacts.findByUid(kept.sessionUid ?? ''), undefined)
        assert.ok(await artefacts.findByUid(wanted.sessionUid ?? ''))
        throw new Error('no')
      }),
      /no/,
    )
    assert.ok(await artefacts.find('Session', kept.id))
    assert.equal(await artefacts.find('Session', wanted.id), undefined)
  })

  testWith('one request, begun without a function to wrap', async ({ artefacts }) => {
    const one = session()
    await new Promise<void>((resolve, reject) => {
      artefacts.begin(() => {
        const request = async () => {
          await artefacts.put(one)
          await new Promise((next) => setTimeout(next, 5))
          const inside = await artefacts.find('Session', one.id)
          assert.ok(inside)
          assert.equal(await artefacts.write(), 'written')
        }
        request().then(resolve, reject)
      })
    })
    assert.ok(await artefacts.find('Session', one.id))
    await assert.rejects(async () => artefacts.spendOnWriting('Session', one.id), /inside together/)
  })

  testWith('what has expired is removed, so many at a time', async ({ artefacts, store }) => {
    const spent = code({ expiresAt: START + 1000 })
    await artefacts.put(spent)
    await artefacts.spend('AuthorizationCode', spent.id)
    await artefacts.put(session({ expiresAt: START + 30 * HOUR }))
    clock.now = START + 20 * HOUR
    while ((await artefacts.removeExpired(3)) > 0);
    const { rows } = await store.as('accounts', {}, (tx) =>
      sql<{
        left: number
      }>`select (select count(*) from one_login.artefact where expires_at <= ${new Date(clock.now).toISOString()})
                          + (select count(*) from one_login.spent) as left`.execute(tx),
    )
    assert.deepEqual(rows, [{ left: 0 }])
  })

  testWith('ids are not in the store', async ({ artefacts, everything }) => {
    const one = session()
    await artefacts.put(one)
    const all = await everything()
    assert.ok(all.includes(one.sessionUid ?? ''))
    assert.ok(!all.includes(one.id))
  })
})
