import type { FastifyInstance } from 'fastify'
import { openToAll } from '#platform/http'
import { type Base, issuerOf } from '../base.ts'
import type { Keys } from '../keys/signing-key.ts'
import { CREDENTIAL_LEVELS, IDENTITY_LEVELS } from '../levels.ts'
import { LIFETIMES } from '../lifetimes.ts'
import { refuseNameless } from './errors.ts'

/** What services read to find their way: discovery, keys, the trustmark (contract, 1.1 and 1.7). */
export function serveDocuments(
  app: FastifyInstance,
  { base, keys, issuerInAnswers }: { base: Base; keys: Keys; issuerInAnswers: boolean },
): void {
  const day = `max-age=${LIFETIMES.documents}`
  const documents = [
    ['/.well-known/openid-configuration', day, () => discovery(base, issuerInAnswers)],
    ['/.well-known/jwks.json', day, () => keys.jwks()],
    ['/.well-known/did.json', `max-age=${LIFETIMES.didDocument}, private`, () => keys.didDocument()],
    ['/trustmark', day, () => trustmark(base)],
  ] as const
  for (const [address, caching, document] of documents) {
    app.get(address, { config: { may: 'anyone', from: 'programs' } }, async (request, reply) => {
      const nameless = refuseNameless(request, reply)
      if (nameless) return nameless
      return openToAll(reply).header('cache-control', caching).send(document())
    })
  }
}

function discovery(base: Base, issuerInAnswers: boolean) {
  const issuer = issuerOf(base)
  const at = (path: string) => `${issuer}${path}`
  const { coreIdentityJWT, address, passport, drivingPermit, returnCode, inheritedIdentityJWT } =
    base.profile.claims
  return {
    issuer,
    authorization_endpoint: at('authorize'),
    token_endpoint: at('token'),
    userinfo_endpoint: at('userinfo'),
    end_session_endpoint: at('logout'),
    jwks_uri: at('.well-known/jwks.json'),
    registration_endpoint: at('connect/register'),
    trustmarks: at('trustmark'),
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'fragment'],
    grant_types_supported: ['authorization_code'],
    scopes_supported: ['openid', 'email', 'phone', 'offline_access'],
    subject_types_supported: ['public', 'pairwise'],
    claim_types_supported: ['normal'],
    claims_supported: [
      'sub',
      'email',
      'email_verified',
      'phone_number',
      'phone_number_verified',
      'wallet_subject_id',
      address,
      passport,
      drivingPermit,
      coreIdentityJWT,
      returnCode,
      inheritedIdentityJWT,
    ],
    claims_parameter_supported: true,
    token_endpoint_auth_methods_supported: ['private_key_jwt', 'client_secret_post'],
    token_endpoint_auth_signing_alg_values_supported: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
    id_token_signing_alg_values_supported: ['ES256', 'RS256'],
    code_challenge_methods_supported: ['S256'],
    request_parameter_supported: true,
    request_uri_parameter_supported: false,
    backchannel_logout_supported: true,
    ui_locales_supported: ['en', 'cy'],
    ...(issuerInAnswers && { authorization_response_iss_parameter_supported: true }),
    service_documentation: at('support'),
    op_policy_uri: at('privacy'),
    op_tos_uri: at('terms'),
  }
}

function trustmark(base: Base) {
  const issuer = issuerOf(base)
  return { idp: issuer, trustmark_provider: issuer, C: [...CREDENTIAL_LEVELS], P: [...IDENTITY_LEVELS] }
}
