// Databases for tests: every suite runs on both kinds, each on a fresh database that already has the migrations.
//
// The migrations run once; PGlite's result is kept as an image in .cache, PostgreSQL's as a template database. Both
// are named by a hash of all that went into them, so that a changed migration makes a new one.

import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { tryLock } from './lock.ts'
import { type Module, migrate, migrations } from './migrations.ts'
import { type Embedded, openEmbedded } from './pglite.ts'
import { startPrivatePostgres } from './private-postgres.ts'
import { codeOf } from './problems.ts'
import { type Kind, openStore, type Store, storeOn } from './store.ts'

export { canInstall, installDebianPackages } from './debian-packages.ts'
export { type PrivatePostgres, startPrivatePostgres } from './private-postgres.ts'
export { type PrivateRedis, startPrivateRedis } from './private-redis.ts'

/** A fresh store with the modules' migrations, and what fills it. It is closed, and its database dropped, after the suite. */
export type Open = <DB>(modules: Module[], filling?: Filling<DB>) => Promise<Store<DB>>

/** What several suites begin with: it is done once, and each has a copy. */
export interface Filling<DB> {
  /** Another text for each outcome: a digest of the records, and of the code that writes them. */
  readonly version: string
  fill(store: Store<DB>): Promise<void>
}

/** Describes the suite twice: on PGlite and on PostgreSQL. */
export function eachDatabase(suite: (kind: Kind, open: Open) => void): void {
  for (const kind of ['pglite', 'postgres'] satisfies Kind[]) {
    describe(`on ${kind}`, () => {
      const opened: { close: () => Promise<void> }[] = []
      after(async () => {
        await Promise.all(opened.map((store) => store.close()))
      })
      suite(kind, async <DB>(modules: Module[], filling?: Filling<DB>) => {
        const open = kind === 'pglite' ? openInMemory : openOnServer
        const store = await open<DB>(modules, filling)
        opened.push(store)
        return store
      })
    })
  }
}

const CACHE = fileURLToPath(new URL('../../.cache/databases/', import.meta.url))
const DAY = 86_400_000

async function openInMemory<DB>(modules: Module[], filling?: Filling<DB>): Promise<Store<DB>> {
  const empty = () => imageOf(`empty-${hashOf([])}`, async () => await madeFrom(await openEmbedded({})))
  const migrated = () =>
    imageOf(hashOf(modules), async () => {
      const made = await madeFrom(await openEmbedded({ image: await empty() }))
      await migrate(made.store, modules)
      return made
    })
  const filled = ({ version, fill }: Filling<DB>) =>
    imageOf(hashOf(modules, version), async () => {
      const made = await madeFrom<DB>(await openEmbedded({ image: await migrated() }))
      await fill(made.store)
      return made
    })
  const image = await (filling ? filled(filling) : migrated())
  return await storeOn(await openEmbedded({ image }), () => {})
}

type Made<DB> = { embedded: Embedded; store: Store<DB> }

async function madeFrom<DB>(embedded: Embedded): Promise<Made<DB>> {
  return { embedded, store: await storeOn(embedded, () => {}) }
}

// Several test processes may want the same image: one makes it, the others wait for it.
async function imageOf<DB>(name: string, make: () => Promise<Made<DB>>): Promise<Uint8Array<ArrayBuffer>> {
  const file = join(CACHE, `pglite-${name}.tar`)
  for (;;) {
    const image = readImage(file)
    if (image) return image
    const lock = tryLock(`${file}.lock`)
    if (!lock) {
      await wait(50)
      continue
    }
    try {
      const made = readImage(file)
      if (made) return made
      const { embedded, store } = await make()
      const dumped = await embedded.dump()
      await store.close()
      const unfinished = `${file}.${process.pid}`
      writeFileSync(unfinished, dumped)
      renameSync(unfinished, file)
      removeUnused()
      return dumped
    } finally {
      lock.release()
    }
  }
}

function readImage(file: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const image = new Uint8Array(readFileSync(file))
    utimesSync(file, new Date(), new Date())
    return image
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

function removeUnused(): void {
  for (const name of readdirSync(CACHE)) {
    const file = join(CACHE, name)
    const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    if (age > 3 * DAY) rmSync(file, { force: true })
  }
}

let server: Promise<string> | undefined

// One server for a whole run when the runner says so; one of this process's own when a file is run by hand.
function serverUrl(): Promise<string> {
  const given = process.env.FINGERPOST_TEST_DATABASE_URL
  server ??= given
    ? Promise.resolve(given)
    : startPrivatePostgres((line) => process.stderr.write(`${line}\n`)).then(({ url }) => url)
  return server
}

async function openOnServer<DB>(modules: Module[], filling?: Filling<DB>): Promise<Store<DB>> {
  const url = await serverUrl()
  const template = `fingerpost_template_${hashOf(modules, filling?.version)}`
  const name = `fingerpost_test_${randomUUID().replaceAll('-', '')}`
  await withClient(url, async (client) => {
    await ensureTemplate(client, url, template, modules, filling)
    await client.query(`create database ${name} template ${template}`)
  })
  const store = await openStore<DB>({ databaseUrl: databaseAt(url, name), dataDir: '' })
  let closed: Promise<void> | undefined
  return {
    ...store,
    close: () => {
      closed ??= store
        .close()
        .then(() =>
          withClient(url, async (client) => void (await client.query(`drop database ${name} with (force)`))),
        )
      return closed
    },
  }
}

async function ensureTemplate<DB>(
  client: pg.Client,
  url: string,
  template: string,
  modules: Module[],
  filling?: Filling<DB>,
): Promise<void> {
  const lock = [`select pg_advisory_lock(hashtext($1))`, `select pg_advisory_unlock(hashtext($1))`] as const
  await client.query(lock[0], [template])
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template])
    if (rowCount) return
    const unfinished = `${template}_unfinished`
    await client.query(`drop database if exists ${unfinished} with (force)`)
    await client.query(`create database ${unfinished} template template0 encoding 'UTF8'`)
    const store = await openStore<DB>({ databaseUrl: databaseAt(url, unfinished), dataDir: '' })
    try {
      await migrate(store, modules)
      await filling?.fill(store)
    } finally {
      await store.close()
    }
    await client.query(`alter database ${unfinished} rename to ${template}`)
  } finally {
    await client.query(lock[1], [template])
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function databaseAt(url: string, name: string): string {
  return url.replace(/(\/\/[^/]*\/)[^?]*/, `$1${name}`)
}

function hashOf(modules: Module[], filling = ''): string {
  const hash = createHash('sha256')
  const pglite = fileURLToPath(import.meta.resolve('@electric-sql/pglite'))
  hash.update(readFileSync(join(pglite, '../../package.json')))
  for (const file of ['roles.ts', 'migrations.ts']) hash.update(readFileSync(new URL(file, import.meta.url)))
  for (const { schema, folder } of modules) {
    for (const { file, checksum } of migrations(folder)) hash.update(`${schema}/${file} ${checksum}\n`)
  }
  return hash.update(filling).digest('hex').slice(0, 16)
}
