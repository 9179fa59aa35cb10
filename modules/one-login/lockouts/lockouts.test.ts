import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Kysely } from '#platform/database'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { START, type StartedPeople, startPeople } from '../accounts/testing.ts'
import type { OneLoginTables } from '../tables.ts'
import { attemptsOf, countAttempt, forgetAttempts, lock, lockedUntil, removeOldAttempts } from './queries.ts'
import { isAdmitted, LIMITS, type Limited, lockFrom, wasLast } from './rules.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

// The table of the contract, as it stands there: what is counted for how long, and locked for how long.
const TABLE: Record<Limited, readonly [counted: number, locked: number | null]> = {
  PASSWORD: [2 * HOUR, 2 * HOUR],
  EMAIL_PASSWORD_RESET: [15 * MINUTE, 2 * HOUR],
  EMAIL_CHANGE: [15 * MINUTE, 2 * HOUR],
  EMAIL_ACCOUNT_RECOVERY: [15 * MINUTE, 2 * HOUR],
  MFA_SIGN_IN: [15 * MINUTE, 2 * HOUR],
  MFA_PW_RESET_MFA: [15 * MINUTE, 2 * HOUR],
  MFA_ACCOUNT_RECOVERY: [15 * MINUTE, 2 * HOUR],
  MFA_REGISTRATION: [HOUR, 15 * MINUTE],
  'EMAIL_REGISTRATION.SENDS': [HOUR, 2 * HOUR],
  'EMAIL_PASSWORD_RESET.SENDS': [15 * MINUTE, 2 * HOUR],
  'EMAIL_CHANGE.SENDS': [15 * MINUTE, 2 * HOUR],
  'EMAIL_ACCOUNT_RECOVERY.SENDS': [15 * MINUTE, 2 * HOUR],
  'REAUTHENTICATION.EMAIL': [HOUR, null],
  'REAUTHENTICATION.PASSWORD': [HOUR, null],
  MFA_REAUTHENTICATION: [HOUR, null],
}
const KINDS = Object.keys(LIMITS).filter((kind): kind is Limited => kind in LIMITS)

eachDatabase((_kind, open) => {
  let started: StartedPeople
  let db: Kysely<OneLoginTables>
  before(async () => {
    started = await startPeople(open)
    db = started.needs.base.store.quick('accounts')
  })

  for (const kind of KINDS) {
    const [counted, locked] = TABLE[kind]
    const at = (accountId: string, now: number) => ({ accountId, kind, now })

    test(`${kind}: six are admitted, and are counted together for ${counted / MINUTE} minutes`, async () => {
      const id = `counts ${kind}`
      for (let n = 1; n <= 5; n++) await countAttempt(db, at(id, START))
      assert.equal((await countAttempt(db, at(id, START + counted - 1))).count, 6)
      // Each one keeps the count alive; once it has lapsed, the next is the first.
      assert.equal((await countAttempt(db, at(id, START + 2 * counted - 1))).count, 1)
    })

    if (locked === null) {
      test(`${kind}: the seventh is not admitted, and nothing is locked`, async () => {
        const id = `ends ${kind}`
        for (let n = 1; n <= 6; n++) assert.ok(isAdmitted(await countAttempt(db, at(id, START))))
        const seventh = await countAttempt(db, at(id, START))
        assert.equal(isAdmitted(seventh), false)
        assert.equal(seventh.lockedUntil, null)
        assert.equal(await lockedUntil(db, at(id, START)), null)
        assert.ok(isAdmitted(await countAttempt(db, at(id, START + counted))))
      })
    } else {
      test(`${kind}: one too many locks for ${locked / MINUTE} minutes, and no longer`, async () => {
        const id = `locks ${kind}`
        for (let n = 1; n <= 6; n++) assert.ok(isAdmitted(await countAttempt(db, at(id, START))))
        const seventh = await countAttempt(db, at(id, START + 1))
        assert.equal(isAdmitted(seventh), false)
        assert.equal(seventh.lockedUntil, START + 1 + locked)
        // Trying meanwhile makes it no longer.
        const last = await countAttempt(db, at(id, START + locked))
        assert.equal(last.lockedUntil, START + 1 + locked)
        assert.equal(await lockedUntil(db, at(id, START + locked)), START + 1 + locked)
        assert.equal(await lockedUntil(db, at(id, START + locked + 1)), null)
        const fresh = await countAttempt(db, at(id, START + locked + 1))
        assert.deepEqual(fresh, { count: 1, lockedUntil: null })
      })

      test(`${kind}: a lock by the sixth holds as long, and starts again from one`, async () => {
        const id = `sixth ${kind}`
        for (let n = 1; n <= 6; n++) await countAttempt(db, at(id, START))
        await lock(db, at(id, START))
        assert.equal(lockFrom(kind, START), START + locked)
        assert.equal(isAdmitted(await countAttempt(db, at(id, START + locked - 1))), false)
        assert.deepEqual(await countAttempt(db, at(id, START + locked)), { count: 1, lockedUntil: null })
      })
    }
  }

  test('of a hundred at once, six are admitted', async () => {
    const counted = await Promise.all(
      Array.from({ length: 100 }, () =>
        countAttempt(db, { accountId: 'a hundred', kind: 'PASSWORD', now: START }),
      ),
    )
    assert.equal(counted.filter(isAdmitted).length, 6)
    assert.equal(counted.filter((each) => isAdmitted(each) && wasLast(each)).length, 1)
  })

  test('kinds and accounts are counted apart, forgotten apart, and shown to support', async () => {
    const one = { accountId: 'one', now: START }
    for (let n = 1; n <= 7; n++) await countAttempt(db, { ...one, kind: 'PASSWORD' })
    await countAttempt(db, { ...one, kind: 'MFA_SIGN_IN' })
    await countAttempt(db, { accountId: 'other', kind: 'PASSWORD', now: START })
    assert.deepEqual(await attemptsOf(db, 'one', START), [
      { kind: 'MFA_SIGN_IN', count: 1, lockedUntil: null },
      { kind: 'PASSWORD', count: 0, lockedUntil: START + 2 * HOUR },
    ])
    await forgetAttempts(db, 'one', ['PASSWORD'])
    assert.deepEqual(await attemptsOf(db, 'one', START), [
      { kind: 'MFA_SIGN_IN', count: 1, lockedUntil: null },
    ])
    assert.equal((await attemptsOf(db, 'other', START)).length, 1)
  })

  test('what counts no more is removed, and nothing else', async () => {
    for (let n = 1; n <= 7; n++)
      await countAttempt(db, { accountId: 'locked', kind: 'MFA_SIGN_IN', now: START })
    await countAttempt(db, { accountId: 'counted', kind: 'MFA_SIGN_IN', now: START })
    await removeOldAttempts(db, START + 15 * MINUTE)
    const left = async (id: string) =>
      (await db.selectFrom('one_login.attempt').select('kind').where('account_id', '=', id).execute()).length
    assert.deepEqual([await left('locked'), await left('counted')], [1, 0])
    await removeOldAttempts(db, START + 2 * HOUR)
    assert.equal(await left('locked'), 0)
  })
})
