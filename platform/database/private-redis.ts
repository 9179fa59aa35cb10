// Redis servers of the tests' own: in a temporary folder, reachable from this machine alone, and gone when the process
// that started them is gone, however that ends.

import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { canInstall, installDebianPackages } from './debian-packages.ts'

export interface PrivateRedis {
  readonly urls: [string, ...string[]]
  /** Every key with what it holds. */
  readonly everything: () => Promise<string>
  readonly stop: () => Promise<void>
}

// Its standard input is a pipe from this process, which closes when this process ends.
const KEEPER = `
trap '' INT TERM HUP
"$@" > /dev/null 2>&1 < /dev/null &
read -r line
kill -KILL $!
wait $!
`

/** One server, or a cluster of three. */
export async function startPrivateRedis(servers: 1 | 3): Promise<PrivateRedis> {
  const program = findProgram() ?? install()
  const folder = mkdtempSync(join(tmpdir(), 'fingerpost-redis-'))
  const ports = await Promise.all(Array.from({ length: servers }, freePort))
  const cluster = servers > 1 ? ['--cluster-enabled', 'yes', '--cluster-node-timeout', '2000'] : []
  const keepers = ports.map((port) => {
    const place = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder]
    const settings = [...place, '--save', '', '--appendonly', 'no', ...cluster]
    const files = servers > 1 ? ['--cluster-config-file', `nodes-${port}.conf`] : []
    const keeper = spawn('/bin/sh', ['-c', KEEPER, 'fingerpost-redis', program, ...settings, ...files], {
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    keeper.unref()
    if (keeper.stdin instanceof Socket) keeper.stdin.unref()
    return keeper
  })
  const removeFolder = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', removeFolder)
  const admins = ports.map((port) => new Redis(port, '127.0.0.1', { retryStrategy: () => 50 }))
  for (const admin of admins) admin.on('error', () => {})
  await Promise.all(admins.map((admin) => admin.ping()))
  if (servers > 1) await formCluster(admins, ports)
  for (const admin of admins) admin.disconnect()
  const [first = '', ...others] = ports.map((port) => `redis://127.0.0.1:${port}`)
  return {
    urls: [first, ...others],
    everything: () => everythingOn(ports),
    async stop() {
      const gone = keepers.map(
        (keeper) =>
          new Promise<void>((resolve) => {
            if (keeper.exitCode !== null) return resolve()
            keeper.ref()
            keeper.once('exit', () => resolve())
            keeper.stdin?.end()
          }),
      )
      await Promise.all(gone)
      removeFolder()
    },
  }
}

async function everythingOn(ports: number[]): Promise<string> {
  const lines: string[] = []
  for (const port of ports) {
    const redis = new Redis(port, '127.0.0.1')
    for (const key of await redis.keys('*')) {
      const isText = (await redis.type(key)) === 'string'
      lines.push(`${key} ${isText ? await redis.get(key) : (await redis.zrange(key, 0, '-1')).join(' ')}`)
    }
    redis.disconnect()
  }
  return lines.join('\n')
}

const SLOTS = 16_384

async function formCluster(admins: Redis[], ports: number[]): Promise<void> {
  const share = Math.ceil(SLOTS / admins.length)
  for (const [index, admin] of admins.entries()) {
    const last = Math.min(SLOTS, (index + 1) * share) - 1
    await admin.call('CLUSTER', 'ADDSLOTSRANGE', `${index * share}`, `${last}`)
    await admin.call('CLUSTER', 'SET-CONFIG-EPOCH', `${index + 1}`)
  }
  for (const port of ports.slice(1)) await admins[0]?.call('CLUSTER', 'MEET', '127.0.0.1', `${port}`)
  for (let attempt = 0; attempt < 400; attempt++) {
    const states = await Promise.all(admins.map((admin) => admin.call('CLUSTER', 'INFO')))
    const known = new RegExp(`cluster_state:ok[^]*cluster_known_nodes:${admins.length}\\b`)
    if (states.every((state) => known.test(String(state)))) return
    await wait(50)
  }
  throw new Error('the Redis servers of the tests did not form a cluster')
}

function findProgram(): string | undefined {
  const { status, stdout } = spawnSync('/bin/sh', ['-c', 'command -v redis-server'], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}

function install(): string {
  const advice =
    'The tests of One Login also run on Redis 7 or later, and none was found. ' +
    'Install it: "apt-get install redis-server" on Debian and Ubuntu, "brew install redis" on a Mac.'
  if (!canInstall()) throw new Error(advice)
  process.stderr.write('Installing Redis for the tests with apt-get.\n')
  const failed = installDebianPackages(['redis-server'])
  if (failed !== undefined) throw new Error(`${advice} ${failed}`)
  return findProgram() ?? '/usr/bin/redis-server'
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || !address) throw new Error('no port was free')
  // A cluster's nodes speak to one another 10,000 above it.
  return address.port <= 55_535 ? address.port : await freePort()
}
