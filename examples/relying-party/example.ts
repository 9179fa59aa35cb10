// A small service that people sign in to with One Login: for newcomers to read and try, and for the provider's tests.
// Everything it keeps is in memory.

import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { AuthorizationResponseError, ResponseBodyError } from 'openid-client'
import { createLogoutReader } from './logout-token.ts'
import {
  type Begun,
  CLAIMS,
  createOneLogin,
  type OneLogin,
  type Party,
  type Received,
  type Wish,
} from './one-login.ts'
import { problemPage, STYLE, signedInPage, signedOutPage, startPage } from './pages.ts'

export interface ExampleOptions {
  /** 0: any that is free. */
  readonly port: number
  /** The provider's issuer: http://localhost:3001/ */
  readonly issuer: string
  /** Who signs core identities, where that is another host: https://identity.account.gov.uk/ */
  readonly identityIssuer?: string
  /** How it asks: with a query, or with a signed request object (JAR). */
  readonly requests?: 'query' | 'jar'
  /** How it proves who it is to the provider. With a secret it cannot ask for identity. */
  readonly authentication?: 'private_key_jwt' | 'client_secret_post'
  /** Its own, or made anew. */
  readonly clientId?: string
  readonly clientSecret?: string
  /** PKCS #8 in PEM, RSA; or made anew. */
  readonly privateKey?: string
}

/** What the provider must know of the service, under the names of its registry. */
export interface ExampleRegistration {
  readonly clientId: string
  /** Told to the registry as a hash; null: it proves itself with its key. */
  readonly clientSecret: string | null
  readonly clientName: string
  readonly redirectUrls: readonly string[]
  readonly postLogoutRedirectUrls: readonly string[]
  readonly backChannelLogoutUri: string
  readonly scopes: readonly ('openid' | 'email' | 'phone')[]
  readonly claims: readonly string[]
  readonly clientLoCs: readonly ('P0' | 'P2')[]
  readonly identityVerificationSupported: boolean
  readonly tokenAuthMethod: 'private_key_jwt' | 'client_secret_post'
  readonly publicKeySource: 'STATIC'
  /** SPKI in PEM. */
  readonly publicKey: string
  readonly jarValidationRequired: boolean
  readonly pkceEnforced: boolean
}

export interface ExampleService {
  readonly url: string
  readonly registration: ExampleRegistration
  /** The provider gave it another name, or another secret, than it made for itself. */
  registered(as: { clientId: string; clientSecret?: string }): void
  stop(): Promise<void>
}

interface Session {
  /** By their state: several tabs may be on their way at once. */
  readonly begun: Map<string, Begun>
  received?: Received
}

interface Answer {
  readonly status?: number
  readonly type?: string
  readonly body?: string
  readonly location?: string
  readonly session?: string
}

const LARGEST_BODY = 20_000
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'",
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

export async function startExampleService(options: ExampleOptions): Promise<ExampleService> {
  const { requests = 'query', authentication = 'private_key_jwt' } = options
  const privateKey = options.privateKey ?? newPrivateKey()
  const hasIdentity = authentication === 'private_key_jwt'
  const sessions = new Map<string, Session>()

  const server = createServer((request, response) => {
    respond(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, 'localhost', resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : options.port
  const url = `http://localhost:${port}`
  // Cookies are shared between the ports of a machine.
  const cookie = `mooring-${port}`

  let party: Party = {
    issuer: options.issuer,
    identityIssuer: options.identityIssuer ?? options.issuer,
    clientId: options.clientId ?? 'example-service',
    requests,
    authentication,
    privateKey,
    clientSecret: options.clientSecret ?? randomBytes(32).toString('base64url'),
    redirectUrl: `${url}/callback`,
    postLogoutRedirectUrl: `${url}/signed-out`,
  }
  let oneLogin: OneLogin = createOneLogin(party)
  let readLogout = createLogoutReader(oneLogin, party.clientId)

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const {
      status = 200,
      type = 'text/html; charset=utf-8',
      body = '',
      location,
      session,
    } = await answer(request)
    response.writeHead(location === undefined ? status : 303, {
      ...HEADERS,
      'content-type': type,
      ...(location === undefined ? {} : { location }),
      ...(session === undefined
        ? {}
        : { 'set-cookie': `${cookie}=${session}; Path=/; HttpOnly; SameSite=Lax` }),
    })
    response.end(body)
  }

  async function answer(request: IncomingMessage): Promise<Answer> {
    const asked = new URL(request.url ?? '/', url)
    const id = cookieIn(request, cookie)
    const session = sessions.get(id)
    const received = session?.received
    try {
      switch (`${request.method} ${asked.pathname}`) {
        case 'GET /':
          return {
            body: received
              ? signedInPage(received, { identity: hasIdentity, again: requests === 'jar' })
              : startPage(),
          }
        case 'GET /received.json':
          return { type: 'application/json', body: JSON.stringify(received ?? null) }
        case 'GET /style.css':
          return { type: 'text/css', body: STYLE }
        case 'GET /sign-in':
          return await send(id, { level: asked.searchParams.get('level') === 'Cl' ? 'Cl' : 'Cl.Cm' })
        case 'GET /prove-identity':
          return await send(id, { level: 'Cl.Cm', identity: true })
        case 'GET /sign-in-again':
          return await send(id, { level: 'Cl.Cm', ...(received ? { again: received.idToken } : {}) })
        case 'GET /callback':
          return await cameBack(id, session, asked)
        case 'POST /sign-out':
          sessions.delete(id)
          if (!received) return { location: '/signed-out' }
          return {
            location: (await oneLogin.signOutUrl(received.idToken, randomBytes(16).toString('base64url')))
              .href,
          }
        case 'GET /signed-out':
          return { body: signedOutPage() }
        case 'POST /back-channel-logout':
          return await signedOutElsewhere(await bodyOf(request))
        default:
          return { status: 404, body: problemPage('Page not found', 'not_found', asked.pathname) }
      }
    } catch (error) {
      return problem(error)
    }
  }

  async function send(id: string, wish: Wish): Promise<Answer> {
    const begun = await oneLogin.begin(wish)
    const known = sessions.get(id)
    if (known) {
      known.begun.set(begun.state, begun)
      return { location: begun.url.href }
    }
    const session = newId()
    sessions.set(session, { begun: new Map([[begun.state, begun]]) })
    return { location: begun.url.href, session }
  }

  // Each request is answered once, and whoever signs in gets a new session: one that was known before is no use to
  // anybody.
  async function cameBack(id: string, session: Session | undefined, at: URL): Promise<Answer> {
    const state = at.searchParams.get('state') ?? ''
    const begun = session?.begun.get(state)
    if (!session || !begun)
      return {
        status: 400,
        body: problemPage('Start again', 'no_session', 'This browser began nothing here.'),
      }
    session.begun.delete(state)
    const received = await oneLogin.finish(begun, at)
    sessions.delete(id)
    const next = newId()
    sessions.set(next, { begun: session.begun, received })
    return { location: '/', session: next }
  }

  async function signedOutElsewhere(form: URLSearchParams): Promise<Answer> {
    const token = await readLogout(form.get('logout_token') ?? '')
    if (!token) return { status: 400, type: 'application/json', body: '{"error":"invalid_request"}' }
    for (const [id, { received }] of sessions) if (received?.subject === token.subject) sessions.delete(id)
    return { type: 'text/plain', body: '' }
  }

  return {
    url,
    get registration() {
      return {
        clientId: party.clientId,
        clientSecret: authentication === 'client_secret_post' ? party.clientSecret : null,
        clientName: 'Harbourton moorings',
        redirectUrls: [party.redirectUrl],
        postLogoutRedirectUrls: [party.postLogoutRedirectUrl],
        backChannelLogoutUri: `${url}/back-channel-logout`,
        scopes: ['openid', 'email', 'phone'] as const,
        claims: hasIdentity ? Object.values(CLAIMS) : [],
        clientLoCs: hasIdentity ? (['P0', 'P2'] as const) : (['P0'] as const),
        identityVerificationSupported: hasIdentity,
        tokenAuthMethod: authentication,
        publicKeySource: 'STATIC' as const,
        publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString(),
        jarValidationRequired: requests === 'jar',
        pkceEnforced: true,
      }
    },
    registered({ clientId, clientSecret = party.clientSecret }) {
      party = { ...party, clientId, clientSecret }
      oneLogin = createOneLogin(party)
      readLogout = createLogoutReader(oneLogin, clientId)
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function problem(error: unknown): Answer {
  if (error instanceof AuthorizationResponseError || error instanceof ResponseBodyError) {
    const { error: code, error_description: description = '' } = error
    return { status: 400, body: problemPage('You are not signed in', code, description) }
  }
  const description = error instanceof Error ? error.message : ''
  return { status: 502, body: problemPage('Sorry, that did not work', 'server_error', description) }
}

function newPrivateKey(): string {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey
}

function newId(): string {
  return randomBytes(32).toString('base64url')
}

function cookieIn(request: IncomingMessage, name: string): string {
  const found = (request.headers.cookie ?? '').split('; ').find((each) => each.startsWith(`${name}=`))
  return found?.slice(name.length + 1) ?? ''
}

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  let body = ''
  for await (const part of request.setEncoding('utf8')) {
    body += part
    if (body.length > LARGEST_BODY) throw new Error('that is too long')
  }
  return new URLSearchParams(body)
}
