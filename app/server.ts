import { sql } from '#platform/database'
import { closeOnSignals, createServer } from '#platform/http'
import { type Config, readConfig } from './config.ts'
import { openDatabase } from './database.ts'
import { recordExample } from './example.ts'
import { takeCommands } from './forwarding/site.ts'
import { listen, tryPort } from './listening.ts'
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
  const fault = await tryPort({ ...config, setting: 'PORT' })
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
  const listening = await listen(app, { ...config, setting: 'PORT' })
  if (listening.ok) {
    say(`The site is at ${listening.at ?? config.publicUrl}. Stop it with Ctrl-C.`)
    return true
  }
  say(listening.says)
  await app.close()
  return false
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
