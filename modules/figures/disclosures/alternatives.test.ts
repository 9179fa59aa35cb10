import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import type { Store } from '#platform/database'
import { registersModule } from '#registers'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { rolledBack } from '../ledger/testing/rolled-back.ts'
import type { LedgerTables } from '../measures/queries.ts'
import { figuresModule } from '../tables.ts'
import { type SmallNumber, smallNumbers, writeOtherwise } from './testing/alternatives.ts'
import { adopt, governmentWith, history, N, write } from './testing/people.ts'
import { asText, everythingShown, exactly, publicRows } from './testing/shown.ts'

/*
 * Nobody can tell a small number, however they subtract dates, moments of knowledge, organisations as they were and as
 * they are, lines, totals and complements: there is another history, with another number in its place, of which every
 * page would say the same, and in which the public role would read the same rows.
 */
eachDatabase((kind, open) => {
  let store: Store<LedgerTables>
  before(async () => {
    store = await open<LedgerTables>([registersModule, figuresModule])
  })

  test('a small number in a history is another in a history that is shown the same', async () => {
    let tried = 0
    await fc.assert(
      fc.asyncProperty(history, fc.nat(), fc.nat(), async (recordings, which, one) => {
        const recording = 2 + (which % recordings.length)
        let small: SmallNumber | undefined
        let [rows, shown] = ['', '']
        await rolledBack(store, async (tx) => {
          await adopt(tx, governmentWith(N, 'one'))
          for (const [i, all] of recordings.entries()) {
            await write(tx, all)
            if (i + 2 !== recording) continue
            const found = await smallNumbers(tx, recording)
            small = found[one % Math.max(1, found.length)]
          }
          rows = await publicRows(tx)
          shown = asText(await everythingShown(tx))
        })
        if (!small) return
        const { quantity, is, ...at } = small
        const other = small
        tried++
        await rolledBack(store, async (tx) => {
          await adopt(tx, governmentWith(N, 'one'))
          await writeOtherwise(tx, recordings, other)
          const parts = await exactly(tx, { measure: 'helped', ...at })
          assert.notEqual(
            parts.reduce((sum, part) => sum + part[quantity], 0),
            is,
          )
          assert.ok(namesAside(await publicRows(tx)) === namesAside(rows), 'the same rows')
          assert.ok(asText(await everythingShown(tx)) === shown, 'the same pages')
        })
      }),
      { numRuns: kind === 'pglite' ? 8 : 16, endOnFailure: true },
    )
    assert.ok(tried > 0)
  })
})

/** Numbers of measures come from a sequence, which no transaction takes back. */
function namesAside(rows: string): string {
  const numbers = [...new Set([...rows.matchAll(/"measure": (\d+)/g)].map(([, number]) => Number(number)))]
  const places = new Map(numbers.toSorted((a, b) => a - b).map((number, i) => [number, i]))
  const named = rows.replaceAll(
    /"measure": (\d+)/g,
    (_, number) => `"measure": ${places.get(Number(number))}`,
  )
  return named.split('\n').sort().join('\n')
}
