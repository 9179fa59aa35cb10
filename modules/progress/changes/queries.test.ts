import assert from 'node:assert/strict'
import { test } from 'node:test'
import { figuresModule, knownAt, type LedgerTables, openLedger } from '#figures'
import { type NewEntry, record, registersModule } from '#registers'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { newMemory } from '../known/memory.ts'
import { openReader, type ProgressStore } from '../known/queries.ts'
import { idsIn } from '../records/testing.ts'
import { fillWorld } from '../testing.ts'
import { namesOf } from './queries.ts'

eachDatabase((_kind, open) => {
  test('a record is named by the entry that stands on the date, and by none that was taken back or is to come', async () => {
    const store = await open<LedgerTables>([registersModule, figuresModule])
    await fillWorld(store)
    await rename(store)
    const reader = await openReader(store, newMemory())
    const ids = await idsIn(store)
    const keys = ['north', 'pier', 'bright', 'tooth']
    const records = keys.map((key) => ids.get(key) ?? '')
    const names = async (on: string, moment: string) => {
      const known = await store.as('public', {}, (tx) => knownAt(tx, moment))
      assert.ok(known)
      const found = await namesOf(reader, records, { on, recording: known.recording })
      return records.map((id) => found.get(id)?.naming?.values.name ?? '')
    }
    const [before, after] = ['2024-06-05T00:00:00.000Z', '2024-07-01T00:00:00.000Z']
    assert.deepEqual(await names('2024-06-20', before), [
      'North lamp',
      'Pier lamp',
      'Bright lamp',
      'The Tooth',
    ])
    assert.deepEqual(await names('2024-06-20', after), ['North light', '', 'Bright lamp', 'The Tooth'])
    assert.deepEqual(await names('2024-06-10', after), ['North lamp', '', 'Bright lamp', 'The Tooth'])
    assert.deepEqual(await names('2024-06-30', after), ['Northern light', '', 'Bright lamp', 'The Tooth'])
  })
})

/** A name that is taken back, a record of which nothing is left, names that come later, and an end without a name. */
async function rename(store: ProgressStore): Promise<void> {
  const base = { register: 'lamps', source: 'Letter', refersTo: [], reconstructed: false }
  const stands = { ...base, state: 'stands' as const, voids: null, organisation: 'tide-ministry' }
  const named = (effectiveOn: string, name: string): NewEntry => ({
    ...stands,
    key: 'north',
    effectiveOn,
    values: { name, dim: true },
  })
  const entryOf = (key: string, effectiveOn?: string) =>
    store.as('ledger', {}, async (tx) => {
      const all = tx
        .selectFrom('registers.entry')
        .innerJoin('registers.record', 'registers.record.id', 'registers.entry.record')
        .select(['entry', 'registers.entry.effective_on as effectiveOn'])
        .where('key', '=', key)
      const rows = await all.execute()
      const found = rows.find((row) => effectiveOn === undefined || row.effectiveOn === effectiveOn)
      assert.ok(found)
      return found
    })
  const write = (recordedAt: string, entries: NewEntry[]) =>
    store.as('ledger', {}, async (tx) => {
      const recording = {
        kind: 'entries' as const,
        recordedAt,
        actor: 'test',
        source: 'Letter',
        statements: [],
      }
      assert.ok((await record(tx, { ...recording, entries }, await openLedger(tx))).ok)
    })
  await write('2024-06-10T09:00:00.000Z', [
    named('2024-06-15', 'North light'),
    named('2024-06-18', 'Nonsense'),
    named('2024-06-25', 'Northern light'),
    {
      ...stands,
      key: 'bright',
      organisation: 'fish-office',
      state: 'ended',
      effectiveOn: '2024-06-01',
      values: {},
    },
  ])
  const wrong = await entryOf('north', '2024-06-18')
  const pier = await entryOf('pier')
  await write('2024-06-11T09:00:00.000Z', [
    { ...named('2024-06-18', ''), state: 'void', voids: wrong.entry, values: {} },
    { ...stands, key: 'pier', state: 'void', voids: pier.entry, effectiveOn: pier.effectiveOn, values: {} },
  ])
}
