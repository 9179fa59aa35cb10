import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { eachDatabase } from '../../../../platform/database/testing.ts'
import { createSecrets } from '../../secrets.ts'
import { DAY, placeForKeys, sealed, signsWell } from '../keys.testing.ts'
import { createKeys } from '../keys.ts'
import { fileKeeper } from './files.ts'
import type { Keeper } from './keeper.ts'
import { sealedKeeper } from './sealed.ts'

eachDatabase((_kind, open) => {
  test('private parts are sealed in the database, and open with the same secret and for the same key only', async () => {
    const { base, stored } = await placeForKeys(open)
    await createKeys(base, { keeper: sealed })
    const other = sealedKeeper({ secrets: createSecrets(randomBytes(32)) })
    await assert.rejects(
      createKeys(base, { keeper: other }),
      /was sealed with another secret than ONE_LOGIN_SECRET is now/,
    )
    const [one, two] = await stored()
    assert.ok(one?.handle && two)
    await assert.rejects(
      sealed.open({ alg: 'ES256', keyId: two.key_id, handle: one.handle }),
      /does not open/,
    )
  })

  test('keys in files: for their owner alone, shared by processes, destroyed when they are over', async () => {
    const { base, clock } = await placeForKeys(open)
    const folder = join(mkdtempSync(join(tmpdir(), 'fingerpost-keys-')), 'keys')
    after(() => rmSync(join(folder, '..'), { recursive: true }))
    const keys = await createKeys(base, { keeper: fileKeeper(folder) })
    const again = await createKeys(base, { keeper: fileKeeper(folder) })
    const { ES256, RS256 } = keys.tokenKeys()
    for (const key of [ES256, RS256]) assert.ok(await signsWell(key))
    assert.ok(await signsWell(again.tokenKeys().ES256))
    const files = readdirSync(folder)
    assert.equal(files.length, 3)
    for (const file of files) assert.equal(statSync(join(folder, file)).mode & 0o777, 0o600)

    clock.now += 200 * DAY
    await keys.rotate()
    clock.now += 5 * DAY
    await keys.rotate()
    const left = readdirSync(folder)
    assert.deepEqual([left.length, left.filter((file) => files.includes(file))], [3, []])
  })

  test('another keeper takes over with the next keys; until then the former one must be there', async () => {
    const { base, clock } = await placeForKeys(open)
    const folder = mkdtempSync(join(tmpdir(), 'fingerpost-keys-'))
    after(() => rmSync(folder, { recursive: true }))
    const before = await createKeys(base, { keeper: sealed })
    const files = fileKeeper(folder)
    await assert.rejects(
      createKeys(base, { keeper: files }),
      /is kept by "database", which is not configured/,
    )
    const keys = await createKeys(base, { keeper: files, formerKeepers: [sealed] })
    assert.equal(keys.tokenKeys().ES256.kid, before.tokenKeys().ES256.kid)
    assert.equal(readdirSync(folder).length, 3, 'the next keys are made at once')
    clock.now += 4 * DAY
    await keys.rotate()
    assert.equal(readdirSync(folder).length, 3, 'and no more than those')
    assert.notEqual(keys.tokenKeys().ES256.kid, before.tokenKeys().ES256.kid)
    assert.ok(await signsWell(keys.tokenKeys().ES256))
    const alone = await createKeys(base, { keeper: files })
    assert.deepEqual(alone.jwks(), keys.jwks())
  })

  test('a keeper that signs wrongly is found out before its key is shown', async () => {
    const { base, stored } = await placeForKeys(open)
    let destroyed = 0
    const wrong: Keeper = {
      ...sealed,
      name: 'wrong',
      open: async () => async () => randomBytes(70),
      destroy: async () => void destroyed++,
    }
    await assert.rejects(
      createKeys(base, { keeper: wrong }),
      /"wrong" gave a signature that is not one of ES256/,
    )
    assert.deepEqual([await stored(), destroyed], [[], 1])
    await assert.rejects(createKeys(base, { keeper: sealed, periodDays: 3 }), /at least 5 days/)
  })
})
