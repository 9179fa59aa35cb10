import type { FastifyReply, FastifyRequest } from 'fastify'
import type Provider from 'oidc-provider'
import { z } from 'zod'
import type { Interventions } from '../accounts/people.ts'
import type { Base } from '../base.ts'
import type { Clients } from '../clients/client.ts'
import type { Asked, Authorizations } from './asked.ts'
import { isBrowser } from './browser.ts'
import { tellTooLate } from './errors.ts'
import { type Journey, readJourney } from './journey.ts'
import type { ProtocolPeople } from './needs.ts'
import { reached, readLevel } from './policy.ts'
import type { Sessions } from './sessions.ts'
import { subjectOf } from './subjects.ts'

interface Needs {
  base: Base
  provider: Provider
  sessions: Sessions
  clients: Clients
  people: ProtocolPeople
  interventions: Pick<Interventions, 'identityReproved'> | undefined
}

type Interaction = InstanceType<Provider['Interaction']>

const paramsSchema = z.looseObject({ uid: z.string().regex(/^[\w-]{20,64}$/) })
const detailsSchema = z.object({
  why: z.enum(['signing in', 'stepping up', 'signing in again']),
  accountId: z.string().nullable(),
})

/** The library's side of the pages: what they ask of it, and what they tell it. */
export function createAuthorizations(needs: Needs): Authorizations {
  const { base, provider, sessions, clients, people } = needs

  async function find(
    request: FastifyRequest,
  ): Promise<{ interaction: Interaction; journey: Journey } | undefined> {
    const params = paramsSchema.safeParse(request.params)
    const interaction = params.success ? await provider.Interaction.find(params.data.uid) : undefined
    if (!interaction) return undefined
    const journey = readJourney(interaction.params)
    return isBrowser(request, journey.browser) ? { interaction, journey } : undefined
  }

  async function clientOf({ params }: Interaction) {
    return await clients.find(z.string().parse(params.client_id))
  }

  return {
    async asked(request) {
      const found = await find(request)
      const client = found && (await clientOf(found.interaction))
      if (!found || !client) return undefined
      return describe(found.interaction, found.journey, client)
    },

    async signedIn(request, reply, { accountId, level, methods }) {
      const found = await find(request)
      const client = found && (await clientOf(found.interaction))
      if (!found || !client) return void tellTooLate(reply)
      const { interaction, journey } = found
      const person = await people.account(accountId)
      if (!person) throw new Error('somebody signed in to an account that is not there')
      if (journey.subject !== null && subjectOf(base.profile, client, person) !== journey.subject) {
        await finish(request, reply, interaction, {
          error: 'login_required',
          error_description: 'Login required',
        })
        return
      }
      // Somebody else was signed in here: their session ends, and is not taken over.
      const current = await sessions.current(request)
      if (current && current.accountId !== accountId) await sessions.end(request, 'another-account')
      await joinSession(interaction, current?.accountId === accountId ? current : undefined)
      await finish(request, reply, interaction, {
        ...interaction.lastSubmission,
        login: {
          accountId,
          acr: level,
          amr: [...methods],
          ts: Math.floor(base.now() / 1000),
          remember: false,
        },
      })
    },

    async proved(request, reply, proved) {
      const found = await find(request)
      const client = found && (await clientOf(found.interaction))
      if (!found || !client || found.interaction.prompt.name !== 'identity') return void tellTooLate(reply)
      const { interaction, journey } = found
      const level = reached(journey.identity, proved.level)
      const returnCodes = proved.returnCodes ?? []
      const { returnCode } = base.profile.claims
      // (contract, 1.5) a failed proof is told as codes to a service that asked for them, and to others as a refusal.
      if (level === undefined && !(returnCodes.length > 0 && journey.claims.includes(returnCode))) {
        await finish(request, reply, interaction, {
          error: 'access_denied',
          error_description: 'Access denied by resource owner or authorization server',
        })
        return
      }
      const person = await people.account(interaction.session?.accountId ?? '')
      if (level !== undefined && person?.intervention.mustReproveIdentity)
        await needs.interventions?.identityReproved(person.accountId, request.id)
      await finish(request, reply, interaction, {
        ...interaction.lastSubmission,
        identity: { level: level ?? 'P0', returnCodes },
      })
    },

    async refuse(request, reply, error, description, forTeam) {
      const found = await find(request)
      if (!found) return void tellTooLate(reply)
      // (contract, 1.4) whoever could not sign in again is signed out.
      if (error === 'login_required') {
        await sessions.end(request, 'not-signed-in-again')
        await joinSession(found.interaction, undefined)
      }
      const detail = forTeam === undefined ? {} : { error_detail: forTeam }
      await finish(request, reply, found.interaction, { error, error_description: description, ...detail })
    },

    async signOutEverywhere(accountId, reason, but) {
      const kept = but && (await sessions.current(but))
      await sessions.endAll(accountId, reason, kept?.accountId === accountId ? kept.sessionUid : undefined)
    },
  }
}

function describe({ uid, prompt, session }: Interaction, journey: Journey, client: Asked['client']): Asked {
  const accountId = session?.accountId ?? null
  const { why, ...only } =
    prompt.name === 'identity' ? { why: 'proving' as const, accountId } : detailsSchema.parse(prompt.details)
  return {
    uid,
    client,
    credential: journey.credential,
    identity: journey.identity,
    why,
    accountId: only.accountId,
    signedInAt: only.accountId === null ? null : readLevel(session?.acr),
    claims: journey.claims,
    scopes: journey.scopes,
    locale: journey.locale,
    loginHint: journey.loginHint,
    journeyId: journey.journeyId,
  }
}

// The library goes on only in the session in which it stopped. Somebody who has just signed in may go on in the session
// that this browser has now, and where it has none, in a new one.
async function joinSession(
  interaction: Interaction,
  session: { accountId: string; sessionUid: string } | undefined,
): Promise<void> {
  Object.assign(interaction, {
    session: session && { ...interaction.session, accountId: session.accountId, uid: session.sessionUid },
  })
}

async function finish(
  request: FastifyRequest,
  reply: FastifyReply,
  interaction: Interaction,
  result: NonNullable<Interaction['result']>,
): Promise<void> {
  interaction.result = result
  await interaction.persist()
  const { pathname } = new URL(interaction.returnTo)
  reply.header('cache-control', 'no-store')
  // Chromium holds every redirect that follows a form against `form-action`, those of the service too. So a form is
  // answered with a page, which leaves by itself.
  if (request.method === 'POST') await reply.page('one-login/protocol/views/onwards', { to: pathname })
  else await reply.redirect(pathname, 302)
}
