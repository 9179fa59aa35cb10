import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#platform/database'
import { type NewRecording, record, registersModule, verifyChain } from '#registers'
import { eachDatabase } from '../../../platform/database/testing.ts'
import type { LedgerTables } from '../measures/queries.ts'
import { figuresModule } from '../tables.ts'
import { checkLedger, openLedger } from './queries.ts'
import { adopt, perform } from './testing/acts.ts'
import { DAYS } from './testing/histories.ts'
import { checkAgainstEntries } from './testing/recomputed.ts'

const MODULES = [registersModule, figuresModule]

eachDatabase((_kind, open) => {
  test('entries, recordings and statements can be neither changed nor removed', async () => {
    const store = await open<LedgerTables>(MODULES)
    await store.as('ledger', {}, async (tx) => {
      await adopt(tx, 0, null)
      await perform(tx, { act: 'enter', key: 1, day: 1, organisation: 0, values: {}, target: null }, [])
    })
    for (const statement of [
      'update registers.entry set organisation = organisation',
      'delete from registers.entry',
      'truncate registers.entry cascade',
      'update registers.recording set actor = actor',
      'delete from registers.recording',
      'delete from registers.record',
      'update registers.adoption set recording = 9',
    ]) {
      for (const attempt of [
        () => store.owner((tx) => sql.raw(statement).execute(tx)),
        () => store.as('ledger', {}, (tx) => sql.raw(statement).execute(tx)),
      ]) {
        await assert.rejects(attempt(), /refused|permission denied|must be owner/, statement)
      }
    }
  })

  test('two writers at once keep the order of recordings and the chain of hashes', async () => {
    const store = await open<LedgerTables>(MODULES)
    await store.as('ledger', {}, (tx) => adopt(tx, 0, null))
    const values = { red: 'yes', funded: 'no', size: 1 }
    await Promise.all(
      Array.from({ length: 24 }, (_, i) =>
        store.as('ledger', {}, async (tx) => {
          await perform(
            tx,
            { act: 'enter', key: i % 5, day: i % DAYS.length, organisation: i % 3, values, target: null },
            [],
          )
        }),
      ),
    )
    await store.as('ledger', {}, async (tx) => {
      const rows = await tx.selectFrom('registers.recording').selectAll().orderBy('number').execute()
      assert.equal(rows.length, 25)
      for (const [i, row] of rows.entries()) {
        assert.equal(row.number, i + 1)
        const before = rows[i - 1]
        if (!before) continue
        assert.ok(row.recorded_at > before.recorded_at)
        assert.deepEqual(row.previous_hash, before.hash)
      }
      await checkAgainstEntries(tx)
    })
  })

  test('an asserted time is never before the last recording and never in the future', async () => {
    const store = await open<LedgerTables>(MODULES)
    await store.as('ledger', {}, async (tx) => {
      const recording: NewRecording = {
        kind: 'entries',
        actor: 'a',
        source: 's',
        entries: [],
        statements: [],
      }
      const ledger = await openLedger(tx)
      assert.ok((await record(tx, { ...recording, recordedAt: '2024-02-29T09:30:00.000Z' }, ledger)).ok)
      const early = await record(tx, { ...recording, recordedAt: '2024-02-29T09:29:00.000Z' }, ledger)
      assert.match(early.ok ? '' : early.says, /before the last recording/)
      const late = await record(tx, { ...recording, recordedAt: '2999-01-01T00:00:00.000Z' }, ledger)
      assert.match(late.ok ? '' : late.says, /in the future/)
      const same = await record(tx, { ...recording, recordedAt: '2024-02-29T09:30:00.000Z' }, ledger)
      assert.equal(same.ok && same.recordedAt, '2024-02-29T09:30:00.001Z')
    })
  })

  test('a change made behind the registers shows in the chain and in the ledger', async () => {
    const store = await open<LedgerTables>(MODULES)
    await store.as('ledger', {}, async (tx) => {
      await adopt(tx, 0, null)
      const values = { red: 'yes', funded: 'no', size: 1 }
      await perform(tx, { act: 'enter', key: 1, day: 1, organisation: 0, values, target: null }, [])
      await perform(tx, { act: 'enter', key: 2, day: 2, organisation: 1, values, target: null }, [])
      const chain = await verifyChain(tx)
      assert.equal(chain.ok && chain.entries, 2)
      assert.deepEqual((await checkLedger(tx, 100)).wrong, [])
    })
    const tamper = (statement: string) =>
      store.owner(async (tx) => {
        await sql.raw('alter table registers.entry no force row level security').execute(tx)
        await sql.raw('alter table registers.entry disable trigger entries_are_kept').execute(tx)
        await sql.raw(statement).execute(tx)
      })
    await tamper(
      `update registers.entry set values = '{"red":"yes","funded":"yes","size":1}' where entry = 1`,
    )
    await store.as('ledger', {}, async (tx) => {
      const chain = await verifyChain(tx)
      assert.equal(!chain.ok && chain.recording, 2)
      assert.equal((await checkLedger(tx, 100)).wrong.length, 1)
    })
  })

  test('a stranger sees no row, and each organisation only its own records', async () => {
    const store = await open<LedgerTables>(MODULES)
    await store.as('ledger', {}, async (tx) => {
      await adopt(tx, 0, null)
      const values = { red: 'yes', funded: 'no', size: 1 }
      for (const organisation of [0, 1]) {
        await perform(tx, { act: 'enter', key: organisation, day: 0, organisation, values, target: null }, [])
      }
    })
    const seen = (role: 'staff' | 'public', context: { organisation?: string; centre?: boolean }) =>
      store.as(role, context, async (tx) => {
        const rows = await tx.selectFrom('registers.entry').select('organisation').execute()
        return rows.map((row) => row.organisation).sort()
      })
    assert.deepEqual(await seen('staff', {}), [])
    assert.deepEqual(await seen('staff', { organisation: 'x' }), ['x'])
    assert.deepEqual(await seen('staff', { organisation: 'nobody' }), [])
    assert.deepEqual(await seen('staff', { centre: true }), ['x', 'y'])
    await assert.rejects(seen('public', {}), /permission denied/)
    await assert.rejects(
      store.as('public', {}, (tx) => tx.selectFrom('figures.posting').selectAll().execute()),
      /permission denied/,
    )
    const shown = await store.as('public', {}, (tx) =>
      tx.selectFrom('registers.public_entry').selectAll().execute(),
    )
    assert.deepEqual([...new Set(shown.flatMap((row) => Object.keys(row.values)))], ['size'])
  })
})
