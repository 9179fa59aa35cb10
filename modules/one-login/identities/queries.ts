import { CompiledQuery } from '#platform/database'
import type { Base } from '../base.ts'
import { detailsSchema, type Identity, type ProvedLevel } from './identity.ts'

/** Proved identities, by account. */
export interface Identities {
  /** Undefined: the account has proved none. */
  find(accountId: string): Promise<Identity | undefined>
  /** How surely alone. */
  level(accountId: string): Promise<ProvedLevel | undefined>
  /** Keeps what was proved, in place of what was proved before. */
  keep(accountId: string, identity: Identity): Promise<void>
  forget(accountId: string): Promise<void>
}

export function createIdentities({ store, secrets, now }: Base): Identities {
  const quick = store.quick('accounts')

  return {
    async find(accountId) {
      const { rows } = await quick.executeQuery<{ level: ProvedLevel; sealed: Buffer }>(
        CompiledQuery.raw('select level, sealed from one_login.identity where account_id = $1', [accountId]),
      )
      const [row] = rows
      if (!row) return undefined
      const opened = secrets.open(placeOf(accountId), row.sealed).toString()
      return { level: row.level, ...detailsSchema.parse(JSON.parse(opened)) }
    },
    async level(accountId) {
      const { rows } = await quick.executeQuery<{ level: ProvedLevel }>(
        CompiledQuery.raw('select level from one_login.identity where account_id = $1', [accountId]),
      )
      return rows[0]?.level
    },
    async keep(accountId, { level, ...details }) {
      const sealed = secrets.seal(
        placeOf(accountId),
        Buffer.from(JSON.stringify(detailsSchema.parse(details))),
      )
      const kept = { level, sealed, proved_at: new Date(now()).toISOString() }
      await quick
        .insertInto('one_login.identity')
        .values({ account_id: accountId, ...kept })
        .onConflict((conflict) => conflict.column('account_id').doUpdateSet(kept))
        .execute()
    },
    async forget(accountId) {
      await quick.deleteFrom('one_login.identity').where('account_id', '=', accountId).execute()
    },
  }
}

// Sealed for one account, it does not open for another, whoever moves the row.
function placeOf(accountId: string): string {
  return `identity of ${accountId}`
}
