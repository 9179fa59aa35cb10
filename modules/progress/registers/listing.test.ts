import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Register } from '#definitions'
import { figuresModule, type Known, knownAt, type LedgerTables, openLedger } from '#figures'
import { type NewEntry, record, registersModule } from '#registers'
import { eachDatabase } from '../../../platform/database/testing.ts'
import type { ProgressStore } from '../known/queries.ts'
import { presentOn } from '../records/history.ts'
import { idsIn } from '../records/testing.ts'
import { fillWorld } from '../testing.ts'
import { listRecords } from './listing.ts'
import { entriesOf, recordsAfter } from './queries.ts'

const MANY = 1_250
const RECORDED = '2024-06-10T09:00:00.000Z'
const RECORDED_LATER = '2024-06-20T09:00:00.000Z'

eachDatabase((_kind, open) => {
  let store: ProgressStore
  let ids: string[]
  before(async () => {
    store = await open<LedgerTables>([registersModule, figuresModule])
    await fillWorld(store)
    // Every crew has two entries, only the last seven stand in March, and one is known only later.
    const crews = Array.from({ length: MANY }, (_, at) => [
      crew(at, { effectiveOn: at < MANY - 7 ? '2024-04-01' : '2024-03-01' }),
      crew(at, { effectiveOn: '2024-05-01', values: { sailors: 8 } }),
    ])
    await muster(store, RECORDED, crews.flat())
    ids = await crewsIn(store)
    await muster(store, RECORDED_LATER, [
      crew(MANY, {}),
      crew(3, { state: 'ended', effectiveOn: '2024-05-20' }),
    ])
  })

  async function at(moment: string) {
    const known = await store.as('public', {}, (tx) => knownAt(tx, moment))
    const register = known?.government.registers.find(({ name }) => name === 'crews')
    assert.ok(known && register)
    return { known, register }
  }

  async function walk(register: Register, known: Known, on: string, most: number) {
    const pages = []
    for (let after: string | null | undefined; after !== null; ) {
      const page = await store.as('public', {}, (tx) =>
        listRecords(tx, register, known, on, { after: after ?? null, most }),
      )
      pages.push(page.records)
      after = page.next
    }
    return pages
  }

  test('page by page come the entries that stand, whole, as when every history is read whole', async () => {
    for (const [moment, on] of [
      ['2024-06-15T00:00:00.000Z', '2024-06-15'],
      ['2024-06-15T00:00:00.000Z', '2024-04-15'],
      ['2024-07-01T00:00:00.000Z', '2024-07-01'],
    ] as const) {
      const { known, register } = await at(moment)
      const pages = await walk(register, known, on, 50)
      const all = await crewsIn(store)
      const whole = await store.as('public', {}, (tx) => entriesOf(tx, all, known.recording))
      const expected = all.flatMap((id) => {
        return presentOn(register, whole.get(id) ?? [], on) ?? []
      })
      assert.deepEqual(pages.flat(), expected)
      assert.equal(pages.length, Math.ceil(expected.length / 50), 'no page is empty')
    }
  })

  test('where few of many stand a page is short, says where to go on, and the next one goes on there', async () => {
    const { known, register } = await at('2024-06-15T00:00:00.000Z')
    const pages = await walk(register, known, '2024-03-15', 50)
    const keys = new Map([...(await idsIn(store))].map(([key, id]) => [id, key]))
    assert.deepEqual(
      pages
        .flat()
        .map((each) => keys.get(each.record))
        .sort(),
      Array.from({ length: 7 }, (_, nth) => `crew-${MANY - 7 + nth}`),
    )
    assert.equal(pages.length, 2)
  })

  test('from record to record it goes in the order of ids, past none that was not yet known', async () => {
    const { known } = await at('2024-06-15T00:00:00.000Z')
    const { known: before } = await at('2024-06-05T00:00:00.000Z')
    await store.as('public', {}, async (tx) => {
      const first = await recordsAfter(tx, 'crews', known.recording, { after: null, most: 200 })
      assert.deepEqual(first, ids.slice(0, 200))
      const page = { after: ids[MANY - 3] ?? null, most: 200 }
      assert.deepEqual(await recordsAfter(tx, 'crews', known.recording, page), ids.slice(MANY - 2))
      assert.deepEqual(await recordsAfter(tx, 'crews', before.recording, { after: null, most: 200 }), [])
    })
  })
})

function crewsIn(store: ProgressStore): Promise<string[]> {
  return store.as('ledger', {}, async (tx) => {
    const crews = tx.selectFrom('registers.record').select('id').where('register', '=', 'crews')
    return (await crews.orderBy('id').execute()).map(({ id }) => id)
  })
}

function crew(at: number, more: Partial<NewEntry>): NewEntry {
  return {
    register: 'crews',
    key: `crew-${at}`,
    organisation: 'pilots',
    effectiveOn: '2024-06-01',
    state: 'stands',
    voids: null,
    reconstructed: false,
    source: 'Muster',
    values: { sailors: 7 },
    refersTo: [],
    ...more,
  }
}

async function muster(store: ProgressStore, recordedAt: string, entries: NewEntry[]): Promise<void> {
  await store.as('ledger', {}, async (tx) => {
    const recording = {
      kind: 'entries' as const,
      recordedAt,
      actor: 'test',
      source: 'Muster',
      statements: [],
    }
    assert.ok((await record(tx, { ...recording, entries }, await openLedger(tx))).ok)
  })
}
