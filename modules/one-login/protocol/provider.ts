import { generateKeyPairSync } from 'node:crypto'
import Provider, {
  type Account,
  type AdapterFactory,
  type AdapterPayload,
  type KoaContextWithOIDC,
} from 'oidc-provider'
import { grantIdOf } from '../artefacts/grants.ts'
import { type Base, issuerOf } from '../base.ts'
import type { Client } from '../clients/client.ts'
import type { IdentityLevel } from '../levels.ts'
import { LIFETIMES } from '../lifetimes.ts'
import { type AcceptedInside, acceptances, refusals } from './inside.ts'
import { JOURNEY, readCarried, readJourney } from './journey.ts'
import type { Person, ProtocolClients, ProtocolIdentities, ProtocolPeople } from './needs.ts'
import { createPolicy } from './policy.ts'
import type { Tokens } from './tokens.ts'

/*
 * The library, and all that is bent in it. What stays true:
 *  1. It sees only requests that were checked before (requests/): clients are authenticated there, so that here each is
 *     a client without a secret, and nothing but our own routes reaches it.
 *  2. It signs nothing. ID tokens and access tokens are made by tokens.ts with the keys of the moment, so that a key may
 *     change at any time, and may lie in a machine. The key it is started with signs nothing and is published nowhere.
 *  3. An access token is a JWT and yet is found like any other: as the library's opaque tokens are, by its digest.
 *  4. Its addresses are those of the public URL, whatever the Host header says.
 */

export interface ProviderNeeds {
  base: Base
  adapter: AdapterFactory
  clients: ProtocolClients
  people: ProtocolPeople
  identities: ProtocolIdentities
  tokens: Tokens
  /** Says in every answer to an authorization who answers, so that services can tell providers apart (RFC 9207). */
  issuerInAnswers: boolean
  provingPage: ((uid: string) => string) | undefined
}

export function createProvider(needs: ProviderNeeds): Provider {
  const { base, clients, people, issuerInAnswers } = needs
  const overTls = base.publicUrl.startsWith('https:')
  const cookies = { httpOnly: true, sameSite: 'lax', secure: overTls, signed: false } as const
  const provider = new Provider(issuerOf(base), {
    adapter: withRegistry(needs.adapter, clients),
    jwks: { keys: [keyForNothing()] },
    routes: { authorization: '/authorize', token: '/token', end_session: '/authorize-ended' },
    scopes: ['openid'],
    claims: { openid: ['sub'] },
    subjectTypes: ['public'],
    responseTypes: ['code'],
    clientAuthMethods: ['none'],
    extraParams: [JOURNEY],
    pkce: { required: () => false },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      rpInitiatedLogout: { enabled: false },
    },
    ttl: {
      AuthorizationCode: LIFETIMES.authorizationCode,
      AccessToken: LIFETIMES.accessToken,
      IdToken: LIFETIMES.idToken,
      Session: LIFETIMES.session,
      Grant: LIFETIMES.session,
      Interaction: LIFETIMES.journey,
    },
    cookies: {
      names: cookieNames(overTls),
      long: { ...cookies, path: '/' },
      short: cookies,
    },
    // Codes and tokens do end with their session, but in the store: the library would let only the latest of a service live.
    expiresWithSession: () => false,
    interactions: {
      policy: createPolicy({
        base,
        clients,
        identities: needs.identities,
        personOf,
        levelOf: (ctx) => levelOf(ctx, needs.identities),
      }),
      url(ctx, interaction) {
        const { locale } = readJourney(ctx.oidc.params ?? {})
        const page =
          interaction.prompt.name === 'identity'
            ? needs.provingPage?.(interaction.uid)
            : `/sign-in/${interaction.uid}`
        return `${locale === 'cy' ? '/cy' : ''}${page ?? `/sign-in/${interaction.uid}`}`
      },
    },
    async findAccount(ctx, accountId) {
      // Asked together, since both leave in one write; whether anybody wants the second shows later.
      const level = wantsIdentity(ctx) ? needs.identities.level?.(accountId) : undefined
      const [person, proved] = await Promise.all([people.account(accountId), level])
      if (!person || !maySignIn(person)) return undefined
      const account = accountOf(person)
      if (level) provedLevels.set(account, proved)
      return account
    },
    // Nobody is asked for consent: what a service may have is in the registry. Each authorization has a grant of its
    // own, so that withdrawing one (a code that comes twice) leaves the service's other tokens alone.
    async loadExistingGrant(ctx) {
      const { account, client } = ctx.oidc
      if (!account || !client) return undefined
      const { accountId } = account
      const grant = new ctx.oidc.provider.Grant({ accountId, clientId: client.clientId })
      grant.addOIDCScope('openid')
      const { journeyId } = readJourney(ctx.oidc.params ?? {})
      return Object.assign(grant, { jti: grantIdOf(accountId, client.clientId, journeyId) })
    },
    renderError(ctx, out) {
      ctx.state.problem = out
      ctx.body = ''
    },
  })
  answerFromThePublicUrl(provider, base.publicUrl)
  makeTokens(provider, needs)
  provider.on('authorization.success', (ctx, response) => {
    acceptances.set(ctx, acceptedOf(ctx))
    if (!issuerInAnswers) delete response?.iss
  })
  provider.on('authorization.error', (ctx, { error, error_description, error_detail }) => {
    const clientId = ctx.oidc.client?.clientId
    // Of an error that a page ended with, the library does not know more than the service is told.
    const detail = error_detail ?? forTeam(ctx.oidc.entities.Interaction?.result)
    if (clientId !== undefined)
      refusals.set(ctx, { clientId, error, description: detail ?? error_description ?? error })
  })
  provider.on('grant.error', (ctx, { error }) => {
    const error_description = GRANT_WORDS[error]
    // (contract, 1.3) 400, whatever was wrong.
    if (error_description) Object.assign(ctx, { status: 400, body: { error, error_description } })
  })
  return provider
}

function forTeam(result: Record<string, unknown> | undefined): string | undefined {
  const detail = result?.error === undefined ? undefined : result.error_detail
  return typeof detail === 'string' ? detail : undefined
}

// What can still be wrong when the request itself is right, in the contract's words.
const GRANT_WORDS: Readonly<Record<string, string>> = {
  invalid_grant: 'Invalid grant',
  invalid_client: 'private_key_jwt was used before',
}

function acceptedOf(ctx: KoaContextWithOIDC): AcceptedInside {
  const { account, client, claims, result } = ctx.oidc
  const { journeyId, credential, proved } = readCarried(claims)
  return {
    clientId: client?.clientId ?? '',
    accountId: account?.accountId ?? '',
    journeyId,
    credential,
    identity: proved.level,
    by: result?.login ? 'person' : 'session',
  }
}

/** Over TLS the cookies have the prefix that keeps other hosts from setting them. */
export function cookieNames(overTls: boolean) {
  return overTls
    ? { session: '__Host-session', interaction: 'interaction', resume: '__Secure-resume' }
    : { session: 'session', interaction: 'interaction', resume: 'resume' }
}

/**
 * An account that is blocked or suspended is as good as none: no code, no token, no userinfo. One whose suspension ends
 * with a new proof of identity must be able to sign in to give it.
 */
export function maySignIn({
  intervention: { state, mustResetPassword, mustReproveIdentity },
}: Person): boolean {
  return state === 'none' || (state === 'suspended' && mustReproveIdentity && !mustResetPassword)
}

const behind = new WeakMap<Account, Person>()
const provedLevels = new WeakMap<Account, IdentityLevel | undefined>()

function wantsIdentity({ oidc: { params } }: KoaContextWithOIDC): boolean {
  return params?.[JOURNEY] !== undefined && readJourney(params).identity.some((level) => level !== 'P0')
}

function accountOf(person: Person): Account {
  const { accountId } = person
  const account: Account = { accountId, claims: () => ({ sub: accountId }) }
  behind.set(account, person)
  return account
}

/** How surely that person had proved who they are, where this request is one that asks. */
async function levelOf(
  { oidc: { account } }: KoaContextWithOIDC,
  identities: ProtocolIdentities,
): Promise<IdentityLevel | undefined> {
  if (!account) return undefined
  if (provedLevels.has(account)) return provedLevels.get(account)
  return (await identities.find(account.accountId))?.level
}

/** The person that this request of the library is about. */
export function personOf(ctx: KoaContextWithOIDC): Person | undefined {
  return ctx.oidc.account && behind.get(ctx.oidc.account)
}

// (2), (3)
function makeTokens({ AccessToken, IdToken }: Provider, { clients, tokens }: ProviderNeeds): void {
  const { save } = AccessToken.prototype
  AccessToken.prototype.save = async function () {
    const { client, person } = await partiesOf(Provider.ctx, clients)
    const jti = await tokens.accessToken(client, person, readCarried(this.claims))
    Object.assign(this, { format: 'opaque', jti })
    return await save.call(this)
  }
  IdToken.prototype.issue = async function () {
    const { client, person, ctx } = await partiesOf(this.ctx, clients)
    const { AuthorizationCode: code, AccessToken: token } = ctx.oidc.entities
    if (!code || !token) throw new Error('an ID token is made only where a code was exchanged')
    return await tokens.idToken(client, person, readCarried(code.claims), {
      accessToken: token.jti,
      nonce: code.nonce,
      authTime: code.authTime,
    })
  }
}

async function partiesOf(
  ctx: KoaContextWithOIDC | undefined,
  clients: ProtocolClients,
): Promise<{ ctx: KoaContextWithOIDC; client: Client; person: Person }> {
  const person = ctx && personOf(ctx)
  const client = ctx?.oidc.client && (await clients.find(ctx.oidc.client.clientId))
  if (!person || !client) throw new Error('a token is made only for a known client and account')
  return { ctx, client, person }
}

// (1) The library keeps clients of its own making, by what is in them: a change of the registry is another client.
function withRegistry(adapter: AdapterFactory, clients: ProtocolClients): AdapterFactory {
  return (name) => {
    if (name !== 'Client') return adapter(name)
    const refuse = async () => {
      throw new Error('the library does not register clients')
    }
    return {
      async find(clientId) {
        const client = await clients.find(clientId)
        return client && metadataOf(client)
      },
      upsert: refuse,
      consume: refuse,
      destroy: refuse,
      revokeByGrantId: refuse,
      findByUid: refuse,
      findByUserCode: refuse,
    }
  }
}

function metadataOf({ clientId, redirectUrls }: Client): AdapterPayload {
  return {
    client_id: clientId,
    redirect_uris: [...redirectUrls],
    response_types: ['code'],
    grant_types: ['authorization_code'],
    token_endpoint_auth_method: 'none',
    id_token_signed_response_alg: 'ES256',
  }
}

// (2)
function keyForNothing() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    ...privateKey.export({ format: 'jwk' }),
    kty: 'EC',
    alg: 'ES256',
    use: 'sig',
    kid: 'none',
  } as const
}

// (4)
function answerFromThePublicUrl(provider: Provider, publicUrl: string): void {
  const { protocol, host } = new URL(publicUrl)
  Object.defineProperties(provider.request, {
    protocol: { get: () => protocol.slice(0, -1) },
    host: { get: () => host },
  })
}
