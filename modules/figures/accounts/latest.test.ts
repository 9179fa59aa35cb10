import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Government } from '#definitions'
import { record, registersModule } from '#registers'
import { promisesOf } from '#roadmaps'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { knownAt } from '../known/queries.ts'
import { openAdoption, openLedger } from '../ledger/queries.ts'
import type { LedgerTables } from '../measures/queries.ts'
import { figuresModule } from '../tables.ts'
import { accountsOf } from './queries.ts'
import { figureOf } from './rules.ts'
import { entry, government } from './testing.ts'

const monthly: Government = {
  ...government,
  registers: government.registers.map((each) => ({ ...each, kind: 'snapshot', period: 'P1M' })),
}

eachDatabase((_kind, open) => {
  test('a day on which a snapshot lapsed is none on which anything was recorded', async () => {
    const store = await open<LedgerTables>([registersModule, figuresModule])
    await store.as('ledger', {}, async (tx) => {
      const none = { actor: 'test', source: 'test', entries: [], statements: [] }
      const adoption = { ...none, kind: 'adoption' as const, government: monthly }
      assert.ok((await record(tx, adoption, openAdoption(tx, monthly, null))).ok)
      const entries = [
        entry('a', 'old', '2024-11-10', 'yes', 1),
        entry('a', 'old', '2024-12-10', 'yes', 2),
        entry('b', 'joined', '2024-12-20', 'yes', 3),
      ]
      assert.ok((await record(tx, { ...none, kind: 'entries', entries }, await openLedger(tx))).ok)
    })
    const figure = (name: string, on: string) =>
      store.as('public', {}, async (tx) => {
        const known = await knownAt(tx, null)
        assert.ok(known)
        const promises = promisesOf(known.government).filter(({ measure }) => measure.name === name)
        const asked = { promises, on, organised: 'then' as const, today: '2026-01-01' }
        const [account] = await accountsOf(tx, known, asked)
        assert.ok(account)
        return figureOf(account, null)
      })
    assert.equal((await figure('size', '2024-12-15')).latest, '2024-12-10')
    // On 10 January 2025 the first of the two lapses; the target was for 2024.
    for (const name of ['size', 'mean size']) {
      const { counted, latest, target } = await figure(name, '2025-01-15')
      assert.deepEqual([counted, latest, target?.isOverdueUnknown], [3, '2024-12-20', true], name)
    }
  })
})
