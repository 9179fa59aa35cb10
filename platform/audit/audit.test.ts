import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { before, beforeEach, describe, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { type Store, sql } from '#platform/database'
import { eachDatabase } from '../database/testing.ts'
import { type Audit, type AuditEvent, auditModule, createAudit } from './index.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

eachDatabase((kind, open) => {
  let store: Store<unknown>
  let audit: Audit
  let clock = Date.UTC(2026, 0, 5, 9, 30, 0, 123)
  let streams = 0
  let stream: string

  before(async () => {
    store = await open([auditModule])
    audit = createAudit({ store, role: 'accounts', now: () => clock })
  })
  beforeEach(() => {
    stream = `account-${++streams}`
  })

  const event = (more: Partial<AuditEvent> = {}): AuditEvent => ({
    stream,
    actor: stream,
    action: 'AUTH_LOG_IN_SUCCESS',
    subject: stream,
    ...more,
  })
  const record = (more: Partial<AuditEvent> = {}) =>
    store.as('accounts', {}, (tx) => audit.record(tx, event(more)))
  const digest = (text: string) => createHash('sha256').update(text).digest()
  /** As somebody would who has the whole database in their hands. */
  const tamper = (statement: string) =>
    store.owner(async (tx) => {
      await sql.raw('alter table audit.event disable trigger only_grows').execute(tx)
      await sql.raw('alter table audit.anchored disable trigger only_grows').execute(tx)
      await sql.raw(statement.replaceAll('$stream', `'${stream}'`)).execute(tx)
      await sql.raw('alter table audit.event enable trigger only_grows').execute(tx)
      await sql.raw('alter table audit.anchored enable trigger only_grows').execute(tx)
    })

  describe('an event', () => {
    test('is in its place among several that are recorded together', async () => {
      await record()
      await store.as('accounts', {}, (tx) =>
        audit.recordAll(tx, [
          event({ reason: 'first', before: digest('before') }),
          event({ stream: `${stream}-b` }),
          event({ reason: 'second', requestId: 'c0ffee' }),
        ]),
      )
      assert.deepEqual(await audit.verifyStream(stream), { ok: true, events: 3 })
      assert.deepEqual(await audit.verifyStream(`${stream}-b`), { ok: true, events: 1 })
      const { rows } = await store.as('accounts', {}, (tx) =>
        sql<{
          reason: string | null
        }>`select reason from audit.event where stream = ${stream} order by seq`.execute(tx),
      )
      assert.deepEqual(
        rows.map(({ reason }) => reason),
        [null, 'first', 'second'],
      )
    })

    test('is the next in its stream, and the chain holds', async () => {
      const first = await record({ requestId: 'c0ffee', reason: 'wrong-password', onBehalfOf: 'another' })
      const second = await record({ before: digest('before'), after: digest('after') })
      assert.equal(first.seq, 1)
      assert.equal(second.seq, 2)
      assert.notDeepEqual(first.hash, second.hash)
      assert.deepEqual(await audit.verifyStream(stream), { ok: true, events: 2 })
      const { rows } = await store.as('accounts', {}, (tx) =>
        sql<{ id: string; at: string; previous: Buffer }>`
          select id, at, previous_hash as previous from audit.event where stream = ${stream} and seq = 2`.execute(
          tx,
        ),
      )
      assert.equal(rows[0]?.id, second.id)
      assert.equal(rows[0].at, '2026-01-05T09:30:00.123Z')
      assert.deepEqual(rows[0].previous, first.hash)
    })

    test('is not there where its transaction failed, and leaves no gap', async () => {
      await record()
      await assert.rejects(
        store.as('accounts', {}, async (tx) => {
          await audit.record(tx, event())
          throw new Error('changed our minds')
        }),
      )
      assert.equal((await record()).seq, 2)
      assert.deepEqual(await audit.verifyStream(stream), { ok: true, events: 2 })
    })

    test('holds no address, name or sentence', async () => {
      for (const more of [
        { subject: 'registry@harbourton.example' },
        { actor: 'The Registry' },
        { reason: 'they said so' },
        { requestId: '' },
        { stream: 'Swyddfa’r_Gofrestr' },
        { before: digest('x').subarray(0, 20) },
      ] satisfies Partial<AuditEvent>[]) {
        await assert.rejects(record(more), /violates check constraint/, JSON.stringify(more))
      }
    })
  })

  test('a stream nobody recorded in is right', async () => {
    assert.deepEqual(await audit.verifyStream('nobody'), { ok: true, events: 0 })
  })

  // The embedded database has one session: there are no two at once.
  if (kind === 'postgres') {
    test('two at once on one stream wait for one another, and make no fork', async () => {
      const isIn = Promise.withResolvers<void>()
      const goOn = Promise.withResolvers<void>()
      const slow = store.as('accounts', {}, async (tx) => {
        const recorded = await audit.record(tx, event())
        isIn.resolve()
        await goOn.promise
        return recorded
      })
      await isIn.promise
      const quick = record()
      const elsewhere = await record({ stream: `${stream}-other` })
      assert.equal(elsewhere.seq, 1)
      assert.equal(await Promise.race([quick.then(() => 'went past'), wait(200, 'waits')]), 'waits')
      goOn.resolve()
      assert.equal((await slow).seq, 1)
      assert.equal((await quick).seq, 2)
      assert.deepEqual(await audit.verifyStream(stream), { ok: true, events: 2 })
    })
  }

  test('fifty at once on one stream come one after another', async () => {
    const recorded = await Promise.all(Array.from({ length: 50 }, () => record()))
    assert.deepEqual(
      recorded.map(({ seq }) => seq).toSorted((a, b) => a - b),
      Array.from({ length: 50 }, (_, n) => n + 1),
    )
    assert.deepEqual(await audit.verifyStream(stream), { ok: true, events: 50 })
  })

  describe('nothing can be changed', () => {
    const CHANGES = [
      `update audit.event set actor = 'somebody-else'`,
      'delete from audit.event',
      'truncate audit.event',
      'delete from audit.anchor',
      `update audit.anchored set seq = 1`,
    ]

    test('as the role that records, which may not even write an event by hand', async () => {
      await record()
      for (const change of [...CHANGES, 'insert into audit.event select * from audit.event']) {
        await assert.rejects(
          store.as('accounts', {}, (tx) => sql.raw(change).execute(tx)),
          /permission denied/,
          change,
        )
      }
    })

    test('nor as the owner by mistake', async () => {
      for (const change of [...CHANGES, 'delete from audit.event where false']) {
        await assert.rejects(
          store.owner((tx) => sql.raw(change).execute(tx)),
          /only grows|cannot truncate/,
          change,
        )
      }
    })
  })

  describe('tampering is found', () => {
    beforeEach(async () => {
      for (let n = 0; n < 5; n++) await record({ requestId: `request-${n}`, after: digest(`${n}`) })
    })

    for (const column of [
      `actor = 'somebody-else'`,
      `on_behalf_of = 'somebody-else'`,
      `action = 'AUTH_LOG_OUT'`,
      `subject = 'somebody-else'`,
      `at = at + interval '1 millisecond'`,
      `after_hash = null`,
      `before_hash = after_hash`,
      `reason = request_id, request_id = null`,
      `id = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'`,
      `previous_hash = hash`,
      `hash = previous_hash`,
    ]) {
      test(`an event with ${column}`, async () => {
        await tamper(`update audit.event set ${column} where stream = $stream and seq = 3`)
        assert.deepEqual(await audit.verifyStream(stream), { ok: false, seq: 3, why: 'changed' })
      })
    }

    test('an event removed, and the gap closed', async () => {
      await tamper(`delete from audit.event where stream = $stream and seq = 3`)
      assert.deepEqual(await audit.verifyStream(stream), { ok: false, seq: 3, why: 'missing' })
      await tamper(`update audit.event set seq = seq - 1 where stream = $stream and seq > 3`)
      assert.deepEqual(await audit.verifyStream(stream), { ok: false, seq: 3, why: 'changed' })
    })

    test('a tail cut off after it was anchored', async () => {
      await audit.anchor()
      await tamper(`delete from audit.event where stream = $stream and seq > 3`)
      assert.deepEqual(await audit.verifyStream(stream), { ok: false, seq: 4, why: 'cut short' })
    })

    test('a chain made anew after it was anchored', async () => {
      await audit.anchor()
      await tamper(`delete from audit.event where stream = $stream and seq > 3`)
      await record({ reason: 'made-up' })
      await record()
      assert.deepEqual(await audit.verifyStream(stream), { ok: false, seq: 5, why: 'changed' })
    })
  })

  describe('anchors', () => {
    test('hold each head that moved once, and are a chain', async () => {
      clock += DAY
      const zero = await audit.anchor()
      clock += DAY
      await record()
      await record()
      const other = await record({ stream: `${stream}-other` })
      const first = await audit.anchor()
      assert.deepEqual([first.number, first.streams], [zero.number + 1, 2])
      const again = await audit.anchor()
      assert.deepEqual([again.number, again.streams], [zero.number + 2, 0])
      clock += DAY
      await record()
      assert.equal((await audit.anchor()).streams, 1)
      assert.deepEqual(await audit.verifyStream(stream), { ok: true, events: 3 })
      const { rows } = await store.as('accounts', {}, (tx) =>
        sql`select seq, hash from audit.anchored where stream = ${`${stream}-other`}`.execute(tx),
      )
      assert.deepEqual(rows, [{ seq: 1, hash: other.hash }])
      const verified = await audit.verifyAnchors()
      assert.deepEqual(verified, { ok: true, anchors: zero.number + 3 })
    })

    test('show what was done to them', async () => {
      clock += DAY
      await record()
      const { number } = await audit.anchor()
      await audit.anchor()
      await tamper(`update audit.anchored set hash = sha256(hash) where stream = $stream`)
      assert.deepEqual(await audit.verifyAnchors(), { ok: false, number })
      assert.deepEqual(await audit.verifyStream(stream), { ok: false, seq: 1, why: 'changed' })
    })
  })
})
