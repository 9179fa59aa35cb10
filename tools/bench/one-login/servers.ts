/* The processes that are measured, each by itself: the bare library, and the program as production starts it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../../platform/http/testing.ts'
import { ROOT } from '../../tree.ts'
import type { Seeded } from './accounts.ts'
import type { Endpoints } from './relying-party.ts'

export interface Running {
  endpoints: Endpoints
  /** Seconds of processor time since it started; null where the system does not tell. */
  processorSeconds(): number | null
  /** Resident memory in MB; null where the system does not tell. */
  megabytes(): number | null
  stop(): Promise<void>
}

const said = new WeakMap<ChildProcess, string>()
const PATIENCE = 60_000
const PATIENCE_AT_END = 20_000
// To make the process write a profile when it ends: the folder for it.
const PROFILE = process.env.FINGERPOST_BENCH_PROFILE

export async function startLibrary(folder: string, publicPem: string): Promise<Running> {
  const port = await freePort()
  const keyFile = join(folder, 'client.pem')
  writeFileSync(keyFile, publicPem)
  const program = fileURLToPath(new URL('library.ts', import.meta.url))
  const origin = `http://127.0.0.1:${port}`
  const child = run('library', [program, `${port}`, keyFile], {})
  await answers(child, `${origin}/.well-known/openid-configuration`)
  return running(child, {
    origin,
    authorize: '/auth',
    token: '/token',
    userinfo: '/me',
    audience: origin,
  })
}

/** @param redisUrl where short-lived things are kept; without it in PostgreSQL. */
export async function startOneLogin(folder: string, seeded: Seeded, redisUrl?: string): Promise<Running> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const child = run(redisUrl === undefined ? 'postgresql' : 'redis', [join(ROOT, 'app/one-login.ts')], {
    ONE_LOGIN_PORT: String(port),
    ONE_LOGIN_URL: origin,
    ONE_LOGIN_DATABASE_URL: seeded.url,
    ONE_LOGIN_SECRET: seeded.secret.toString('base64'),
    ONE_LOGIN_REDIS_URL: redisUrl ?? '',
    DATA_DIR: folder,
  })
  await answers(child, `${origin}/health`)
  return running(child, {
    origin,
    authorize: '/authorize',
    token: '/token',
    userinfo: '/userinfo',
    audience: `${origin}/token`,
  })
}

function running(child: ChildProcess, endpoints: Endpoints): Running {
  return {
    endpoints,
    processorSeconds: () => processorSeconds(child.pid),
    megabytes: () => megabytes(child.pid),
    stop: () => stop(child),
  }
}

function run(name: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const profile =
    PROFILE === undefined
      ? []
      : ['--cpu-prof', `--cpu-prof-dir=${PROFILE}`, `--cpu-prof-name=${name}.cpuprofile`]
  const child = spawn(process.execPath, [...profile, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  // What it says of itself is of use only where it ends unasked.
  child.stderr
    ?.setEncoding('utf8')
    .on('data', (text: string) => said.set(child, (said.get(child) ?? '') + text))
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('exit', () => process.off('exit', kill))
  return child
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_AT_END)
  await gone
  clearTimeout(late)
}

async function answers(child: ChildProcess, url: string): Promise<void> {
  const until = Date.now() + PATIENCE
  while (Date.now() < until && child.exitCode === null) {
    const reply = await fetch(url, { headers: { 'user-agent': 'bench' } }).catch(() => undefined)
    if (reply?.ok) return
    await wait(100)
  }
  await stop(child)
  throw new Error(`${url} did not answer:\n${said.get(child) ?? ''}`)
}

// Linux counts processor time in hundredths of a second.
function processorSeconds(pid: number | undefined): number | null {
  const text = procFile(pid, 'stat')
  if (text === undefined) return null
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

function megabytes(pid: number | undefined): number | null {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(procFile(pid, 'status') ?? '')?.[1]
  return kilobytes === undefined ? null : Number(kilobytes) / 1024
}

function procFile(pid: number | undefined, name: string): string | undefined {
  const file = `/proc/${pid}/${name}`
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
