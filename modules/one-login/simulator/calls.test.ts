import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { after, before, beforeEach, suite, test } from 'node:test'
import { openBrowser } from '../protocol/browser.testing.ts'
import { makePair, signText } from '../requests/testing.ts'
import { CLIENT, codeOf, onSimulator, REDIRECT, readJwt } from './testing.ts'

// The key set of a service that is being written stands on the machine of whoever writes it: nothing is to be allowed.
onSimulator({}, (simulator) => {
  suite('A service with a key set on this machine', () => {
    const pair = makePair()
    const server = createServer((_request: IncomingMessage, response) => {
      const jwk = { ...pair.publicKey.export({ format: 'jwk' }), use: 'sig' }
      response.end(JSON.stringify({ keys: kids.map((kid) => ({ ...jwk, kid })) }))
    })
    let jwksUrl = ''
    let kids = ['mine']

    before(async () => {
      server.listen(0, 'localhost')
      await once(server, 'listening')
      const address = server.address()
      assert.ok(address && typeof address === 'object')
      jwksUrl = `http://localhost:${address.port}/jwks.json`
    })
    after(() => void server.close())
    beforeEach(async () => {
      await simulator().reset({ clientConfiguration: { publicKeySource: 'JWKS', jwksUrl } })
      kids = ['mine']
    })

    function assertion(kid: string): string {
      const exp = Math.floor(Date.now() / 1000) + 300
      const claims = { iss: CLIENT, sub: CLIENT, aud: `${simulator().url}/token`, jti: kid, exp }
      return signText(claims, pair.privateKey, { kid })
    }

    test('signs with a key from it', async () => {
      const code = codeOf(await simulator().authorize())
      const form = simulator().form(code, { client_assertion: assertion('mine') })
      assert.equal((await simulator().post('/token', form)).status, 200)
    })

    test('signs with one that has only just come into it', async () => {
      for (const kid of ['second', 'third']) {
        kids = [kid]
        const code = codeOf(await simulator().authorize())
        const form = simulator().form(code, { client_assertion: assertion(kid) })
        assert.equal((await simulator().post('/token', form)).status, 200)
      }
    })

    test('is refused with a key that is not in it', async () => {
      const form = simulator().form('x', { client_assertion: assertion('other') })
      const { json } = await simulator().post('/token', form)
      assert.deepEqual(json, {
        error: 'invalid_client',
        error_description: 'Invalid signature in private_key_jwt',
      })
    })

    test('is told where the set cannot be fetched', async () => {
      await simulator().configure({ clientConfiguration: { jwksUrl: 'http://localhost:1/jwks.json' } })
      const form = simulator().form('x', { client_assertion: assertion('mine') })
      const { json } = await simulator().post('/token', form)
      assert.deepEqual(json, {
        error: 'server_error',
        error_description: 'Failed to fetch or parse JWKS to verify signature of private_key_jwt',
      })
    })
  })

  suite('A service on this machine that wants to hear of people signing out', () => {
    const heard: string[] = []
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += String(chunk)
      })
      request.on('end', () => {
        heard.push(body)
        response.end()
      })
    })
    before(async () => {
      server.listen(0, 'localhost')
      await once(server, 'listening')
    })
    after(() => void server.close())

    test('hears of it', async () => {
      const address = server.address()
      assert.ok(address && typeof address === 'object')
      const backChannelLogoutUri = `http://localhost:${address.port}/signed-out`
      await simulator().reset({ clientConfiguration: { backChannelLogoutUri } })
      const browser = openBrowser(simulator().url)
      const asked = { client_id: CLIENT, redirect_uri: REDIRECT, response_type: 'code', scope: 'openid' }
      const query = new URLSearchParams({ ...asked, state: 's', nonce: 'n' })
      assert.match((await browser.get(`/authorize?${query}`)).location ?? '', /code=/)
      await browser.get('/logout')
      await simulator().runJobs()
      const token = new URLSearchParams(heard[0]).get('logout_token') ?? ''
      const { claims } = readJwt(token)
      assert.equal(claims.aud, CLIENT)
      assert.equal(claims.sub, 'urn:fdc:gov.uk:2022:56P4CMsGh_02YOlWpd8PAOI-2sVlB2nsNU7mcLZYhYw=')
    })
  })
})
