// A simulator that tests start, and the service that tests it: over HTTP, as a suite of a service would.
import assert from 'node:assert/strict'
import { createPublicKey, randomBytes, randomUUID, verify } from 'node:crypto'
import { after, before } from 'node:test'
import { z } from 'zod'
import { auditModule, createAudit } from '#platform/audit'
import { createServer } from '#platform/http'
import { createJobs, jobsModule } from '#platform/jobs'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { freePort } from '../../../platform/http/testing.ts'
import { createArtefacts } from '../artefacts/artefacts.ts'
import { postgresShelf } from '../artefacts/queries.ts'
import type { Base } from '../base.ts'
import { makePair, signText, ukProfile } from '../requests/testing.ts'
import { createSecrets } from '../secrets.ts'
import { type OneLoginTables, oneLoginModule } from '../tables.ts'
import { readSimulatorSettings } from './settings.ts'
import { createSimulator } from './simulator.ts'

export const CLAIM = 'https://vocab.account.gov.uk/v1'
export const CLIENT = 'fishing-licences'
export const REDIRECT = 'https://fishing.harbourton.example/signed-in'
const BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const pair = makePair()

export interface TestSimulator {
  /** Where it is reached, which is also what it calls itself at first. */
  readonly url: string
  /** POST /config. */
  configure(body: object): Promise<Answer>
  /** As at the start of the suite, then the service's own client, then this. */
  reset(body?: object): Promise<void>
  get(address: string, headers?: Record<string, string>): Promise<Answer>
  post(address: string, body: object | URLSearchParams, headers?: Record<string, string>): Promise<Answer>
  /** GET /authorize with what a good request has, and these changes; undefined takes something out. */
  authorize(changes?: Record<string, string | undefined>): Promise<Answer>
  /** The form of a good request to /token, with these changes. */
  form(code: string, changes?: Record<string, string | undefined>): Record<string, string>
  /** An assertion of the service, with these changes. */
  assertion(payload?: object, header?: object): string
  requestObject(payload?: object): string
  /** Signs in, with what the request is to have besides. */
  signIn(changes?: Record<string, string | undefined>): Promise<Tokens>
  userinfo(token: string): Promise<Answer>
  /** Does what is due: calls to services. */
  runJobs(): Promise<number>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly location: string
  /** Undefined: the body is not JSON. */
  readonly json: Record<string, unknown> | undefined
}

export interface Tokens {
  readonly accessToken: string
  readonly idToken: string
  readonly expiresIn: unknown
}

const tokensSchema = z.object({
  access_token: z.string(),
  id_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.number(),
})
const jwtPart = z.record(z.string(), z.unknown())
const keySetSchema = z.object({ keys: z.array(z.looseObject({ kid: z.string(), alg: z.string() })) })

/**
 * A suite against a simulator that was started with these variables. It stands on the embedded database alone: in earnest
 * too it has no other.
 */
export function onSimulator(
  environment: Record<string, string>,
  suite: (simulator: () => TestSimulator) => void,
): void {
  eachDatabase((kind, open) => {
    if (kind !== 'pglite') return
    let started: { simulator: TestSimulator; close(): Promise<void> } | undefined
    before(async () => {
      const url = `http://localhost:${await freePort()}`
      const base: Base = {
        store: await open<OneLoginTables>([oneLoginModule, jobsModule, auditModule]),
        now: Date.now,
        secrets: createSecrets(randomBytes(32)),
        profile: ukProfile(),
        publicUrl: url,
      }
      const read = readSimulatorSettings(environment, url)
      assert.ok(read.ok, read.ok ? '' : read.says.join('\n'))
      const { store, now } = base
      const jobs = createJobs({ store, role: 'accounts', now, report: () => {} })
      const simulator = await createSimulator(base, {
        settings: read.settings,
        artefacts: createArtefacts(postgresShelf(base)),
        jobs,
        audit: createAudit({ store, role: 'accounts', now }),
      })
      const app = createServer({
        folders: { 'one-login': new URL('../', import.meta.url) },
        publicUrl: url,
        longestAddress: 8000,
        forms: { key: base.secrets.key('forms') },
      })
      simulator.serve(app)
      await app.listen({ port: Number(new URL(url).port), host: 'localhost' })
      started = {
        simulator: { ...(await serviceOf(url)), runJobs: () => jobs.runDue() },
        close: async () => void (await app.close()),
      }
    })
    after(async () => await started?.close())
    suite(() => {
      assert.ok(started, 'the simulator was started')
      return started.simulator
    })
  })
}

async function serviceOf(url: string): Promise<Omit<TestSimulator, 'runJobs'>> {
  const first = await get(`${url}/config`)
  const { clientConfiguration, responseConfiguration, simulatorUrl } = first.json ?? {}

  function assertion(payload: object = {}, header: object = {}): string {
    const now = Math.floor(Date.now() / 1000)
    const usual = {
      iss: CLIENT,
      sub: CLIENT,
      aud: `${url}/token`,
      jti: randomUUID(),
      iat: now,
      exp: now + 300,
    }
    return signText({ ...usual, ...payload }, pair.privateKey, { ...header })
  }

  function form(code: string, changes: Record<string, string | undefined> = {}): Record<string, string> {
    return withChanges(
      {
        grant_type: 'authorization_code',
        code,
        redirect_uri: REDIRECT,
        client_assertion_type: BEARER,
        client_assertion: assertion(),
      },
      changes,
    )
  }

  async function authorize(changes: Record<string, string | undefined> = {}): Promise<Answer> {
    const usual = {
      client_id: CLIENT,
      redirect_uri: REDIRECT,
      response_type: 'code',
      scope: 'openid email',
      state: 'a-state',
      nonce: 'a-nonce',
    }
    return await get(`${url}/authorize?${new URLSearchParams(withChanges(usual, changes))}`)
  }

  return {
    url,
    assertion,
    form,
    authorize,
    configure: async (body) => await post(`${url}/config`, body),
    async reset(body = {}) {
      const own = { clientId: CLIENT, publicKey: pair.publicPem, redirectUrls: [REDIRECT] }
      for (const each of [
        { clientConfiguration, responseConfiguration, simulatorUrl, useNewIdTokenSigningKeys: false },
        { publishNewIdTokenSigningKeys: false, clientConfiguration: own },
        body,
      ]) {
        const answer = await post(`${url}/config`, each)
        assert.equal(answer.status, 200, answer.text)
      }
    },
    get: async (address, headers) => await get(`${url}${address}`, headers),
    post: async (address, body, headers) => await post(`${url}${address}`, body, headers),
    requestObject(payload = {}) {
      const usual = {
        client_id: CLIENT,
        iss: CLIENT,
        aud: `${url}/authorize`,
        redirect_uri: REDIRECT,
        response_type: 'code',
        scope: 'openid',
        state: 'a-state',
        nonce: 'a-nonce',
      }
      return signText({ ...usual, ...payload }, pair.privateKey)
    },
    async signIn(changes) {
      const code = codeOf(await authorize(changes))
      const answer = await post(`${url}/token`, new URLSearchParams(form(code)))
      assert.equal(answer.status, 200, answer.text)
      const { access_token, id_token, expires_in } = tokensSchema.parse(answer.json)
      return { accessToken: access_token, idToken: id_token, expiresIn: expires_in }
    },
    userinfo: async (token) => await get(`${url}/userinfo`, { authorization: `Bearer ${token}` }),
  }
}

export function codeOf({ location, text }: Answer): string {
  const code = URL.canParse(location) ? new URL(location).searchParams.get('code') : null
  assert.ok(code, `no code: ${location} ${text}`)
  return code
}

/** What a JWT says, whoever signed it. */
export function readJwt(token: string): { header: Record<string, unknown>; claims: Record<string, unknown> } {
  const [header, claims] = token
    .split('.')
    .slice(0, 2)
    .map((part) => jwtPart.parse(JSON.parse(Buffer.from(part, 'base64url').toString())))
  assert.ok(header && claims)
  return { header, claims }
}

/** Whether a key that the simulator publishes made the signature. */
export async function isSigned(token: string, simulator: TestSimulator): Promise<boolean> {
  const { keys } = keySetSchema.parse((await simulator.get('/.well-known/jwks.json')).json)
  const { header } = readJwt(token)
  const jwk = keys.find(({ kid }) => kid === header.kid)
  return jwk !== undefined && isSignedWith(token, jwk)
}

export function isSignedWith(token: string, jwk: Record<string, unknown>): boolean {
  const signature = token.slice(token.lastIndexOf('.') + 1)
  const signed = token.slice(0, token.lastIndexOf('.'))
  const key = createPublicKey({ key: jwk, format: 'jwk' })
  const how = { key, dsaEncoding: 'ieee-p1363' } as const
  return verify('sha256', Buffer.from(signed), how, Buffer.from(signature, 'base64url'))
}

async function get(address: string, headers: Record<string, string> = {}): Promise<Answer> {
  return await answerOf(await fetch(address, { redirect: 'manual', headers }))
}

async function post(
  address: string,
  body: object | URLSearchParams,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const sent =
    body instanceof URLSearchParams
      ? { body, headers }
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } }
  return await answerOf(await fetch(address, { method: 'POST', redirect: 'manual', ...sent }))
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    text,
    location: response.headers.get('location') ?? '',
    json: jsonOf(text),
  }
}

function jsonOf(text: string): Record<string, unknown> | undefined {
  try {
    return jwtPart.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

function withChanges(
  usual: Record<string, string>,
  changes: Record<string, string | undefined>,
): Record<string, string> {
  const sent: Record<string, string> = {}
  for (const [name, value] of Object.entries({ ...usual, ...changes }))
    if (value !== undefined) sent[name] = value
  return sent
}
