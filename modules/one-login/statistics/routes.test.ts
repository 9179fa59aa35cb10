import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import { z } from 'zod'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { makeAccount } from '../accounts/testing.ts'
import { startDesks, type TestDesks } from '../desks/testing.ts'
import { testClient } from '../protocol/testing.ts'
import { placeClient } from '../registrations/place.ts'
import { countAcceptances } from './acceptances.ts'
import { count, type Happening } from './queries.ts'
import { daysBetween, lastDayTold, SMALLEST_COUNT, tell } from './rules.ts'

const answerSchema = z.strictObject({
  from: z.string(),
  to: z.string(),
  smallestCount: z.literal(10),
  counts: z.array(
    z.strictObject({
      day: z.string(),
      what: z.string(),
      client: z.string(),
      serviceRecord: z.string().nullable(),
      level: z.string(),
      route: z.string(),
      count: z.number().nullable(),
      suppressed: z.boolean(),
    }),
  ),
})
const DAYS = '/statistics/v1/daily?from=2026-11-20&to=2026-11-30'
const SIGN_IN: Happening = { what: 'sign-in', clientId: 'ponds', level: 'Cl.Cm', route: 'person' }

test('no count under the smallest is ever told, and every other one exactly', () => {
  const line = {
    day: '2026-11-22',
    what: 'sign-in',
    clientId: 'ponds',
    level: 'Cl',
    route: 'person',
  } as const
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), (times) => {
      const { count, suppressed } = tell({ ...line, times })
      assert.deepEqual([count, suppressed], times < SMALLEST_COUNT ? [null, true] : [times, false])
    }),
  )
})

test('a day is told when it is over', () => {
  assert.equal(lastDayTold(Date.parse('2026-11-22T00:00:00.000Z')), '2026-11-21')
  assert.equal(lastDayTold(Date.parse('2026-11-22T23:59:59.999Z')), '2026-11-21')
  assert.equal(daysBetween('2026-11-22', '2026-11-22'), 1)
  assert.equal(daysBetween('2026-02-28', '2026-03-01'), 2)
})

eachDatabase((_kind, open) => {
  let world: TestDesks
  let token: string
  const within = (work: Parameters<typeof world.base.store.as<void>>[2]) =>
    world.base.store.as('accounts', {}, work)
  const ask = (url: string, authorization = `Bearer ${token}`) =>
    world.app.inject({ url, headers: { authorization } })

  before(async () => {
    world = await startDesks(open)
    const team = { teamId: 'example', name: 'Example' }
    const settings = {
      clientName: 'Register of ponds',
      redirectUrls: ['https://ponds.example/back'],
      serviceRecord: 'ponds-1',
    }
    assert.deepEqual(await placeClient(world.base, { clientId: 'ponds', settings }, team), { ok: true })
    const key = {
      kind: 'statistics',
      teamId: null,
      name: 'figures',
      actor: 'system',
      requestId: null,
    } as const
    token = (await world.desks.machines.make(key)).token
    const { client } = testClient({ clientId: 'ponds' })
    const { now } = world.town.clock
    await Promise.all(Array.from({ length: 25 }, () => within((tx) => count(tx, [SIGN_IN], { now }))))
    for (let time = 0; time < 9; time++) {
      const { account } = await makeAccount(world.town, { authenticator: false })
      const { accountId } = account
      const accepted = { client, accountId, journeyId: 'j', credential: 'Cl', identity: 'P0' } as const
      await within((tx) => countAcceptances(tx, [{ ...accepted, by: 'person' }], now))
      await within((tx) => countAcceptances(tx, [{ ...accepted, by: 'session' }], now))
      // The provider's own pages are no service.
      const own = { ...client, clientId: 'own', oneLoginService: true }
      await within((tx) => countAcceptances(tx, [{ ...accepted, client: own, by: 'person' }], now))
    }
  })

  test('nothing is told of a day that is not over', async () => {
    const { statusCode, body } = await ask(DAYS)
    assert.equal(statusCode, 200)
    assert.deepEqual(answerSchema.parse(JSON.parse(body)), {
      from: '2026-11-20',
      to: '2026-11-21',
      smallestCount: 10,
      counts: [],
    })
  })

  test('the day after, each count is there by client, level and route; small ones only as small', async () => {
    world.town.pass(86_400)
    const { counts } = answerSchema.parse(JSON.parse((await ask(DAYS)).body))
    world.town.pass(-86_400)
    const common = { day: '2026-11-22', client: 'ponds', serviceRecord: 'ponds-1' }
    assert.deepEqual(counts, [
      { ...common, what: 'new-account', level: 'Cl', route: 'password', count: null, suppressed: true },
      { ...common, what: 'sign-in', level: 'Cl', route: 'password', count: null, suppressed: true },
      { ...common, what: 'sign-in', level: 'Cl', route: 'session', count: null, suppressed: true },
      { ...common, what: 'sign-in', level: 'Cl.Cm', route: 'person', count: 25, suppressed: false },
    ])
  })

  test('only programs with a key for it, and only for days that make sense', async () => {
    const other = await world.desks.machines.make({
      kind: 'interventions',
      teamId: null,
      name: 'fraud',
      actor: 'system',
      requestId: null,
    })
    assert.equal((await world.app.inject(DAYS)).headers['www-authenticate'], 'Bearer')
    for (const wrong of [
      '',
      'Bearer x',
      `Bearer ${other.token}`,
      `Bearer ${token.slice(0, -1)}A`,
      `Basic ${token}`,
    ])
      assert.equal((await ask(DAYS, wrong)).statusCode, 401, wrong)
    for (const query of [
      '',
      '?from=2026-11-20',
      '?from=2026-11-21&to=2026-11-20',
      '?from=2020-01-01&to=2026-01-01',
      '?from=x&to=y',
    ])
      assert.equal((await ask(`/statistics/v1/daily${query}`)).statusCode, 400, query)
    world.town.pass(366 * 86_400)
    assert.equal((await ask(DAYS)).statusCode, 401, 'a key works for a year')
    world.town.pass(-366 * 86_400)
  })
})
