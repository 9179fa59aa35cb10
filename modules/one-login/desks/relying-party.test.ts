import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createOutbound } from '#platform/outbound'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { hashClientSecret } from '../clients/client-secrets.ts'
import { openBrowser } from '../protocol/browser.testing.ts'
import { startProvider, type TestProvider, testClient, testPerson } from '../protocol/testing.ts'
import { createRelyingParty, type RelyingParty } from './relying-party.ts'

const BACK = 'https://operators.example/back'

// Another provider, on a port of its own, at which operators sign in.
eachDatabase((_kind, open) => {
  let provider: TestProvider
  let party: RelyingParty
  const partyThrough = (allow: string[], change = {}) =>
    createRelyingParty(
      {
        issuer: provider.issuer,
        clientId: 'rp',
        clientSecret: 'a secret of operators',
        fetch: createOutbound({ allow }).fetch,
        ...change,
      },
      provider.base.now,
    )

  before(async () => {
    provider = await startProvider(open)
    const { client } = testClient({
      redirectUrls: [BACK],
      scopes: ['openid'],
      tokenAuthMethod: 'client_secret_post',
      clientSecretHash: await hashClientSecret('a secret of operators'),
    })
    provider.clients.set('rp', client)
    provider.people.set('a', testPerson('a'))
    party = partyThrough([new URL(provider.url).host])
  })
  after(() => provider.close())

  async function comeBack(through = party) {
    const { to, away } = await through.begin(BACK, { scopes: ['groups'], parameters: {} })
    const { location } = await openBrowser(provider.url).follow(to)
    return { away, address: new URL(location ?? '') }
  }

  test('somebody signs in at another provider, through the door out', async () => {
    const { away, address } = await comeBack()
    const returned = await party.end(address, away)
    assert.match(returned?.subject ?? '', /^urn:fdc:/)
    assert.equal(returned?.claims.vot, 'Cl.Cm')
  })

  test('a code is good once, for the browser that asked, and from the provider that was asked', async () => {
    const { away, address } = await comeBack()
    const other = await comeBack()
    assert.equal(await party.end(address, other.away), undefined, 'another browser')
    assert.equal(await party.end(address, { ...away, nonce: 'other' }), undefined)
    const spent = await comeBack()
    assert.ok(await party.end(spent.address, spent.away))
    assert.equal(await party.end(spent.address, spent.away), undefined, 'twice')
    const mixed = await comeBack()
    mixed.address.searchParams.set('iss', 'https://elsewhere.example/')
    assert.equal(await party.end(mixed.address, mixed.away), undefined, 'another issuer')
    const verified = await comeBack()
    assert.equal(await party.end(verified.address, { ...verified.away, verifier: 'x'.repeat(43) }), undefined)
    const refused = new URL(`${BACK}?error=access_denied&state=${away.state}`)
    assert.equal(await party.end(refused, away), undefined)
  })

  test('a wrong secret signs nobody in, and a door that is shut says so', async () => {
    const wrong = partyThrough([new URL(provider.url).host], { clientSecret: 'another secret' })
    const { away, address } = await comeBack(wrong)
    assert.equal(await wrong.end(address, away), undefined)
    await assert.rejects(partyThrough([]).begin(BACK, { scopes: [], parameters: {} }))
  })
})
