import assert from 'node:assert/strict'
import { test } from 'node:test'
import { figuresModule, knownAt, type LedgerTables } from '#figures'
import { registersModule } from '#registers'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { fillWorld } from '../testing.ts'
import { recordsBehind } from './queries.ts'

eachDatabase((_kind, open) => {
  test('where not all records can be shown, those that count come first, and the rest are counted', async () => {
    const store = await open<LedgerTables>([registersModule, figuresModule])
    await fillWorld(store)
    const { records, kinds } = await store.as('public', {}, async (tx) => {
      const known = await knownAt(tx, '2024-03-01T00:00:00.000Z')
      const measure = known?.measures.get('safe-water/1/funded')
      assert.ok(known && measure !== undefined)
      return recordsBehind(tx, measure, '2024-02-29', known.recording, 3)
    })
    assert.deepEqual(kinds, { counting: 2, unclear: 1, together: 5 })
    assert.deepEqual(
      records.map(({ counted, unknown }) => [counted, unknown]),
      [
        [1, 0],
        [1, 0],
        [0, 1],
      ],
    )
  })
})
