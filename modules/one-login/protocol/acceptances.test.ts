import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { type Audit, auditModule, createAudit } from '#platform/audit'
import type { Store } from '#platform/database'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { type OneLoginTables, oneLoginModule } from '../tables.ts'
import { createAcceptances } from './acceptances.ts'
import type { Accepted } from './needs.ts'
import { testClient } from './testing.ts'

eachDatabase((_kind, open) => {
  let store: Store<OneLoginTables>
  let audit: Audit
  before(async () => {
    store = await open<OneLoginTables>([oneLoginModule, auditModule])
    audit = createAudit({ store, role: 'accounts', now: Date.now })
  })

  const { client } = testClient()
  const acceptance = (accountId: string, clientId = 'rp'): Accepted => ({
    client: { ...client, clientId },
    accountId,
    journeyId: 'j',
    credential: 'Cl',
    identity: 'P0',
    by: 'session',
  })

  test('what comes at the same moment is recorded in one transaction, each in the stream of its account', async () => {
    const heard: number[] = []
    const accepted = async (_tx: unknown, all: readonly Accepted[]) => void heard.push(all.length)
    const accept = createAcceptances({ base: { store }, audit, accepted })
    await Promise.all(['a', 'b', 'a', 'c'].map((accountId) => accept(acceptance(accountId), 'request')))
    assert.deepEqual(heard, [4])
    assert.deepEqual(await audit.verifyStream('a'), { ok: true, events: 2 })
    assert.deepEqual(await audit.verifyStream('c'), { ok: true, events: 1 })
  })

  test('one that cannot be recorded fails alone', async () => {
    const accept = createAcceptances({ base: { store }, audit, accepted: undefined })
    const all = [acceptance('d'), acceptance('e', 'no id of a client'), acceptance('f')]
    const came = await Promise.allSettled(all.map((one) => accept(one, 'request')))
    assert.deepEqual(
      came.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    )
    assert.deepEqual(await audit.verifyStream('d'), { ok: true, events: 1 })
    assert.deepEqual(await audit.verifyStream('e'), { ok: true, events: 0 })
    // It goes on afterwards.
    await accept(acceptance('d'), 'request')
    assert.deepEqual(await audit.verifyStream('d'), { ok: true, events: 2 })
  })
})
