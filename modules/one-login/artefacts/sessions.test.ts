import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Artefact, Artefacts } from './artefact.ts'
import { code, eachShelf, HOUR, START, session, token } from './artefacts.testing.ts'

eachShelf((testWith) => {
  testWith('a session gets a new id, keeps its uid, and the old id is nobody’s', async ({ artefacts }) => {
    const old = session()
    await artefacts.put(old)
    const fresh = { ...old, id: randomUUID() }
    await artefacts.together(async () => {
      await artefacts.find('Session', old.id)
      await artefacts.destroy('Session', old.id)
      await artefacts.put(fresh)
    })
    assert.equal(await artefacts.find('Session', old.id), undefined)
    assert.ok(await artefacts.find('Session', fresh.id))
    assert.ok(await artefacts.findByUid(old.sessionUid ?? ''))
    assert.equal((await artefacts.sessionsOf(old.accountId ?? '')).length, 1)
  })

  testWith('a session that ended while a request used it does not come back', async ({ artefacts }) => {
    const one = session()
    await artefacts.put(one)
    await artefacts.together(async () => {
      assert.ok(await artefacts.find('Session', one.id))
      await new Promise<void>((resolve) => setImmediate(resolve))
      await endElsewhere(artefacts, one)
      await artefacts.put({ ...one, expiresAt: START + 2 * HOUR })
    })
    assert.equal(await artefacts.find('Session', one.id), undefined)
    assert.deepEqual(await artefacts.sessionsOf(one.accountId ?? ''), [])
  })

  testWith('the sessions of an account, and their end', async ({ artefacts }) => {
    const accountId = randomUUID()
    const [phone, laptop] = [session({ accountId }), session({ accountId, expiresAt: START + 2 * HOUR })]
    const stranger = session()
    const onPhone = code({ accountId, sessionUid: phone.sessionUid })
    const onLaptop = token({ ...onPhone, sessionUid: laptop.sessionUid })
    for (const one of [phone, laptop, stranger, onPhone, onLaptop]) await artefacts.put(one)
    const listed = async () => (await artefacts.sessionsOf(accountId)).map(({ sessionUid }) => sessionUid)
    assert.deepEqual(await listed(), [laptop.sessionUid, phone.sessionUid])

    await artefacts.endSessions(accountId, laptop.sessionUid)
    assert.deepEqual(await listed(), [laptop.sessionUid])
    assert.equal(await artefacts.find('AuthorizationCode', onPhone.id), undefined)
    assert.ok(await artefacts.find('AccessToken', onLaptop.id))
    await artefacts.endSession(accountId, laptop.sessionUid ?? '')
    assert.deepEqual(await listed(), [])
    assert.equal(await artefacts.find('AccessToken', onLaptop.id), undefined)

    await artefacts.put(phone)
    await artefacts.endSessions(accountId)
    assert.equal(await artefacts.find('Session', phone.id), undefined)
    assert.ok(await artefacts.find('Session', stranger.id))
  })

  testWith('what was granted is withdrawn, and nothing else', async ({ artefacts }) => {
    const [one, other] = [code(), code()]
    const [mine, theirs] = [token(one), token(other)]
    for (const each of [one, other, mine, theirs]) await artefacts.put(each)
    await artefacts.destroyByGrant(one.grantId ?? '')
    assert.equal(await artefacts.find('AuthorizationCode', one.id), undefined)
    assert.equal(await artefacts.find('AccessToken', mine.id), undefined)
    assert.ok(await artefacts.find('AuthorizationCode', other.id))
    assert.ok(await artefacts.find('AccessToken', theirs.id))
  })
})

// In a context of its own, as another request would.
function endElsewhere(artefacts: Artefacts, { accountId = '', sessionUid = '' }: Artefact): Promise<void> {
  return new Promise((resolve, reject) => {
    artefacts.begin(() => void artefacts.endSession(accountId, sessionUid).then(resolve, reject))
  })
}
