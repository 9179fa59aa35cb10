import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { after, before, describe, test } from 'node:test'
import Provider, { errors } from 'oidc-provider'
import { eachDatabase } from '../../../platform/database/testing.ts'
import type { OneLoginTables } from '../tables.ts'
import type { Artefacts } from './artefact.ts'
import { oneLogin } from './artefacts.testing.ts'
import { createArtefacts } from './artefacts.ts'
import { grantIdOf, readGrantId } from './grants.ts'
import { oidcAdapter } from './oidc.ts'
import { postgresShelf } from './queries.ts'
import type { Shelf } from './shelf.ts'

const BACK = 'http://localhost:9/back'
const VERIFIER = 'v'.repeat(64)
const GRANTED = { scope: 'openid email', claims: ['email'] }

eachDatabase((_kind, open) => {
  let artefacts: Artefacts
  let server: Server
  let issuer = ''
  const asked: string[] = []

  before(async () => {
    const store = await open<OneLoginTables>([oneLogin])
    artefacts = createArtefacts(counted(postgresShelf({ store, now: Date.now }), asked))
    server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const bound = server.address()
    assert.ok(typeof bound === 'object' && bound)
    issuer = `http://127.0.0.1:${bound.port}`
    const provider = makeProvider(issuer, artefacts)
    const callback = provider.callback()
    server.on('request', (request, response) => {
      if (!request.url?.startsWith('/journey/')) return void callback(request, response)
      const result = { login: { accountId: 'someone', acr: 'Cl.Cm' } }
      artefacts
        .together(async () => {
          await provider.interactionDetails(request, response)
          return await provider.interactionResult(request, response, result)
        })
        .then((to) => response.writeHead(303, { location: to }).end())
        .catch((error) => response.writeHead(500).end(String(error)))
    })
  })
  after(() => {
    server.closeAllConnections()
    server.close()
  })

  async function authorize(cookies: Map<string, string>): Promise<string> {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: 'dues',
      redirect_uri: BACK,
      scope: 'openid email',
      code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
      code_challenge_method: 'S256',
    })
    let next = `${issuer}/auth?${query}`
    while (!next.startsWith(BACK)) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const answer = await fetch(next, { redirect: 'manual', headers: { cookie } })
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        if (value) cookies.set(name, value)
        else cookies.delete(name)
      }
      const location = answer.headers.get('location')
      assert.ok(location, await answer.text())
      next = new URL(location, issuer).href
    }
    return new URL(next).searchParams.get('code') ?? assert.fail(next)
  }

  async function exchange(code: string) {
    const answer = await fetch(`${issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: 'dues',
        code,
        redirect_uri: BACK,
        code_verifier: VERIFIER,
      }),
    })
    const body: { access_token?: string; error?: string } = JSON.parse(await answer.text())
    return { status: answer.status, ...body }
  }

  const userinfo = (token = '') => fetch(`${issuer}/me`, { headers: { authorization: `Bearer ${token}` } })

  /** What the store was asked to do meanwhile. */
  async function during<T>(work: () => Promise<T>): Promise<{ value: T; calls: string[] }> {
    asked.length = 0
    const value = await work()
    return { value, calls: [...asked] }
  }

  test('a sign-in, its token and userinfo; each request reads what it needs and writes once', async () => {
    const cookies = new Map<string, string>()
    const signIn = await during(() => authorize(cookies))
    assert.deepEqual(signIn.calls, ['change', 'find', 'change', 'find', 'change'])
    const token = await during(() => exchange(signIn.value))
    assert.equal(token.value.status, 200)
    assert.deepEqual(token.calls, ['find', 'change'])
    const told = await during(() => userinfo(token.value.access_token))
    assert.deepEqual(await told.value.json(), { sub: 'someone', email: 'registry@harbourton.example' })
    assert.deepEqual(told.calls, ['find'])
    const again = await during(() => authorize(cookies))
    assert.deepEqual(again.calls, ['find', 'change'])
  })

  test('a code serves once; when it is used again, what it gave is withdrawn', async () => {
    const code = await authorize(new Map())
    const first = await exchange(code)
    assert.equal(first.status, 200)
    const second = await exchange(code)
    assert.deepEqual([second.status, second.error], [400, 'invalid_grant'])
    assert.equal((await userinfo(first.access_token)).status, 401)
  })

  test('of many that use a code at once, one has a token', async () => {
    const code = await authorize(new Map())
    const all = await Promise.all(Array.from({ length: 12 }, () => exchange(code)))
    assert.equal(all.filter(({ status }) => status === 200).length, 1)
    assert.ok(all.every(({ status, error }) => status === 200 || error === 'invalid_grant'))
  })

  test('whoever signs out has no token left', async () => {
    const token = await exchange(await authorize(new Map()))
    await artefacts.endSessions('someone')
    assert.equal((await userinfo(token.access_token)).status, 401)
    assert.deepEqual(await artefacts.sessionsOf('someone'), [])
  })

  test('an assertion is written once, and the exchange says so', async () => {
    const adapter = oidcAdapter(artefacts, GRANTED)
    const exp = Math.floor(Date.now() / 1000) + 60
    const present = () =>
      artefacts.together(async () => {
        assert.equal(await adapter('ReplayDetection').find('one'), undefined)
        await adapter('ReplayDetection').upsert('one', { exp }, 60)
        await adapter('AccessToken').upsert(randomUUID(), { exp, accountId: 'someone' }, 60)
      })
    await present()
    await assert.rejects(present(), errors.InvalidClientAuth)
  })
})

describe('the ids of grants', () => {
  test('say whose they are, whatever the client is called', () => {
    for (const clientId of ['dues', 'a~b', 'ffioedd ê', '%7E~']) {
      const id = grantIdOf('account', clientId, 'session')
      assert.deepEqual(readGrantId(id), { accountId: 'account', clientId })
    }
    assert.equal(readGrantId('anything'), undefined)
    assert.equal(readGrantId('a~%~c'), undefined)
    assert.throws(() => grantIdOf('a~b', 'dues', 'session'))
  })
})

test('what the contract has not is not stored', async () => {
  const shelf = new Proxy({}, { get: () => assert.fail('asked the store') })
  const refresh = oidcAdapter(createArtefacts({ ...emptyShelf, ...shelf }), GRANTED)('RefreshToken')
  await assert.rejects(async () => refresh.upsert('x', {}, 1), /the contract has none/)
  assert.equal(await refresh.find('x'), undefined)
})

const emptyShelf: Shelf = {
  find: async () => undefined,
  findByUid: async () => undefined,
  change: async () => 'written',
  destroyByGrant: async () => {},
  endSession: async () => {},
  endSessions: async () => {},
  sessionsOf: async () => [],
  removeExpired: async () => 0,
  close: async () => {},
}

function counted(shelf: Shelf, asked: string[]): Shelf {
  return {
    ...shelf,
    find: (id) => {
      asked.push('find')
      return shelf.find(id)
    },
    findByUid: (uid) => {
      asked.push('findByUid')
      return shelf.findByUid(uid)
    },
    change: (changes) => {
      asked.push('change')
      return shelf.change(changes)
    },
  }
}

function makeProvider(issuer: string, artefacts: Artefacts): Provider {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const provider = new Provider(issuer, {
    adapter: oidcAdapter(artefacts, GRANTED),
    clients: [
      {
        client_id: 'dues',
        redirect_uris: [BACK],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'none',
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256' }] },
    cookies: { keys: ['a secret'] },
    claims: { openid: ['sub'], email: ['email'] },
    features: { devInteractions: { enabled: false } },
    ttl: { AccessToken: 180, AuthorizationCode: 300, IdToken: 120, Session: 3600, Interaction: 3600 },
    expiresWithSession: () => false,
    interactions: { url: (_ctx, { uid }) => `/journey/${uid}` },
    findAccount: (_ctx, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, email: 'registry@harbourton.example' }),
    }),
    loadExistingGrant: async ({ oidc }) => {
      const { client, session, account, provider: own } = oidc
      assert.ok(client && session && account)
      return await own.Grant.find(grantIdOf(account.accountId, client.clientId, session.uid))
    },
  })
  provider.use(async (_ctx, next) => {
    await artefacts.together(next)
  })
  return provider
}
