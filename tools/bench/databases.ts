import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { figuresModule, type LedgerTables } from '#figures'
import { type Kind, migrate, openStore, type Store } from '#platform/database'
import { registersModule } from '#registers'
import { type PrivatePostgres, startPrivatePostgres } from '../../platform/database/testing.ts'
import { adoptWorld, fillWorld, type World } from './world/entries.ts'

/** A database with the tables in it. */
export interface Database {
  store: Store<LedgerTables>
  /** For DATABASE_URL; empty for PGlite. */
  url: string
  /** The address of one who may do anything; empty for PGlite. */
  superuserUrl: string
}

export interface Filled extends Database {
  entries: number
  postings: number
}

/** The databases of one run. They go when it ends. */
export interface Databases {
  bare(kind: Kind): Promise<Database>
  /** With a government adopted that has so many registers. */
  empty(kind: Kind, registers: number): Promise<Database>
  /** Made once for all that ask for the same world. */
  filled(kind: Kind, world: World): Promise<Filled>
  /** For files; it goes when the run ends. */
  folder: string
  serverVersion(): Promise<string>
  close(): Promise<void>
}

export function openDatabases(report: (line: string) => void): Databases {
  const closing: (() => Promise<void>)[] = []
  const filled = new Map<string, Promise<Filled>>()
  let server: Promise<PrivatePostgres> | undefined
  const folder = mkdtempSync(join(tmpdir(), 'fingerpost-bench-'))
  // PostgreSQL runs as another user, and reads files of rows here.
  chmodSync(folder, 0o755)
  const removeFolder = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', removeFolder)

  function theServer(): Promise<PrivatePostgres> {
    server ??= startPrivatePostgres(report)
    return server
  }

  async function bare(kind: Kind): Promise<Database> {
    const database = kind === 'postgres' ? await onServer() : await inFolder()
    closing.push(() => database.store.close())
    await migrate(database.store, [registersModule, figuresModule])
    return database
  }

  async function empty(kind: Kind, registers: number): Promise<Database> {
    const database = await bare(kind)
    await adoptWorld(database.store, registers)
    return database
  }

  async function onServer(): Promise<Database> {
    const { url, superuserUrl } = await theServer()
    const name = `bench_${randomUUID().replaceAll('-', '')}`
    await onConnection(url, (client) => client.query(`create database ${name}`))
    const at = (address: string) => address.replace('/postgres?', `/${name}?`)
    const store = await openStore<LedgerTables>({ databaseUrl: at(url), dataDir: '' })
    return { store, url: at(url), superuserUrl: at(superuserUrl) }
  }

  async function inFolder(): Promise<Database> {
    const dataDir = join(folder, `pglite-${randomUUID()}`)
    return { store: await openStore<LedgerTables>({ dataDir }), url: '', superuserUrl: '' }
  }

  async function fill(kind: Kind, world: World): Promise<Filled> {
    report(`Writing ${world.entries} entries into ${kind}.`)
    const began = performance.now()
    const database = await empty(kind, world.registers)
    const postings = await fillWorld(database.store, world)
    await settle(database)
    report(`Written, with ${postings} postings, in ${((performance.now() - began) / 1000).toFixed(0)} s.`)
    return { ...database, entries: world.entries, postings }
  }

  return {
    bare,
    empty,
    filled(kind, world) {
      const name = `${kind} ${world.registers} ${world.entries}`
      const made = filled.get(name) ?? fill(kind, world)
      filled.set(name, made)
      return made
    },
    folder,
    async serverVersion() {
      const { url } = await theServer()
      const { rows } = await onConnection(url, (client) =>
        client.query<{ server_version: string }>('show server_version'),
      )
      return /^[\d.]+/.exec(rows[0]?.server_version ?? '')?.[0] ?? 'unknown'
    },
    async close() {
      await Promise.all(closing.map((close) => close()))
      await (await server)?.stop()
      removeFolder()
    },
  }
}

export async function onConnection<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** What a server's autovacuum does by and by, done now. PGlite has none: it stays as a site would find it. */
async function settle({ superuserUrl }: Database): Promise<void> {
  if (superuserUrl) await onConnection(superuserUrl, (client) => client.query('vacuum (analyze)'))
}
