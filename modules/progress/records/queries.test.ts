import assert from 'node:assert/strict'
import { test } from 'node:test'
import { figuresModule, knownAt, type LedgerTables } from '#figures'
import { registersModule } from '#registers'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { fillWorld } from '../testing.ts'
import { recordsAfter, recordsBehind } from './queries.ts'

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

  test('page by page, in the order of their ids, come the same records, each once', async () => {
    const store = await open<LedgerTables>([registersModule, figuresModule])
    await fillWorld(store)
    await store.as('public', {}, async (tx) => {
      const known = await knownAt(tx, '2024-03-01T00:00:00.000Z')
      const measure = known?.measures.get('safe-water/1/funded')
      assert.ok(known && measure !== undefined)
      const at = [tx, measure, '2024-02-29', known.recording] as const
      const whole = await recordsBehind(...at, 100)
      const ids = whole.records.map(({ record }) => record).sort()
      for (const most of [1, 2, 3, 5, 9]) {
        const paged = []
        const sizes: number[] = []
        for (let after: string | null | undefined; after !== null; ) {
          const page = await recordsAfter(...at, { after: after ?? null, most })
          paged.push(...page.records)
          sizes.push(page.records.length)
          after = page.next
        }
        assert.deepEqual(
          paged,
          whole.records.toSorted((a, b) => (a.record < b.record ? -1 : 1)),
        )
        assert.deepEqual(
          paged.map(({ record }) => record),
          ids,
        )
        assert.equal(sizes.length, Math.ceil(ids.length / most), 'no page is empty')
      }
    })
  })

  test('of a measure that reads what is not public, no record is shown', async () => {
    const store = await open<LedgerTables>([registersModule, figuresModule])
    await fillWorld(store)
    await store.as('public', {}, async (tx) => {
      const known = await knownAt(tx, '2024-03-01T00:00:00.000Z')
      const measure = known?.measures.get('safe-water/3/charted')
      assert.ok(known && measure !== undefined)
      const page = { after: null, most: 9 }
      assert.deepEqual(await recordsAfter(tx, measure, '2024-02-29', known.recording, page), {
        records: [],
        next: null,
      })
    })
  })
})
