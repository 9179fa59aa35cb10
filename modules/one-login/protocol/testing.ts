// A provider that tests start: the whole protocol over HTTP on a real database, with people and clients from lists, and
// pages that sign in whoever the test says.
import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { auditModule, createAudit } from '#platform/audit'
import { createServer } from '#platform/http'
import { createJobs, type Jobs, jobsModule } from '#platform/jobs'
import { createOutbound } from '#platform/outbound'
import type { Open } from '../../../platform/database/testing.ts'
import { freePort } from '../../../platform/http/testing.ts'
import { createArtefacts } from '../artefacts/artefacts.ts'
import { postgresShelf } from '../artefacts/queries.ts'
import { type Base, issuerOf } from '../base.ts'
import type { Client } from '../clients/client.ts'
import { newClient } from '../clients/new-client.ts'
import type { Identity } from '../identities/identity.ts'
import { sealedKeeper } from '../keys/keepers/sealed.ts'
import { createKeys } from '../keys/keys.ts'
import type { Keys } from '../keys/signing-key.ts'
import type { CredentialLevel } from '../levels.ts'
import { readProfile } from '../profile.ts'
import { createSecrets } from '../secrets.ts'
import { type OneLoginTables, oneLoginModule } from '../tables.ts'
import type { Asked, Proved } from './asked.ts'
import type { Accepted, Person } from './needs.ts'
import { createProtocol, type Protocol, type ProtocolNeeds } from './protocol.ts'

const MODULES = [oneLoginModule, jobsModule, auditModule]

/** What the next person at the pages does. */
export interface Behaviour {
  accountId: string
  level: CredentialLevel
  proves: Proved
  /** Instead of signing in: the journey is refused with this. */
  refuses?: 'access_denied' | 'login_required' | 'temporarily_unavailable'
  /** What the service's team reads of it instead. */
  forTeam?: string
}

export interface TestProvider {
  url: string
  issuer: string
  base: Base
  app: FastifyInstance
  protocol: Protocol
  jobs: Jobs
  keys: Keys
  people: Map<string, Person>
  identities: Map<string, Identity>
  clients: Map<string, Client>
  behaviour: Behaviour
  /** What the pages were asked for, the latest last. */
  asked: Asked[]
  accepted: Accepted[]
  errors: { clientId: string; error: string; description: string }[]
  /** Lets time pass, in seconds. The library's own clock does not follow. */
  pass(seconds: number): void
  close(): Promise<void>
}

/** @param publicUrl another than that of its own port: as behind a proxy. */
export async function startProvider(
  open: Open,
  given: Partial<ProtocolNeeds> = {},
  publicUrl?: string,
): Promise<TestProvider> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const profile = readProfile(fileURLToPath(new URL('../profiles/uk.yaml', import.meta.url)))
  if (!profile.ok) throw new Error(profile.says.join('\n'))
  let passed = 0
  const base: Base = {
    store: await open<OneLoginTables>(MODULES),
    now: () => Date.now() + passed,
    secrets: createSecrets(randomBytes(32)),
    profile: profile.profile,
    publicUrl: publicUrl ?? url,
  }
  const people = new Map<string, Person>()
  const identities = new Map<string, Identity>()
  const clients = new Map<string, Client>()
  const accepted: Accepted[] = []
  const errors: TestProvider['errors'] = []
  const jobs = createJobs({ store: base.store, role: 'accounts', now: base.now, report: () => {} })
  const keys = await createKeys(base, { keeper: sealedKeeper(base) })
  const protocol = createProtocol(base, {
    artefacts: createArtefacts(postgresShelf(base)),
    keys,
    clients: {
      find: async (clientId) => clients.get(clientId),
      recordError: (clientId, error, description) => void errors.push({ clientId, error, description }),
    },
    people: { account: async (accountId) => people.get(accountId) },
    identities: { find: async (accountId) => identities.get(accountId) },
    outbound: createOutbound({ allow: ['localhost:1'] }),
    jobs,
    audit: createAudit({ store: base.store, role: 'accounts', now: base.now }),
    provingPage: (uid) => `/prove-identity/${uid}`,
    accepted: async (_tx, all) => void accepted.push(...all),
    ...given,
  })
  const behaviour: Behaviour = { accountId: 'a', level: 'Cl.Cm', proves: { level: 'P2' } }
  const asked: Asked[] = []
  const app = createServer({
    folders: { 'one-login': new URL('../', import.meta.url) },
    publicUrl: base.publicUrl,
    longestAddress: 8000,
    forms: { key: base.secrets.key('forms') },
  })
  protocol.serve(app)
  servePages(app, protocol, behaviour, asked)
  await app.listen({ port, host: 'localhost' })

  return {
    url,
    issuer: issuerOf(base),
    base,
    app,
    protocol,
    jobs,
    keys,
    people,
    identities,
    clients,
    behaviour,
    asked,
    accepted,
    errors,
    pass: (seconds) => {
      passed += seconds * 1000
    },
    close: () => app.close(),
  }
}

function servePages(
  app: FastifyInstance,
  { authorizations }: Protocol,
  behaviour: Behaviour,
  seen: Asked[],
): void {
  type Uid = { Params: { uid: string } }
  const page = async (request: FastifyRequest<Uid>, reply: FastifyReply, go: () => Promise<void>) => {
    const asked = await authorizations.asked(request, reply)
    if (!asked) return reply.code(410).send('over')
    seen.push(asked)
    const { refuses, forTeam } = behaviour
    if (refuses) await authorizations.refuse(request, reply, refuses, 'Refused', forTeam)
    else await go()
    return reply
  }
  for (const prefix of ['', '/cy']) {
    app.get<Uid>(`${prefix}/sign-in/:uid`, { config: { may: 'anyone' } }, (request, reply) =>
      page(request, reply, () =>
        authorizations.signedIn(request, reply, {
          accountId: behaviour.accountId,
          level: behaviour.level,
          methods: ['pwd'],
        }),
      ),
    )
    app.get<Uid>(`${prefix}/prove-identity/:uid`, { config: { may: 'anyone' } }, (request, reply) =>
      page(request, reply, () => authorizations.proved(request, reply, behaviour.proves)),
    )
  }
}

export function testPerson(accountId: string, rest: Partial<Person> = {}): Person {
  return {
    accountId,
    email: `${accountId}@registry.example`,
    salt: randomBytes(32),
    intervention: { state: 'none', mustResetPassword: false, mustReproveIdentity: false },
    ...rest,
  }
}

/** A client and the private key it signs with. */
export function testClient(rest: Partial<Client> = {}): { client: Client; key: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const client = newClient({
    clientId: 'rp',
    clientName: 'Register of ponds',
    redirectUrls: ['https://ponds.example/back'],
    postLogoutRedirectUrls: ['https://ponds.example/bye'],
    scopes: ['openid', 'email', 'phone'],
    publicKey: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    pkceEnforced: false,
    ...rest,
  })
  return { client, key: privateKey }
}
