/* Everything around the registry, put together: for whoever starts the provider, and for tests. */
import type { FastifyInstance } from 'fastify'
import type { Audit } from '#platform/audit'
import type { Mail } from '#platform/mail'
import type { Outbound } from '#platform/outbound'
import type { Interventions, People, Support } from '../accounts/people.ts'
import { readEmail } from '../accounts/rules.ts'
import { type Base, issuerOf } from '../base.ts'
import { hashClientSecret } from '../clients/client-secrets.ts'
import { forgetOld } from '../clients/queries.ts'
import { createClients, ownClient, type Registry } from '../clients/registry.ts'
import { tellAbsences } from '../machines/absences.ts'
import { createMachines, type Machines } from '../machines/machines.ts'
import { serveAccountSupport } from '../operators/account-routes.ts'
import { serveInterventionApi } from '../operators/api.ts'
import { createOperations } from '../operators/operations.ts'
import { serveOperators } from '../operators/routes.ts'
import { serveRegistrationApi } from '../registrations/api.ts'
import { createRegistrations } from '../registrations/registrations.ts'
import { serveRegistrations } from '../registrations/routes.ts'
import { serveSettings } from '../registrations/setting-routes.ts'
import { serveStatistics } from '../statistics/routes.ts'
import { serveTeams } from '../teams/routes.ts'
import { createTeams } from '../teams/teams.ts'
import { BACK_CHANNEL_PATH, doorWithin, serveBackChannel } from './back-channel.ts'
import { type AtDesk, createDesk, type Desk } from './desk.ts'
import { type Fetch, fetchInside } from './fetch-inside.ts'
import { createRelyingParty, type RelyingParty, type Returned } from './relying-party.ts'
import { TEAMS_CLIENT } from './teams-client.ts'

export interface OperatorSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Who may work as an operator: subjects of that issuer, and groups as it names them in the claim `groups`. */
  readonly subjects: readonly string[]
  readonly groups: readonly string[]
}

export interface DesksNeeds {
  readonly audit: Audit
  readonly mail: Mail
  readonly outbound: Outbound
  readonly people: Pick<People, 'account'>
  readonly interventions: Interventions
  readonly support: Support
  /** Null: nobody works as an operator here. */
  readonly operators: OperatorSettings | null
  /** Told of what could not be noted. */
  readonly report?: (problem: unknown) => void
}

export interface Desks {
  readonly clients: Registry
  readonly machines: Machines
  /**
   * The pages for teams and operators, their interfaces, and the daily counts. `parties` stand in for the providers at
   * which they sign in, in tests.
   */
  serve(app: FastifyInstance, parties?: { teams?: RelyingParty; operators?: RelyingParty }): void
  /** The door out for the protocol: its notices of signing out to the pages for teams stay in the process. */
  readonly outbound: Pick<Outbound, 'request'>
  /** Forgets what has expired: a job, once an hour. */
  forgetOld(): Promise<void>
}

const HOUR = 3_600_000
/** How long errors of clients are kept. */
const ERRORS_KEPT = 7 * 24 * HOUR

export async function createDesks(base: Base, needs: DesksNeeds): Promise<Desks> {
  const { store, now, secrets, publicUrl } = base
  // Every process derives the same secret, so that none has to be kept or given out.
  const clientSecret = secrets.key('client secret of the pages for teams').toString('base64url')
  const clients = createClients(base, [await teamsClient(base, clientSecret)], needs.report)
  const teams = createTeams(base, needs)
  const machines = createMachines(base, needs)
  const desks: Desk[] = []
  let inside: Fetch | undefined

  async function admitTeam({ subject, claims }: Returned): Promise<AtDesk | undefined> {
    const { vot, email, email_verified } = claims
    if (vot !== 'Cl.Cm' || typeof email !== 'string' || email_verified !== true) return undefined
    const address = readEmail(email)
    if (address === undefined || !teams.mayWorkHere(address)) return undefined
    const member = memberOf(subject)
    await teams.signedIn(member, address)
    return { subject: member, email: address }
  }

  function serveTeamDesk(app: FastifyInstance, relyingParty: RelyingParty | undefined): void {
    const issuer = issuerOf(base)
    const fetch = fetchInside(app, publicUrl)
    inside = fetch
    const desk = createDesk(base, {
      name: 'teams',
      at: '/registry',
      relyingParty:
        relyingParty ?? createRelyingParty({ issuer, clientId: TEAMS_CLIENT, clientSecret, fetch }, now),
      ask: { scopes: ['email'], parameters: { vtr: '["Cl.Cm"]' } },
      admit: admitTeam,
      idle: HOUR,
      longest: 12 * HOUR,
      // Signing out of these pages is signing out of the provider.
      afterSigningOut: '/logout',
    })
    const registrations = createRegistrations(base, { ...needs, registry: clients })
    const pages = { base, desk, teams, registrations }
    desk.serve(app)
    const signOut = (subject: string) => desk.signOut(memberOf(subject))
    serveBackChannel(app, { issuer, audience: TEAMS_CLIENT, fetch, now, signOut })
    serveRegistrations(app, pages)
    serveSettings(app, pages)
    serveTeams(app, { desk, teams, machines })
    serveRegistrationApi(app, { base, machines, registrations })
    desks.push(desk)
  }

  function serveOperatorDesk(
    app: FastifyInstance,
    settings: OperatorSettings,
    relyingParty?: RelyingParty,
  ): void {
    const { fetch } = needs.outbound
    const desk = createDesk(base, {
      name: 'operators',
      at: '/operators',
      relyingParty: relyingParty ?? createRelyingParty({ ...settings, fetch }, now),
      ask: { scopes: ['groups'], parameters: {} },
      admit: async (returned) => admitOperator(settings, returned, secrets),
      idle: HOUR / 2,
      longest: 8 * HOUR,
      afterSigningOut: '/operators/signed-out',
    })
    desk.serve(app)
    serveOperators(app, {
      base,
      desk,
      machines,
      operations: createOperations(base, { ...needs, registry: clients }),
    })
    const { interventions, support } = needs
    serveAccountSupport(app, { desk, interventions, support, account: needs.people.account })
    desks.push(desk)
  }

  return {
    clients,
    machines,
    serve(app, parties = {}) {
      serveTeamDesk(app, parties.teams)
      if (needs.operators) serveOperatorDesk(app, needs.operators, parties.operators)
      serveInterventionApi(app, {
        machines,
        interventions: needs.interventions,
        account: needs.people.account,
      })
      serveStatistics(app, { base, clients, machines })
      tellAbsences(app)
    },
    outbound: doorWithin(needs.outbound, `${publicUrl}${BACK_CHANNEL_PATH}`, async (url, init) => {
      if (!inside) throw new Error('the pages for teams are not served yet')
      return await inside(url, init)
    }),
    async forgetOld() {
      const errors = new Date(now() - ERRORS_KEPT).toISOString()
      await store.as('accounts', {}, (tx) => forgetOld(tx, errors, Math.floor(now() / 1000) - 60))
      await teams.forgetOld()
      await machines.forgetOld()
      for (const desk of desks) await desk.forgetOld()
    },
  }
}

async function teamsClient(base: Base, secret: string) {
  // The salt is derived too: it need not be random where the secret is.
  const salt = base.secrets.key('salt of the pages for teams')
  const name = base.profile.name.en
  return ownClient(base, {
    clientId: TEAMS_CLIENT,
    clientName: name,
    redirectUrls: [`${base.publicUrl}/registry/sign-in/return`],
    postLogoutRedirectUrls: [],
    backChannelLogoutUri: `${base.publicUrl}${BACK_CHANNEL_PATH}`,
    clientSecretHash: await hashClientSecret(secret, salt),
  })
}

/** A subject without the padding at its end: ids in the audit have letters, digits and a few signs. */
function memberOf(subject: string): string {
  return subject.replace(/=+$/, '')
}

/** An operator's id is their subject, where that is an id; one that could be an address is told by a digest. */
function admitOperator(
  { subjects, groups }: OperatorSettings,
  { subject, claims }: Returned,
  secrets: Base['secrets'],
): AtDesk | undefined {
  const theirs: readonly unknown[] = Array.isArray(claims.groups) ? claims.groups : []
  if (
    !subjects.includes(subject) &&
    !theirs.some((each) => typeof each === 'string' && groups.includes(each))
  )
    return undefined
  const isId = /^[\w.:-]{1,80}$/.test(subject)
  const id = isId ? subject : secrets.digest('subject of an operator', subject).toString('base64url')
  return { subject: id, email: null }
}
