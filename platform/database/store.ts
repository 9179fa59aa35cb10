import { AsyncLocalStorage } from 'node:async_hooks'
import { join, resolve } from 'node:path'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { takeLock } from './lock.ts'
import { type Embedded, openFolder } from './pglite.ts'
import { openPipelines } from './pipelines.ts'
import { asUnavailable, codeOf, NestedWork, StoreInUse, StoreUnavailable, wordsOf } from './problems.ts'
import { quickDialect, type Run, runBorrowing, runNamed } from './quick.ts'
import { ensureRoles } from './roles.ts'
import { types } from './values.ts'

export type Kind = 'pglite' | 'postgres'
export type Role = 'public' | 'staff' | 'ledger' | 'accounts'
/** Those that need no context, so that a connection can have taken the role for good. */
export type QuickRole = 'accounts'
/** For whom: row-level security lets a transaction see what its organisation, or the centre, may see. */
export type Context = { organisation?: string; centre?: boolean }
export type Settings = { databaseUrl?: string; dataDir: string; report?: (line: string) => void }

export interface Store<DB> {
  readonly kind: Kind
  /** Runs `work` in one transaction as a role. As `public` it is read only and sees one moment throughout. */
  as<T>(role: Role, context: Context, work: (tx: Kysely<DB>) => Promise<T>): Promise<T>
  /** Runs `work` in one transaction as the owner of the tables: for migrations and rebuilding. */
  owner<T>(work: (tx: Kysely<DB>) => Promise<T>): Promise<T>
  /**
   * Statements that each commit by themselves, in one round trip and not four: the server keeps them prepared, under
   * names of this program's. There are no transactions on it: what belongs together is one statement, or goes through
   * `as`.
   */
  quick(role: QuickRole): Kysely<DB>
  close(): Promise<void>
}

const OLDEST = 150_000
// Connections for quick statements, and for how long each may leave one without an answer, in milliseconds.
const PIPELINES = 4
const PATIENCE = 30_000

/** Opens PostgreSQL at `databaseUrl`, or else the embedded database in the folder `dataDir`. */
export async function openStore<DB>(settings: Settings): Promise<Store<DB>> {
  const { databaseUrl, dataDir, report = () => {} } = settings
  return databaseUrl
    ? await openServer(databaseUrl, report)
    : await openEmbeddedFolder(resolve(dataDir), report)
}

async function openEmbeddedFolder<DB>(dataDir: string, report: (line: string) => void): Promise<Store<DB>> {
  const lock = await takeLock(join(dataDir, 'database.lock'))
  if (!('release' in lock)) throw new StoreInUse(dataDir, lock.holder)
  try {
    const embedded = await openFolder(join(dataDir, 'database'), report)
    return await storeOn(embedded, () => lock.release())
  } catch (error) {
    lock.release()
    throw error
  }
}

/** A store on an embedded database that is already open. */
export async function storeOn<DB>(embedded: Embedded, afterClose: () => void): Promise<Store<DB>> {
  // One session, so one connection; a request waits for its turn however long an import takes.
  const pool = new pg.Pool({
    max: 1,
    idleTimeoutMillis: 0,
    stream: embedded.connect,
    onConnect: teachManners,
    types,
    user: 'postgres',
    database: 'postgres',
    password: '',
    ssl: false,
  })
  // An idle connection fails only when the worker has ended, and then the next use says so.
  pool.on('error', () => {}).on('connect', hearErrors)
  const borrowing: QuickOver = (role) => ({ run: runBorrowing(pool, role), end: async () => {} })
  return await storeOver('pglite', pool, borrowing, async () => {
    await embedded.close()
    afterClose()
  })
}

async function openServer<DB>(databaseUrl: string, report: (line: string) => void): Promise<Store<DB>> {
  const settings = { connectionString: databaseUrl, connectionTimeoutMillis: 10_000, types }
  const pipelined: QuickOver = (role) => {
    const first = `${MANNERS}; ${BY_INDEX}; set role ${role}`
    const { run, end } = openPipelines({ ...settings, query_timeout: PATIENCE }, first, PIPELINES)
    return { run: runNamed(run), end }
  }
  let pool: pg.Pool
  try {
    pool = new pg.Pool({ ...settings, max: 10, onConnect: teachManners })
  } catch (error) {
    throw new StoreUnavailable(
      'DATABASE_URL is not an address of the form postgresql://user:password@host:5432/database.',
      { cause: error },
    )
  }
  // A server that restarts drops idle connections; the pool makes new ones when they are needed.
  pool.on('error', (error) => report(`The database closed a connection: ${error.message}`))
  pool.on('connect', hearErrors)
  try {
    await checkServer(pool)
    return await storeOver('postgres', pool, pipelined, async () => {})
  } catch (error) {
    await pool.end()
    throw error instanceof StoreUnavailable ? error : serverUnavailable(databaseUrl, error)
  }
}

async function checkServer(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ number: string; version: string; encoding: string }>(
    `select current_setting('server_version_num') as number, current_setting('server_version') as version,
            current_setting('server_encoding') as encoding`,
  )
  const server = rows[0]
  if (!server || Number(server.number) < OLDEST) {
    throw new StoreUnavailable(
      `DATABASE_URL points at PostgreSQL ${server?.version}. Fingerpost needs version 15 or later: upgrade the server, or point DATABASE_URL at a newer one.`,
    )
  }
  if (server.encoding !== 'UTF8') {
    throw new StoreUnavailable(
      `DATABASE_URL points at a database whose encoding is ${server.encoding}. Create one with: CREATE DATABASE fingerpost ENCODING 'UTF8' TEMPLATE template0;`,
    )
  }
}

// A connection that breaks while it is in use also emits an error, which nobody else listens to: unheard, it would end
// the process. The query that was running is refused either way.
function hearErrors(client: pg.PoolClient): void {
  client.on('error', () => {})
}

// What every connection is told first.
const MANNERS = `set time zone 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'iso_8601'; set random_page_cost = 1.1`

// A quick statement finds its rows by an index. Its plan is kept, and one made while the tables were empty would read them
// whole for as long as nobody analyses them.
const BY_INDEX = 'set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off'

// The pool waits for what this returns before it hands the connection out; its types know nothing of that.
function teachManners(client: pg.ClientBase): unknown {
  return client.query(MANNERS)
}

type QuickOver = (role: string) => { run: Run; end: () => Promise<void> }

async function storeOver<DB>(
  kind: Kind,
  pool: pg.Pool,
  quickOver: QuickOver,
  afterClose: () => Promise<void>,
): Promise<Store<DB>> {
  const database = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
  const running = new AsyncLocalStorage<{ open: boolean }>()
  let closed: Promise<void> | undefined

  async function inTransaction<T>(
    role: string,
    context: Context,
    work: (tx: Kysely<DB>) => Promise<T>,
  ): Promise<T> {
    if (running.getStore()?.open) throw new NestedWork()
    const begin =
      role === 'public'
        ? database.transaction().setIsolationLevel('repeatable read').setAccessMode('read only')
        : database.transaction()
    // Where the connection is lost, undoing fails too; what is told is the first failure, not that one.
    let failure: { error: unknown } | undefined
    try {
      return await begin.execute(async (tx) => {
        // What `work` leaves behind (a timer, a stream) still carries this mark after the transaction has ended.
        const mark = { open: true }
        try {
          await sql`select set_config('fingerpost.organisation', ${context.organisation ?? ''}, true),
                           set_config('fingerpost.centre', ${context.centre ? 'true' : 'false'}, true),
                           set_config('role', ${`fingerpost_${role}`}, true)`.execute(tx)
          return await running.run(mark, () => work(tx))
        } catch (error) {
          failure = { error }
          throw error
        } finally {
          mark.open = false
        }
      })
    } catch (error) {
      throw asUnavailable(failure ? failure.error : error)
    }
  }

  const quick = new Map<QuickRole, { database: Kysely<DB>; end: () => Promise<void> }>()

  function quickAs(role: QuickRole): Kysely<DB> {
    const made = quick.get(role)
    if (made) return made.database
    const { run, end } = quickOver(`fingerpost_${role}`)
    const fresh = new Kysely<DB>({
      dialect: quickDialect(async (statement) => {
        if (running.getStore()?.open) throw new NestedWork()
        try {
          return await run(statement)
        } catch (error) {
          throw asUnavailable(error)
        }
      }),
    })
    quick.set(role, { database: fresh, end })
    return fresh
  }

  async function closeAll(): Promise<void> {
    await Promise.all([...quick.values()].map(({ end }) => end()))
    await database.destroy()
    await afterClose()
  }

  await ensureRoles(database)
  return {
    kind,
    as: inTransaction,
    owner: (work) => inTransaction('owner', {}, work),
    quick: quickAs,
    close: () => {
      closed ??= closeAll()
      return closed
    },
  }
}

function serverUnavailable(databaseUrl: string, error: unknown): StoreUnavailable {
  const where = placeOf(databaseUrl)
  const remedies: Record<string, string> = {
    ECONNREFUSED: 'Nothing is listening there. Start PostgreSQL, or correct DATABASE_URL.',
    ENOENT: 'There is no such socket. Start PostgreSQL, or correct DATABASE_URL.',
    ENOTFOUND: 'There is no machine of that name. Correct DATABASE_URL.',
    EAI_AGAIN:
      'The name of that machine cannot be looked up at the moment. Check the network, then try again.',
    ETIMEDOUT: 'It did not answer. Check the network and its firewall, or correct DATABASE_URL.',
    '28P01': 'It refused the password. Correct the user or password in DATABASE_URL.',
    '28000': 'It does not let this user in. Correct the user in DATABASE_URL, or its pg_hba.conf.',
    '3D000': 'It has no database of that name. Create one, or correct DATABASE_URL.',
    '53300': 'It has no connections left. Close some, or raise max_connections.',
  }
  const remedy =
    remedies[codeOf(error) ?? ''] ?? 'Check that the server is up and that DATABASE_URL is right.'
  return new StoreUnavailable(`PostgreSQL at ${where} cannot be used (${wordsOf(error)}). ${remedy}`, {
    cause: error,
  })
}

// Without its user and password, which do not belong in a message or a log.
function placeOf(databaseUrl: string): string {
  try {
    const { host, pathname, searchParams } = new URL(databaseUrl)
    return `${host || searchParams.get('host') || 'localhost'}${pathname}`
  } catch {
    return 'DATABASE_URL'
  }
}
