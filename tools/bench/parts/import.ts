/* A file of new records, from CSV to the ledger. */
import assert from 'node:assert/strict'
import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type LedgerTables, openLedger } from '#figures'
import type { Kind, Store } from '#platform/database'
import { fileBytes, importRead, readImport } from '#registers'
import { type Database, onConnection } from '../databases.ts'
import type { Bench, Part } from '../part.ts'
import { type Aim, say, times } from '../report.ts'
import { median, timed } from '../timing.ts'
import { governmentOf } from '../world/government.ts'
import { COLUMNS, writeRows } from '../world/rows.ts'

const SIZES = [10_000, 100_000]
const FULL_SIZE = 1_000_000
const LARGEST_ON_PGLITE = 100_000
const RUNS = 3
const AIM = { records: 100_000, seconds: 10 }

export const importing: Part = {
  title: 'Importing a file',
  async measure(bench) {
    const sizes = bench.sizes(bench.isFull ? [...SIZES, FULL_SIZE] : SIZES)
    const measured: Measured[] = []
    for (const records of sizes) measured.push(await measureOn('postgres', records, bench))
    for (const records of sizes.filter((size) => size <= LARGEST_ON_PGLITE)) {
      measured.push(await measureOn('pglite', records, bench))
    }
    const head = [
      '',
      'file, MB',
      'read and checked',
      'recorded and posted',
      'in all',
      'records a second',
      'bare COPY',
      '÷ bare COPY',
    ]
    return {
      says: SAYS,
      aims: [aimOf(measured)],
      tables: [{ title: `Medians of ${RUNS} imports, in seconds`, head, rows: measured.map(rowOf) }],
    }
  },
}

const SAYS = `A CSV file in which every row is a new record, imported into an empty register with one measure. *Read and checked* is \`readImport\`: every row is parsed and checked against the register's definition. *Recorded and posted* is one transaction, to its commit: \`importRead\` looks up what is already so, records the entries with their hash and posts to the ledger. Each import has a new database. The *bare COPY* is PostgreSQL's own, of the same file into a table of the same columns without an index or a check: the least that writing these rows can take.`

interface Measured {
  kind: Kind
  records: number
  bytes: number
  read: number[]
  recorded: number[]
  copied: number[]
}

async function measureOn(kind: Kind, records: number, bench: Bench): Promise<Measured> {
  const path = join(bench.databases.folder, `${records}.csv`)
  await writeRows(path, records)
  const measured: Measured = { kind, records, bytes: statSync(path).size, read: [], recorded: [], copied: [] }
  for (let run = 1; run <= RUNS; run++) {
    bench.report(`Importing ${records} records into ${kind}, ${run} of ${RUNS}.`)
    const database = await bench.databases.empty(kind, 1)
    const { readMs, recordMs } = await importFile(database.store, path, records)
    measured.read.push(readMs)
    measured.recorded.push(recordMs)
    if (kind === 'postgres') measured.copied.push(await copyBare(database, path))
    await database.store.close()
  }
  rmSync(path)
  return measured
}

async function importFile(store: Store<LedgerTables>, path: string, records: number) {
  const government = governmentOf(1)
  const [register] = government.registers
  assert.ok(register)
  const name = 'systems.csv'
  const { value: read, ms: readMs } = await timed(() =>
    readImport({ government, name, bytes: fileBytes(path), format: 'csv', source: name }, register),
  )
  assert.ok(read.ok)
  const { value: imported, ms: recordMs } = await timed(() =>
    store.as('ledger', {}, async (tx) => {
      const incoming = { government, actor: 'bench', source: name, entries: read.items, statements: [] }
      return await importRead(tx, { ...incoming, isPartial: false }, await openLedger(tx))
    }),
  )
  assert.ok(imported.ok)
  assert.equal(imported.recorded?.entries, records)
  return { readMs, recordMs }
}

function copyBare({ superuserUrl }: Database, path: string): Promise<number> {
  return onConnection(superuserUrl, async (client) => {
    await client.query(`create table bare (${COLUMNS.map((name) => `"${name}" text`).join(', ')})`)
    const { ms } = await timed(() => client.query(`copy bare from '${path}' with (format csv, header true)`))
    await client.query('drop table bare')
    return ms
  })
}

function rowOf({ kind, records, bytes, read, recorded, copied }: Measured): string[] {
  const whole = median(wholesOf({ read, recorded }))
  return [
    `${kind === 'postgres' ? 'PostgreSQL' : 'PGlite'}, ${say(records)} records`,
    say(bytes / 1e6),
    say(median(read) / 1000),
    say(median(recorded) / 1000),
    say(whole / 1000),
    say(records / (whole / 1000)),
    ...(copied.length > 0 ? [say(median(copied) / 1000), times(whole / median(copied))] : ['', '']),
  ]
}

function wholesOf({ read, recorded }: Pick<Measured, 'read' | 'recorded'>): number[] {
  return read.map((ms, run) => ms + (recorded[run] ?? 0))
}

function aimOf(measured: readonly Measured[]): Aim {
  const aim = `${say(AIM.records)} records into PostgreSQL in ${AIM.seconds} seconds or less`
  const found = measured.find(({ kind, records }) => kind === 'postgres' && records === AIM.records)
  if (!found) return { aim, measured: 'not at this size', isMet: undefined }
  const seconds = median(wholesOf(found)) / 1000
  return { aim, measured: `${say(seconds)} seconds`, isMet: seconds <= AIM.seconds }
}
