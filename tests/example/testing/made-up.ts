/* The United Kingdom's definitions with made-up records, where the example has none. For tests. */
import assert from 'node:assert/strict'
import { readGovernment } from '#definitions'
import { type LedgerTables, openAdoption, openLedger } from '#figures'
import type { Store } from '#platform/database'
import { importRead, type NewEntry, type Placed, readImport, record } from '#registers'
import type { Values } from '#shared/values'
import { checksOf, contributionsTo } from '../testing.ts'

/** Each made-up record adds what is expected to a measure. */
export async function counts(name: string, ...cases: [Values, string][]): Promise<void> {
  const contribution = await contributionsTo(name)
  for (const [values, expected] of cases) {
    assert.equal(contribution(values), expected, `${name} ${JSON.stringify(values)}`)
  }
}

/** The checks of a register say this of a made-up record, and nothing else. */
export async function says(register: string, values: Values, ...expected: RegExp[]): Promise<void> {
  const said = (await checksOf(register))(values)
  assert.equal(said.length, expected.length, `${register} ${JSON.stringify(values)}: ${said.join('; ')}`)
  for (const [i, pattern] of expected.entries()) assert.match(said[i] ?? '', pattern)
}

/** Adopts the definitions, and records rows of CSV by register, those referred to first. */
export async function recordMadeUp(
  store: Store<LedgerTables>,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const read = await readGovernment('governments/uk')
  assert.ok(read.ok)
  const { government } = read
  const none = { kind: 'adoption' as const, actor: 'test', source: '', entries: [], statements: [] }
  const recordedAt = '2022-06-09T00:00:00.000Z'
  await store.as('ledger', {}, async (tx) => {
    assert.ok((await record(tx, { ...none, government, recordedAt }, openAdoption(tx, government, null))).ok)
  })
  const entries: Placed<NewEntry>[] = []
  for (const [name, csv] of Object.entries(files)) {
    const register = government.registers.find((each) => each.name === name)
    assert.ok(register, name)
    const file = { government, name, bytes: bytesOf(csv), format: 'csv', source: 'made up' } as const
    const { items, problems } = await readImport(file, register)
    assert.equal(problems.errors, 0, JSON.stringify(problems.kept))
    entries.push(...items)
  }
  const incoming = { government, actor: 'test', source: 'made up', entries, statements: [], isPartial: false }
  const imported = await store.as('ledger', {}, async (tx) => importRead(tx, incoming, await openLedger(tx)))
  assert.ok(imported.ok, JSON.stringify(imported))
}

async function* bytesOf(csv: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(csv)
}
