import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { MigrationRefused, type Module, migrate, migrations, type Store, sql } from './index.ts'
import { eachDatabase } from './testing.ts'

const FIRST = {
  '0001-boats-are-listed.sql': `
    create table harbour.boat (name text primary key);
    create function harbour.shout(word text) returns text language plpgsql as $$
    begin
      return upper(word) || ';';
    end
    $$;
    insert into harbour.boat values ('Éire'), ('semi;colon');
  `,
  '0002-boats-have-berths.sql': 'alter table harbour.boat add berth integer not null default 1;',
}

const temporary = mkdtempSync(join(tmpdir(), 'fingerpost-migrations-'))
after(() => rmSync(temporary, { recursive: true }))

function write(files: Record<string, string>, folder = mkdtempSync(join(temporary, 'folder-'))): string {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

describe('a folder of migrations', () => {
  const read = (files: Record<string, string>) => migrations(pathToFileURL(write(files)))

  test('is read in order, whatever its line endings', () => {
    const [first, second] = read(FIRST)
    assert.deepEqual([first?.number, first?.file, second?.number], [1, '0001-boats-are-listed.sql', 2])
    const windows = read({ '0002-boats-have-berths.sql': `${FIRST['0002-boats-have-berths.sql']}\r\n` })
    const unix = read({ '0002-boats-have-berths.sql': `${FIRST['0002-boats-have-berths.sql']}\n` })
    assert.equal(windows[0]?.checksum, unix[0]?.checksum)
  })

  test('refuses a name that is not a number and a sentence, a number used twice, and a transaction', () => {
    assert.throws(() => read({ 'boats.sql': '' }), /must be named like/)
    assert.throws(
      () => read({ '0001-one.sql': '', '0001-two.sql': '' }),
      /Two migrations have the number of 0001-two.sql/,
    )
    assert.throws(() => read({ '0001-one.sql': 'select 1;\ncommit;\n' }), /begins or ends a transaction/)
  })
})

eachDatabase((_kind, open) => {
  let store: Store<unknown>
  let folder: string
  let harbour: Module

  beforeEach(async () => {
    store = await open([])
    folder = write(FIRST)
    harbour = { schema: 'harbour', folder: pathToFileURL(folder) }
  })

  const rows = async (query: string) => (await store.owner((tx) => sql.raw(query).execute(tx))).rows

  test('each file runs once, whole, as the owner, and is told', async () => {
    const lines: string[] = []
    const done = await migrate(store, [harbour], (line) => lines.push(line))
    assert.deepEqual(done, ['harbour/0001-boats-are-listed.sql', 'harbour/0002-boats-have-berths.sql'])
    assert.deepEqual(lines, [
      'Migrated harbour: 0001-boats-are-listed.sql',
      'Migrated harbour: 0002-boats-have-berths.sql',
    ])
    assert.deepEqual(await rows('select harbour.shout(name) as name, berth from harbour.boat order by 1'), [
      { name: 'SEMI;COLON;', berth: 1 },
      { name: 'ÉIRE;', berth: 1 },
    ])
    assert.deepEqual(
      await rows(`select nspowner::regrole::text as schema, relowner::regrole::text as table
                  from pg_class join pg_namespace on pg_namespace.oid = relnamespace
                  where relname in ('boat', 'migration') order by relname`),
      [
        { schema: 'fingerpost_owner', table: 'fingerpost_owner' },
        { schema: 'fingerpost_owner', table: 'fingerpost_owner' },
      ],
    )
    assert.deepEqual(await migrate(store, [harbour]), [])
    write({ '0003-boats-have-owners.sql': 'alter table harbour.boat add owner text;' }, folder)
    assert.deepEqual(await migrate(store, [harbour]), ['harbour/0003-boats-have-owners.sql'])
  })

  test('two runners at once apply each file once', async () => {
    const both = await Promise.all([migrate(store, [harbour]), migrate(store, [harbour])])
    assert.deepEqual(both.flat().sort(), [
      'harbour/0001-boats-are-listed.sql',
      'harbour/0002-boats-have-berths.sql',
    ])
  })

  test('a file that has been applied may not change, go away or be overtaken', async () => {
    await migrate(store, [harbour])
    write({ '0002-boats-have-berths.sql': 'alter table harbour.boat add berth text;' }, folder)
    write({ '0003-never-run.sql': 'create table harbour.never ();' }, folder)
    await assert.rejects(migrate(store, [harbour]), /0002-boats-have-berths.sql is not what was applied/)
    rmSync(join(folder, '0002-boats-have-berths.sql'))
    await assert.rejects(
      migrate(store, [harbour]),
      /has had harbour\/0002-boats-have-berths.sql, which is not in/,
    )
    write(FIRST, folder)
    write({ '0000-too-late.sql': 'create table harbour.never ();' }, folder)
    await assert.rejects(migrate(store, [harbour]), /0000-too-late.sql comes before 0002/)
    assert.deepEqual(await rows("select to_regclass('harbour.never') as found"), [{ found: null }])
  })

  test('a file that fails is named with its line and leaves nothing; those before it stay', async () => {
    write({ '0003-it-breaks.sql': "create table harbour.half ();\n\nselect 'é', nonsense;\n" }, folder)
    await assert.rejects(migrate(store, [harbour]), (error) => {
      assert.ok(error instanceof MigrationRefused)
      assert.match(
        error.message,
        /^harbour\/0003-it-breaks.sql, line 3, failed and was undone: column "nonsense" does not exist$/,
      )
      return true
    })
    assert.deepEqual(await rows("select to_regclass('harbour.half') as found"), [{ found: null }])
    assert.deepEqual(await rows('select count(*) as applied from platform.migration'), [{ applied: 2 }])
    write({ '0003-it-breaks.sql': 'create table harbour.half ();' }, folder)
    assert.deepEqual(await migrate(store, [harbour]), ['harbour/0003-it-breaks.sql'])
  })
})
