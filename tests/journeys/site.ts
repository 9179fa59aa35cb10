import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

export interface Site {
  url: string
  stop: () => Promise<void>
}

const CHECKOUT = join(import.meta.dirname, '../..')
/** The example is recorded first: generous, for a slow machine. */
const PATIENCE = 5 * 60_000

/** The product as the README starts it, in an empty folder of its own and on a port that was free. */
export async function startSite(): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'fingerpost-journeys-'))
  const port = await freePort()
  const url = `http://localhost:${port}`
  const env: NodeJS.ProcessEnv = { ...process.env, PORT: String(port), DATA_DIR: folder }
  delete env.DATABASE_URL
  delete env.NODE_TEST_CONTEXT
  // A process group of its own, so that npm, its shell and the site all stop together.
  const child = spawn('npm', ['start'], {
    cwd: CHECKOUT,
    detached: true,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('exit', (code, signal) => resolve(`it ended with ${signal ?? code}`))
  })

  const stop = async (): Promise<void> => {
    if (child.pid && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  const fault = await Promise.race([ended, answers(url, Date.now() + PATIENCE)])
  if (fault === '') return { url, stop }
  await stop()
  throw new Error(`\`npm start\` did not serve ${url}: ${fault}\n${said.slice(-4000)}`)
}

async function answers(url: string, until: number): Promise<string> {
  while (Date.now() < until) {
    const health = await fetch(`${url}/health`).catch(() => undefined)
    if (health?.ok) return ''
    await wait(200)
  }
  return `no answer in ${PATIENCE / 1000} seconds`
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('this machine gave no free port')
  return address.port
}
