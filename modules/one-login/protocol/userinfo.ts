import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type Provider from 'oidc-provider'
import type { Base } from '../base.ts'
import type { Client } from '../clients/client.ts'
import type { Identity } from '../identities/identity.ts'
import type { ClaimName } from '../profile.ts'
import { refuseNameless, tellProgram } from './errors.ts'
import { type Carried, readCarried } from './journey.ts'
import type { Person, ProtocolClients, ProtocolIdentities, ProtocolPeople } from './needs.ts'
import { maySignIn } from './provider.ts'
import { subjectOf, walletSubjectOf } from './subjects.ts'
import type { Tokens } from './tokens.ts'

export interface UserinfoNeeds {
  base: Base
  provider: Provider
  clients: ProtocolClients
  people: ProtocolPeople
  identities: ProtocolIdentities
  tokens: Tokens
}

/** /userinfo: what a service asked for, is registered for, and what came of it; of all else, nothing (contract, 1.5). */
export function serveUserinfo(app: FastifyInstance, needs: UserinfoNeeds): void {
  const config = { may: 'anyone', from: 'programs', encodesItself: true } as const
  app.get('/userinfo', { config, errorHandler: tellProgram }, async (request, reply) => {
    const nameless = refuseNameless(request, reply)
    if (nameless) return nameless
    const token = bearerOf(request)
    if (token === undefined) return refuse(reply, 'Bearer', 'Missing access token')
    const known = await knownBy(needs, token)
    if (!known) {
      const says = 'Invalid access token'
      return refuse(reply, `Bearer error="invalid_token", error_description="${says}"`, says)
    }
    return reply.header('cache-control', 'no-store').send(await claimsOf(needs, known))
  })
}

interface Known {
  client: Client
  person: Person
  /** Undefined: none is told of. */
  identity: Identity | undefined
  carried: Carried
}

function bearerOf({ headers: { authorization } }: FastifyRequest): string | undefined {
  return /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1]
}

async function knownBy(
  { provider, clients, people, identities }: UserinfoNeeds,
  token: string,
): Promise<Known | undefined> {
  const found = await provider.AccessToken.find(token)
  if (!found) return undefined
  const carried = readCarried(found.claims)
  const [client, person, identity] = await Promise.all([
    clients.find(found.clientId ?? ''),
    people.account(found.accountId),
    // Whoever asked for no identity, or whose user proved none, learns nothing of one that was proved elsewhere.
    carried.proved.level === 'P0' ? undefined : identities.find(found.accountId),
  ])
  if (!client?.isActive || !person || !maySignIn(person)) return undefined
  return { client, person, identity, carried }
}

function refuse(reply: FastifyReply, challenge: string, description: string): FastifyReply {
  return reply
    .code(401)
    .headers({ 'www-authenticate': challenge, 'cache-control': 'no-store' })
    .send({ error: 'invalid_token', error_description: description })
}

async function claimsOf(needs: UserinfoNeeds, known: Known): Promise<Record<string, unknown>> {
  const { base } = needs
  const { client, person, carried } = known
  const asked = (scope: string) => carried.scopes.includes(scope) && client.scopes.includes(scope)
  return {
    sub: subjectOf(base.profile, client, person),
    ...(asked('email') && { email: person.email, email_verified: person.emailVerified ?? true }),
    ...(asked('phone') &&
      person.phoneNumber !== undefined && {
        phone_number: person.phoneNumber,
        phone_number_verified: person.phoneNumberVerified ?? true,
      }),
    ...(asked('wallet-subject-id') && {
      wallet_subject_id: walletSubjectOf(base.profile, client, person, new URL(base.publicUrl).hostname),
    }),
    ...(await identityClaims(needs, known)),
  }
}

async function identityClaims(needs: UserinfoNeeds, known: Known): Promise<Record<string, unknown>> {
  const { client, person, identity, carried } = known
  const names = needs.base.profile.claims
  const { level, returnCodes } = carried.proved
  const asked = (claim: ClaimName) =>
    carried.claims.includes(names[claim]) && client.claims.includes(names[claim])
  const given: Record<string, unknown> = {}
  if (asked('returnCode') && returnCodes.length > 0) {
    given[names.returnCode] = returnCodes.map((code) => ({ code }))
  }
  if (!identity) return given
  if (asked('coreIdentityJWT')) {
    const subject = subjectOf(needs.base.profile, client, person)
    given[names.coreIdentityJWT] = await needs.tokens.coreIdentity(client, subject, identity, level)
  }
  for (const claim of CLAIMS) {
    if (asked(claim) && identity[claim] !== undefined) given[names[claim]] = identity[claim]
  }
  return given
}

const CLAIMS = [
  'address',
  'passport',
  'drivingPermit',
  'socialSecurityRecord',
  'inheritedIdentityJWT',
] as const satisfies readonly (ClaimName & keyof Identity)[]
