// What a simulator is made of: somebody who signs in at once, proofs without a page, and errors on purpose.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { openBrowser } from './browser.testing.ts'
import type { Faults, Person } from './needs.ts'
import { claimsIn, headerIn, type Service, serviceOf, toldIn } from './relying-party.testing.ts'
import { startProvider, type TestProvider, testClient, testPerson } from './testing.ts'

const V = 'https://vocab.account.gov.uk/v1/'

eachDatabase((_kind, open) => {
  let provider: TestProvider
  let service: Service
  const faults: Faults = {}
  const person: Person = { ...testPerson('sim'), subject: 'urn:fdc:gov.uk:2022:mine', emailVerified: false }
  before(async () => {
    provider = await startProvider(open, {
      people: { account: async () => person },
      identities: {
        find: async () => undefined,
        proveAtOnce: async () => ({ level: 'P0', returnCodes: ['T'] }),
      },
      signInAtOnce: async ({ credential }) => ({
        accountId: 'sim',
        level: credential,
        methods: ['simulator'],
      }),
      faults,
      issuerInAnswers: false,
    })
    service = serviceOf(
      provider,
      testClient({
        identityVerificationSupported: true,
        clientLoCs: ['P2'],
        claims: [`${V}coreIdentityJWT`, `${V}returnCode`],
      }),
    )
  })
  after(() => provider?.close())

  test('/authorize answers with a code at once, and does not say who answers', async () => {
    const told = toldIn(await openBrowser(provider.url).get(service.address()))
    assert.deepEqual(Object.keys(told).sort(), ['code', 'state'])
    assert.deepEqual(provider.asked, [])
    const refused = toldIn(await openBrowser(provider.url).get(service.address({ nonce: undefined })))
    assert.deepEqual(Object.keys(refused).sort(), ['error', 'error_description', 'state'])
  })

  test('the person is as they were configured', async () => {
    const tokens = await service.signIn({ scope: 'openid email' })
    assert.equal(claimsIn(tokens.id_token).sub, 'urn:fdc:gov.uk:2022:mine')
    const { body } = await service.userinfo(tokens.access_token)
    assert.equal(body.email_verified, false)
  })

  test('a proof without a page', async () => {
    const claims = JSON.stringify({ userinfo: { [`${V}returnCode`]: null } })
    const { access_token } = await service.signIn({ vtr: '["Cl.Cm.P2"]', claims })
    const { body } = await service.userinfo(access_token)
    assert.deepEqual(body[`${V}returnCode`], [{ code: 'T' }])
  })

  test('an ID token that is wrong on purpose', async () => {
    Object.assign(faults, {
      idToken: ({ header, claims }) => ({
        header: { ...header, alg: 'HS256' },
        claims: { ...claims, nonce: 'another', aud: 'another' },
        spoiled: true,
      }),
    } satisfies Faults)
    const { id_token } = await service.signIn()
    assert.equal(headerIn(id_token).alg, 'HS256')
    assert.equal(claimsIn(id_token).nonce, 'another')
    Object.assign(faults, { idToken: undefined })
  })

  test('an authorization that is refused on purpose', async () => {
    Object.assign(faults, {
      authorize: () => ({ error: 'access_denied', description: 'On purpose' }),
    } satisfies Faults)
    const told = await service.ask()
    assert.deepEqual(told, { error: 'access_denied', error_description: 'On purpose', state: 'the state' })
    Object.assign(faults, { authorize: undefined })
  })

  test('a provider that fails says so, and no more', async () => {
    const { code } = await service.ask()
    Object.assign(faults, {
      idToken: () => {
        throw new Error('the keeper of the keys is gone')
      },
    } satisfies Faults)
    const { status, body } = await service.post(service.form(code ?? ''))
    assert.deepEqual(
      [status, body],
      [500, { error: 'server_error', error_description: 'Unexpected server error' }],
    )
    Object.assign(faults, { idToken: undefined })
  })
})
