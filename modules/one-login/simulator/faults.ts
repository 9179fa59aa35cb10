import { randomBytes } from 'node:crypto'
import type { Draft, Faults } from '../protocol/needs.ts'
import type { CORE_IDENTITY_FAULTS, Configuration, ID_TOKEN_FAULTS } from './configuration.ts'
import type { Visitors } from './visitors.ts'

type Fault = (typeof CORE_IDENTITY_FAULTS)[number] | (typeof ID_TOKEN_FAULTS)[number]

const DAY = 24 * 3600
/** Names that belong to nobody: services must not take a token that has one. The UK's simulator has the same two. */
const NOBODYS_ISSUER = 'https://example.com/identity-provider'
const NOBODYS_KEY = '60c01993-94cd-4d32-a4da-2a44dba7e45b'

const DENIED = 'Access denied by resource owner or authorization server'
const BUSY = 'The authorization server is temporarily unavailable'

/** Makes the provider err as the configuration says, each time it is asked. */
export function createFaults(current: () => Configuration, visitors: Visitors): Faults {
  return {
    idToken: (draft) => spoil(draft, current().errorConfiguration.idTokenErrors),
    coreIdentity(draft) {
      const { maxLoCAchieved, coreIdentityVerifiableCredentials: vc } = visitors.behind(draft.claims.vc)
      const claims = { ...draft.claims, vot: maxLoCAchieved, vc }
      return spoil({ ...draft, claims }, current().errorConfiguration.coreIdentityErrors)
    },
    authorize() {
      const { authoriseErrors } = current().errorConfiguration
      if (authoriseErrors.includes('TEMPORARILY_UNAVAILABLE'))
        return { error: 'temporarily_unavailable', description: BUSY }
      if (authoriseErrors.includes('ACCESS_DENIED')) return { error: 'access_denied', description: DENIED }
      return undefined
    },
  }
}

export function spoil(draft: Draft, faults: readonly Fault[]): Draft {
  return faults.reduce(spoiled, draft)
}

function spoiled(draft: Draft, fault: Fault): Draft {
  const { claims } = draft
  const now = Number(claims.iat)
  const saying = (changes: Record<string, unknown>): Draft => ({
    ...draft,
    claims: { ...claims, ...changes },
  })
  switch (fault) {
    case 'INVALID_ISS':
      return saying({ iss: NOBODYS_ISSUER })
    case 'INVALID_AUD':
      return saying({ aud: anything() })
    case 'INCORRECT_SUB':
      return saying({ sub: anything() })
    case 'NONCE_NOT_MATCHING':
      return saying({ nonce: anything() })
    case 'INCORRECT_VOT':
      return saying({ vot: claims.vot === 'Cl' ? 'Cl.Cm' : 'Cl' })
    case 'TOKEN_EXPIRED':
      return saying({ exp: now - DAY })
    case 'TOKEN_NOT_VALID_YET':
      return saying({ iat: now + DAY })
    case 'INVALID_ALG_HEADER':
      return { ...draft, header: { kid: NOBODYS_KEY, alg: 'HS256' } }
    case 'INVALID_SIGNATURE':
      return { ...draft, spoiled: true }
  }
}

function anything(): string {
  return randomBytes(24).toString('base64url')
}
