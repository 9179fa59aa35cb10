// Sections 1.5, 1.6 and 1.7 of the contract, over HTTP: userinfo, subjects and core identities.
import assert from 'node:assert/strict'
import { createHash, createPublicKey, verify } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { eachDatabase } from '../../../platform/database/testing.ts'
import type { Client } from '../clients/client.ts'
import type { Identity } from '../identities/identity.ts'
import { openBrowser } from './browser.testing.ts'
import { claimsIn, headerIn, serviceOf, toldIn } from './relying-party.testing.ts'
import { startProvider, type TestProvider, testClient, testPerson } from './testing.ts'

const V = 'https://vocab.account.gov.uk/v1/'
const IDENTITY: Identity = {
  level: 'P2',
  credentialSubject: {
    name: [
      {
        nameParts: [
          { type: 'GivenName', value: 'Registry' },
          { type: 'FamilyName', value: 'Harbourton' },
        ],
      },
    ],
    birthDate: [{ value: '1970-01-01' }],
  },
  address: [{ postalCode: 'HB1 1AA', addressCountry: 'GB' }],
  passport: [{ documentNumber: '1223456', icaoIssuerCode: 'GBR', expiryDate: '2032-02-02' }],
}
const CLAIMS = ['coreIdentityJWT', 'address', 'passport', 'drivingPermit', 'returnCode'].map(
  (name) => V + name,
)
const asking = (...names: string[]) => ({
  claims: JSON.stringify({ userinfo: Object.fromEntries(names.map((name) => [V + name, null])) }),
})
const provesClient = (rest: Partial<Client> = {}) =>
  testClient({
    clientId: 'proves',
    identityVerificationSupported: true,
    clientLoCs: ['P0', 'P1', 'P2'],
    claims: CLAIMS,
    scopes: ['openid', 'email', 'phone', 'wallet-subject-id'],
    ...rest,
  })

eachDatabase((_kind, open) => {
  let provider: TestProvider
  before(async () => {
    provider = await startProvider(open)
    provider.people.set('a', testPerson('a'))
  })
  after(() => provider?.close())

  const get = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(provider.url + path, { headers })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) }
  }

  describe('userinfo', () => {
    test('without a token, with another, with one that has expired', async () => {
      const nothing = await get('/userinfo')
      assert.deepEqual([nothing.status, nothing.headers.get('www-authenticate')], [401, 'Bearer'])
      for (const token of ['guessed', 'eyJhbGciOiJub25lIn0.e30.']) {
        const { status, headers } = await get('/userinfo', { authorization: `Bearer ${token}` })
        assert.equal(status, 401)
        assert.match(headers.get('www-authenticate') ?? '', /^Bearer error="invalid_token"/)
      }
      const service = serviceOf(provider, testClient())
      const { access_token } = await service.signIn()
      assert.equal((await service.userinfo(access_token)).status, 200)
      provider.pass(181)
      assert.equal((await service.userinfo(access_token)).status, 401)
    })
    test('only what was asked for', async () => {
      const service = serviceOf(provider, testClient())
      const { access_token, id_token } = await service.signIn()
      assert.deepEqual((await service.userinfo(access_token)).body, { sub: claimsIn(id_token).sub })
    })
    test('an address and a phone number', async () => {
      provider.people.set('with-phone', testPerson('with-phone', { phoneNumber: '+441406946277' }))
      provider.behaviour.accountId = 'with-phone'
      const service = serviceOf(provider, testClient())
      const { access_token } = await service.signIn({ scope: 'openid email phone' })
      const { sub, ...rest } = (await service.userinfo(access_token)).body
      assert.deepEqual(rest, {
        email: 'with-phone@registry.example',
        email_verified: true,
        phone_number: '+441406946277',
        phone_number_verified: true,
      })
      provider.behaviour.accountId = 'a'
    })
    test('nothing for an account that was suspended since', async () => {
      provider.people.set('s', testPerson('s'))
      provider.behaviour.accountId = 's'
      const service = serviceOf(provider, testClient())
      const { access_token } = await service.signIn()
      const { code } = await service.ask()
      const intervention = {
        state: 'suspended',
        mustResetPassword: false,
        mustReproveIdentity: false,
      } as const
      provider.people.set('s', testPerson('s', { intervention }))
      provider.behaviour.accountId = 'a'
      assert.equal((await service.userinfo(access_token)).status, 401)
      const { status, body } = await service.post(service.form(code ?? ''))
      assert.deepEqual([status, body.error], [400, 'invalid_grant'])
    })
  })

  describe('subjects', () => {
    const subjectAt = async (rest: Partial<Client>) => {
      const service = serviceOf(provider, testClient(rest))
      return String(claimsIn((await service.signIn()).id_token).sub)
    }
    test('are of the sector, the account and its salt', async () => {
      const salt = provider.people.get('a')?.salt ?? Buffer.alloc(0)
      const hash = createHash('sha256').update('ponds.example').update('a').update(salt).digest('base64')
      const expected = `urn:fdc:gov.uk:2022:${hash.replaceAll('+', '-').replaceAll('/', '_')}`
      assert.equal(await subjectAt({ clientId: 's1' }), expected)
      assert.equal(
        await subjectAt({ clientId: 's2', redirectUrls: ['https://www.ponds.example/x'] }),
        expected,
      )
      const shared = { redirectUrls: ['https://x.example/x'], sectorIdentifierUri: 'https://ponds.example/s' }
      assert.equal(await subjectAt({ clientId: 's3', ...shared }), expected)
      assert.notEqual(
        await subjectAt({ clientId: 's4', redirectUrls: ['https://lakes.example/x'] }),
        expected,
      )
    })
    test('of wallets are others', async () => {
      const service = serviceOf(provider, provesClient())
      const { access_token } = await service.signIn({ scope: 'openid wallet-subject-id' })
      const { body } = await service.userinfo(access_token)
      assert.match(String(body.wallet_subject_id), /^urn:fdc:wallet\.account\.gov\.uk:2024:[\w-]{43}=$/)
      assert.notEqual(String(body.wallet_subject_id).slice(-44), String(body.sub).slice(-44))
    })
  })

  describe('identities', () => {
    test('a core identity, signed by a key of the DID document', async () => {
      provider.people.set('p', testPerson('p'))
      provider.identities.set('p', IDENTITY)
      provider.behaviour.accountId = 'p'
      const service = serviceOf(provider, provesClient())
      const { access_token, id_token } = await service.signIn({
        vtr: '["Cl.Cm.P1","Cl.Cm.P2"]',
        ...asking('coreIdentityJWT', 'passport', 'drivingPermit'),
      })
      const { body } = await service.userinfo(access_token)
      assert.deepEqual(body[`${V}passport`], IDENTITY.passport)
      assert.equal(`${V}drivingPermit` in body, false)
      assert.equal(`${V}address` in body, false)
      assert.equal(claimsIn(id_token).vot, 'Cl.Cm')

      const token = String(body[`${V}coreIdentityJWT`])
      const claims = claimsIn(token)
      const { sub } = claimsIn(id_token)
      assert.deepEqual(
        { sub: claims.sub, aud: claims.aud, vot: claims.vot, vtm: claims.vtm },
        { sub, aud: 'proves', vot: 'P2', vtm: `${provider.issuer}trustmark` },
      )
      assert.equal(Number(claims.exp) - Number(claims.nbf), 1800)
      assert.deepEqual(claims.vc, {
        type: ['VerifiableCredential', 'VerifiableIdentityCredential'],
        credentialSubject: IDENTITY.credentialSubject,
      })
      const did = (await get('/.well-known/did.json')).body
      const { kid, alg } = headerIn(token)
      assert.equal(alg, 'ES256')
      const method = did.assertionMethod.find(({ id }: { id: string }) => id === kid)
      const [head = '', middle = '', signature = ''] = token.split('.')
      assert.ok(
        verify(
          'sha256',
          Buffer.from(`${head}.${middle}`),
          { key: createPublicKey({ key: method.publicKeyJwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
          Buffer.from(signature, 'base64url'),
        ),
      )
      const jwks = (await get('/.well-known/jwks.json')).body
      assert.equal(
        jwks.keys.some((key: { x?: string }) => key.x === method.publicKeyJwk.x),
        false,
      )
    })
    test('the level asked for, where a stronger one was proved', async () => {
      const service = serviceOf(provider, provesClient())
      const { access_token } = await service.signIn({ vtr: '["Cl.Cm.P1"]', ...asking('coreIdentityJWT') })
      const { body } = await service.userinfo(access_token)
      assert.equal(claimsIn(String(body[`${V}coreIdentityJWT`])).vot, 'P1')
    })
    test('nothing for a service that asked for claims, but for no identity', async () => {
      const service = serviceOf(provider, provesClient())
      const { access_token } = await service.signIn({
        vtr: '["Cl.Cm"]',
        ...asking('coreIdentityJWT', 'passport'),
      })
      assert.deepEqual(Object.keys((await service.userinfo(access_token)).body), ['sub'])
    })
    test('are proved at the page, once somebody asks', async () => {
      provider.people.set('new', testPerson('new'))
      provider.behaviour.accountId = 'new'
      provider.behaviour.proves = { level: 'P2' }
      const service = serviceOf(provider, provesClient())
      const browser = openBrowser(provider.url)
      provider.asked.length = 0
      await service.signIn({}, browser)
      const seen = await service.ask({ vtr: '["Cl.Cm.P2"]', ...asking('coreIdentityJWT') }, browser)
      assert.deepEqual(
        provider.asked.map(({ why, accountId }) => [why, accountId]),
        [
          ['signing in', null],
          ['proving', 'new'],
        ],
      )
      assert.ok(seen.code)
      assert.equal(provider.accepted.at(-1)?.identity, 'P2')
      assert.equal(provider.accepted.at(-1)?.by, 'session')
    })
    test('a failed proof: codes for a service that asked for them, a refusal for others', async () => {
      provider.behaviour.proves = { level: 'P0', returnCodes: ['C', 'B'] }
      const service = serviceOf(provider, provesClient())
      const { access_token } = await service.signIn({
        vtr: '["Cl.Cm.P2"]',
        ...asking('coreIdentityJWT', 'returnCode'),
      })
      const { sub, ...rest } = (await service.userinfo(access_token)).body
      assert.deepEqual(rest, { [`${V}returnCode`]: [{ code: 'C' }, { code: 'B' }] })
      const refused = await service.ask({ vtr: '["Cl.Cm.P2"]', ...asking('coreIdentityJWT') })
      assert.equal(refused.error, 'access_denied')
      provider.behaviour.proves = { level: 'P2' }
      provider.behaviour.accountId = 'a'
    })
    test('are proved anew where an operator wants it', async () => {
      const intervention = { state: 'none', mustResetPassword: false, mustReproveIdentity: true } as const
      provider.people.set('again', testPerson('again', { intervention }))
      provider.identities.set('again', IDENTITY)
      provider.behaviour.accountId = 'again'
      provider.asked.length = 0
      const seen = await serviceOf(provider, provesClient()).ask({ vtr: '["Cl.Cm.P2"]' })
      assert.ok(seen.code)
      assert.deepEqual(
        provider.asked.map(({ why }) => why),
        ['signing in', 'proving'],
      )
      provider.behaviour.accountId = 'a'
    })
    test('the service is told where proving is refused', async () => {
      provider.behaviour.refuses = 'temporarily_unavailable'
      const service = serviceOf(provider, provesClient())
      const seen = toldIn(await openBrowser(provider.url).follow(service.address({ vtr: '["Cl.Cm.P2"]' })))
      assert.equal(seen.error, 'temporarily_unavailable')
      assert.equal(seen.iss, provider.issuer)
      delete provider.behaviour.refuses
    })
  })
})
