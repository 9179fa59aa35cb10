import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { createIdentityReader } from './core-identity.ts'

let asked = 0
let issuer: string
let did: string
let key: CryptoKey
let other: CryptoKey
const listed: unknown[] = []
const server = createServer((_request, response) => {
  asked++
  response.end(JSON.stringify({ id: did, assertionMethod: listed }))
})
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  issuer = `http://localhost:${port}/`
  did = `did:web:localhost%3A${port}`
  key = await list('one')
  other = (await generateKeyPair('ES256')).privateKey
})
after(() => void server.close())

async function list(id: string): Promise<CryptoKey> {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  listed.push({ id: `${did}#${id}`, publicKeyJwk: { ...(await exportJWK(publicKey)), alg: 'ES256' } })
  return privateKey
}

const credentialSubject = {
  name: [{ nameParts: [{ type: 'GivenName', value: 'Moorings' }] }],
  birthDate: [{ value: '1970-01-01' }],
}

interface Made {
  claims?: Record<string, unknown>
  kid?: string
  audience?: string
  subject?: string
  issuer?: string
  expires?: string
}

function make(signer: CryptoKey, made: Made = {}): Promise<string> {
  return new SignJWT({ vot: 'P2', vc: { credentialSubject }, ...made.claims })
    .setProtectedHeader({ alg: 'ES256', kid: made.kid ?? `${did}#one` })
    .setIssuer(made.issuer ?? issuer)
    .setAudience(made.audience ?? 'moorings')
    .setSubject(made.subject ?? 'a-person')
    .setIssuedAt()
    .setNotBefore('0s')
    .setExpirationTime(made.expires ?? '30m')
    .sign(signer)
}

test('an identity is believed if everything about it is right', async () => {
  const read = createIdentityReader({ issuer, clientId: 'moorings' })
  assert.deepEqual(await read(await make(key), 'a-person'), {
    level: 'P2',
    name: 'Moorings',
    birthDate: '1970-01-01',
  })
  await read(await make(key), 'a-person')
  assert.equal(asked, 1, 'the document is kept')
  const next = await list('two')
  assert.equal((await read(await make(next, { kid: `${did}#two` }), 'a-person')).name, 'Moorings')
})

test('and otherwise it is not', async () => {
  const read = createIdentityReader({ issuer, clientId: 'moorings' })
  const wrong: [string, string][] = [
    ['another key', await make(other)],
    ['another service', await make(key, { audience: 'harbour' })],
    ['another person', await make(key, { subject: 'another' })],
    ['another issuer', await make(key, { issuer: 'https://elsewhere.example/' })],
    ['another document', await make(key, { kid: 'did:web:elsewhere.example#one' })],
    ['an unknown key', await make(key, { kid: `${did}#three` })],
    ['an old one', await make(key, { expires: '-1m' })],
    ['a weaker one', await make(key, { claims: { vot: 'P1' } })],
    ['an empty one', await make(key, { claims: { vc: {} } })],
    ['no signature', (await make(key)).replace(/[^.]+$/, '')],
  ]
  for (const [what, jwt] of wrong) await assert.rejects(read(jwt, 'a-person'), what)
})
