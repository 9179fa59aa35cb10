import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { before, test } from 'node:test'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { makeAccount } from '../accounts/testing.ts'
import { type Browser, readAloud, startDesks, type TestDesks } from '../desks/testing.ts'
import { aService } from '../registrations/testing.ts'

const { publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

eachDatabase((_kind, open) => {
  let world: TestDesks
  let team: Browser
  let operator: Browser
  let service: string
  const clientId = () => service.split('/').at(-1) ?? ''
  const find = async () => {
    world.desks.clients.forget(clientId())
    const client = await world.desks.clients.find(clientId())
    assert.ok(client)
    return client
  }
  const waiting = async () => {
    const { body } = await operator.get('/operators')
    return [...body.matchAll(/href="(\/operators\/requests\/[\w-]+)"/g)].map(([, url]) => url ?? '')
  }
  const set = (setting: string, value: string) => team.post(`${service}/settings/${setting}`, { value })

  before(async () => {
    world = await startDesks(open)
    team = await world.asTeam()
    operator = await world.asOperator()
    service = await aService(team)
  })

  test('production is asked for when nothing stands in its way', async () => {
    const early = await team.post(`${service}/production`, {}, service)
    assert.equal(early.statusCode, 422)
    assert.match(readAloud(early.body), /Give the service a public key/)
    await set('redirect-addresses', 'https://a.harbourton.example/back http://localhost:3002/back')
    await set('public-key', publicKey)
    const local = await team.post(`${service}/production`, {}, service)
    assert.match(readAloud(local.body), /in production every address is public/)
    await set('redirect-addresses', 'https://a.harbourton.example/back')
    assert.equal((await team.post(`${service}/production`, {})).statusCode, 303)
    assert.equal((await waiting()).length, 1)
    assert.match(readAloud((await team.get(service)).body), /Production asked for/)
  })

  test('what changes before it is decided is asked for anew, so that what is approved is what was read', async () => {
    const [before = ''] = await waiting()
    await set('name', 'Pond licences and permits')
    const [after = ''] = await waiting()
    assert.notEqual(before, after)
    const answer = await operator.post(before, { decision: 'approve' }, '/operators')
    assert.equal(answer.statusCode, 409)
    assert.equal((await find()).testClient, true)
  })

  test('a request is refused with a reason that the team reads', async () => {
    const [asked = ''] = await waiting()
    assert.equal((await operator.post(asked, {})).statusCode, 422)
    assert.equal((await operator.post(asked, { decision: 'because' })).statusCode, 422)
    assert.equal((await operator.post(asked, { decision: 'not-tried' })).statusCode, 303)
    assert.match(readAloud((await team.get(service)).body), /refused\. It has not been tried in integration/)
    assert.deepEqual(await waiting(), [])
  })

  test('an approved service is for everybody', async () => {
    await team.post(`${service}/production`, {})
    const [asked = ''] = await waiting()
    assert.match(readAloud((await operator.get(asked)).body), /Harbourton licensing\. Asks for production/)
    assert.equal((await operator.post(asked, { decision: 'approve' })).statusCode, 303)
    const client = await find()
    assert.equal(client.testClient, false)
    assert.equal(await world.desks.clients.mayUse(client, 'anybody@elsewhere.example'), true)
    assert.match(readAloud((await operator.get(asked)).body), /This was approved/)
  })

  test('in production a change that matters waits, and a key changes at once', async () => {
    const other = generateKeyPairSync('rsa', {
      modulusLength: 3072,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    })
    await set('name', 'Ponds')
    assert.equal((await find()).clientName, 'Pond licences and permits')
    assert.match(readAloud((await team.get(service)).body), /Production, with a change asked for/)
    const [asked = ''] = await waiting()
    const request = readAloud((await operator.get(asked)).body)
    assert.match(request, /Name \(changed\) Ponds .*What is in force now Name Pond licences and permits/)
    await set('public-key', other.publicKey)
    assert.equal((await find()).publicKey, other.publicKey)
    assert.equal((await find()).clientName, 'Pond licences and permits')
    assert.notEqual((await waiting())[0], asked)
    await operator.post((await waiting())[0] ?? '', { decision: 'approve' })
    assert.equal((await find()).clientName, 'Ponds')
    assert.equal((await find()).publicKey, other.publicKey)
  })

  test('a change that is taken back leaves what is in force', async () => {
    await set('name', 'Something else')
    assert.equal((await team.post(`${service}/withdrawal`, {}, service)).statusCode, 303)
    assert.deepEqual(await waiting(), [])
    assert.equal((await find()).clientName, 'Ponds')
    await set('name', 'Something else')
    await set('name', 'Ponds')
    assert.deepEqual(await waiting(), [], 'to want what is in force is to want nothing')
  })

  test('once somebody has used it, the sector stays, even where an operator approves', async () => {
    await set('redirect-addresses', 'https://b.harbourton.example/back')
    assert.equal(await world.desks.clients.firstUser(await find()), 'fixed')
    const approved = await operator.post((await waiting())[0] ?? '', { decision: 'approve' })
    assert.equal(approved.statusCode, 409)
    assert.match(readAloud(approved.body), /sector a\.harbourton\.example, so it cannot change/)
    await team.post(`${service}/withdrawal`, {}, service)
    const again = await set('redirect-addresses', 'https://b.harbourton.example/back')
    assert.equal(again.statusCode, 422)
    assert.deepEqual((await find()).redirectUrls, ['https://a.harbourton.example/back'])
  })

  test('an operator stops a service, lets it go on, and limits it', async () => {
    const at = `/operators/clients/${clientId()}`
    assert.match(readAloud((await operator.get('/operators/clients')).body), /Ponds/)
    const shown = readAloud((await operator.get(at)).body)
    assert.match(shown, /Type of service They must sign in/)
    assert.match(shown, /Most requests in a minute Not set/)
    assert.doesNotMatch(shown, /clientName|MANDATORY|\bfalse\b/)
    await operator.post(`${at}/activity`, { active: 'no' }, at)
    assert.equal((await find()).isActive, false)
    await operator.post(`${at}/activity`, { active: 'yes' }, at)
    assert.equal((await find()).isActive, true)
    assert.equal((await operator.post(`${at}/limit`, { limit: 'many' })).statusCode, 422)
    await operator.post(`${at}/limit`, { limit: '3' })
    const client = await find()
    assert.equal(client.rateLimit, 3)
    const turns = await Promise.all(Array.from({ length: 8 }, () => world.desks.clients.mayAuthorize(client)))
    assert.equal(turns.filter(Boolean).length, 3, 'exactly the limit, however many come at once')
    world.town.pass(59)
    assert.equal(await world.desks.clients.mayAuthorize(client), false)
    world.town.pass(1)
    assert.equal(await world.desks.clients.mayAuthorize(client), true)
    await operator.post(`${at}/limit`, { limit: '' })
    assert.equal((await find()).rateLimit, null)
  })

  test('an account is looked up by its address, shown without what is in it, and intervened on', async () => {
    const { email, account } = await makeAccount(world.town)
    assert.equal((await operator.post('/operators/accounts', { email: 'nobody' })).statusCode, 422)
    const none = await operator.post('/operators/accounts', { email: 'nobody@harbourton.example' })
    assert.match(readAloud(none.body), /There is no account with this email address/)
    const found = await operator.post('/operators/accounts', { email })
    const at = String(found.headers.location)
    assert.equal(at, `/operators/accounts/${account.accountId}`)
    const shown = (await operator.get(at)).body
    assert.match(readAloud(shown), /No intervention/)
    assert.doesNotMatch(shown, /value="lift"/, 'there is nothing to lift')
    assert.ok(!shown.includes(email))
    assert.equal((await operator.post(at, { intervention: 'suspend' })).statusCode, 422)
    assert.equal((await operator.post(at, { intervention: 'suspend', reason: 'fraud' })).statusCode, 303)
    assert.equal((await world.town.people.account(account.accountId))?.intervention.state, 'suspended')
    assert.equal((await operator.post(at, { intervention: 'suspend', reason: 'fraud' })).statusCode, 409)
    assert.match(readAloud((await operator.get(at)).body), /Suspended/)
    await operator.post(at, { intervention: 'lift', reason: 'mistake' })
    assert.equal((await world.town.people.account(account.accountId))?.intervention.state, 'none')
    assert.deepEqual((await world.town.audit.verifyStream(account.accountId)).ok, true)
  })

  test('programs intervene with a key that an operator made, until it is revoked', async () => {
    const { account } = await makeAccount(world.town)
    assert.equal((await operator.post('/operators/keys/new', { name: 'Fraud' })).statusCode, 422)
    const made = await operator.post('/operators/keys/new', { name: 'Fraud', kind: 'interventions' })
    const key = /<code id="key">(.*)<\/code>/.exec(made.body)?.[1] ?? ''
    const send = (payload: object, accountId = account.accountId, method: 'GET' | 'POST' = 'POST') =>
      world.app.inject({
        method,
        url: `/api/interventions/v1/accounts/${accountId}`,
        headers: { authorization: `Bearer ${key}` },
        ...(method === 'POST' ? { payload } : {}),
      })
    const done = await send({ intervention: 'suspend-until-reset', reason: 'taken-over' })
    assert.deepEqual(done.json(), { state: 'suspended', mustResetPassword: true, mustReproveIdentity: false })
    assert.deepEqual((await send({}, account.accountId, 'GET')).json(), done.json())
    assert.equal((await send({ intervention: 'suspend-until-reset', reason: 'taken-over' })).statusCode, 409)
    assert.equal((await send({ intervention: 'praise', reason: 'fraud' })).statusCode, 422)
    assert.equal((await send({ intervention: 'block', reason: 'fraud' }, 'nobody')).statusCode, 404)
    const page = (await operator.get('/operators/keys')).body
    const revocation = /action="(\/operators\/keys\/[\w-]+\/revocation)"/.exec(page)?.[1] ?? ''
    await operator.post(revocation, {}, '/operators/keys')
    assert.equal((await send({ intervention: 'lift', reason: 'mistake' })).statusCode, 401)
  })

  test('only those whom the settings name are operators, and teams are not', async () => {
    assert.equal((await (await world.asOperator('somebody')).get('/operators')).statusCode, 303)
    const grouped = await world.asOperator('auth0|ops@example.org', {
      groups: ['staff', 'one-login-operators'],
    })
    assert.equal((await grouped.get('/operators')).statusCode, 200)
    assert.equal((await team.get('/operators')).statusCode, 303)
    assert.equal((await operator.get('/registry')).statusCode, 303)
    world.town.pass(31 * 60)
    assert.equal((await operator.get('/operators')).statusCode, 303, 'half an hour without a page')
    operator = await world.asOperator()
    team = await world.asTeam()
  })

  test('no page of operators is shown, and no form taken, without a session or a token', async () => {
    for (const { method, url } of world.routes.filter((each) => each.url.includes('/operators'))) {
      if (/sign-in|signed-out|sign-out/.test(url)) continue
      const path = url.replaceAll(/:\w+/g, 'x')
      const alone = await world.app.inject({ method, url: path })
      assert.equal(alone.statusCode, method === 'GET' ? 303 : 403, `${method} ${path}`)
      if (method === 'POST') {
        const { statusCode } = await operator.send(path, {
          active: 'no',
          decision: 'approve',
          email: 'a@b.example',
        })
        assert.equal(statusCode, 403, path)
      }
    }
  })

  test('whoever signs out is out', async () => {
    const leaving = await world.asOperator()
    const { headers } = await leaving.post('/operators/sign-out', {}, '/operators')
    assert.equal(headers.location, '/operators/signed-out')
    assert.equal((await leaving.get('/operators')).statusCode, 303)
  })

  test('what operators did stands in the audit, unbroken', async () => {
    const { teamId } = await world.base.store.as('accounts', {}, async (tx) =>
      tx.selectFrom('one_login.team').select('team_id as teamId').executeTakeFirstOrThrow(),
    )
    const verified = await world.town.audit.verifyStream(`team:${teamId}`)
    assert.ok(verified.ok && verified.events > 10)
  })
})
