import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { createServer } from '#platform/http'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { type MadeAccount, makeAccount, type StartedPeople, startPeople } from '../accounts/testing.ts'
import { createArtefacts } from '../artefacts/artefacts.ts'
import { postgresShelf } from '../artefacts/queries.ts'
import { sealedKeeper } from '../keys/keepers/sealed.ts'
import { createKeys } from '../keys/keys.ts'
import type { CredentialLevel } from '../levels.ts'
import { createProtocol, type Protocol } from '../protocol/protocol.ts'
import { createTokens } from '../protocol/tokens.ts'
import { oneLoginSite } from '../site.ts'
import { BACK_CHANNEL_PATH } from './back-channel.ts'
import { createDesks } from './desks.ts'
import { fetchInside } from './fetch-inside.ts'
import { TEAMS_CLIENT } from './teams-client.ts'
import { Browser, OFFICE } from './testing.ts'

eachDatabase((_kind, open) => {
  let town: StartedPeople
  let app: FastifyInstance
  let protocol: Protocol
  let account: MadeAccount
  const signingIn: { level: CredentialLevel } = { level: 'Cl.Cm' }
  let logoutToken: (subject: string, clientId?: string) => Promise<string>

  before(async () => {
    town = await startPeople(open)
    town.clock.now = Date.now()
    const { base: given, mail } = town.needs
    const base = { ...given, profile: { ...given.profile, teams: ['harbourton.example'] } }
    app = createServer({
      ...oneLoginSite,
      name: base.profile.name,
      publicUrl: base.publicUrl,
      longestAddress: 8000,
      forms: { key: base.secrets.key('forms') },
    })
    const desks = await createDesks(base, {
      audit: town.audit,
      mail,
      outbound: {
        request: async () => ({ ok: false, why: 'refused address' }),
        connect: async () => ({ ok: false, why: 'refused address' }),
        fetch: () => Promise.reject(new TypeError('nothing leaves the process')),
      },
      people: town.people,
      interventions: town.interventions,
      support: town.support,
      operators: null,
    })
    const keys = await createKeys(base, { keeper: sealedKeeper(base) })
    protocol = createProtocol(base, {
      artefacts: createArtefacts(postgresShelf(base)),
      keys,
      clients: desks.clients,
      people: town.people,
      identities: { find: async () => undefined },
      outbound: desks.outbound,
      jobs: town.jobs,
      audit: town.audit,
    })
    protocol.serve(app)
    desks.serve(app)
    const signIn = async (
      request: FastifyRequest,
      reply: Parameters<Protocol['authorizations']['asked']>[1],
    ) => {
      const asked = await protocol.authorizations.asked(request, reply)
      assert.equal(asked?.credential, 'Cl.Cm')
      const who = { accountId: account.account.accountId, level: signingIn.level, methods: ['pwd', 'otp'] }
      await protocol.authorizations.signedIn(request, reply, who)
      return reply
    }
    for (const at of ['/sign-in/:uid', '/cy/sign-in/:uid']) app.get(at, { config: { may: 'anyone' } }, signIn)
    account = await makeAccount(town, { email: OFFICE })
    const tokens = createTokens(base, keys, {})
    logoutToken = async (subject, clientId = TEAMS_CLIENT) => {
      const client = await desks.clients.find(TEAMS_CLIENT)
      assert.ok(client)
      return await tokens.logoutToken({ ...client, clientId }, subject)
    }
  })

  async function follow(browser: Browser, url: string) {
    let answer = await browser.get(url)
    for (let times = 0; times < 12 && answer.headers.location !== undefined; times++) {
      const { pathname, search, origin } = new URL(String(answer.headers.location), 'http://localhost:3001')
      assert.equal(origin, 'http://localhost:3001')
      answer = await browser.get(`${pathname}${search}`)
    }
    return answer
  }

  test('a team signs in to its pages with this very provider, and nothing leaves the process', async () => {
    for (const locale of ['', '/cy']) {
      const browser = new Browser(app)
      const { statusCode, body } = await follow(browser, `${locale}/registry`)
      assert.equal(statusCode, 200)
      assert.match(body, locale === '' ? /Your services/ : /Eich gwasanaethau/)
    }
  })

  test('whoever signs out of everything is signed out of these pages too', async () => {
    const browser = new Browser(app)
    await follow(browser, '/registry')
    assert.equal((await browser.get('/registry')).statusCode, 200)
    await protocol.authorizations.signOutEverywhere(account.account.accountId, 'test')
    assert.ok((await town.jobs.runDue()) > 0)
    assert.equal((await browser.get('/registry')).statusCode, 303)
  })

  test('a notice of signing out that is not for these pages, or not from the provider, is refused', async () => {
    const send = (logout_token: string) =>
      app.inject({
        method: 'POST',
        url: BACK_CHANNEL_PATH,
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'test' },
        payload: new URLSearchParams({ logout_token }).toString(),
      })
    const token = await logoutToken('somebody')
    assert.equal((await send(token)).statusCode, 200)
    const [header = '', payload = '', signature = ''] = token.split('.')
    const none = Buffer.from('{"alg":"none","typ":"logout+jwt"}').toString('base64url')
    for (const wrong of [
      '',
      'x',
      await logoutToken('somebody', 'another-client'),
      `${none}.${payload}.`,
      `${header}.${payload}.${signature.slice(0, -6)}AAAAAA`,
    ])
      assert.equal((await send(wrong)).statusCode, 400, wrong.slice(0, 20))
  })

  test('the provider asks nobody but itself', async () => {
    const inside = fetchInside(app, 'http://localhost:3001')
    for (const url of [
      'http://localhost:3002/token',
      'https://localhost:3001/token',
      'http://169.254.169.254/',
    ])
      await assert.rejects(inside(url, { method: 'GET' }), /not an address of the provider/)
  })
})
