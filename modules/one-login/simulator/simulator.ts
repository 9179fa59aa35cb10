import type { FastifyInstance } from 'fastify'
import type { Audit } from '#platform/audit'
import type { Jobs } from '#platform/jobs'
import { createOutbound } from '#platform/outbound'
import type { Artefacts } from '../artefacts/artefact.ts'
import { type Base, issuerOf } from '../base.ts'
import { createProtocol } from '../protocol/protocol.ts'
import { type ClientKeys, createClientKeys } from '../requests/client-keys.ts'
import { answerAsTheUks } from './answers.ts'
import { createClients } from './clients.ts'
import { changed, type Refused, shown } from './configuration.ts'
import { createFaults } from './faults.ts'
import { createSimulatedKeys } from './keys.ts'
import { serveQuestion } from './questions.ts'
import { serveConfiguration } from './routes.ts'
import type { SimulatorSettings } from './settings.ts'
import { createVisitors } from './visitors.ts'

interface SimulatorNeeds {
  readonly settings: SimulatorSettings
  readonly artefacts: Artefacts
  readonly jobs: Pick<Jobs, 'send' | 'work'>
  readonly audit: Pick<Audit, 'record' | 'recordAll'>
}

export interface Simulator {
  serve(app: FastifyInstance): void
}

/**
 * One Login for the tests of a service: the provider itself, with a client, a person, keys and faults that are told to it
 * over HTTP, as the UK's simulator is told. Whoever comes is signed in at once.
 *
 * @param base its public URL is where the simulator is reached, whatever it is told to call itself.
 */
export async function createSimulator(base: Base, needs: SimulatorNeeds): Promise<Simulator> {
  let configuration = needs.settings.configuration
  const current = () => configuration
  const publicUrl = () => configuration.simulatorUrl.replace(/\/+$/, '')
  // Cookies go by where it is reached; what it calls itself only tokens and documents tell, and from then on it may change.
  let isMade = false
  const simulated: Base = {
    store: base.store,
    now: base.now,
    secrets: base.secrets,
    profile: base.profile,
    get publicUrl() {
      return isMade ? publicUrl() : base.publicUrl
    },
  }

  const visitors = createVisitors(current, needs.settings.interactive)
  const clients = createClients(current)
  const keys = await createSimulatedKeys(current, publicUrl)
  const outbound = createOpenDoor()
  // Suites make new keys for each of their tests: a set is asked again as often as a key is not in it.
  const freshKeys = () => createClientKeys({ door: outbound, now: base.now, betweenFetches: 0 })
  let fetched = freshKeys()
  const clientKeys: ClientKeys = { find: async (client, kid) => await fetched.find(client, kid) }
  const protocol = createProtocol(simulated, {
    artefacts: needs.artefacts,
    jobs: needs.jobs,
    audit: needs.audit,
    keys,
    clients,
    clientKeys,
    outbound,
    people: visitors.people,
    identities: visitors.identities,
    signInAtOnce: visitors.signInAtOnce,
    faults: createFaults(current, visitors),
    issuerInAnswers: false,
  })
  isMade = true

  function change(body: unknown): { ok: true } | Refused {
    const result = changed(configuration, body)
    if (!result.ok) return result
    configuration = result.configuration
    fetched = freshKeys()
    return { ok: true }
  }

  return {
    serve(app) {
      app.register(async (site) => {
        answerAsTheUks(site, {
          current,
          ownUrl: base.publicUrl,
          check: {
            clients,
            keys: clientKeys,
            profile: base.profile,
            now: base.now,
            get issuer() {
              return issuerOf(simulated)
            },
          },
        })
        serveConfiguration(site, { shown: () => shown(configuration), change })
        serveQuestion(site, { current, visitors, authorizations: protocol.authorizations })
        protocol.serve(site)
      })
    },
  }
}

/** Whoever configures the simulator says which addresses it calls, and they are on their own machine: none is refused. */
function createOpenDoor(): Parameters<typeof createProtocol>[1]['outbound'] {
  return {
    async request(url, options) {
      const { protocol, hostname, port } = new URL(url)
      const allow = [`${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`]
      return await createOutbound({ allow }).request(url, options)
    },
  }
}
