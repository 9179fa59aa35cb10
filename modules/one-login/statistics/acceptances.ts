import type { Kysely } from '#platform/database'
import type { Accepted } from '../protocol/needs.ts'
import type { OneLoginTables } from '../tables.ts'
import { count, firstTimes } from './queries.ts'

/** Counts a sign-in, and whether it is the first of its account, or the first with an identity proved. */
export async function countAcceptance(
  tx: Kysely<OneLoginTables>,
  { client: { clientId, oneLoginService }, accountId, credential, identity, by }: Accepted,
  now: number,
): Promise<void> {
  // The provider's own pages are no service.
  if (oneLoginService) return
  const isProved = identity !== 'P0'
  const byPerson = credential === 'Cl' ? 'password' : 'authenticator'
  const route = by === 'session' ? 'session' : byPerson
  const level = isProved ? (`${credential}.${identity}` as const) : credential
  await count(tx, { what: 'sign-in', clientId, level, route }, { now })
  const first = await firstTimes(tx, { accountId, isProved, now })
  if (first.service) await count(tx, { what: 'new-account', clientId, level: credential, route }, { now })
  // How it was proved, whoever proves it will say; until then there is one way.
  if (first.proof) await count(tx, { what: 'first-proof', clientId, level: identity, route: 'web' }, { now })
}
