// The page of the stub, as a browser without scripts meets it.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { beforeEach, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { createServer } from '#platform/http'
import type { Asked, Authorizations, Proved } from '../../protocol/asked.ts'
import { testClient } from '../../protocol/testing.ts'
import { oneLoginSite } from '../../site.ts'
import type { Identity } from '../identity.ts'
import { serveStub, stubPage } from './routes.ts'

const HERE = stubPage('the-uid')

let app: FastifyInstance
let asked: Asked | undefined
let came: (Proved | string)[]
let kept: Map<string, Identity>

beforeEach(() => {
  came = []
  kept = new Map()
  asked = {
    uid: 'the-uid',
    client: testClient().client,
    credential: 'Cl.Cm',
    identity: ['P1', 'P2'],
    why: 'proving',
    accountId: 'a',
    signedInAt: 'Cl.Cm',
    claims: [],
    scopes: ['openid'],
    locale: 'en',
    loginHint: null,
    journeyId: 'j',
  }
  const unused = async () => assert.fail('the stub does not do this')
  const authorizations: Authorizations = {
    asked: async () => asked,
    async proved(_request, reply, proved) {
      came.push(proved)
      await reply.redirect('/on', 302)
    },
    async refuse(_request, reply, error) {
      came.push(error)
      await reply.redirect('/on', 302)
    },
    signedIn: unused,
    signOutEverywhere: unused,
  }
  const identities = {
    find: async (accountId: string) => kept.get(accountId),
    keep: async (accountId: string, identity: Identity) => void kept.set(accountId, identity),
    forget: unused,
    level: unused,
  }
  app = createServer({
    ...oneLoginSite,
    publicUrl: 'http://localhost:3001',
    forms: { key: randomBytes(32) },
    name: { en: 'One Login', cy: 'One Login' },
  })
  serveStub(app, { authorizations, identities })
})

async function send(outcome: string | undefined) {
  const page = await app.inject(HERE)
  const token = /name="form-token" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
  const cookie = page.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  return await app.inject({
    method: 'POST',
    url: HERE,
    headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ 'form-token': token, ...(outcome && { outcome }) }).toString(),
  })
}

test('asks what should be found, of the levels that the service would take', async () => {
  const { statusCode, body } = await app.inject(HERE)
  assert.equal(statusCode, 200)
  for (const level of ['P1', 'P2']) assert.match(body, new RegExp(`at level ${level}`))
  assert.doesNotMatch(body, /P3/)
  assert.match((await app.inject(`/cy${HERE}`)).body, /Profi eich hunaniaeth/)
})

test('keeps what was found, and the journey goes on', async () => {
  assert.equal((await send('P2')).statusCode, 302)
  assert.deepEqual(came, [{ level: 'P2' }])
  assert.equal(kept.get('a')?.level, 'P2')
})

test('nothing found is told with a code, and stopping as a refusal', async () => {
  await send('not proved')
  await send('stopped')
  assert.deepEqual(came, [{ level: 'P0', returnCodes: ['A'] }, 'access_denied'])
  assert.equal(kept.size, 0)
})

test('no answer, or one that was not offered, is asked again', async () => {
  for (const outcome of [undefined, 'P3', 'P9']) {
    const { statusCode, body } = await send(outcome)
    assert.equal(statusCode, 422)
    assert.match(body, /Select what should be found/)
  }
  assert.deepEqual(came, [])
})

test('a form of another site does nothing', async () => {
  const { statusCode } = await app.inject({
    method: 'POST',
    url: HERE,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'outcome=P2',
  })
  assert.equal(statusCode, 403)
  assert.deepEqual(came, [])
})

test('whoever is not proving anything has no page here', async () => {
  asked = asked && { ...asked, why: 'signing in' }
  assert.equal((await app.inject(HERE)).statusCode, 410)
  assert.equal((await send('P2')).statusCode, 403)
  asked = undefined
  assert.equal((await app.inject(HERE)).statusCode, 410)
})
