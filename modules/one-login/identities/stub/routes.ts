import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type FormError, inBothLanguages, readForm } from '#platform/http'
import type { Asked, Authorizations } from '../../protocol/asked.ts'
import type { Identity } from '../identity.ts'
import type { Identities } from '../queries.ts'
import { outcomeSchema } from './input.ts'

type AtUid = { Params: { uid: string } }

/** Where a person is sent whose identity a service wants to know. */
export function stubPage(uid: string): string {
  return `/prove-identity/${uid}`
}

/**
 * Stands in for proving who somebody is: they say themselves what came of it. For the example and the simulator alone;
 * whoever starts the provider decides, and a provider in production is never given it.
 */
export function serveStub(
  app: FastifyInstance,
  { authorizations, identities }: { authorizations: Authorizations; identities: Identities },
): void {
  inBothLanguages(app, (site) => {
    site.get<AtUid>('/prove-identity/:uid', { config: { may: 'anyone' } }, async (request, reply) => {
      const asked = await askedHere(request, reply)
      return asked ? show(reply, asked) : tooLate(reply)
    })

    site.post<AtUid>('/prove-identity/:uid', { config: { may: 'anyone' } }, async (request, reply) => {
      const asked = await askedHere(request, reply)
      if (!asked) return tooLate(reply)
      const form = readForm(outcomeSchema, request.body)
      if (!form.ok) return show(reply.code(422), asked, form.errors)
      const { outcome } = form.value
      if (outcome === 'stopped') {
        await authorizations.refuse(request, reply, 'access_denied', DENIED)
      } else if (outcome === 'not proved') {
        await authorizations.proved(request, reply, { level: 'P0', returnCodes: ['A'] })
      } else if (!asked.identity.includes(outcome)) {
        return show(reply.code(422), asked, [{ field: 'outcome', key: 'one-login.identities.choose' }])
      } else {
        await identities.keep(asked.accountId, { ...EXAMPLE, level: outcome })
        await authorizations.proved(request, reply, { level: outcome })
      }
      return reply
    })
  })

  async function askedHere(request: FastifyRequest, reply: FastifyReply) {
    reply.header('cache-control', 'no-store')
    const asked = await authorizations.asked(request, reply)
    return asked?.why === 'proving' && asked.accountId !== null
      ? { ...asked, accountId: asked.accountId }
      : undefined
  }
}

const DENIED = 'Access denied by resource owner or authorization server'

function show(reply: FastifyReply, asked: Asked, errors: readonly FormError[] = []): FastifyReply {
  return reply.formPage('one-login/identities/stub/views/prove', {
    service: asked.client.clientName,
    levels: asked.identity.filter((level) => level !== 'P0'),
    errors,
  })
}

function tooLate(reply: FastifyReply): FastifyReply {
  return reply.code(410).page('one-login/protocol/views/journey-over')
}

/** An office, since examples tell of no people. */
const EXAMPLE: Omit<Identity, 'level'> = {
  credentialSubject: {
    name: [
      {
        validFrom: '2020-03-01',
        nameParts: [
          { type: 'GivenName', value: 'Registry' },
          { type: 'FamilyName', value: 'Harbourton' },
        ],
      },
      {
        validUntil: '2020-03-01',
        nameParts: [
          { type: 'GivenName', value: 'Registry' },
          { type: 'FamilyName', value: 'Oldmoor' },
        ],
      },
    ],
    birthDate: [{ value: '1970-01-01' }],
  },
  address: [
    {
      uprn: 10022812929,
      buildingNumber: '16',
      streetName: 'HARBOUR STREET',
      addressLocality: 'HARBOURTON',
      postalCode: 'HB1 1AA',
      addressCountry: 'GB',
      validFrom: '2022-01-01',
    },
  ],
  passport: [{ documentNumber: '122345678', icaoIssuerCode: 'GBR', expiryDate: '2032-02-02' }],
  drivingPermit: [
    { expiryDate: '2033-01-18', issueNumber: '5', issuedBy: 'DVLA', personalNumber: 'REGIS702010R99HB' },
  ],
}
