import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Disclosure, Government, Register } from '#definitions'
import { type Store, sql } from '#platform/database'
import { record, registersModule } from '#registers'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { openAdoption, openLedger, rebuildLedger } from '../ledger/queries.ts'
import { MEASURE_WORDS, roadmapOf } from '../ledger/testing/one-commitment.ts'
import { figuresModule } from '../tables.ts'
import type { LedgerTables } from './queries.ts'

const MODULES = [registersModule, figuresModule]
const OPEN = 'record.plan == "funded"'
const SECRET = 'record.cost > 7'

/** Lamps, counted by their plan, which is public, or by their cost, which may not be. */
function lamps(counts: string, cost: Disclosure = 'none'): Government {
  const field = (name: string, disclose: Disclosure) => ({
    name,
    title: { en: name },
    required: false,
    disclose,
  })
  const register: Register = {
    name: 'lamps',
    title: { en: 'Lamps' },
    record: { en: 'lamp' },
    records: { en: 'lamps' },
    kind: 'continuous',
    fields: [
      { ...field('plan', 'public'), type: 'text' },
      { ...field('cost', cost), type: 'integer' },
    ],
    parts: [],
    checks: [],
  }
  const measure = { name: 'counted', ...MEASURE_WORDS, register: 'lamps', outOf: 'true', counts }
  return {
    slug: 'test',
    name: { en: 'Test' },
    organisations: [{ slug: 'board', name: { en: 'Board' }, kind: 'board' }],
    successions: [],
    registers: [register],
    frameworks: [],
    roadmaps: [roadmapOf({ organisations: ['board'], published: true }, [measure])],
  }
}

eachDatabase((_kind, open) => {
  const recording = { actor: 'test', source: '', entries: [], statements: [] }

  async function adopt(store: Store<LedgerTables>, government: Government) {
    await store.as('ledger', {}, async (tx) => {
      const adoption = { ...recording, kind: 'adoption' as const, government }
      assert.ok((await record(tx, adoption, openAdoption(tx, government, null))).ok)
    })
  }

  async function aLamp(store: Store<LedgerTables>) {
    const entry = {
      register: 'lamps',
      key: 'quay',
      organisation: 'board',
      effectiveOn: '2024-01-10',
      state: 'stands' as const,
      voids: null,
      reconstructed: false,
      source: '',
      values: { plan: 'funded', cost: 9 },
      refersTo: [],
    }
    await store.as('ledger', {}, async (tx) => {
      const entries = { ...recording, kind: 'entries' as const, entries: [entry] }
      assert.ok((await record(tx, entries, await openLedger(tx))).ok)
    })
  }

  const listed = (store: Store<LedgerTables>) =>
    store.as('public', {}, async (tx) => {
      const rows = await tx.selectFrom('figures.public_posting').select('counted').execute()
      return rows.length
    })

  test('postings made under a version that read what is not public are never listed, whatever came after', async () => {
    const store = await open<LedgerTables>(MODULES)
    await adopt(store, lamps(OPEN))
    await aLamp(store)
    assert.ok((await listed(store)) > 0)
    await adopt(store, lamps(SECRET))
    assert.equal(await listed(store), 0)
    await adopt(store, lamps(OPEN))
    assert.equal(await listed(store), 0)
    // Unless all of it has become public since: then the record says so itself.
    await adopt(store, lamps(OPEN, 'public'))
    assert.ok((await listed(store)) > 0)
  })

  test('a database from before this was so is put right by the next adoption, or by a rebuild', async () => {
    const asBefore = async (counts: string) => {
      const store = await open<LedgerTables>(MODULES)
      await adopt(store, lamps(SECRET))
      await aLamp(store)
      await adopt(store, lamps(counts))
      await store.owner((tx) => sql`update figures.measure set is_listed = true`.execute(tx))
      assert.ok((await listed(store)) > 0)
      return store
    }
    const adopted = await asBefore(OPEN)
    await adopt(adopted, lamps('record.plan == "none"'))
    assert.equal(await listed(adopted), 0)
    const rebuilt = await asBefore(OPEN)
    await rebuilt.as('ledger', {}, (tx) => rebuildLedger(tx))
    assert.equal(await listed(rebuilt), 0)
  })
})
