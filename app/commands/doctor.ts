import { statfs } from 'node:fs/promises'
import { z } from 'zod'
import { governmentHash, readGovernment } from '#definitions'
import { checkLedger, knownAt } from '#figures'
import { type Kysely, migrations, sql } from '#platform/database'
import { verifyChain } from '#registers'
import { command, type Work } from '../command.ts'
import { flag } from '../input.ts'
import { type Database, type Everything, modules } from '../modules.ts'
import { count } from '../plurals.ts'
import { sayOutside } from '../problems.ts'
import { sayProgress } from '../progress.ts'

/** What was looked at, and what to do where it is not as it should be. */
interface Finding {
  readonly what: string
  readonly found: string
  readonly todo?: string
}

const OLDEST_NODE = [24, 12] as const
const SAMPLE = 200
const LITTLE_SPACE = 500_000_000

export const doctor = command({
  name: 'doctor',
  summary: 'Looks at everything the program stands on, and says what to do where something is wrong.',
  options: {
    all: { says: 'Compare the whole ledger with the entries. Without it: some records of each register.' },
  },
  input: z.strictObject({ all: flag }),
  notes:
    'Looks, and changes no table. The hash of every recording is worked out again from what it recorded.',
  examples: ['doctor', 'doctor --all'],
  needsDatabase: true,
  async run({ all }, work) {
    let isWell = true
    const tell = ({ what, found, todo }: Finding) => {
      if (todo) isWell = false
      work.out(`${todo ? 'WRONG' : 'ok   '}  ${what}: ${found}${todo ? `\n       ${todo}` : ''}`)
    }
    tell(node())
    tell(await space(work))
    const opened = await open(work, tell)
    if (!opened.ok) return 1
    const { store } = opened
    if (!store) {
      tell({ what: 'Database', found: 'none yet. "npm start" makes one, and so does "fingerpost example"' })
      return isWell ? 0 : 1
    }
    for await (const finding of database(store, all, work)) tell(finding)
    return isWell ? 0 : 1
  },
})

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [oldest, least] = OLDEST_NODE
  const isNew = major > oldest || (major === oldest && minor >= least)
  const found = process.version
  return isNew
    ? { what: 'Node', found }
    : { what: 'Node', found, todo: `Use Node ${oldest}.${least} or later.` }
}

async function space({ config }: Work): Promise<Finding> {
  const what = `Disk that holds ${config.dataDir}`
  if (config.databaseUrl !== undefined) return { what, found: 'not used: the database is at DATABASE_URL' }
  try {
    const { bavail, bsize } = await statfs(config.dataDir)
    const found = `${Math.floor((bavail * bsize) / 1_000_000)} MB free`
    if (bavail * bsize >= LITTLE_SPACE) return { what, found }
    return { what, found, todo: 'Free some space, or set DATA_DIR to a folder on another disk.' }
  } catch {
    return { what, found: 'not made yet' }
  }
}

async function open(
  work: Work,
  tell: (finding: Finding) => void,
): Promise<{ ok: true; store: Database | undefined } | { ok: false }> {
  const what = 'Database'
  try {
    return { ok: true, store: await work.look() }
  } catch (error) {
    const todo = sayOutside(error)
    if (todo === undefined) throw error
    tell({ what, found: 'cannot be opened', todo })
    return { ok: false }
  }
}

async function* database(store: Database, all: boolean, work: Work): AsyncGenerator<Finding> {
  const as = <T>(run: (tx: Kysely<Everything>) => Promise<T>) => store.as('ledger', { centre: true }, run)
  yield await server(store)
  const tables = await migrated(store)
  yield tables.finding
  if (!tables.isComplete) return
  const chain = await as((tx) => verifyChain(tx, sayProgress('Following the chain of recordings', work.say)))
  yield chain.ok
    ? {
        what: 'Chain of recordings',
        found: `${count(chain.recordings, 'recording')}, ${count(chain.entries, 'entry', 'entries')}, head ${chain.head?.slice(0, 16) ?? 'none'}`,
      }
    : {
        what: 'Chain of recordings',
        found: `broken at recording ${chain.recording}. ${chain.says}`,
        todo: 'Something was changed outside this program. Take the database from the last copy whose chain is whole.',
      }
  work.signal.throwIfAborted()
  const checked = await as((tx) => checkLedger(tx, all ? Number.MAX_SAFE_INTEGER : SAMPLE))
  const found = `${count(checked.records, 'record')} compared${all ? '' : ' (--all compares every one)'}`
  yield checked.wrong.length === 0
    ? { what: 'Ledger', found: `${found}, as their entries say` }
    : {
        what: 'Ledger',
        found: `${found}, ${checked.wrong.length} not as their entries say, such as ${checked.wrong[0]?.measure}`,
        todo: 'Run "fingerpost rebuild", which makes the ledger again from the entries.',
      }
  yield await definitions(store, work)
}

async function server(store: Database): Promise<Finding> {
  const { rows } = await store.as('ledger', { centre: true }, (tx) =>
    sql<{ version: string; user: string; is_superuser: boolean }>`
      select current_setting('server_version') as version, session_user::text as user,
        (select rolsuper from pg_roles where rolname = session_user) as is_superuser`.execute(tx),
  )
  const [row] = rows
  const kind =
    store.kind === 'pglite'
      ? `the embedded one, held by process ${process.pid}`
      : `PostgreSQL, as ${row?.user}`
  const found = `${kind}, version ${row?.version}`
  if (store.kind === 'pglite' || !row?.is_superuser) return { what: 'Database', found }
  const todo =
    'Connect as a user that is not a superuser, so that a mistake cannot pass by the rules of the tables.'
  return { what: 'Database', found: `${found}, a superuser`, todo }
}

/** What was applied, beside the files of this version. Without all of them nothing else can be looked at. */
async function migrated(store: Database): Promise<{ isComplete: boolean; finding: Finding }> {
  const what = 'Migrations'
  const applied = await store.owner(appliedMigrations)
  const files = modules.flatMap(({ schema, folder }) =>
    migrations(folder).map(({ file, checksum }) => ({ name: `${schema}/${file}`, checksum })),
  )
  const found = `${applied.size} applied of ${files.length}`
  const strange = [...applied.keys()].find((name) => !files.some((file) => file.name === name))
  const changed = files.find(({ name, checksum }) => (applied.get(name) ?? checksum) !== checksum)
  const todo = strange
    ? `This database has had ${strange}, which this version does not have. Use a version that has it.`
    : changed
      ? `${changed.name} is not what was applied. Put the file back as it was.`
      : applied.size < files.length
        ? 'Start the site, or run "fingerpost example" or "fingerpost adopt FOLDER": each begins by bringing the database up to date.'
        : undefined
  return todo === undefined
    ? { isComplete: true, finding: { what, found } }
    : { isComplete: false, finding: { what, found, todo } }
}

async function appliedMigrations(tx: Kysely<Everything>): Promise<Map<string, string>> {
  const there = await sql<{
    is: boolean
  }>`select to_regclass('platform.migration') is not null as is`.execute(tx)
  if (!there.rows[0]?.is) return new Map()
  const { rows } = await sql<{ schema: string; file: string; checksum: string }>`
    select schema, file, checksum from platform.migration`.execute(tx)
  return new Map(rows.map(({ schema, file, checksum }) => [`${schema}/${file}`, checksum]))
}

async function definitions(store: Database, { config }: Work): Promise<Finding> {
  const what = 'Definitions in force'
  const last = await store.as('staff', { centre: true }, (tx) => knownAt(tx, null))
  if (!last)
    return {
      what,
      found: 'none yet. "fingerpost example" records the example, "fingerpost adopt FOLDER" your own',
    }
  const read = await readGovernment(config.government)
  const isFolders = read.ok && governmentHash(read.government) === governmentHash(last.government)
  return { what, found: `${last.government.name.en}${isFolders ? `, as in ${config.government}` : ''}` }
}
