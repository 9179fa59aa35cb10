import type { FastifyRequest } from 'fastify'
import type Provider from 'oidc-provider'
import { z } from 'zod'
import type { Audit } from '#platform/audit'
import { readCookie } from '#platform/http'
import type { Jobs } from '#platform/jobs'
import type { Artefacts } from '../artefacts/artefact.ts'
import type { Base } from '../base.ts'
import type { Clients } from '../clients/client.ts'
import type { CredentialLevel } from '../levels.ts'
import { LIFETIMES } from '../lifetimes.ts'
import { BACK_CHANNEL } from './back-channel.ts'
import type { ProtocolPeople } from './needs.ts'
import { readLevel } from './policy.ts'
import { subjectOf } from './subjects.ts'

/** Who is signed in in a browser. */
export interface CurrentSession {
  readonly accountId: string
  readonly level: CredentialLevel
  /** When they last signed in, in milliseconds since 1970. */
  readonly signedInAt: number
  /** It stays when the session gets a new id. */
  readonly sessionUid: string
}

export interface Sessions {
  /** The session of this browser, which lives on for an hour from now. Undefined: nobody is signed in. */
  current(request: FastifyRequest): Promise<CurrentSession | undefined>
  /** Ends the session of this browser, and tells the services that were used in it. */
  end(request: FastifyRequest, reason: string): Promise<void>
  /** Ends every session of the account but one, and tells the services. */
  endAll(accountId: string, reason: string, but?: string): Promise<void>
}

export interface SessionNeeds {
  base: Base
  provider: Provider
  artefacts: Artefacts
  clients: Clients
  people: ProtocolPeople
  jobs: Pick<Jobs, 'send'>
  audit: Pick<Audit, 'record'>
}

export const SESSION_COOKIE = 'session'
const MINUTE = 60_000

const sessionSchema = z.looseObject({
  accountId: z.string(),
  uid: z.string(),
  acr: z.string().optional(),
  loginTs: z.number().default(0),
  authorizations: z.record(z.string(), z.unknown()).default({}),
})
type Stored = z.output<typeof sessionSchema>

export function createSessions(needs: SessionNeeds): Sessions {
  const { base, provider, artefacts } = needs

  async function found(
    request: FastifyRequest,
  ): Promise<{ id: string; stored: Stored; expiresAt: number } | undefined> {
    const id = readCookie(request, SESSION_COOKIE)
    const there = id === undefined ? undefined : await artefacts.find('Session', id)
    const stored = sessionSchema.safeParse(there?.payload)
    if (id === undefined || !there || !stored.success) return undefined
    return { id, stored: stored.data, expiresAt: there.expiresAt }
  }

  return {
    async current(request) {
      const session = await found(request)
      if (!session) return undefined
      const { id, stored, expiresAt } = session
      // It is written once a minute at most, however many pages are asked for.
      if (expiresAt - base.now() < LIFETIMES.session * 1000 - MINUTE) {
        await (await provider.Session.find(id))?.save(LIFETIMES.session)
      }
      return {
        accountId: stored.accountId,
        level: readLevel(stored.acr),
        signedInAt: stored.loginTs * 1000,
        sessionUid: stored.uid,
      }
    },
    async end(request, reason) {
      const session = await found(request)
      if (!session) return
      const { stored } = session
      await tell(needs, stored.accountId, Object.keys(stored.authorizations), reason)
      await artefacts.endSession(stored.accountId, stored.uid)
    },
    async endAll(accountId, reason, but) {
      const open = (await artefacts.sessionsOf(accountId)).filter(({ sessionUid }) => sessionUid !== but)
      const services = open.flatMap(({ payload }) => {
        const stored = sessionSchema.safeParse(payload)
        return stored.success ? Object.keys(stored.data.authorizations) : []
      })
      await tell(needs, accountId, services, reason)
      await artefacts.endSessions(accountId, but)
    },
  }
}

// First it is certain that the services will be told, then the session ends: a process that is killed between the two
// leaves somebody signed in here whom the services have signed out, never the other way round.
async function tell(
  { base, jobs, audit, clients, people }: SessionNeeds,
  accountId: string,
  services: readonly string[],
  reason: string,
): Promise<void> {
  const person = await people.account(accountId)
  const used = await Promise.all([...new Set(services)].map((clientId) => clients.find(clientId)))
  await base.store.as('accounts', {}, async (tx) => {
    await audit.record(tx, {
      stream: accountId,
      actor: accountId,
      action: 'AUTH_LOG_OUT_SUCCESS',
      subject: accountId,
      reason,
    })
    for (const client of used) {
      if (!person || !client?.backChannelLogoutUri) continue
      const subject = subjectOf(base.profile, client, person)
      await jobs.send(tx, BACK_CHANNEL, { clientId: client.clientId, subject })
    }
  })
}
