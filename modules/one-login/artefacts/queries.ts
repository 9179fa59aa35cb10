import { CompiledQuery, type Kysely, sql } from '#platform/database'
import type { Base } from '../base.ts'
import type { OneLoginTables } from '../tables.ts'
import type { Changes, Shelf, Stored } from './shelf.ts'

type Database = Kysely<OneLoginTables>
type Row = { payload: string; expires_at: string; spent_at: string | null }

/** Artefacts in PostgreSQL. Each call is one statement, and so one round trip. */
export function postgresShelf({ store, now }: Pick<Base, 'store' | 'now'>): Shelf {
  const db = store.quick('accounts')
  const moment = () => new Date(now()).toISOString()

  return {
    async find(id) {
      const { rows } = await db.executeQuery<Row>(CompiledQuery.raw(FIND, [id, moment()]))
      return rows[0] && onShelf(rows[0])
    },
    async findByUid(sessionUid) {
      const { rows } = await db.executeQuery<Row & { id: string }>(
        CompiledQuery.raw(FIND_BY_UID, [sessionUid, moment()]),
      )
      return rows[0] && { ...onShelf(rows[0]), id: rows[0].id }
    },
    change: (changes) => change(db, changes, moment()),
    async destroyByGrant(accountId, grantId) {
      await sql`delete from one_login.artefact
                where account_id = ${accountId} and grant_id = ${grantId}`.execute(db)
    },
    async endSession(accountId, sessionUid) {
      await sql`delete from one_login.artefact
                where account_id = ${accountId} and session_uid = ${sessionUid}`.execute(db)
    },
    async endSessions(accountId, but) {
      await sql`delete from one_login.artefact
                where account_id = ${accountId} and session_uid is distinct from ${but}::text`.execute(db)
    },
    async sessionsOf(accountId) {
      const { rows } = await sql<Row & { session_uid: string }>`
        select payload::text, expires_at, spent_at, session_uid from one_login.artefact
        where account_id = ${accountId} and kind = 'Session' and expires_at > ${moment()}
        order by expires_at desc`.execute(db)
      return rows.map((row) => ({ ...onShelf(row), sessionUid: row.session_uid }))
    },
    async removeExpired(most) {
      // Without waiting for rows that a request holds: they are renewed, or go the next time. Not as a quick statement,
      // behind which others would wait.
      const { rows } = await store.as('accounts', {}, (tx) =>
        sql<{ removed: number }>`
        with expired as (
          select id from one_login.artefact where expires_at <= ${moment()}
          order by expires_at limit ${most} for update skip locked
        ), removed as (
          delete from one_login.artefact using expired where artefact.id = expired.id returning 1
        )
        select count(*) as removed from removed`.execute(tx),
      )
      return rows[0]?.removed ?? 0
    },
    close: async () => {},
  }
}

/** What was spent of the artefacts that are in Redis. */
export interface Spending {
  /** False: it was spent before. */
  spend(id: string, expiresAt: number): Promise<boolean>
  removeExpired(most: number): Promise<number>
}

export function postgresSpending({ store, now }: Pick<Base, 'store' | 'now'>): Spending {
  const db = store.quick('accounts')
  return {
    async spend(id, expiresAt) {
      const { rows } = await db.executeQuery(
        CompiledQuery.raw(SPEND_ELSEWHERE, [id, new Date(expiresAt).toISOString()]),
      )
      return rows.length === 1
    },
    async removeExpired(most) {
      const { rows } = await store.as('accounts', {}, (tx) =>
        sql<{ removed: number }>`
        with expired as (
          select id from one_login.spent where expires_at <= ${new Date(now()).toISOString()}
          order by expires_at limit ${most} for update skip locked
        ), removed as (
          delete from one_login.spent using expired where spent.id = expired.id returning 1
        )
        select count(*) as removed from removed`.execute(tx),
      )
      return rows[0]?.removed ?? 0
    },
  }
}

const FIND = `select payload::text, expires_at, spent_at from one_login.artefact where id = $1 and expires_at > $2`

const FIND_BY_UID = `select id, payload::text, expires_at, spent_at from one_login.artefact
where session_uid = $1 and kind = 'Session' and expires_at > $2
order by expires_at desc limit 1`

const SPEND_ELSEWHERE = `insert into one_login.spent (id, expires_at) values ($1, $2)
on conflict (id) do nothing returning id`

function onShelf({ payload, expires_at, spent_at }: Row) {
  return { payload, expiresAt: Date.parse(expires_at), isSpent: spent_at !== null }
}

async function change(db: Database, changes: Changes, at: string) {
  const { text, parameters } = statementFor(changes, at)
  const query = CompiledQuery.raw(text, parameters)
  const { rows } = await withoutDeadlock(() =>
    db.executeQuery<{ once: number | null; spent: number | null }>(query),
  )
  const { once, spent } = rows[0] ?? { once: 0, spent: 0 }
  if (changes.once.length > 0 && once !== changes.once.length) return 'there already'
  if (changes.spend && spent !== 1) return 'spent before'
  return 'written'
}

// Two requests of one browser may change the same rows in another order. Nothing of the one refused has happened.
async function withoutDeadlock<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '40P01') return await work()
    throw error
  }
}

const COLUMNS = 'id, kind, payload, account_id, session_uid, grant_id, expires_at'
const AS_ROWS = `as wanted (id text, kind text, payload json, account_id text, session_uid text, grant_id text, expires_at timestamptz)`
const INSERT = `insert into one_login.artefact as held (${COLUMNS}) select ${COLUMNS} from json_to_recordset`
const REPLACE = `on conflict (id) do update set kind = excluded.kind, payload = excluded.payload,
  account_id = excluded.account_id, session_uid = excluded.session_uid, grant_id = excluded.grant_id,
  spent_at = null, expires_at = excluded.expires_at`

// One statement of the parts that are wanted, each of which waits for the one before it: a part counts the rows of the
// last that could refuse. There are some thirty such texts, and the server keeps the plans of those in use.
function statementFor(changes: Changes, at: string): { text: string; parameters: unknown[] } {
  const parameters: unknown[] = []
  const given = (value: unknown) => `$${parameters.push(value)}`
  const rows = (list: readonly Stored[]) => `(${given(rowsText(list))}::json) ${AS_ROWS}`
  const parts: string[] = []
  let holds = 'true'

  const { once, spend, puts, renewals, destroyed } = changes
  if (once.length > 0) {
    parts.push(
      `once as (${INSERT}${rows(once)} ${REPLACE} where held.expires_at <= ${given(at)} returning 1)`,
    )
    holds = `(select count(*) from once) = ${once.length}`
  }
  if (spend) {
    const [id, moment] = [given(spend.id), given(at)]
    parts.push(`spent as (update one_login.artefact set spent_at = ${moment}
      where id = ${id} and spent_at is null and expires_at > ${moment} and ${holds} returning 1)`)
    holds = '(select count(*) from spent) = 1'
  }
  if (puts.length > 0) parts.push(`puts as (${INSERT}${rows(puts)} where ${holds} ${REPLACE})`)
  if (renewals.length > 0)
    parts.push(`renewals as (update one_login.artefact as held
      set payload = wanted.payload, account_id = wanted.account_id, session_uid = wanted.session_uid,
          grant_id = wanted.grant_id, expires_at = wanted.expires_at
      from json_to_recordset${rows(renewals)} where held.id = wanted.id and ${holds})`)
  if (destroyed.length > 0)
    parts.push(
      `destroyed as (delete from one_login.artefact where id = any(${given(destroyed)}::text[]) and ${holds})`,
    )
  return {
    text: `with ${parts.join(',\n')}
select ${once.length > 0 ? '(select count(*) from once)' : 'null'} as once,
       ${spend ? '(select count(*) from spent)' : 'null'} as spent`,
    parameters,
  }
}

// In the order of their ids, so that two requests with the same rows come to them in the same order.
function rowsText(list: readonly Stored[]): string {
  const ordered = list.length > 1 ? list.toSorted((one, other) => (one.id < other.id ? -1 : 1)) : list
  return `[${ordered.map(rowText).join(',')}]`
}

function rowText({ id, kind, payload, accountId, sessionUid, grantId, expiresAt }: Stored): string {
  const rest = JSON.stringify({
    id,
    kind,
    account_id: accountId,
    session_uid: sessionUid,
    grant_id: grantId,
    expires_at: new Date(expiresAt).toISOString(),
  })
  return `${rest.slice(0, -1)},"payload":${payload}}`
}
