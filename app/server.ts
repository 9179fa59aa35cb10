import { once } from 'node:events'
import { createServer as createProbe } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { sql } from '#platform/database'
import { closeOnSignals, createServer } from '#platform/http'
import { type Config, readConfig } from './config.ts'
import { openDatabase } from './database.ts'
import { recordExample } from './example.ts'
import { takeCommands } from './forwarding/site.ts'
import { type Database, servePagesOfModules, site } from './modules.ts'
import { sayOutside } from './problems.ts'

const withExample = process.argv.includes('--example')
try {
  if (!(await start())) process.exitCode = 1
} catch (error) {
  say(sayOutside(error) ?? String(error instanceof Error ? error.stack : error))
  process.exitCode = 1
}

/** Starts the site. False where it could not be started, which has been said. */
async function start(): Promise<boolean> {
  const read = readConfig()
  if (!read.ok) {
    for (const line of read.says) say(line)
    return false
  }
  const { config } = read
  // Making a database takes a while: what stands in the way of the site is found before.
  const fault = await tryPort(config)
  if (fault !== undefined) {
    say(fault)
    return false
  }
  const store = await openDatabase(config, say)
  const close = async () => await store.close()
  try {
    if (withExample && !(await example(store, config))) {
      await close()
      return false
    }
    return await serve(store, config)
  } catch (error) {
    await close()
    throw error
  }
}

async function example(store: Database, config: Config): Promise<boolean> {
  const recorded = await recordExample(store, config.government, say)
  if (recorded.ok) return true
  for (const line of recorded.says) say(line)
  return false
}

async function serve(store: Database, config: Config): Promise<boolean> {
  const app = createServer({
    ...site,
    isHealthy: () =>
      store.as('public', {}, async (tx) => (await sql`select 1`.execute(tx)).rows.length === 1),
    log: { level: config.logLevel },
    publicUrl: config.publicUrl,
  })
  servePagesOfModules(app, store, config)
  const commands = store.kind === 'pglite' ? await takeCommands(config, store) : undefined
  app.addHook('onClose', async () => {
    await commands?.close()
    await store.close()
  })
  closeOnSignals(app)
  const fault = await listen(app, config)
  if (fault === undefined) return true
  say(fault)
  await app.close()
  return false
}

/** Listens and says where; what stands in the way is answered in words. */
async function listen(app: FastifyInstance, { host, port, publicUrl }: Config): Promise<string | undefined> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    return faultOfListening(error, { host, port })
  }
  const [address] = app.addresses()
  const isAnyPort = port === 0 && typeof address === 'object'
  say(`The site is at ${isAnyPort ? `http://localhost:${address.port}` : publicUrl}. Stop it with Ctrl-C.`)
  return undefined
}

/** What would stand in the way of listening. */
async function tryPort({ host, port }: Config): Promise<string | undefined> {
  const probe = createProbe()
  try {
    probe.listen({ host, port })
    await once(probe, 'listening')
  } catch (error) {
    return faultOfListening(error, { host, port })
  }
  probe.close()
  await once(probe, 'close')
  return undefined
}

function faultOfListening(error: unknown, { host, port }: Pick<Config, 'host' | 'port'>): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use. Stop the program that uses it, or set PORT to another number.`
  if (code === 'EACCES') return `This user may not use port ${port}. Set PORT to a number above 1023.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `This machine does not have the address ${host}. Correct HOST.`
  throw error
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
