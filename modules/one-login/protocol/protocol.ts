import formBodies from '@fastify/formbody'
import type { FastifyInstance } from 'fastify'
import type { Audit } from '#platform/audit'
import type { Jobs } from '#platform/jobs'
import type { Outbound } from '#platform/outbound'
import type { Interventions } from '../accounts/people.ts'
import type { Artefacts } from '../artefacts/artefact.ts'
import { oidcAdapter } from '../artefacts/oidc.ts'
import type { Base } from '../base.ts'
import type { Keys } from '../keys/signing-key.ts'
import { type ClientKeys, createClientKeys } from '../requests/client-keys.ts'
import { createAcceptances } from './acceptances.ts'
import type { Authorizations } from './asked.ts'
import { createAuthorizations } from './authorizations.ts'
import { serveAuthorize } from './authorize.ts'
import { workBackChannel } from './back-channel.ts'
import { onClock } from './clock.ts'
import { serveDocuments } from './documents.ts'
import { createInside } from './inside.ts'
import { serveLogout } from './logout.ts'
import type {
  Acceptance,
  Faults,
  ProtocolClients,
  ProtocolIdentities,
  ProtocolPeople,
  SignInAtOnce,
} from './needs.ts'
import { cookieNames, createProvider } from './provider.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { serveToken } from './token.ts'
import { createTokens } from './tokens.ts'
import { serveUserinfo } from './userinfo.ts'

/** What the protocol stands on. What may be left out is for the registry, the journeys or the simulator to give. */
export interface ProtocolNeeds {
  artefacts: Artefacts
  keys: Keys
  clients: ProtocolClients
  people: ProtocolPeople
  identities: ProtocolIdentities
  outbound: Pick<Outbound, 'request'>
  jobs: Pick<Jobs, 'send' | 'work'>
  audit: Pick<Audit, 'record' | 'recordAll'>
  interventions?: Pick<Interventions, 'identityReproved'>
  /** The page at which a person proves who they are: its address in English. Without one, nobody can. */
  provingPage?: (uid: string) => string
  /** Hears of each code that is about to be sent to a service, in the transaction that records it: who counts sign-ins. */
  accepted?: Acceptance
  signInAtOnce?: SignInAtOnce
  faults?: Faults
  /** The keys of clients; unless given, found as the registry says. */
  clientKeys?: ClientKeys
  /** False: answers to authorizations do not say who answers, as the UK's do not. For the simulator. */
  issuerInAnswers?: boolean
}

export interface Protocol {
  /** Registers every route of the contract. */
  serve(app: FastifyInstance): void
  authorizations: Authorizations
  /** For pages outside an authorization: who is signed in, and signing out. */
  sessions: Sessions
}

/** The provider itself, as services know it: reference, section 1. */
export function createProtocol(base: Base, needs: ProtocolNeeds): Protocol {
  const { artefacts, keys, clients, people, identities, faults = {}, issuerInAnswers = true } = needs
  const tokens = createTokens(base, keys, faults)
  const provider = createProvider({
    base,
    clients,
    people,
    identities,
    tokens,
    issuerInAnswers,
    adapter: onClock(oidcAdapter(artefacts, { scope: 'openid', claims: [] }), base.now),
    provingPage: needs.provingPage,
  })
  const inside = createInside(provider)
  const sessionCookie = cookieNames(base.publicUrl.startsWith('https:')).session
  const sessions = createSessions({ ...needs, base, provider })
  const clientKeys = needs.clientKeys ?? createClientKeys({ door: needs.outbound, now: base.now })
  const accept = createAcceptances({ base, audit: needs.audit, accepted: needs.accepted })
  workBackChannel(needs.jobs, { clients, tokens, outbound: needs.outbound })

  return {
    sessions,
    authorizations: createAuthorizations({
      base,
      provider,
      sessions,
      clients,
      people,
      interventions: needs.interventions,
    }),
    serve(app) {
      app.register(async (site) => {
        if (!site.hasContentTypeParser('application/x-www-form-urlencoded')) await site.register(formBodies)
        serveDocuments(site, { base, keys, issuerInAnswers })
        serveAuthorize(site, {
          base,
          provider,
          inside,
          artefacts,
          clients,
          clientKeys,
          tokens,
          faults,
          issuerInAnswers,
          signInAtOnce: needs.signInAtOnce,
          sessionCookie,
          accept,
        })
        serveToken(site, { base, inside, artefacts, clients, clientKeys })
        serveUserinfo(site, { base, provider, clients, people, identities, tokens })
        serveLogout(site, { sessions, clients, tokens })
      })
    },
  }
}
