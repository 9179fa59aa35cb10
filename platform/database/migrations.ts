// Migrations are SQL files written by hand, `NNNN-sentence.sql`, run in order of their numbers and never again.
//
// 1. Forward only. A file that has been applied never changes and never goes away: its checksum is kept.
// 2. Each file runs in its own transaction, together with its row in platform.migration: it happens or it does not.
// 3. One runner at a time: every transaction here takes the same advisory lock first, and looks again under it.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { MigrationRefused, wordsOf } from './problems.ts'
import type { Store } from './store.ts'

export type Module = { schema: string; folder: URL }
export type Migration = { number: number; file: string; checksum: string; text: string }

const LOCK = 736_103_001
// PL/pgSQL's own BEGIN is not followed by a semicolon.
const TRANSACTION =
  /^\s*(begin|start\s+transaction|commit|rollback|end\s+(work|transaction))(\s+(work|transaction))?\s*;/im

/** Brings the database up to date with the modules' migrations. Returns the files it applied. */
export async function migrate<DB>(
  store: Store<DB>,
  modules: Module[],
  report: (line: string) => void = () => {},
): Promise<string[]> {
  const planned = modules.map((module) => ({ ...module, files: migrations(module.folder) }))
  await underLock(store, async (tx) => {
    await prepare(tx)
    for (const { schema, folder, files } of planned)
      refuseDifferences(schema, folder, files, await applied(tx, schema))
  })

  const done: string[] = []
  for (const { schema, files } of planned) {
    for (const file of files) {
      const isNew = await underLock(store, async (tx) => {
        if ((await applied(tx, schema)).has(file.file)) return false
        await apply(tx, schema, file)
        return true
      })
      if (!isNew) continue
      report(`Migrated ${schema}: ${file.file}`)
      done.push(`${schema}/${file.file}`)
    }
  }
  return done
}

/** The migrations of a folder, in order. */
export function migrations(folder: URL): Migration[] {
  const found = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const number = /^(\d{4})-[a-z0-9]+(-[a-z0-9]+)*\.sql$/.exec(file)?.[1]
      if (number === undefined) {
        throw new MigrationRefused(
          `${file} in ${fileURLToPath(folder)} must be named like 0004-returns-can-be-sent-back.sql.`,
        )
      }
      // Without \r, so that a checkout with Windows line endings has the same checksum.
      const text = readFileSync(new URL(file, asFolder(folder)), 'utf8').replaceAll('\r\n', '\n')
      if (TRANSACTION.test(text)) {
        throw new MigrationRefused(
          `${file} in ${fileURLToPath(folder)} begins or ends a transaction. Take that out: each file runs in one of its own.`,
        )
      }
      return { number: Number(number), file, checksum: createHash('sha256').update(text).digest('hex'), text }
    })
  for (const [index, { number, file }] of found.entries()) {
    if (number === found[index - 1]?.number) {
      throw new MigrationRefused(
        `Two migrations have the number of ${file} in ${fileURLToPath(folder)}. Give the newer one the next number.`,
      )
    }
  }
  return found
}

function asFolder(folder: URL): URL {
  return folder.href.endsWith('/') ? folder : new URL(`${folder.href}/`)
}

function underLock<DB, T>(store: Store<DB>, work: (tx: Kysely<DB>) => Promise<T>): Promise<T> {
  return store.owner(async (tx) => {
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx)
    return await work(tx)
  })
}

async function prepare<DB>(tx: Kysely<DB>): Promise<void> {
  const { rows } = await sql`select to_regclass('platform.migration') as found`.execute(tx)
  if (JSON.stringify(rows) !== '[{"found":null}]') return
  await ensureSchema(tx, 'platform')
  await sql`
    create table platform.migration (
      schema text not null,
      file text not null,
      checksum text not null,
      applied_at timestamptz(3) not null default now(),
      primary key (schema, file)
    )
  `.execute(tx)
}

async function ensureSchema<DB>(tx: Kysely<DB>, schema: string): Promise<void> {
  const { rows } = await sql`select from pg_namespace where nspname = ${schema}`.execute(tx)
  if (rows.length > 0) return
  await sql`create schema ${sql.id(schema)}`.execute(tx)
  // To look inside is harmless: what a role may read or write, each table's own grants say.
  await sql`grant usage on schema ${sql.id(schema)}
            to fingerpost_ledger, fingerpost_staff, fingerpost_public, fingerpost_accounts`.execute(tx)
}

async function applied<DB>(tx: Kysely<DB>, schema: string): Promise<Map<string, string>> {
  const query: RawBuilder<{ file: string; checksum: string }> = sql`
    select file, checksum from platform.migration where schema = ${schema} order by file`
  return new Map((await query.execute(tx)).rows.map(({ file, checksum }) => [file, checksum]))
}

function refuseDifferences(
  schema: string,
  folder: URL,
  files: Migration[],
  before: Map<string, string>,
): void {
  const where = fileURLToPath(folder)
  const known = new Map(files.map((file) => [file.file, file]))
  for (const [file, checksum] of before) {
    const now = known.get(file)
    if (!now) {
      throw new MigrationRefused(
        `This database has had ${schema}/${file}, which is not in ${where}. Use a version of the program that has it; an applied migration is never removed or renamed.`,
      )
    }
    if (now.checksum !== checksum) {
      throw new MigrationRefused(
        `${schema}/${file} is not what was applied to this database. Put the file back as it was and write the change as a new migration.`,
      )
    }
  }
  const last = [...before.keys()].at(-1)
  const late = files.find(({ file }) => last !== undefined && file < last && !before.has(file))
  if (late) {
    throw new MigrationRefused(
      `${schema}/${late.file} comes before ${last}, which has already been applied. Give it the next number.`,
    )
  }
}

async function apply<DB>(tx: Kysely<DB>, schema: string, { file, checksum, text }: Migration): Promise<void> {
  await ensureSchema(tx, schema)
  try {
    // Without parameters this goes by the simple query protocol, which takes several statements at once.
    await sql.raw(text).execute(tx)
  } catch (error) {
    throw new MigrationRefused(
      `${schema}/${file}${lineOf(text, error)} failed and was undone: ${wordsOf(error)}`,
      {
        cause: error,
      },
    )
  }
  await sql`insert into platform.migration (schema, file, checksum) values (${schema}, ${file}, ${checksum})`.execute(
    tx,
  )
}

function lineOf(text: string, error: unknown): string {
  if (!(error instanceof Error && 'position' in error && typeof error.position === 'string')) return ''
  return `, line ${[...text].slice(0, Number(error.position) - 1).filter((character) => character === '\n').length + 1},`
}
