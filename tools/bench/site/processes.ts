/* The processes of a measurement: the site or a bare server on one core, and the one that asks on another. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { ROOT } from '../../tree.ts'

export interface Server {
  url: string
  stop: () => Promise<void>
}

const Load = z.object({
  requestsPerSecond: z.number(),
  medianMs: z.number(),
  /** 975 of 1000 answers came sooner. */
  slowMs: z.number(),
  failures: z.number(),
})
export type Load = z.infer<typeof Load>

/** How long a server may take to answer for the first time. */
const PATIENCE = 60_000
/** Where a system does not have it, the processes share the cores. */
const TASKSET = '/usr/bin/taskset'
const SERVER_CORE = 0
const LOAD_CORE = 1

/** The product's own server, as production starts it. */
export function startSite(databaseUrl: string, dataDir: string): Promise<Server> {
  return start([join(ROOT, 'app/server.ts')], '/health', { DATABASE_URL: databaseUrl, DATA_DIR: dataDir })
}

/** A server that always answers with the same bytes, compressed beforehand. */
export function startBare(answer: string): Promise<Server> {
  return start([fileURLToPath(new URL('./bare.ts', import.meta.url)), answer], '/', {})
}

/** An address, and the tag of what the one who asks holds of it already. */
export interface Path {
  path: string
  etag?: string
}

/** Asks for the addresses over and over for some seconds. */
export async function load(server: Server, paths: readonly Path[], seconds: number): Promise<Load> {
  const child = run([fileURLToPath(new URL('./load.ts', import.meta.url))], LOAD_CORE, {})
  child.stdin?.end(JSON.stringify({ url: server.url, paths, seconds }))
  const said = await outputOf(child)
  return Load.parse(JSON.parse(said))
}

async function start(args: readonly string[], path: string, env: NodeJS.ProcessEnv): Promise<Server> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = run(args, SERVER_CORE, { ...env, PORT: String(port) })
  const ended = outputOf(child)
  ended.catch(() => {})
  const stop = async () => {
    child.kill('SIGTERM')
    await ended.catch(() => {})
  }
  const answered = await Promise.race([ended, answers(`${url}${path}`)]).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  if (answered === true) return { url, stop }
  throw new Error(`${args[0]} ended before it answered`)
}

async function answers(url: string): Promise<true> {
  const until = Date.now() + PATIENCE
  while (Date.now() < until) {
    const reply = await fetch(url).catch(() => undefined)
    if (reply?.ok) return true
    await wait(100)
  }
  throw new Error(`${url} did not answer in ${PATIENCE / 1000} seconds`)
}

function run(args: readonly string[], core: number, env: NodeJS.ProcessEnv): ChildProcess {
  const onCore = existsSync(TASKSET) ? [TASKSET, '-c', String(core)] : []
  const [program = '', ...rest] = [...onCore, process.execPath, ...args]
  const child = spawn(program, rest, {
    cwd: ROOT,
    env: { ...process.env, DATABASE_URL: '', ...env },
    stdio: 'pipe',
  })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('exit', () => process.off('exit', kill))
  return child
}

function outputOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    let complained = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (said += text))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (complained += text))
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) resolve(said)
      else
        reject(new Error(`${child.spawnargs.join(' ')} ended with ${signal ?? code}:\n${said}${complained}`))
    })
  })
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('this machine gave no free port')
  return address.port
}
