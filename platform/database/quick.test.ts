import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { type Kysely, type Module, NestedWork, type Store, StoreUnavailable, sql } from './index.ts'
import { eachDatabase } from './testing.ts'

type Tables = {
  'sample.turn': { name: string; times: number }
  'sample.closed': { name: string }
}

const folder = mkdtempSync(join(tmpdir(), 'fingerpost-sample-'))
writeFileSync(
  join(folder, '0001-turns-are-counted.sql'),
  `create table sample.turn (name text primary key, times bigint not null);
   grant select, insert, update, delete on sample.turn to fingerpost_accounts;
   create table sample.closed (name text primary key);`,
)
after(() => rmSync(folder, { recursive: true }))
const sample: Module = { schema: 'sample', folder: pathToFileURL(folder) }

eachDatabase((kind, open) => {
  let store: Store<Tables>
  let quick: Kysely<Tables>

  before(async () => {
    store = await open<Tables>([sample])
    quick = store.quick('accounts')
  })

  const take = (name: string) =>
    quick
      .insertInto('sample.turn')
      .values({ name, times: 1 })
      .onConflict((conflict) =>
        conflict.column('name').doUpdateSet((eb) => ({ times: eb('sample.turn.times', '+', 1) })),
      )
      .returning('times')
      .executeTakeFirstOrThrow()

  const roleOf = sql<{ role: string }>`select current_user::text as role`

  test('statements run as the role, and others do not', async () => {
    assert.deepEqual((await roleOf.execute(quick)).rows, [{ role: 'fingerpost_accounts' }])
    assert.deepEqual((await store.as('staff', {}, (tx) => roleOf.execute(tx))).rows, [
      { role: 'fingerpost_staff' },
    ])
    assert.deepEqual((await store.as('accounts', {}, (tx) => roleOf.execute(tx))).rows, [
      { role: 'fingerpost_accounts' },
    ])
    assert.equal(store.quick('accounts'), quick)
  })

  test('values come and go as in a transaction', async () => {
    const { rows } = await sql`select ${Number.MAX_SAFE_INTEGER}::bigint as number,
      ${'2024-02-29T09:30:00.123Z'}::timestamptz as moment, ${Buffer.from('é')}::bytea as bytes,
      ${['x', 'y "z"']}::text[] as texts, current_setting('TimeZone') as zone`.execute(quick)
    assert.deepEqual(rows, [
      {
        number: Number.MAX_SAFE_INTEGER,
        moment: '2024-02-29T09:30:00.123Z',
        bytes: Buffer.from('é'),
        texts: ['x', 'y "z"'],
        zone: 'UTC',
      },
    ])
  })

  test('each commits by itself, and many at once each count', async () => {
    await Promise.all(Array.from({ length: 40 }, () => take('many')))
    assert.deepEqual(await take('many'), { times: 41 })
    const [changed] = await quick
      .updateTable('sample.turn')
      .set({ times: 0 })
      .where('name', '=', 'many')
      .execute()
    assert.equal(changed?.numUpdatedRows, 1n)
  })

  test('one that fails leaves nothing, and the next one works', async () => {
    await assert.rejects(sql`select * from sample.closed`.execute(quick), /permission denied/)
    await assert.rejects(sql`insert into sample.turn values ('x', 'no number')`.execute(quick), /bigint/)
    await assert.rejects(sql`select 1/${0}::integer`.execute(quick), /division by zero/)
    assert.deepEqual((await roleOf.execute(quick)).rows, [{ role: 'fingerpost_accounts' }])
    assert.deepEqual(await store.owner((tx) => tx.selectFrom('sample.closed').selectAll().execute()), [])
  })

  test('there are no transactions on it, and it is not used inside one', async () => {
    await assert.rejects(
      quick.transaction().execute(async () => {}),
      /commits by itself/,
    )
    await assert.rejects(
      store.as('accounts', {}, () => roleOf.execute(quick)),
      NestedWork,
    )
  })

  test('more texts than are worth a name', async () => {
    for (let number = 0; number < 1100; number++) {
      const { rows } = await sql<{ n: number }>`select ${sql.raw(String(number))} as n`.execute(quick)
      assert.equal(rows[0]?.n, number)
    }
  })

  if (kind === 'postgres') {
    test('a table that grows a column while the program runs', async () => {
      const all = () => quick.selectFrom('sample.turn').selectAll().where('name', '=', 'grown').execute()
      await take('grown')
      // On each connection of the pool, until one after the other has the old plan.
      await Promise.all(Array.from({ length: 20 }, all))
      await store.owner((tx) => sql`alter table sample.turn add column note text`.execute(tx))
      for (const rows of await Promise.all(Array.from({ length: 20 }, all)))
        assert.deepEqual(rows, [{ name: 'grown', times: 1, note: null }])
    })

    test('a connection that the server ends is an error in plain words, and the next one works', async () => {
      const refused = assert.rejects(sql`select pg_sleep(30)`.execute(quick), StoreUnavailable)
      const endIt = () =>
        store.as('staff', {}, async (tx) => {
          await sql`reset role`.execute(tx)
          const { rows } = await sql`select pg_terminate_backend(pid) from pg_stat_activity
            where query = 'select pg_sleep(30)' and datname = current_database()`.execute(tx)
          return rows.length
        })
      while ((await endIt()) === 0) await new Promise((resolve) => setTimeout(resolve, 20))
      await refused
      assert.deepEqual((await roleOf.execute(quick)).rows, [{ role: 'fingerpost_accounts' }])
    })
  }
})
