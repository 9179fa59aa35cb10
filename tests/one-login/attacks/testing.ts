// The whole provider as it is put together for real people, over HTTP, for whoever attacks it: with mails that are kept,
// a clock that can be moved, hashes that cost next to nothing, and all that it has logged.
import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import {
  type Base,
  createArtefacts,
  createKeys,
  createOneLogin,
  createSecrets,
  type OneLoginTables,
  oneLoginModule,
  oneLoginSite,
  placeClient,
  postgresShelf,
  readProfile,
  sealedKeeper,
} from '#one-login'
import { auditModule, createAudit } from '#platform/audit'
import { createServer } from '#platform/http'
import { createJobs, jobsModule } from '#platform/jobs'
import { createMail, type Message, mailFolder, serveMailFolder } from '#platform/mail'
import { createOutbound } from '#platform/outbound'
import type { Open } from '../../../platform/database/testing.ts'
import { freePort } from '../../../platform/http/testing.ts'

export interface Service {
  readonly clientId: string
  readonly redirectUrl: string
  readonly key: KeyObject
  /** SPKI in PEM, as the registry has it and anybody may know it. */
  readonly publicKey: string
}

export interface Route {
  readonly method: string
  readonly url: string
  /** It takes nothing from browsers. */
  readonly isForPrograms: boolean
}

export interface Target {
  readonly url: string
  readonly app: FastifyInstance
  readonly base: Base
  /** Every route, in every language. */
  readonly routes: readonly Route[]
  readonly logged: readonly string[]
  /** Two services of two teams that have no members; PKCE is enforced of neither. */
  readonly ponds: Service
  readonly piers: Service
  pass(seconds: number): void
  mailsTo(address: string): Promise<readonly Message[]>
  close(): Promise<void>
}

const LONGEST_ADDRESS = 4400
const CHEAP = { memory: 8, passes: 1 }

/**
 * @param publicUrl another than that of its own port: as behind a proxy that speaks TLS.
 * @param passwords at what cost they are hashed: as cheaply as it can be.
 * @param around where operators sign in, an address of this machine; and a folder of mails that a page shows.
 */
export async function startTarget(
  open: Open,
  publicUrl?: string,
  passwords: { cost?: typeof CHEAP } = { cost: CHEAP },
  around: { staff?: string; mails?: string } = {},
): Promise<Target> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const profile = readProfile(
    new URL('../../../modules/one-login/profiles/uk.yaml', import.meta.url).pathname,
  )
  if (!profile.ok) throw new Error(profile.says.join('\n'))
  const store = await open<OneLoginTables>([oneLoginModule, jobsModule, auditModule])
  let passed = 0
  const now = () => Date.now() + passed
  const secrets = createSecrets(randomBytes(32))
  const base: Base = {
    store,
    now,
    secrets,
    profile: { ...profile.profile, teams: ['harbourton.example'] },
    publicUrl: publicUrl ?? url,
  }
  const [ponds, piers] = [await place(base, 'ponds'), await place(base, 'piers')]

  const logged: string[] = []
  const app = createServer({
    ...oneLoginSite,
    folders: { ...oneLoginSite.folders, mail: mailFolder },
    name: base.profile.name,
    forms: { key: secrets.key('forms') },
    longestAddress: LONGEST_ADDRESS,
    log: { level: 'info', stream: { write: (line) => void logged.push(line) } },
    publicUrl: base.publicUrl,
  })
  const routes: Route[] = []
  app.addHook('onRoute', ({ method, url: at, config }) => {
    for (const each of [method].flat())
      routes.push({ method: each, url: at, isForPrograms: config?.from === 'programs' })
  })
  const report = (problem: unknown) => app.log.error({ err: problem }, 'something could not be done')
  const jobs = createJobs({
    store,
    role: 'accounts',
    now,
    report: ({ problem, error }) => app.log.error({ err: error }, problem),
  })
  const mails: Message[] = []
  const provider = {
    deliver: async (message: Message) => {
      mails.push(message)
      return { ok: true } as const
    },
  }
  const oneLogin = await createOneLogin(base, {
    artefacts: createArtefacts(postgresShelf(base)),
    keys: await createKeys(base, { keeper: sealedKeeper(base) }),
    outbound: createOutbound({ allow: around.staff === undefined ? [] : [new URL(around.staff).host] }),
    jobs,
    audit: createAudit({ store, role: 'accounts', now }),
    mail: createMail({ provider, jobs, seal: secrets }),
    operators: {
      issuer: around.staff ?? 'https://staff.example',
      clientId: 'one-login',
      clientSecret: 'secret',
      subjects: ['operator-1'],
      groups: [],
    },
    contacts: {},
    believesEverybody: true,
    passwords,
    say: () => {},
    report,
  })
  oneLogin.serve(app)
  if (around.mails !== undefined) serveMailFolder(app, around.mails, oneLoginSite.layout)
  await app.listen({ port, host: 'localhost' })

  // One round after another: a mail that another round has in its hands would not be there yet.
  let delivered: Promise<unknown> = Promise.resolve()
  return {
    url,
    app,
    base,
    routes,
    logged,
    ponds,
    piers,
    pass: (seconds) => {
      passed += seconds * 1000
    },
    async mailsTo(address) {
      delivered = delivered.then(() => jobs.runDue())
      await delivered
      return mails.filter(({ to }) => to === address)
    },
    close: () => app.close(),
  }
}

async function place(base: Base, clientId: string): Promise<Service> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const redirectUrl = `https://${clientId}.example/back`
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString()
  const settings = {
    clientName: `Register of ${clientId}`,
    redirectUrls: [redirectUrl],
    postLogoutRedirectUrls: [`https://${clientId}.example/bye`],
    scopes: ['openid', 'email'] as const,
    publicKey: pem,
    pkceEnforced: false,
    maxAgeEnabled: true,
  }
  const placed = await placeClient(base, { clientId, settings }, { teamId: clientId, name: clientId })
  if (!placed.ok) throw new Error(JSON.stringify(placed.faults))
  return { clientId, redirectUrl, key: privateKey, publicKey: pem }
}
