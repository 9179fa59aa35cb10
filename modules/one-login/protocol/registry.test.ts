// What the registry says of a client, and when the protocol asks; and the provider behind a proxy that ends TLS.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eachDatabase } from '../../../platform/database/testing.ts'
import type { Client } from '../clients/client.ts'
import { openBrowser } from './browser.testing.ts'
import { claimsIn, serviceOf, toldIn } from './relying-party.testing.ts'
import { startProvider, testClient, testPerson } from './testing.ts'

eachDatabase((_kind, open) => {
  describe('the registry', () => {
    test('says who may use a client that is not in production, a session or not', async () => {
      const { client, key } = testClient({ testClient: true })
      const errors: string[][] = []
      const provider = await startProvider(open, {
        clients: {
          find: async () => client,
          mayUse: async (_client, email) => email.startsWith('member'),
          recordError: (...told) => void errors.push(told),
        },
      })
      try {
        const service = serviceOf(provider, { client, key })
        for (const id of ['member', 'somebody']) provider.people.set(id, testPerson(id))
        provider.behaviour.accountId = 'member'
        assert.ok((await service.ask()).code)
        provider.behaviour.accountId = 'somebody'
        const browser = openBrowser(provider.url)
        for (const _ of [1, 2]) assert.equal((await service.ask({}, browser)).error, 'access_denied')
        assert.equal(provider.accepted.length, 1)
        // The service is told no more than the contract's words; its team reads what to do.
        assert.deepEqual(errors.at(-1)?.slice(0, 3), [
          client.clientId,
          'access_denied',
          'Test service: not on the list of who may test it',
        ])
      } finally {
        await provider.close()
      }
    })

    test('its team reads why a page ended with a refusal, and the service only the contract’s words', async () => {
      const provider = await startProvider(open)
      try {
        const service = serviceOf(provider, testClient())
        provider.behaviour.refuses = 'access_denied'
        const told = await service.ask()
        assert.equal(told.error_description, 'Refused')
        assert.deepEqual(provider.errors.at(-1), {
          clientId: service.client.clientId,
          error: 'access_denied',
          description: 'Refused',
        })
        provider.behaviour.forTeam = 'Test service: not on the list'
        const toldAgain = await service.ask()
        assert.equal(toldAgain.error_description, 'Refused')
        assert.equal(provider.errors.at(-1)?.description, 'Test service: not on the list')
      } finally {
        await provider.close()
      }
    })

    test('fixes the sector before the first subject is given, and the fixed one counts', async () => {
      const made = testClient({ sectorIdentifierUri: 'https://old.example/' })
      let client: Client = made.client
      const provider = await startProvider(open, {
        clients: {
          find: async () => client,
          async firstUser({ sectorIdentifierUri }) {
            if (sectorIdentifierUri === 'https://new.example/') return 'fixed'
            client = { ...client, sectorIdentifierUri: 'https://new.example/' }
            return 'changed'
          },
        },
      })
      try {
        provider.people.set('a', testPerson('a'))
        const service = serviceOf(provider, made)
        const first = await service.signIn()
        assert.equal(claimsIn(first.id_token).sub, claimsIn((await service.signIn()).id_token).sub)
      } finally {
        await provider.close()
      }
    })

    test('changes take effect at once: a client that is deactivated, an address that is taken out', async () => {
      const provider = await startProvider(open)
      try {
        provider.people.set('a', testPerson('a'))
        const service = serviceOf(provider, testClient())
        const { access_token } = await service.signIn()
        const { code } = await service.ask()
        provider.clients.set('rp', { ...service.client, isActive: false })
        assert.equal((await service.userinfo(access_token)).status, 401)
        const { body } = await service.post(service.form(code ?? ''))
        assert.equal(body.error, 'invalid_client')
        provider.clients.set('rp', { ...service.client, redirectUrls: ['https://ponds.example/new'] })
        assert.equal((await openBrowser(provider.url).get(service.address())).status, 400)
        const moved = await openBrowser(provider.url).follow(
          service.address({ redirect_uri: 'https://ponds.example/new' }),
        )
        assert.ok(toldIn(moved).code)
      } finally {
        await provider.close()
      }
    })
  })

  test('behind a proxy that ends TLS, cookies are for TLS alone and addresses are the public ones', async () => {
    const provider = await startProvider(open, {}, 'https://login.example')
    try {
      provider.people.set('a', testPerson('a'))
      const service = serviceOf(provider, testClient())
      const cookies = new Map<string, string>()
      const get = async (address: string) => {
        const { pathname, search } = new URL(address, provider.url)
        const response = await fetch(provider.url + pathname + search, {
          redirect: 'manual',
          headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        })
        for (const line of response.headers.getSetCookie()) {
          const [pair = ''] = line.split(';')
          const at = pair.indexOf('=')
          if (pair.length > at + 1) cookies.set(pair.slice(0, at), pair.slice(at + 1))
          assert.match(pair, /^__(Host|Secure)-/)
          assert.match(line, /; secure/i)
        }
        return response.headers.get('location') ?? ''
      }
      const page = await get(service.address())
      assert.equal(new URL(page, 'https://login.example').origin, 'https://login.example')
      const back = await get(await get(page))
      assert.match(back, /^https:\/\/ponds\.example\/back\?code=/)
      assert.equal(new URL(back).searchParams.get('iss'), 'https://login.example/')
      assert.ok(cookies.has('__Host-session'))
    } finally {
      await provider.close()
    }
  })
})
