/* A government's example in a database. For tests. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileCondition, compileMeasure, readGovernment } from '#definitions'
import {
  accountsOf,
  type Figure,
  figureOf,
  figuresModule,
  knownAt,
  type LedgerTables,
  openAdoption,
  openLedger,
} from '#figures'
import type { Store } from '#platform/database'
import { record, recordBatches, registersModule } from '#registers'
import { promisesOf } from '#roadmaps'
import type { Values } from '#shared/values'
import type { Open } from '../../platform/database/testing.ts'
import { filesOf, ROOT } from '../../tools/tree.ts'

/** Adopts the definitions and records every batch, in order of publication. Answers how many batches there were. */
export async function recordExample(store: Store<LedgerTables>, folder = 'governments/uk'): Promise<number> {
  const read = await readGovernment(folder)
  assert.ok(read.ok)
  const { government } = read
  await store.as('ledger', {}, async (tx) => {
    const adoption = { kind: 'adoption' as const, actor: 'example', source: '', entries: [], statements: [] }
    const recordedAt = '2022-06-09T00:00:00.000Z'
    const ledger = openAdoption(tx, government, null)
    assert.ok((await record(tx, { ...adoption, government, recordedAt }, ledger)).ok)
  })
  const recorded = await recordBatches(government, folder, (work) =>
    store.as('ledger', {}, async (tx) => work(tx, await openLedger(tx))),
  )
  assert.ok(recorded.ok, JSON.stringify(recorded))
  return recorded.recorded
}

/** The United Kingdom's example in a database of the suite's own. It is recorded once for all suites. */
export async function openExample(open: Open): Promise<Store<LedgerTables>> {
  return await open<LedgerTables>([registersModule, figuresModule], {
    version: versionOfExample(),
    fill: async (store) => void (await recordExample(store)),
  })
}

/** All that the example is made from: the definitions, the records, and the code that records them. */
function versionOfExample(): string {
  const hash = createHash('sha256')
  const parts =
    /^(governments\/uk\/|tests\/example\/testing\.ts$|(modules|platform\/database|shared)\/.*(?<!\.test)\.ts$)/
  for (const path of filesOf(ROOT).filter((each) => parts.test(each))) {
    hash.update(`${path}\n`).update(readFileSync(join(ROOT, path)))
  }
  return hash.digest('hex')
}

interface Asked {
  organisation?: string
  /** A moment of knowledge; now, where none is said. */
  known?: string
}

/** Figures of the roadmap of 2022 to 2025, by commitment and measure ('1/great-services'), as the public sees them. */
export function figuresIn(store: Store<LedgerTables>, today: string) {
  return (name: string, on: string, { organisation, known: moment }: Asked = {}): Promise<Figure> =>
    store.as('public', {}, async (tx) => {
      const known = await knownAt(tx, moment ?? null)
      assert.ok(known)
      const promises = promisesOf(known.government).filter(
        ({ roadmap, commitment, measure }) =>
          roadmap.slug === '2022-to-2025' && `${commitment.number}/${measure.name}` === name,
      )
      const [account] = await accountsOf(tx, known, { promises, on, organised: 'then', today })
      assert.ok(account, name)
      return figureOf(account, organisation ?? null)
    })
}

/** A figure in short: 8 of 75, or 0 of 75, 75 unknown. */
export function inShort({ counted, outOf, unknown }: Figure): string {
  const of = outOf === null ? `${counted}` : `${counted} of ${outOf}`
  return unknown ? `${of}, ${unknown} unknown` : of
}

/**
 * What a made-up record adds to a measure of the United Kingdom's: '1 of 1', '0 of 1, 1 unknown' or 'out of scope'. `ever`
 * is all that it has said, oldest first.
 */
export async function contributionsTo(
  name: string,
): Promise<(record: Values, ever?: readonly Values[]) => string> {
  const read = await readGovernment('governments/uk')
  assert.ok(read.ok)
  const { government } = read
  const promised = promisesOf(government).find(
    ({ commitment, measure }) => `${commitment.number}/${measure.name}` === name,
  )
  const register = government.registers.find((each) => each.name === promised?.measure.register)
  assert.ok(promised && register, name)
  const { evaluate } = compileMeasure(government, register, promised.measure)
  return (record, ever = [record]) => {
    const added = evaluate({ record, ever })
    if (!added) return 'out of scope'
    const { counted, outOf, unknown } = added
    return unknown > 0 ? `${counted} of ${outOf}, ${unknown} unknown` : `${counted} of ${outOf}`
  }
}

/** What the checks of a register of the United Kingdom's say of a made-up record, each after its level. */
export async function checksOf(
  name: string,
): Promise<(record: Values, ever?: readonly Values[]) => string[]> {
  const read = await readGovernment('governments/uk')
  assert.ok(read.ok)
  const { government } = read
  const register = government.registers.find((each) => each.name === name)
  assert.ok(register, name)
  const checks = register.checks.map((check) => ({
    ...check,
    condition: compileCondition(government, register, check.when),
  }))
  return (record, ever = [record]) =>
    checks.flatMap(({ level, say, condition }) =>
      condition.evaluate({ record, ever }) ? [`${level}: ${say.en}`] : [],
    )
}
