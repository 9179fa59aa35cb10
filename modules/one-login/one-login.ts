/* The provider, put together: for whoever starts it, and for tests of the whole. */
import type { FastifyInstance } from 'fastify'
import type { Audit } from '#platform/audit'
import type { Jobs } from '#platform/jobs'
import type { Mail } from '#platform/mail'
import { createMessages, readCatalogue } from '#platform/messages'
import type { Outbound } from '#platform/outbound'
import { serveAbout } from './about/routes.ts'
import { createPeople, keepAccounts } from './accounts/create-people.ts'
import type { Needs } from './accounts/needs.ts'
import { createSupport } from './accounts/support.ts'
import type { Artefacts } from './artefacts/artefact.ts'
import type { Base } from './base.ts'
import type { Clients } from './clients/client.ts'
import { serveCredentials } from './credentials/routes.ts'
import { yourAccountClient } from './credentials/sign-in-here.ts'
import { createDesks, type OperatorSettings } from './desks/desks.ts'
import { createIdentities } from './identities/queries.ts'
import { serveStub, stubPage } from './identities/stub/routes.ts'
import { createInterventions } from './interventions/interventions.ts'
import { serveJourneys } from './journeys/routes.ts'
import type { Keys } from './keys/signing-key.ts'
import { createPasswordLine, type LineOptions } from './passwords/line.ts'
import { createProtocol, type Protocol } from './protocol/protocol.ts'
import { countAcceptances } from './statistics/acceptances.ts'

export interface OneLoginNeeds {
  readonly artefacts: Artefacts
  readonly keys: Keys
  readonly outbound: Outbound
  /** Not started yet. */
  readonly jobs: Jobs
  readonly audit: Audit
  readonly mail: Mail
  /** Null: nobody works as an operator here. */
  readonly operators: OperatorSettings | null
  /** Whom people ask, and whom they tell of a weakness. */
  readonly contacts: { readonly support?: string; readonly security?: string }
  /** True in the example alone: whoever is asked who they are says so, and is believed. */
  readonly believesEverybody: boolean
  readonly passwords?: LineOptions
  /** Hears what is to be kept outside of the database: the daily anchor of the audit. */
  readonly say: (line: string) => void
  /** Told of what could not be noted. */
  readonly report: (problem: unknown) => void
}

export interface OneLogin {
  serve(app: FastifyInstance): void
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

export async function createOneLogin(base: Base, needs: OneLoginNeeds): Promise<OneLogin> {
  const { artefacts, keys, jobs, audit, mail, report, say } = needs
  const messages = createMessages([readCatalogue('one-login', new URL('.', import.meta.url))])
  // People end sessions by way of the protocol, which in turn tells of people.
  let protocol: Protocol
  const accounts: Needs = {
    base,
    audit,
    mail,
    messages,
    line: createPasswordLine(needs.passwords),
    signOutEverywhere: (...whose) => protocol.authorizations.signOutEverywhere(...whose),
  }
  const people = createPeople(accounts)
  const interventions = createInterventions(accounts)
  const identities = createIdentities(base)
  const support = createSupport(accounts)
  const desks = await createDesks(base, { ...needs, people, interventions, support })
  protocol = createProtocol(base, {
    artefacts,
    keys,
    clients: withOwn(desks.clients, base),
    people,
    identities,
    outbound: desks.outbound,
    jobs,
    audit,
    interventions,
    accepted: (tx, accepted) => countAcceptances(tx, accepted, base.now()),
    ...(needs.believesEverybody && { provingPage: stubPage }),
  })
  const { authorizations, sessions } = protocol

  keepAccounts(accounts, jobs)
  jobs.every('one-login.old-artefacts', HOUR / 60, async () => {
    while ((await artefacts.removeExpired()) > 0);
  })
  jobs.every('one-login.keys', HOUR, () => keys.rotate())
  jobs.every('one-login.desks', HOUR, () => desks.forgetOld())
  jobs.every('one-login.audit', DAY, async () => {
    const { number, at, streams, hash } = await audit.anchor()
    // Kept elsewhere, by whoever keeps what the process says, it proves what the database was that day.
    say(
      `Audit anchor ${number} of ${new Date(at).toISOString()}, ${streams} streams: ${hash.toString('hex')}`,
    )
  })

  return {
    serve(app) {
      const { now, publicUrl } = base
      serveAbout(app, { contacts: needs.contacts, publicUrl, now })
      const { mayUse } = desks.clients
      serveJourneys(app, { people, authorizations, artefacts, mayUse, now })
      serveCredentials(app, { people, sessions, artefacts, now, publicUrl })
      if (needs.believesEverybody) serveStub(app, { authorizations, identities })
      desks.serve(app)
      protocol.serve(app)
      const watching = keys.watch(report)
      app.addHook('onClose', async () => watching.stop())
    },
  }
}

/** The registry, and the pages of the account, which are a client too. */
function withOwn<Registry extends Clients>(registry: Registry, { publicUrl, profile }: Base): Registry {
  const own = yourAccountClient(publicUrl, profile.name.en)
  return {
    ...registry,
    find: async (clientId) => (clientId === own.clientId ? own : await registry.find(clientId)),
  }
}
