import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** The provider as a newcomer starts it, with its example of a service. */
export interface RunningOneLogin {
  readonly url: string
  /** The example's service. */
  readonly service: string
  /** Ends the process as a power cut would. */
  kill(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

const CHECKOUT = join(import.meta.dirname, '../..')
/** The database is made first: generous, for a slow machine. */
const PATIENCE = 3 * 60_000
const SERVICE = 'http://localhost:3002'

/** In an empty folder of its own and on a port that was free. The service's port is the example's own. */
export async function startOneLogin(): Promise<RunningOneLogin> {
  const folder = mkdtempSync(join(tmpdir(), 'one-login-journeys-'))
  const port = await freePort()
  const url = `http://localhost:${port}`
  const env: NodeJS.ProcessEnv = { ...process.env, ONE_LOGIN_PORT: String(port), DATA_DIR: folder }
  for (const name of ['ONE_LOGIN_DATABASE_URL', 'ONE_LOGIN_REDIS_URL', 'ONE_LOGIN_URL', 'NODE_TEST_CONTEXT'])
    delete env[name]
  let child: ChildProcess | undefined

  async function start(): Promise<void> {
    const begun = spawn(process.execPath, ['app/one-login.ts', '--example'], {
      cwd: CHECKOUT,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    child = begun
    let said = ''
    begun.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
    const until = Date.now() + PATIENCE
    while (Date.now() < until && begun.exitCode === null) {
      // The service begins last.
      const answers = await Promise.all(
        [`${url}/health`, SERVICE].map((address) =>
          fetch(address).then(
            ({ ok }) => ok,
            () => false,
          ),
        ),
      )
      if (answers.every(Boolean)) return
      await wait(200)
    }
    await end('SIGKILL')
    throw new Error(`\`npm run one-login -- --example\` did not serve ${url}:\n${said.slice(-4000)}`)
  }

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child?.once('exit', resolve))
    child.kill(signal)
    await ended
  }

  await start()
  return {
    url,
    service: SERVICE,
    start,
    kill: () => end('SIGKILL'),
    async stop() {
      await end('SIGTERM')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('this machine gave no free port')
  return address.port
}
