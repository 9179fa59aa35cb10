/* The how-to "Add a commitment", followed to the letter: its files, its commands' work and the figure it promises. */
import assert from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { readGovernment } from '#definitions'
import { accountsOf, figureOf, figuresModule, knownAt, type LedgerTables } from '#figures'
import { registersModule } from '#registers'
import { promisesOf } from '#roadmaps'
import { eachDatabase } from '../../platform/database/testing.ts'
import { recordExample } from './testing.ts'

const HOW_TO = 'docs/how-to/add-a-commitment.md'
const BLOCK = /^```(?:yaml|csv)\n# governments\/yours\/(\S+)\n(.*?)^```$/gms

const folder = mkdtempSync(join(tmpdir(), 'fingerpost-how-to-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** As a newcomer copies them: blocks of one file one after another. */
function writeFiles(government: string): number {
  cpSync('governments/harbourton', government, { recursive: true })
  const settings = join(government, 'government.yaml')
  writeFileSync(settings, readFileSync(settings, 'utf8').replace(/^slug: .*$/m, 'slug: yours'))
  const files = new Map<string, string>()
  for (const [, file = '', text = ''] of readFileSync(HOW_TO, 'utf8').matchAll(BLOCK)) {
    files.set(file, (files.get(file) ?? '') + text)
  }
  for (const [file, text] of files) {
    mkdirSync(dirname(join(government, file)), { recursive: true })
    writeFileSync(join(government, file), text)
  }
  return files.size
}

eachDatabase((kind, open) => {
  test('the files of the how-to make a commitment with the figure that it promises', async () => {
    const government = join(folder, kind, 'yours')
    assert.equal(writeFiles(government), 5)
    const read = await readGovernment(government)
    assert.ok(read.ok, JSON.stringify(read))
    assert.deepEqual(read.warnings, [])
    const store = await open<LedgerTables>([registersModule, figuresModule])
    await recordExample(store, government)
    await store.as('public', {}, async (tx) => {
      const known = await knownAt(tx, null)
      assert.ok(known)
      const promises = promisesOf(known.government).filter(({ commitment }) => commitment.number === 5)
      const asked = { promises, on: '2025-09-01', organised: 'then', today: '2025-09-01' } as const
      const [account] = await accountsOf(tx, known, asked)
      assert.ok(account)
      const { counted, outOf, unknown, coverage } = figureOf(account, null)
      assert.deepEqual({ counted, outOf, unknown }, { counted: 1, outOf: 3, unknown: 1 })
      assert.deepEqual(coverage, { answered: 2, inScope: 2 })
    })
  })
})
