// `npm run bench:one-login`: how fast people and services are served, beside the bare library under the same load in the
// same run. What is measured, and how, is in docs/benchmarks.md.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  type PrivateRedis,
  startPrivatePostgres,
  startPrivateRedis,
} from '../../../platform/database/testing.ts'
import { onConnection } from '../databases.ts'
import { sectionText, versionsOf, writeSections } from '../report.ts'
import { type Seeded, seedAccounts } from './accounts.ts'
import type { Bench, Part } from './part.ts'
import { growth } from './parts/growth.ts'
import { passwords } from './parts/passwords.ts'
import { protocol } from './parts/protocol.ts'
import { makeClientKey } from './relying-party.ts'

const PARTS: Readonly<Record<string, Part>> = { protocol, passwords, growth }
const USAGE = `npm run bench:one-login -- [${Object.keys(PARTS).join('] [')}] [--full] [--write]`

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    /** More rounds: some twenty minutes. */
    full: { type: 'boolean', default: false },
    /** Write the results into docs/benchmarks.md. */
    write: { type: 'boolean', default: false },
  },
})
const unknown = positionals.find((name) => !(name in PARTS))
if (unknown === undefined) await bench(positionals.length > 0 ? positionals : Object.keys(PARTS))
else {
  console.error(`There is no benchmark "${unknown}".\n${USAGE}`)
  process.exitCode = 1
}

async function bench(names: readonly string[]): Promise<void> {
  const report = (line: string) => console.log(line)
  const folder = mkdtempSync(join(tmpdir(), 'fingerpost-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  const postgres = await startPrivatePostgres(report)
  const key = makeClientKey()
  let redis: Promise<PrivateRedis> | undefined
  const made = new Map<number, Promise<Seeded>>()
  const given: Bench = {
    postgres,
    key,
    folder,
    isFull: values.full,
    report,
    redis() {
      redis ??= startPrivateRedis(1)
      return redis
    },
    seeded(accounts) {
      const seeding = made.get(accounts) ?? timedSeed(accounts)
      made.set(accounts, seeding)
      return seeding
    },
  }
  async function timedSeed(accounts: number): Promise<Seeded> {
    report(`Writing ${accounts} accounts.`)
    return await seedAccounts(postgres, key.publicPem, accounts)
  }
  const serverVersion = () =>
    onConnection(postgres.url, async (client) => {
      const { rows } = await client.query<{ server_version: string }>('show server_version')
      return /^[\d.]+/.exec(rows[0]?.server_version ?? '')?.[0] ?? 'unknown'
    })
  try {
    for (const name of names) {
      const part = PARTS[name]
      if (!part) continue
      report(`${part.title}.`)
      const versions = await versionsOf({ serverVersion })
      const text = sectionText(part.title, await part.measure(given), versions)
      report(`\n${text}`)
      if (values.write)
        writeSections(
          Object.values(PARTS).map(({ title }) => title),
          new Map([[part.title, text]]),
        )
    }
  } finally {
    await (await redis)?.stop()
    await postgres.stop()
  }
}
