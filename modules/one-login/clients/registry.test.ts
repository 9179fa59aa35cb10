import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { startDesks, type TestDesks } from '../desks/testing.ts'
import { placeClient } from '../registrations/place.ts'
import type { Settings } from './input.ts'
import { errorsOf } from './queries.ts'
import { createClients, KEPT, type Registry } from './registry.ts'

const TEAM = { teamId: 'example', name: 'Example' }

eachDatabase((_kind, open) => {
  let world: TestDesks
  /** Another process. */
  let other: Registry
  const place = (clientId: string, change: Partial<Settings> = {}) => {
    const settings = { clientName: 'Ponds', redirectUrls: ['https://ponds.example/back'], ...change }
    return placeClient(world.base, { clientId, settings }, TEAM)
  }

  before(async () => {
    world = await startDesks(open)
    other = createClients(world.base)
  })

  test('a change is known to every process within seconds', async () => {
    assert.equal(await other.find('ponds'), undefined)
    await place('ponds')
    world.town.pass(KEPT / 1000)
    assert.equal((await other.find('ponds'))?.clientName, 'Ponds')
    await place('ponds', { clientName: 'Lakes' })
    assert.equal((await other.find('ponds'))?.clientName, 'Ponds')
    world.town.pass(KEPT / 1000)
    assert.equal((await other.find('ponds'))?.clientName, 'Lakes')
  })

  test('strange ids are of no client', async () => {
    for (const id of [
      '',
      ' ',
      "'; drop table one_login.client; --",
      '../ponds',
      'x'.repeat(5000),
      'ponds\u0001',
    ])
      assert.equal(await other.find(id), undefined)
  })

  test('the first person fixes the sector, in whichever process; a stale one is told', async () => {
    await place('first')
    const stale = await other.find('first')
    assert.ok(stale)
    await place('first', { redirectUrls: ['https://moved.example/back'] })
    assert.equal(await other.firstUser(stale), 'changed')
    const fresh = await other.find('first')
    assert.ok(fresh)
    const said = await Promise.all([other.firstUser(fresh), world.desks.clients.firstUser(fresh)])
    assert.deepEqual(said, ['fixed', 'fixed'])
    assert.equal(await world.desks.clients.firstUser(stale), 'changed')
    const moved = world.base.store.owner((tx) =>
      tx
        .updateTable('one_login.client')
        .set({ sector: 'elsewhere.example' })
        .where('client_id', '=', 'first')
        .execute(),
    )
    await assert.rejects(moved, /sector of a client that has users/)
  })

  test('whoever comes with mistakes in a loop fills nothing', async () => {
    await place('loop')
    for (let time = 0; time < 200; time++)
      other.recordError('loop', 'invalid_request', `mistake ${time}`, 'r')
    other.recordError('loop', 'x'.repeat(5000), 'y'.repeat(5000), 'r')
    await wait(100)
    const kept = await errorsOf(world.base.store.quick('accounts'), 'loop')
    assert.equal(kept.length, 5)
    world.town.pass(1)
    other.recordError('loop', 'invalid_request', 'z'.repeat(5000), 'r')
    other.recordError('loop', 'invalid_request', 'mistake 0', 'later')
    await wait(100)
    const after = await errorsOf(world.base.store.quick('accounts'), 'loop')
    assert.ok(after.every(({ description }) => description.length <= 200))
    assert.deepEqual(
      after
        .filter(({ description }) => description === 'mistake 0')
        .map((each) => [each.times, each.lastRequestId]),
      [[2, 'later']],
    )
  })

  test('the limit holds across processes: exactly so many in any minute', async () => {
    await place('busy', { rateLimit: 10 })
    const client = await world.desks.clients.find('busy')
    assert.ok(client)
    const turns = await Promise.all(
      Array.from({ length: 30 }, (_, turn) => (turn % 2 ? other : world.desks.clients).mayAuthorize(client)),
    )
    assert.equal(turns.filter(Boolean).length, 10)
  })

  test('settings that would not do are not placed', async () => {
    assert.equal((await place('bad', { redirectUrls: ['http://ponds.example/'] })).ok, false)
    assert.equal(await other.find('bad'), undefined)
  })
})
