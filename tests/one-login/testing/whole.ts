// What must be true of the provider's database whenever its process is gone, however it went.
import assert from 'node:assert/strict'
import type { OneLoginTables } from '#one-login'
import { createAudit } from '#platform/audit'
import { type Store, sql } from '#platform/database'

/** Fails where something is half done, or the audit was broken. */
export async function checkWhole(store: Store<OneLoginTables>): Promise<void> {
  const [counted] = await store.owner(
    async (tx) =>
      (
        await sql<Record<string, number>>`
  select
    (select count(*) from one_login.account full join one_login.address using (account_id)
      where account.email_digest is distinct from address.email_digest)::int
      as "accounts without their address, or addresses without their account",
    (select count(*) from one_login.account where password_hash not like '$argon2id$%')::int
      as "accounts without a password",
    (select count(*) from one_login.account full join
      (select subject from audit.event where action = 'AUTH_CREATE_ACCOUNT') as event on subject = account_id
      where account_id is null or subject is null)::int
      as "accounts that were not created, or were created in the audit alone",
    (select count(*) from one_login.authenticator full join
      (select subject from audit.event where action = 'AUTH_UPDATE_PROFILE_AUTH_APP') as event on subject = account_id
      where account_id is null or subject is null)::int
      as "apps that were not added, or were added in the audit alone",
    (select count(*) from one_login.artefact as token where kind = 'AccessToken' and not exists
      (select from one_login.artefact as code where code.kind = 'AuthorizationCode'
        and code.grant_id = token.grant_id and code.spent_at is not null))::int
      as "tokens for which no code was spent",
    abs((select count(*) from one_login.artefact where kind = 'AccessToken')
      - (select count(*) from one_login.artefact where kind = 'AuthorizationCode' and spent_at is not null))::int
      as "codes that were spent for nothing, or tokens without one",
    (select count(*) from jobs.job where state = 'dead')::int
      as "jobs that were given up",
    (select count(*) from jobs.job where queue = 'mail' and state = 'open' and payload is null)::int
      as "mails of which nothing is left to send"`.execute(tx)
      ).rows,
  )
  const wrong = Object.entries(counted ?? {}).filter(([, count]) => count !== 0)
  assert.deepEqual(wrong, [])

  const audit = createAudit({ store, role: 'accounts', now: Date.now })
  const streams = await store.owner(
    async (tx) => (await sql<{ stream: string }>`select distinct stream from audit.event`.execute(tx)).rows,
  )
  for (const { stream } of streams) {
    const verified = await audit.verifyStream(stream)
    assert.ok(verified.ok, `the chain of ${stream}: ${JSON.stringify(verified)}`)
  }
}

export interface Counts {
  readonly accounts: number
  readonly apps: number
  readonly tokens: number
  readonly mailsWaiting: number
}

export async function counts(store: Store<OneLoginTables>): Promise<Counts> {
  const { rows } = await store.owner((tx) =>
    sql<Counts>`
      select (select count(*) from one_login.account)::int as accounts,
             (select count(*) from one_login.authenticator)::int as apps,
             (select count(*) from one_login.artefact where kind = 'AccessToken')::int as tokens,
             (select count(*) from jobs.job where queue = 'mail' and state = 'open')::int as "mailsWaiting"`.execute(
      tx,
    ),
  )
  const [counted] = rows
  if (!counted) throw new Error('nothing was counted')
  return counted
}
