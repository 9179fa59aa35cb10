// The relying party of the benchmark: its key, its requests, and the browser that goes between it and a provider.

import {
  createHash,
  createPrivateKey,
  createPublicKey,
  createSign,
  generateKeyPairSync,
  randomUUID,
} from 'node:crypto'
import { Agent, type IncomingHttpHeaders, request } from 'node:http'

export const CLIENT_ID = 'bench'
export const REDIRECT_URI = 'http://localhost:9/back'
export const CORE_IDENTITY = 'https://vocab.account.gov.uk/v1/coreIdentityJWT'

/** Where a provider answers. */
export interface Endpoints {
  /** Without a slash at its end. */
  origin: string
  authorize: string
  token: string
  userinfo: string
  /** What the assertions of the client are for. */
  audience: string
}

export type Cookies = Map<string, string>
export type Answer = { status: number; headers: IncomingHttpHeaders; text: string }

/** A key pair in PEM, for all processes of one run. */
export function makeClientKey(): { publicPem: string; privatePem: string } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    publicPem: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    privatePem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  }
}

export function publicJwkOf(publicPem: string) {
  return createPublicKey(publicPem).export({ format: 'jwk' })
}

/** A verifier for all: what is measured is the provider's work, not the client's. */
const VERIFIER = 'v'.repeat(64)
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url')

export interface RelyingParty {
  /** Makes assertions beforehand: signing with RSA costs more than a whole exchange. */
  prepare(assertions: number): void
  /** From /authorize to the code, through whatever the provider puts in between that needs no form. */
  signIn(cookies: Cookies): Promise<string>
  /** The same from a page on the way. */
  goOn(path: string, cookies: Cookies): Promise<string>
  /** A code for an access token. */
  exchange(code: string): Promise<string>
  userinfo(accessToken: string): Promise<Record<string, unknown>>
  get(path: string, cookies: Cookies): Promise<Answer>
  post(path: string, cookies: Cookies, form: Record<string, string>): Promise<Answer>
  /** Where a service sends the browser. */
  address(): string
  close(): void
}

/** @param vtr what is asked for, where the provider knows of it: `["Cl.Cm.P2"]`. */
export function createRelyingParty(
  { origin, authorize, token, userinfo, audience }: Endpoints,
  privatePem: string,
  { atOnce, vtr }: { atOnce: number; vtr?: string },
): RelyingParty {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce })
  const key = createPrivateKey(privatePem)
  const { hostname, port } = new URL(origin)
  const assertions: string[] = []

  function call(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: string,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const form = body === undefined ? {} : formHeaders(body)
      const all = { 'user-agent': 'bench', ...headers, ...form }
      const asked = request({ host: hostname, port, method, path, agent, headers: all }, (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (piece: string) => {
          text += piece
        })
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }))
      })
      asked.on('error', reject)
      asked.end(body)
    })
  }

  async function inBrowser(method: string, path: string, cookies: Cookies, body?: string): Promise<Answer> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await call(method, path, { cookie, ...(body === undefined ? {} : { origin }) }, body)
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value) cookies.set(name, value)
      else cookies.delete(name)
    }
    return answer
  }

  function address(): string {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: CLIENT_ID,
      redirect_uri: REDIRECT_URI,
      scope: 'openid email',
      state: randomUUID(),
      nonce: randomUUID(),
      code_challenge: CHALLENGE,
      code_challenge_method: 'S256',
      claims: JSON.stringify({ userinfo: { [CORE_IDENTITY]: null } }),
      ...(vtr === undefined ? {} : { vtr }),
    })
    return `${authorize}?${query}`
  }

  async function goOn(from: string, cookies: Cookies): Promise<string> {
    let path = from
    for (let hops = 0; hops < 6; hops++) {
      const { status, headers, text } = await inBrowser('GET', path, cookies)
      const to = headers.location
      if (to === undefined)
        throw new Error(`${path} answered ${status} without going on: ${text.slice(0, 200)}`)
      if (to.startsWith(REDIRECT_URI)) return codeIn(to)
      path = pathOf(to, origin)
    }
    throw new Error('the provider sends the browser round in circles')
  }

  return {
    address,
    get: (path, cookies) => inBrowser('GET', path, cookies),
    post: (path, cookies, form) => inBrowser('POST', path, cookies, new URLSearchParams(form).toString()),
    close: () => agent.destroy(),
    prepare(count) {
      const now = Math.floor(Date.now() / 1000)
      while (assertions.length < count) assertions.push(assertionFor(key, audience, now))
    },
    signIn: (cookies) => goOn(address(), cookies),
    goOn,
    async exchange(code) {
      const form = new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: REDIRECT_URI,
        code_verifier: VERIFIER,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertions.pop() ?? assertionFor(key, audience, Math.floor(Date.now() / 1000)),
      })
      const { status, text } = await call('POST', token, {}, form.toString())
      if (status !== 200) throw new Error(`${token} answered ${status}: ${text.slice(0, 200)}`)
      const { access_token: accessToken }: { access_token: string } = JSON.parse(text)
      return accessToken
    },
    async userinfo(accessToken) {
      const { status, text } = await call('GET', userinfo, { authorization: `Bearer ${accessToken}` })
      if (status !== 200) throw new Error(`${userinfo} answered ${status}: ${text.slice(0, 200)}`)
      return JSON.parse(text)
    },
  }
}

function formHeaders(body: string): Record<string, string> {
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(Buffer.byteLength(body)),
  }
}

function codeIn(address: string): string {
  const code = new URL(address).searchParams.get('code')
  if (code === null) throw new Error(`the provider answered with an error: ${address}`)
  return code
}

function pathOf(location: string, origin: string): string {
  const { pathname, search } = new URL(location, origin)
  return `${pathname}${search}`
}

function assertionFor(key: ReturnType<typeof createPrivateKey>, audience: string, now: number): string {
  const claims = {
    iss: CLIENT_ID,
    sub: CLIENT_ID,
    aud: audience,
    jti: randomUUID(),
    iat: now,
    exp: now + 3600,
  }
  const text = [{ alg: 'RS256', typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  return `${text}.${createSign('sha256').update(text).sign(key, 'base64url')}`
}
