/*
 * One Login, a process of its own: `npm run one-login`.
 *
 *   --example     a service to sign in to, a page that shows the mail, and a way of proving who one is that believes
 *                 everybody: for a newcomer's own machine
 *   --simulator   the same contract for the tests of services: whoever comes is signed in, as POST /config says
 */
import { closeOnSignals } from '#platform/http'
import { listen, tryPort } from './listening.ts'
import { readOneLoginConfig } from './one-login/config.ts'
import { EXAMPLE_PLACE, prepareProvider } from './one-login/provider.ts'
import { prepareSimulator, simulatorFaults } from './one-login/simulator.ts'
import { sayOutside } from './problems.ts'

try {
  if (!(await start(process.argv.slice(2)))) process.exitCode = 1
} catch (error) {
  say(sayOutside(error) ?? String(error instanceof Error ? error.stack : error))
  process.exitCode = 1
}

/** Starts it. False where it could not be started, which has been said. */
async function start(asked: readonly string[]): Promise<boolean> {
  const [how, ...more] = asked
  if (more.length > 0 || !(how === undefined || how === '--example' || how === '--simulator'))
    return refuse([`Say --example, --simulator or nothing, not "${asked.join(' ')}".`])
  const faults = how === '--simulator' ? simulatorFaults() : []
  if (faults.length > 0) return refuse(faults)
  const read = readOneLoginConfig()
  if (!read.ok) return refuse(read.says)
  const { config } = read
  const place = { host: config.host, port: config.port, setting: 'ONE_LOGIN_PORT' }
  // Making a database takes a while: what stands in the way is found before.
  const fault = (await tryPort(place)) ?? (how === '--example' ? await tryPort(EXAMPLE_PLACE) : undefined)
  if (fault !== undefined) return refuse([fault])
  const prepared =
    how === '--simulator'
      ? await prepareSimulator(config)
      : await prepareProvider(config, how === '--example', say)
  if (!prepared.ok) return refuse(prepared.says)
  const { app, begin } = prepared.ready
  closeOnSignals(app)
  const listening = await listen(app, place)
  if (!listening.ok) {
    await app.close()
    return refuse([listening.says])
  }
  try {
    await begin()
  } catch (error) {
    await app.close()
    throw error
  }
  const what = how === '--simulator' ? 'The simulator' : 'One Login'
  say(`${what} is at ${listening.at ?? config.publicUrl}. Stop it with Ctrl-C.`)
  return true
}

function refuse(says: readonly string[]): false {
  for (const line of says) say(line)
  return false
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
