import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eachDatabase } from '../../../platform/database/testing.ts'
import {
  type Browser,
  OFFICE,
  OTHER_OFFICE,
  readAloud,
  startDesks,
  type TestDesks,
} from '../desks/testing.ts'
import { aService, CALLBACK } from '../registrations/testing.ts'

eachDatabase((_kind, open) => {
  let world: TestDesks
  let browser: Browser
  let service: string
  let team: string

  before(async () => {
    world = await startDesks(open)
    browser = await world.asTeam()
    service = await aService(browser)
    team = /href="(\/registry\/teams\/[\w-]{22})"/.exec((await browser.get('/registry')).body)?.[1] ?? ''
  })

  async function linkTo(address: string): Promise<string> {
    const mail = (await world.town.mailsTo(address)).at(-1)
    assert.equal(mail?.subject, 'Join Harbourton licensing')
    return /http:\/\/localhost:3001(\S+)/.exec(mail.body)?.[1] ?? ''
  }

  test('only somebody with two factors and an address of a public body works here', async () => {
    const refused: [string, Record<string, unknown>][] = [
      ['somebody@elsewhere.example', {}],
      ['somebody@notharbourton.example', {}],
      [OFFICE, { vot: 'Cl' }],
      [OFFICE, { email_verified: false }],
      [OFFICE, { email: undefined }],
    ]
    for (const [email, claims] of refused) {
      const { statusCode } = await (await world.asTeam(email, claims)).get('/registry')
      assert.equal(statusCode, 303, `${email} ${JSON.stringify(claims)}`)
    }
    assert.equal((await (await world.asTeam('a@ponds.harbourton.example')).get('/registry')).statusCode, 200)
  })

  test('somebody is invited by mail, and joins with that address alone', async () => {
    assert.equal((await browser.post(`${team}/invitations`, { email: 'nobody' })).statusCode, 422)
    const outside = await browser.post(`${team}/invitations`, { email: 'somebody@elsewhere.example' })
    assert.match(readAloud(outside.body), /Only people with an email address of a public body/)
    const already = await browser.post(`${team}/invitations`, { email: OFFICE.toUpperCase() })
    assert.match(readAloud(already.body), /They are in the team already/)
    assert.equal((await browser.post(`${team}/invitations`, { email: OTHER_OFFICE })).statusCode, 303)
    const first = await linkTo(OTHER_OFFICE)
    await browser.post(`${team}/invitations`, { email: OTHER_OFFICE })
    const link = await linkTo(OTHER_OFFICE)
    assert.notEqual(first, link)

    const third = await world.asTeam('parks@harbourton.example')
    assert.match(readAloud((await third.get(link)).body), /This invitation does not work/)
    assert.equal((await third.post(link, {}, '/registry/teams/new')).statusCode, 404)

    const other = await world.asTeam(OTHER_OFFICE)
    assert.equal((await other.get(service)).statusCode, 404)
    assert.match(readAloud((await other.get(first)).body), /does not work/, 'the newer link takes its place')
    assert.match(readAloud((await other.get(link)).body), /Join Harbourton licensing/)
    assert.equal((await other.post(link, {})).statusCode, 303)
    assert.equal((await other.get(service)).statusCode, 200)
    assert.equal((await other.get(link)).statusCode, 404, 'an invitation is used once')
    assert.match(readAloud((await browser.get(team)).body), new RegExp(OTHER_OFFICE))
  })

  test('an invitation that was withdrawn or has expired does not work', async () => {
    const address = 'harbour@harbourton.example'
    const invited = await world.asTeam(address)
    await browser.post(`${team}/invitations`, { email: address })
    const first = await linkTo(address)
    const page = (await browser.get(team)).body
    const withdrawal = new RegExp(`action="(${team}/invitations/[\\w-]+/withdrawal)"`).exec(page)?.[1] ?? ''
    assert.equal((await browser.post(withdrawal, {}, team)).statusCode, 303)
    assert.equal((await invited.get(first)).statusCode, 404)
    await browser.post(`${team}/invitations`, { email: address })
    const second = await linkTo(address)
    world.town.pass(7 * 86_400 + 1)
    assert.equal((await (await world.asTeam(address)).get(second)).statusCode, 404)
    world.town.pass(-7 * 86_400 - 1)
  })

  test('nothing that reads the tables finds an address', async () => {
    const { rows } = await world.base.store.as('accounts', {}, async (tx) => ({
      rows: [
        ...(await tx.selectFrom('one_login.team_member').selectAll().execute()),
        ...(await tx.selectFrom('one_login.team_invitation').selectAll().execute()),
        ...(await tx.selectFrom('one_login.desk_session').selectAll().execute()),
      ],
    }))
    const bytes = rows.flatMap((row) =>
      Object.values(row).map((each) => Buffer.from(String(each)).toString()),
    )
    assert.ok(bytes.length > 10)
    assert.ok(!bytes.some((each) => each.includes('harbourton')))
  })

  test('a member is removed, but never the last, and by nobody of another team', async () => {
    const other = await world.asTeam(OTHER_OFFICE)
    const member = `subject-of-${OTHER_OFFICE.split('@')[0]}`
    const stranger = await world.asTeam('parks@harbourton.example')
    assert.equal((await stranger.post(`${team}/removals`, { member }, '/registry/teams/new')).statusCode, 404)
    assert.equal((await browser.post(`${team}/removals`, { member }, team)).statusCode, 303)
    assert.equal((await other.get(service)).statusCode, 404)
    const own = `subject-of-${OFFICE.split('@')[0]}`
    const last = await browser.post(`${team}/removals`, { member: own }, team)
    assert.equal(last.statusCode, 422)
    assert.match(readAloud(last.body), /You are the last member/)
  })

  test('a session ends after an hour without a page, and at signing out', async () => {
    const idle = await world.asTeam()
    world.town.pass(3599)
    assert.equal((await idle.get('/registry')).statusCode, 200)
    world.town.pass(3601)
    assert.equal((await idle.get('/registry')).statusCode, 303)
    world.town.pass(-7200)
    const leaving = await world.asTeam()
    const kept = new Map(leaving.cookies)
    const { headers } = await leaving.post('/registry/sign-out', {}, '/registry')
    assert.equal(headers.location, '/logout')
    for (const [name, value] of kept) leaving.cookies.set(name, value)
    assert.equal((await leaving.get('/registry')).statusCode, 303, 'the old cookie is worth nothing')
    browser = await world.asTeam()
  })

  test('signing in cannot be fixed, forged, or turned to another site', async () => {
    const visitor = await world.asTeam()
    const before = visitor.cookies.get('teams-desk')
    await visitor.get('/registry/sign-in?to=https://elsewhere.example/')
    const back = await visitor.get('/registry/sign-in/return?code=1&state=state')
    assert.equal(back.headers.location, '/registry')
    assert.notEqual(visitor.cookies.get('teams-desk'), before, 'a new session, under a new id')
    for (const to of [
      '//elsewhere.example',
      '/\\elsewhere.example',
      '/registry@elsewhere',
      '/logout',
      'javascript:alert(1)',
    ]) {
      await visitor.get(`/registry/sign-in?to=${encodeURIComponent(to)}`)
      const { headers } = await visitor.get('/registry/sign-in/return?code=1&state=state')
      assert.equal(headers.location, '/registry', to)
    }
    await visitor.get(`/registry/sign-in?to=${encodeURIComponent(`/cy${team}`)}`)
    const welsh = await visitor.get('/registry/sign-in/return?code=1&state=state')
    assert.equal(welsh.headers.location, `/cy${team}`)
    assert.equal((await visitor.get('/registry/sign-in/return?code=1&state=state')).statusCode, 400, 'once')
    const stranger = await world.app.inject('/registry/sign-in/return?code=1&state=state')
    assert.equal(stranger.statusCode, 400)
    await visitor.get('/registry/sign-in')
    assert.equal((await visitor.get('/registry/sign-in/return?code=1&state=other')).statusCode, 400)
    await visitor.get('/registry/sign-in')
    world.town.pass(3601)
    assert.equal((await visitor.get('/registry/sign-in/return?code=1&state=state')).statusCode, 400)
    world.town.pass(-3601)
  })

  test('a team’s program does the same with a key, and only for its own team', async () => {
    const made = await browser.post(`${team}/keys`, { name: 'Deployments' })
    const key = /<code id="key">(.*)<\/code>/.exec(made.body)?.[1] ?? ''
    const ask = (method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object, token = key) =>
      world.app.inject({
        method,
        url: `/api/registry/v1/clients${url}`,
        headers: { authorization: `Bearer ${token}` },
        ...(payload ? { payload } : {}),
      })
    const clientId = service.split('/').at(-1)
    assert.equal((await ask('GET', '')).json().clients[0].clientId, clientId)
    const changed = await ask('PATCH', `/${clientId}`, { clientName: 'Ponds', maxAgeEnabled: true })
    assert.equal(changed.statusCode, 200)
    assert.equal(changed.json().clientName, 'Ponds')
    for (const wrong of [
      { rateLimit: 5 },
      { isActive: true },
      { testClient: false },
      { clientName: '' },
      [],
      'x',
    ])
      assert.equal((await ask('PATCH', `/${clientId}`, Object(wrong))).statusCode, 422, JSON.stringify(wrong))
    const unsafe = await ask('PATCH', `/${clientId}`, {
      jwksUrl: 'http://169.254.169.254/',
      publicKeySource: 'JWKS',
    })
    assert.deepEqual(unsafe.json().faults[0].setting, 'jwksUrl')
    const born = await ask('POST', '', { clientName: 'Parks', redirectUrls: [CALLBACK] })
    assert.equal(born.statusCode, 201)
    assert.match((await ask('POST', `/${born.json().clientId}/secrets`)).json().clientSecret, /^[\w-]{43}$/)
    assert.equal((await ask('GET', `/${born.json().clientId}`)).json().hasClientSecret, true)
    assert.equal((await ask('GET', `/${clientId}/errors`)).statusCode, 200)
    assert.equal((await ask('POST', `/${clientId}/production`)).statusCode, 422)

    const other = await world.asTeam('parks@harbourton.example')
    await aService(other, 'Parks of another team')
    const theirTeam =
      /href="(\/registry\/teams\/[\w-]{22})"/.exec((await other.get('/registry')).body)?.[1] ?? ''
    const shown = await other.post(`${theirTeam}/keys`, { name: 'Theirs' })
    const theirs = /<code id="key">(.*)<\/code>/.exec(shown.body)?.[1] ?? ''
    assert.equal((await ask('GET', `/${clientId}`, undefined, theirs)).statusCode, 404)
    assert.equal((await ask('PATCH', `/${clientId}`, { clientName: 'Taken' }, theirs)).statusCode, 404)
    assert.equal((await ask('POST', `/${clientId}/secrets`, undefined, theirs)).statusCode, 404)
    assert.equal((await ask('GET', '', undefined, `${key}x`)).statusCode, 401)

    const revocation = /action="(\S+\/revocation)"/.exec((await browser.get(team)).body)?.[1] ?? ''
    assert.equal((await other.post(revocation, {}, '/registry')).statusCode, 404)
    assert.equal((await ask('GET', '')).statusCode, 200)
    await browser.post(revocation, {}, team)
    assert.equal((await ask('GET', '')).statusCode, 401)
  })
})
