import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createOutbound } from '#platform/outbound'
import { hashClientSecret } from '../../modules/one-login/clients/client-secrets.ts'
import {
  type Behaviour,
  startProvider,
  type TestProvider,
  testClient,
  testPerson,
} from '../../modules/one-login/protocol/testing.ts'
import { eachDatabase } from '../../platform/database/testing.ts'
import { type ExampleOptions, type ExampleService, startExampleService } from './example.ts'

/** A browser that has one jar of cookies, follows what it is told to follow, and shows where it ended. */
function browser() {
  const jar = new Map<string, string>()
  return async (address: string, init: RequestInit = {}) => {
    let at = new URL(address)
    let request = init
    for (let steps = 0; steps < 20; steps++) {
      const answer = await fetch(at, {
        ...request,
        redirect: 'manual',
        headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      })
      for (const line of answer.headers.getSetCookie()) {
        const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s)
        if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name)
        else jar.set(name, value)
      }
      const location = answer.headers.get('location')
      if (location === null) return { at, status: answer.status, text: await answer.text() }
      at = new URL(location, at)
      request = {}
    }
    throw new Error('it goes round in circles')
  }
}

eachDatabase((_kind, open) => {
  let provider: TestProvider
  const services: ExampleService[] = []

  before(async () => {
    // The services are not there yet, so the door is made when it is used.
    provider = await startProvider(open, {
      outbound: {
        request: (url, asked) =>
          createOutbound({ allow: services.map((service) => new URL(service.url).host) }).request(url, asked),
      },
    })
    provider.people.set('a', testPerson('a'))
    provider.identities.set('a', {
      level: 'P2',
      credentialSubject: {
        name: [
          { validUntil: '2010-05-31', nameParts: [{ type: 'FamilyName', value: 'Records' }] },
          {
            nameParts: [
              { type: 'GivenName', value: 'Moorings' },
              { type: 'FamilyName', value: 'Office' },
            ],
          },
        ],
        birthDate: [{ value: '1970-01-01' }],
      },
      address: [{ postalCode: 'HB1 1AA', addressCountry: 'GB' }],
    })
  })
  after(async () => {
    await Promise.all(services.map((service) => service.stop()))
    await provider.close()
  })

  /** What whoever comes to the provider's pages does there. */
  function people(does: Partial<Behaviour>): void {
    delete provider.behaviour.refuses
    Object.assign(provider.behaviour, { accountId: 'a', level: 'Cl.Cm', proves: { level: 'P2' }, ...does })
  }

  async function start(options: Partial<ExampleOptions>): Promise<ExampleService> {
    const service = await startExampleService({ port: 0, issuer: provider.issuer, ...options })
    services.push(service)
    service.registered({ clientId: `service-${services.length}` })
    const { clientSecret, ...registration } = service.registration
    const { client } = testClient({
      ...registration,
      clientSecretHash: clientSecret === null ? null : await hashClientSecret(clientSecret),
    })
    provider.clients.set(client.clientId, client)
    return service
  }

  for (const requests of ['query', 'jar'] as const) {
    for (const authentication of ['private_key_jwt', 'client_secret_post'] as const) {
      test(`people sign in, step up and sign out (${requests}, ${authentication})`, async () => {
        const { url } = await start({ requests, authentication })
        const go = browser()
        const received = async () => JSON.parse((await go(`${url}/received.json`)).text)
        assert.match((await go(url)).text, /href="\/sign-in"/)

        people({ level: 'Cl' })
        const back = await go(`${url}/sign-in?level=Cl`)
        assert.match(back.text, /You are signed in/, back.text)
        assert.match(back.text, /With a password \(Cl\)/)
        const before = await received()
        assert.equal(before.level, 'Cl')
        assert.equal(before.userinfo.email, 'a@registry.example')

        people({})
        assert.match((await go(`${url}/sign-in`)).text, /a second factor \(Cl\.Cm\)/)
        assert.equal((await received()).subject, before.subject)

        const out = await go(`${url}/sign-out`, { method: 'POST' })
        assert.match(out.text, /You have signed out/)
        assert.equal(out.at.origin, url)
        assert.equal(await received(), null)
      })
    }
  }

  const signIn = async (options: Partial<ExampleOptions> = {}) => {
    const service = await start(options)
    const go = browser()
    people({})
    await go(`${service.url}/sign-in`)
    const received = async () => JSON.parse((await go(`${service.url}/received.json`)).text)
    return { service, url: service.url, go, received, idToken: (await received()).idToken }
  }

  for (const requests of ['query', 'jar'] as const) {
    test(`people prove who they are (${requests})`, async () => {
      const { url, go, received } = await signIn({ requests })
      assert.match((await go(url)).text, /You have not told this service/)
      const back = await go(`${url}/prove-identity`)
      assert.match(back.text, /Moorings Office, born 1970-01-01 \(P2, verified\)/)
      const { identity, userinfo } = await received()
      assert.deepEqual(identity, { level: 'P2', name: 'Moorings Office', birthDate: '1970-01-01' })
      assert.equal(userinfo['https://vocab.account.gov.uk/v1/address'][0].postalCode, 'HB1 1AA')
    })
  }

  test('people who could not prove it come back with codes that say why', async () => {
    const { url, go, received } = await signIn()
    provider.identities.delete('a')
    people({ proves: { level: 'P0', returnCodes: ['B'] } })
    assert.match((await go(`${url}/prove-identity`)).text, /You have not told this service/)
    const { identity, userinfo } = await received()
    assert.equal(identity, null)
    assert.deepEqual(userinfo['https://vocab.account.gov.uk/v1/returnCode'], [{ code: 'B' }])
  })

  test('people sign in again', async () => {
    const { url, go, received } = await signIn({ requests: 'jar' })
    const before = await received()
    assert.match((await go(`${url}/sign-in-again`)).text, /You are signed in/)
    assert.equal(provider.asked.at(-1)?.why, 'signing in again')
    assert.notEqual((await received()).idToken, before.idToken)
  })

  test('what One Login refuses is said in its words', async () => {
    const { url } = await start({})
    people({ refuses: 'access_denied' })
    const refused = await browser()(`${url}/sign-in`)
    assert.equal(refused.status, 400)
    assert.match(refused.text, /You are not signed in.*<dd>access_denied<\/dd>/s)
  })

  test('whoever signs out of another service is signed out of this one', async () => {
    const one = await signIn()
    const two = await start({})
    await one.go(`${two.url}/sign-in`)
    assert.match((await one.go(two.url)).text, /You are signed in/)
    await one.go(`${two.url}/sign-out`, { method: 'POST' })
    await provider.jobs.runDue()
    assert.equal(await one.received(), null)
  })

  test('nobody but One Login signs anybody out', async () => {
    const { url, received, idToken } = await signIn()
    for (const logoutToken of ['', 'x.y.z', idToken]) {
      const answer = await fetch(`${url}/back-channel-logout`, {
        method: 'POST',
        body: new URLSearchParams({ logout_token: logoutToken }),
      })
      assert.equal(answer.status, 400)
    }
    assert.notEqual(await received(), null)
  })

  test('a browser cannot come back with what another began, nor twice', async () => {
    const { url } = await start({})
    people({})
    const began = await fetch(`${url}/sign-in`, { redirect: 'manual' })
    const state = new URL(began.headers.get('location') ?? '').searchParams.get('state')
    const stranger = await fetch(`${url}/callback?code=abc&state=${state}`)
    assert.equal(stranger.status, 400)
    assert.match(await stranger.text(), /no_session/)
    const go = browser()
    await go(`${url}/sign-in`)
    assert.match((await go(`${url}/callback?code=abc&state=${state}`)).text, /no_session/)
  })

  test('two tabs may be on their way at once', async () => {
    const { url } = await start({})
    people({})
    const went = await fetch(`${url}/sign-in`, { redirect: 'manual' })
    const headers = { cookie: (went.headers.get('set-cookie') ?? '').split(';')[0] ?? '' }
    await fetch(`${url}/sign-in`, { headers, redirect: 'manual' })
    const state = new URL(went.headers.get('location') ?? '').searchParams.get('state') ?? ''
    const answer = new URLSearchParams({ error: 'access_denied', state, iss: provider.issuer })
    const back = await fetch(`${url}/callback?${answer}`, { headers })
    assert.match(await back.text(), /<dd>access_denied<\/dd>/)
  })

  test('a provider that is not there is looked for again', async () => {
    const { url } = await start({ issuer: 'http://localhost:1/' })
    const answer = await browser()(`${url}/sign-in`)
    assert.equal(answer.status, 502)
    assert.match(answer.text, /Sorry, that did not work/)
  })
})
