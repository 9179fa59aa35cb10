// A PostgreSQL server of the tests' own: in a temporary folder, reachable only through a socket in that folder,
// without fsync, and gone when the process that started it is gone, however that ends.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { canInstall, installDebianPackages } from './debian-packages.ts'
import { StoreUnavailable, wordsOf } from './problems.ts'

/** `url` is a user like production's: not a superuser, may create roles and databases. */
export type PrivatePostgres = { url: string; superuserUrl: string; stop: () => Promise<void> }

const USER = 'fingerpost_tests'

// Its standard input is a pipe from this process. When this process ends, even by kill -9, the pipe closes, `read`
// returns, and the server and its folder go. It ignores the signals of a Ctrl-C, to live long enough to do that.
const KEEPER = `
trap '' INT TERM HUP
"$1" -D "$2/data" -k "$2" -F -c listen_addresses= -c max_connections=100 -c full_page_writes=off \
  -c timezone=UTC -c synchronous_commit=off -c shared_buffers=256MB -c max_wal_size=2GB > "$2/log" 2>&1 < /dev/null &
read -r line
kill -QUIT $!
wait $!
rm -rf "$2"
`

export async function startPrivatePostgres(
  report: (line: string) => void = () => {},
): Promise<PrivatePostgres> {
  const programs = findPrograms() ?? install(report)
  const account = accountToRunAs()
  const folder = mkdtempSync(join(tmpdir(), 'fingerpost-postgres-'))
  if (account) chownSync(folder, account.uid, account.gid)

  createCluster(join(programs, 'initdb'), join(folder, 'data'), account)
  const keeper = spawn('/bin/sh', ['-c', KEEPER, 'fingerpost-postgres', join(programs, 'postgres'), folder], {
    ...account,
    cwd: folder,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  // Neither keeps this process from ending when it has nothing left to do.
  keeper.unref()
  if (keeper.stdin instanceof Socket) keeper.stdin.unref()

  const address = (user: string) => `postgresql://${user}@/postgres?host=${encodeURIComponent(folder)}`
  const superuserUrl = address('postgres')
  try {
    await whenReady(
      superuserUrl,
      keeper,
      `create role ${USER} login createrole createdb; alter database postgres owner to ${USER}`,
    )
  } catch (error) {
    keeper.stdin?.end()
    throw error
  }
  return { url: address(USER), superuserUrl, stop: () => stop(keeper) }
}

function findPrograms(): string | undefined {
  const folders = [
    ...versionsUnder('/usr/lib/postgresql', (name) => name),
    ...onPath(),
    ...['/opt/homebrew/opt', '/usr/local/opt'].flatMap((opt) =>
      versionsUnder(opt, (name) => /^postgresql@(\d+)$/.exec(name)?.[1]),
    ),
    '/Applications/Postgres.app/Contents/Versions/latest/bin',
  ]
  return folders.find((folder) => folder !== '' && isNewEnough(folder))
}

function onPath(): string[] {
  const { status, stdout } = spawnSync('/bin/sh', ['-c', 'command -v postgres'], { encoding: 'utf8' })
  return status === 0 ? [dirname(realpathSync(stdout.trim()))] : []
}

function versionsUnder(folder: string, version: (name: string) => string | undefined): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .map((name) => ({ name, version: Number(version(name)) }))
    .filter((found) => found.version >= 15)
    .sort((one, other) => one.version - other.version)
    .map(({ name }) => join(folder, name, 'bin'))
}

function isNewEnough(folder: string): boolean {
  if (!existsSync(join(folder, 'initdb')) || !existsSync(join(folder, 'postgres'))) return false
  const { stdout } = spawnSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' })
  return Number(/(\d+)/.exec(stdout ?? '')?.[1]) >= 15
}

function install(report: (line: string) => void): string {
  const advice =
    'The tests also run on PostgreSQL 15 or later, and none was found. ' +
    'Install it: "apt-get install postgresql" on Debian and Ubuntu, "brew install postgresql@17" on a Mac.'
  if (!canInstall()) throw new StoreUnavailable(advice)
  report('Installing PostgreSQL for the tests with apt-get. This takes about a minute.')
  const failed = installDebianPackages(['postgresql'])
  if (failed !== undefined) throw new StoreUnavailable(`${advice} ${failed}`)
  const programs = findPrograms()
  if (programs === undefined) throw new StoreUnavailable(`${advice} What apt-get installs here is older.`)
  return programs
}

type Account = { uid: number; gid: number }

// PostgreSQL refuses to run as root.
function accountToRunAs(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((which) => spawnSync('id', [which, name], { encoding: 'utf8' }))
    if (uid?.status === 0 && gid?.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  }
  throw new StoreUnavailable(
    'PostgreSQL refuses to run as root, and this machine has no user "postgres" or "nobody".',
  )
}

function createCluster(initdb: string, folder: string, account: Account | undefined): void {
  const words = ['-D', folder, '-U', 'postgres', '--auth=trust', '-E', 'UTF8', '--no-sync']
  let complaint = ''
  // C.UTF-8 is what PGlite has; a Mac has only C, which sorts alike.
  for (const locale of ['C.UTF-8', 'C']) {
    const { status, stderr, error } = spawnSync(initdb, [...words, `--locale=${locale}`], {
      ...account,
      cwd: '/',
      encoding: 'utf8',
    })
    if (status === 0) return
    complaint = error ? wordsOf(error) : stderr
    rmSync(folder, { recursive: true, force: true })
  }
  throw new StoreUnavailable(`initdb could not make a database for the tests:\n${complaint}`)
}

async function whenReady(url: string, keeper: ChildProcess, statement: string): Promise<void> {
  let why: unknown
  for (let attempt = 0; attempt < 600 && keeper.exitCode === null; attempt++) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.query(statement)
      return
    } catch (error) {
      why = error
      await wait(50)
    } finally {
      await client.end().catch(() => {})
    }
  }
  throw new StoreUnavailable(`The PostgreSQL server for the tests did not start: ${wordsOf(why)}`, {
    cause: why,
  })
}

async function stop(keeper: ChildProcess): Promise<void> {
  if (keeper.exitCode !== null) return
  keeper.ref()
  const gone = new Promise((resolve) => keeper.once('exit', resolve))
  keeper.stdin?.end()
  await gone
}
