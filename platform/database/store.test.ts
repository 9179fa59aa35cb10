import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { type Module, NestedWork, type Store, StoreUnavailable, sql } from './index.ts'
import { eachDatabase } from './testing.ts'

type Tables = { 'sample.note': { number: number; organisation: string; says: string } }

const folder = mkdtempSync(join(tmpdir(), 'fingerpost-sample-'))
writeFileSync(
  join(folder, '0001-organisations-take-notes.sql'),
  `create table sample.note (number bigint primary key, organisation text not null, says text not null);
   alter table sample.note enable row level security;
   alter table sample.note force row level security;
   create policy own_notes on sample.note
     using (organisation = current_setting('fingerpost.organisation', true)
            or current_setting('fingerpost.centre', true) = 'true');
   grant select, insert on sample.note to fingerpost_staff;
   grant select on sample.note to fingerpost_public;
   create table sample.seen (number bigint);
   grant select, insert on sample.seen to fingerpost_staff, fingerpost_public;`,
)
after(() => rmSync(folder, { recursive: true }))
const sample: Module = { schema: 'sample', folder: pathToFileURL(folder) }

eachDatabase((kind, open) => {
  let store: Store<Tables>

  before(async () => {
    store = await open<Tables>([sample])
    for (const [number, organisation] of ['harbour-office', 'library'].entries()) {
      await store.as('staff', { organisation }, (tx) =>
        tx
          .insertInto('sample.note')
          .values({ number, organisation, says: `Held by ${organisation}` })
          .execute(),
      )
    }
  })

  const answer = async (expression: string) => {
    const { rows } = await store.as('staff', {}, (tx) =>
      sql<{ value: unknown }>`select ${sql.raw(expression)} as value`.execute(tx),
    )
    return rows[0]?.value
  }

  test('values arrive as numbers, strings and ISO moments', async () => {
    const expected: [string, unknown][] = [
      ['9007199254740991::bigint', Number.MAX_SAFE_INTEGER],
      ['-5::bigint', -5],
      ['(select count(*) from generate_series(1, 3))', 3],
      ['7::integer', 7],
      ['1.50::numeric', '1.50'],
      ["'2024-02-29'::date", '2024-02-29'],
      ["'2024-02-29T09:30:00+01:00'::timestamptz", '2024-02-29T08:30:00.000Z'],
      ["'2024-07-01T09:30:00.1234Z'::timestamptz", '2024-07-01T09:30:00.123Z'],
      ["'0099-01-01T00:00:00Z'::timestamptz", '0099-01-01T00:00:00.000Z'],
      ['array[1, null, 3]::bigint[]', [1, null, 3]],
      ["array['1.0', '2.50']::numeric[]", ['1.0', '2.50']],
      ["array['2024-02-29', null]::date[]", ['2024-02-29', null]],
      ["array['2024-02-29T09:30:00Z']::timestamptz[]", ['2024-02-29T09:30:00.000Z']],
      ['\'{"a": [1, null]}\'::jsonb', { a: [1, null] }],
      ['null::bigint', null],
      ["'Llanfairpwll ✓ 𝄞'::text", 'Llanfairpwll ✓ 𝄞'],
      ["current_setting('TimeZone')", 'UTC'],
    ]
    for (const [expression, value] of expected) assert.deepEqual(await answer(expression), value, expression)
  })

  test('an integer that a number cannot hold exactly is an error', async () => {
    await assert.rejects(answer('9007199254740993::bigint'), RangeError)
    await assert.rejects(answer("'infinity'::timestamptz"), RangeError)
    assert.equal(await answer('1::bigint'), 1)
  })

  test('values go in as they come out', async () => {
    const { rows } = await store.as('staff', {}, (tx) =>
      sql`select ${'2024-02-29'}::date as date, ${'2024-02-29T09:30:00.123Z'}::timestamptz as moment,
                 ${Number.MAX_SAFE_INTEGER}::bigint as number, ${'0.10'}::numeric as decimal,
                 ${JSON.stringify(['a', 'b'])}::jsonb as json, ${['x', 'y "z"']}::text[] as texts`.execute(
        tx,
      ),
    )
    assert.deepEqual(rows, [
      {
        date: '2024-02-29',
        moment: '2024-02-29T09:30:00.123Z',
        number: Number.MAX_SAFE_INTEGER,
        decimal: '0.10',
        json: ['a', 'b'],
        texts: ['x', 'y "z"'],
      },
    ])
  })

  test('each transaction runs as its role, and the next one starts afresh', async () => {
    const whoAmI = sql<{ role: string; organisation: string | null }>`
      select current_user::text as role, current_setting('fingerpost.organisation', true) as organisation`
    const as = async (role: 'public' | 'staff' | 'ledger', organisation: string) =>
      (await store.as(role, { organisation }, (tx) => whoAmI.execute(tx))).rows
    assert.deepEqual(await as('public', 'library'), [{ role: 'fingerpost_public', organisation: 'library' }])
    assert.deepEqual(await as('ledger', ''), [{ role: 'fingerpost_ledger', organisation: '' }])
    assert.deepEqual(await as('staff', `o'brien`), [{ role: 'fingerpost_staff', organisation: `o'brien` }])
    const { rows } = await store.owner((tx) => whoAmI.execute(tx))
    assert.deepEqual(rows, [{ role: 'fingerpost_owner', organisation: '' }])
  })

  test('row-level security: no context, no rows', async () => {
    const seen = (context: { organisation?: string; centre?: boolean }) =>
      store.as('staff', context, async (tx) =>
        (await tx.selectFrom('sample.note').select('organisation').orderBy('number').execute()).map(
          (row) => row.organisation,
        ),
      )
    assert.deepEqual(await seen({}), [])
    assert.deepEqual(await seen({ organisation: 'library' }), ['library'])
    assert.deepEqual(await seen({ organisation: 'a-stranger' }), [])
    assert.deepEqual(await seen({ centre: true }), ['harbour-office', 'library'])
    assert.deepEqual(await store.owner((tx) => tx.selectFrom('sample.note').selectAll().execute()), [])
    await assert.rejects(
      store.as('staff', { organisation: 'library' }, (tx) =>
        tx
          .insertInto('sample.note')
          .values({ number: 9, organisation: 'harbour-office', says: 'not mine' })
          .execute(),
      ),
      /row-level security/,
    )
  })

  test('the public reads and never writes, even where it has been granted', async () => {
    await assert.rejects(
      store.as('public', {}, (tx) => sql`insert into sample.seen values (1)`.execute(tx)),
      /read-only transaction/,
    )
    await assert.rejects(
      store.as('ledger', {}, (tx) => sql`insert into sample.seen values (1)`.execute(tx)),
      /permission denied/,
    )
  })

  test('work that throws leaves nothing behind, and its own error is what is thrown', async () => {
    const surprise = new Error('surprise')
    await assert.rejects(
      store.as('staff', {}, async (tx) => {
        await sql`insert into sample.seen values (1)`.execute(tx)
        throw surprise
      }),
      (error) => error === surprise,
    )
    assert.equal(await answer('(select count(*) from sample.seen)'), 0)
  })

  test('work inside work of the same store is refused, not left waiting', async () => {
    await assert.rejects(
      store.as('staff', {}, () => store.as('public', {}, async () => {})),
      NestedWork,
    )
    await assert.rejects(
      store.owner(() => store.owner(async () => {})),
      NestedWork,
    )
    let later: Promise<unknown> = Promise.resolve()
    await store.as('staff', {}, async () => {
      later = new Promise((resolve) => setTimeout(resolve, 20)).then(() => answer('1'))
    })
    assert.equal(await later, 1)
  })

  test('pieces of work started together all finish', async () => {
    const all = await Promise.all(Array.from({ length: 30 }, (_, index) => answer(`${index}`)))
    assert.deepEqual(all, [...Array(30).keys()])
  })

  test('5,000 rows go in at once and large results come out whole', async () => {
    const numbers = Array.from({ length: 5_000 }, (_, index) => index)
    const texts = numbers.map((number) => `${number} ${'é'.repeat(200)}`)
    await store.as('staff', {}, async (tx) => {
      await sql`create temporary table many on commit drop as
        select * from unnest(${numbers}::bigint[], ${texts}::text[]) as many (number, says)`.execute(tx)
      const { rows } = await sql<{ says: string }>`select says from many order by number`.execute(tx)
      assert.deepEqual(
        rows.map(({ says }) => says),
        texts,
      )
    })
    const long = await answer("repeat('x', 20000000)")
    assert.equal(typeof long === 'string' && long.length, 20_000_000)
  })

  test('a query that asks too much is refused, and the next one is answered', async () => {
    await assert.rejects(answer(`${'1+'.repeat(200_000)}1`), /stack depth limit exceeded/)
    await assert.rejects(answer("repeat('x', 1100000000)"), /requested length too large/)
    assert.equal(await answer('1'), 1)
  })

  if (kind === 'postgres') {
    test('a public page sees one moment throughout', async () => {
      const [begun, written] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      const count = sql<{ n: number }>`select count(*) as n from sample.seen`
      const page = store.as('public', {}, async (tx) => {
        const first = await count.execute(tx)
        begun.resolve()
        await written.promise
        return [first.rows[0]?.n, (await count.execute(tx)).rows[0]?.n]
      })
      await begun.promise
      await store.as('staff', {}, (tx) => sql`insert into sample.seen values (1)`.execute(tx))
      written.resolve()
      assert.deepEqual(await page, [0, 0])
      assert.equal(await answer('(select count(*) from sample.seen)'), 1)
    })

    test('a connection that the server ends is an error in plain words, and the next one works', async () => {
      await assert.rejects(
        store.as('staff', {}, async (tx) => {
          await sql`reset role`.execute(tx)
          await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx)
        }),
        StoreUnavailable,
      )
      assert.equal(await answer('1'), 1)
    })
  }
})
