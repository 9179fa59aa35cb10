// The five roles that everything runs as. They belong to the whole server, not to one database, so several databases
// (and several processes) may create them at the same moment.
//
// | fingerpost_owner  | owns schemas and tables; migrations and rebuilding run as it |
// | fingerpost_ledger | writes postings |
// | fingerpost_staff  | a signed-in person's request, or the command line |
// | fingerpost_public | a public page; its transactions are read only |
// | fingerpost_accounts | One Login, in a database of its own; elsewhere it may read and write nothing |
//
// Connections themselves own nothing: each transaction takes one of these with SET LOCAL ROLE, and the connections of
// quick statements (quick.ts) take theirs once.

import { setTimeout as wait } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import { codeOf, StoreUnavailable, wordsOf } from './problems.ts'

const ROLES = [
  'fingerpost_owner',
  'fingerpost_ledger',
  'fingerpost_staff',
  'fingerpost_public',
  'fingerpost_accounts',
]

export async function ensureRoles<DB>(database: Kysely<DB>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      const wanted = await missing(database)
      if (wanted.statements.length === 0) return
      for (const statement of wanted.statements) await sql.raw(guarded(statement)).execute(database)
      // PostgreSQL only warns when a grant is not this user's to give.
      const left = await missing(database)
      if (left.statements.length === 0) return
      throw new StoreUnavailable(askAdministrator(left, 'it is not the owner of the database'))
    } catch (error) {
      if (codeOf(error) === '42501')
        throw new StoreUnavailable(askAdministrator(await missing(database), wordsOf(error)), {
          cause: error,
        })
      if (attempt >= 10 || !isRace(error)) throw error
      await wait(20 * attempt)
    }
  }
}

type Missing = { user: string; database: string; statements: string[] }

async function missing<DB>(database: Kysely<DB>): Promise<Missing> {
  const { rows } = await sql<{
    user: string
    database: string
    absent: string[]
    strange: string[]
    may_create: boolean | null
  }>`
    select quote_ident(current_user) as user,
           quote_ident(current_database()) as database,
           array(select name from unnest(${ROLES}::text[]) as name
                 where not exists (select from pg_roles where rolname = name)) as absent,
           array(select rolname::text from pg_roles
                 where rolname = any(${ROLES}::text[])
                   and not pg_has_role(current_user, oid,
                     case when current_setting('server_version_num')::integer >= 160000 then 'SET' else 'MEMBER' end)) as strange,
           (select has_database_privilege(oid, current_database(), 'CREATE')
            from pg_roles where rolname = 'fingerpost_owner') as may_create
  `.execute(database)
  const found = rows[0]
  if (!found) throw new Error('the server answered a query without a row')
  const { user, absent, strange } = found
  return {
    user,
    database: found.database,
    statements: [
      ...absent.map((role) => `CREATE ROLE ${role} NOLOGIN`),
      ...ROLES.filter((role) => absent.includes(role) || strange.includes(role)).map(
        (role) => `GRANT ${role} TO ${user}`,
      ),
      ...(found.may_create ? [] : [`GRANT CREATE ON DATABASE ${found.database} TO fingerpost_owner`]),
    ],
  }
}

function guarded(statement: string): string {
  return `DO $do$ BEGIN ${statement}; EXCEPTION WHEN duplicate_object THEN NULL; END $do$`
}

// Two sessions that change the same row of a system catalogue: one of them is told so, and tries again.
function isRace(error: unknown): boolean {
  return codeOf(error) === '23505' || /tuple concurrently (updated|deleted)/.test(wordsOf(error))
}

function askAdministrator({ user, database, statements }: Missing, why: string): string {
  return [
    `The user ${user} may not set up the database ${database} (${why}). Ask its administrator to run this once, connected to ${database}, then start again:`,
    '',
    ...statements.map((statement) => `${statement};`),
  ].join('\n')
}
