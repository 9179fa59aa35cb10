import {
  type Base,
  createKeys,
  createOneLogin,
  createSecrets,
  type OneLoginTables,
  oneLoginModule,
  oneLoginSite,
  type Profile,
  placeClient,
  readProfile,
} from '#one-login'
import { auditModule, createAudit } from '#platform/audit'
import { migrate, openStore, type Store, sql } from '#platform/database'
import { createServer, USUAL_LIMITS } from '#platform/http'
import { createJobs, jobsModule } from '#platform/jobs'
import { createMail, mailFolder, serveMailFolder } from '#platform/mail'
import { createOutbound } from '#platform/outbound'
import { type ExampleService, startExampleService } from '../../examples/relying-party/example.ts'
import type { OneLoginConfig } from './config.ts'
import { artefactsOf, keeperOf, mailFolderOf, mailProviderOf, placesAllowed } from './parts.ts'
import type { Start } from './running.ts'
import { secretIn } from './secret.ts'

type Say = (line: string) => void

const EXAMPLE_PORT = 3002
/** Where the example's service is. */
export const EXAMPLE_PLACE = { host: 'localhost', port: EXAMPLE_PORT, setting: null }
/** The address of /authorize holds what a service asks for: its query may be 4,096 bytes long. */
const LONGEST_ADDRESS = 4400

/** Opens the provider's own database and brings it up to date. */
export async function openOneLoginStore(
  { dataDir, databaseUrl }: Pick<OneLoginConfig, 'dataDir' | 'databaseUrl'>,
  report: Say,
): Promise<Store<OneLoginTables>> {
  const where = databaseUrl === undefined ? { dataDir } : { dataDir, databaseUrl }
  const store = await openStore<OneLoginTables>({ ...where, report })
  try {
    await migrate(store, [oneLoginModule, jobsModule, auditModule], report)
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}

/** The provider for real people; or, as the example, for a newcomer's own machine. */
export async function prepareProvider(config: OneLoginConfig, isExample: boolean, say: Say): Promise<Start> {
  const read = readProfile(config.profile)
  if (!read.ok) return read
  const store = await openOneLoginStore(config, say)
  try {
    const base: Base = {
      store,
      now: Date.now,
      secrets: createSecrets(config.secret ?? secretIn(config.dataDir)),
      profile: isExample ? withExampleTeams(read.profile) : read.profile,
      publicUrl: config.publicUrl,
    }
    return { ok: true, ready: await provider(config, base, isExample, say) }
  } catch (error) {
    await store.close()
    throw error
  }
}

async function provider(config: OneLoginConfig, base: Base, isExample: boolean, say: Say) {
  const { store, now, secrets, profile, publicUrl } = base
  const app = createServer({
    folders: { ...oneLoginSite.folders, mail: mailFolder },
    layout: oneLoginSite.layout,
    name: profile.name,
    forms: { key: secrets.key('forms') },
    longestAddress: LONGEST_ADDRESS,
    // On a developer's machine everybody has one address, and tests come quickly.
    ...(publicUrl.startsWith('https:') && { limits: USUAL_LIMITS }),
    trustedProxies: [...config.trustedProxies],
    isHealthy: () =>
      store.as('accounts', {}, async (tx) => (await sql`select 1`.execute(tx)).rows.length === 1),
    log: { level: config.logLevel },
    publicUrl,
  })
  const report = (problem: unknown) => app.log.error({ err: problem }, 'something could not be done')
  const jobs = createJobs({
    store,
    role: 'accounts',
    now,
    report: ({ problem, job, dead, error }) =>
      app.log[dead ? 'error' : 'warn']({ queue: job?.queue, job: job?.id, dead, err: error }, problem),
  })
  const outbound = createOutbound({
    allow: [...placesAllowed(config), ...(isExample ? [`localhost:${EXAMPLE_PORT}`] : [])],
  })
  const artefacts = artefactsOf(config, base, (line) => app.log.error(line))
  const oneLogin = await createOneLogin(base, {
    artefacts,
    keys: await createKeys(base, { keeper: await keeperOf(config, base), periodDays: config.keys.days }),
    outbound,
    jobs,
    audit: createAudit({ store, role: 'accounts', now }),
    mail: createMail({ provider: mailProviderOf(config, outbound, now), jobs, seal: secrets }),
    operators: config.operators,
    contacts: config.contacts,
    believesEverybody: isExample,
    say,
    report,
  })
  oneLogin.serve(app)
  const folder = mailFolderOf(config)
  if (folder !== undefined && isExample) serveMailFolder(app, folder, oneLoginSite.layout)
  else if (folder !== undefined)
    say(`Mail does not leave: it is kept in ${folder}. To send it, set MAIL_URL.`)
  let example: ExampleService | undefined
  app.addHook('onClose', async () => {
    await example?.stop()
    await jobs.stop()
    await artefacts.close()
    await store.close()
  })
  return {
    app,
    async begin() {
      await jobs.start()
      if (isExample) example = await startExample(base, say)
    },
  }
}

/** In the example, whoever says they are of the example's council may register services. */
function withExampleTeams(profile: Profile): Profile {
  return { ...profile, teams: [...profile.teams, 'harbourton.example'] }
}

/** Starts the service that newcomers sign in to, and has the registry know it. */
async function startExample(base: Base, say: Say): Promise<ExampleService> {
  const service = await startExampleService({ port: EXAMPLE_PORT, issuer: `${base.publicUrl}/` })
  const { clientId, clientSecret: _, ...settings } = service.registration
  const placed = await placeClient(base, { clientId, settings }, { teamId: 'example', name: 'Example' })
  if (!placed.ok)
    throw new Error(`the registry refuses the example's service: ${JSON.stringify(placed.faults)}`)
  say(`A service to sign in to is at ${service.url}. Mail is shown at ${base.publicUrl}/mail.`)
  return service
}
