// Teams that reach for what is not theirs, addresses that lead into our own network, and keys of the wrong kind.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { Browser } from './browser.testing.ts'
import { keyOf, newTeam, signUp } from './people.testing.ts'
import { api } from './services.testing.ts'
import { startTarget, type Target } from './testing.ts'

const CLIENTS = '/api/registry/v1/clients'
/** Never asked for: no name in them is resolved to a public address, or they are not what may be registered. */
const INSIDE = [
  'https://127.0.0.1/',
  'https://localhost/',
  'http://localhost:1/',
  'https://[::1]/',
  'https://localhost./',
  'https://x.localhost/',
]
const NEVER = [
  'https://169.254.169.254/latest/meta-data',
  'https://10.0.0.1/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://127.1/',
  'https://0/',
  'https://[::ffff:127.0.0.1]/',
  'https://[fe80::1]/',
  'https://office@registry.example/',
  'https://registry.example/#x',
  'https://registry.example\\@127.0.0.1/',
  'http://registry.example/',
  'file:///etc/passwd',
  'gopher://127.0.0.1:6379/_x',
  'javascript:alert(1)',
]

describe('the registry under attack', () => {
  eachDatabase((_kind, open) => {
    let target: Target
    let browser: Browser
    let key: string
    let clientId: string
    before(async () => {
      target = await startTarget(open)
      browser = new Browser(target)
      await signUp(target, browser)
      key = await keyOf(browser, await newTeam(browser, 'Harbour'))
      const made = await api(target, 'POST', CLIENTS, key, {
        clientName: 'Moorings',
        redirectUrls: ['https://moorings.example/back'],
      })
      assert.equal(made.status, 201, made.body)
      clientId = String(made.said.clientId)
    })
    after(() => target.close())

    test('SSRF: no key set and no sector of an address inside, and no such address at all', async () => {
      for (const address of [...INSIDE, ...NEVER]) {
        const keys = { jwksUrl: address, publicKeySource: 'JWKS' }
        assert.equal((await api(target, 'PATCH', `${CLIENTS}/${clientId}`, key, keys)).status, 422, address)
        const sector = { sectorIdentifierUri: address }
        assert.equal((await api(target, 'PATCH', `${CLIENTS}/${clientId}`, key, sector)).status, 422, address)
      }
      for (const address of NEVER)
        for (const change of [
          { backChannelLogoutUri: address },
          { redirectUrls: [address] },
          { postLogoutRedirectUrls: [address] },
        ]) {
          const { status } = await api(target, 'PATCH', `${CLIENTS}/${clientId}`, key, change)
          assert.equal(status, 422, JSON.stringify(change))
        }
    })

    test("nobody joins another's sector by naming its host first", async () => {
      const redirectUrls = ['https://ponds.example/x', 'https://moorings.example/back']
      const { status, body } = await api(target, 'PATCH', `${CLIENTS}/${clientId}`, key, { redirectUrls })
      assert.equal(status, 422)
      assert.match(body, /sectorIdentifierUri/)
    })

    test('settings that are not for teams, and settings that are none', async () => {
      const before = await api(target, 'GET', `${CLIENTS}/${clientId}`, key)
      for (const change of [
        '{"rateLimit":1}',
        '{"isActive":false}',
        '{"testClient":false}',
        '{"standing":"production"}',
        '{"permitMissingNonce":true}',
        '{"oneLoginService":true}',
        '{"smokeTest":true}',
        '{"clientSecretHash":"$argon2id$"}',
        '{"teamId":"ponds"}',
        '{"clientId":"ponds"}',
        '{"__proto__":{"rateLimit":1}}',
        '{"constructor":{"prototype":{"rateLimit":1}}}',
        '{"redirectUrls":"https://evil.example/"}',
        '[]',
      ]) {
        const { status } = await api(target, 'PATCH', `${CLIENTS}/${clientId}`, key, change)
        assert.ok(status === 422 || status === 400, `${change}: ${status}`)
      }
      const after = await api(target, 'GET', `${CLIENTS}/${clientId}`, key)
      assert.equal(after.body, before.body)
    })

    test("another team's service is not there, for pages and programs", async () => {
      const change = { clientName: 'Taken over' }
      assert.equal((await api(target, 'GET', `${CLIENTS}/ponds`, key)).status, 404)
      assert.equal((await api(target, 'GET', `${CLIENTS}/ponds/errors`, key)).status, 404)
      assert.equal((await api(target, 'PATCH', `${CLIENTS}/ponds`, key, change)).status, 404)
      assert.equal((await api(target, 'POST', `${CLIENTS}/ponds/secrets`, key, {})).status, 404)
      assert.equal((await api(target, 'POST', `${CLIENTS}/ponds/production`, key, {})).status, 404)
      for (const path of ['', '/secret', '/errors', '/production', '/settings/name'])
        assert.equal((await browser.ask(`/registry/services/ponds${path}`)).status, 404, path)
      await browser.go('/registry/teams/new')
      const form = {
        'form-token': browser.token(),
        value: 'Taken over',
        name: 'x',
        email: 'x@harbourton.example',
      }
      for (const path of [
        'services/ponds/secret',
        'services/ponds/production',
        'services/ponds/withdrawal',
        'services/ponds/settings/name',
        'teams/ponds/keys',
        'teams/ponds/invitations',
        'teams/ponds/removals',
      ])
        assert.equal((await browser.ask(`/registry/${path}`, { form })).status, 404, path)

      const other = new Browser(target)
      await signUp(target, other)
      await other.go('/registry')
      for (const path of ['', '/secret', '/errors', '/settings/name'])
        assert.equal((await other.ask(`/registry/services/${clientId}${path}`)).status, 404, path)
    })

    test('keys: none, made up, and of another kind', async () => {
      const counts = '/statistics/v1/daily?from=2026-01-01&to=2026-01-02'
      const account = '/api/interventions/v1/accounts/abc'
      for (const wrong of [
        '',
        'x',
        `one-login-team-${'A'.repeat(43)}`,
        `${key}x`,
        key.slice(0, -1),
        key.toUpperCase(),
      ])
        for (const path of [counts, account, CLIENTS])
          assert.equal((await api(target, 'GET', path, wrong)).status, 401, `${wrong} ${path}`)
      const renamed = [key.replace('-team-', '-statistics-'), key.replace('-team-', '-interventions-')]
      for (const each of [key, ...renamed]) {
        assert.equal((await api(target, 'GET', counts, each)).status, 401)
        assert.equal((await api(target, 'GET', account, each)).status, 401)
        const block = { intervention: 'block', reason: 'fraud' }
        assert.equal((await api(target, 'POST', account, each, block)).status, 401)
      }
    })

    test('whoever is no operator is none at any of their pages', async () => {
      await browser.go('/registry/teams/new')
      const form = { 'form-token': browser.token(), decision: 'approve' }
      for (const { method, url } of target.routes) {
        if (!/^(\/cy)?\/operators/.test(url) || /sign|out/.test(url) || method === 'HEAD') continue
        const { status, headers, body } = await browser.ask(
          url.replaceAll(/:\w+/g, 'abc'),
          method === 'POST' ? { form } : {},
        )
        assert.equal(status, 303, url)
        assert.match(headers.get('location') ?? '', /\/operators\/sign-in/)
        assert.equal(body, '')
      }
    })
  })
})
