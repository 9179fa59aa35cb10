import type { Kysely } from '#platform/database'
import type { Accepted } from '../protocol/needs.ts'
import type { OneLoginTables } from '../tables.ts'
import { type Arrival, count, firstTimes, type Happening } from './queries.ts'

/** Counts sign-ins, and which of them is the first of its account, or the first with an identity proved. */
export async function countAcceptances(
  tx: Kysely<OneLoginTables>,
  all: readonly Accepted[],
  now: number,
): Promise<void> {
  // The provider's own pages are no service.
  const accepted = all.filter(({ client }) => !client.oneLoginService)
  if (accepted.length === 0) return
  const firsts = new Map(await firstTimes(tx, arrivalsOf(accepted), { now }))
  const happenings = accepted.flatMap((one): Happening[] => {
    const { accountId, credential, identity } = one
    const { clientId } = one.client
    const isProved = identity !== 'P0'
    const level = isProved ? (`${credential}.${identity}` as const) : credential
    const route = routeOf(one)
    const first = firsts.get(accountId)
    const isNew = first?.service === true
    const isFirstProof = isProved && first?.proof === true
    // Whoever comes twice at the same moment is new once.
    if (first) firsts.set(accountId, { service: false, proof: first.proof && !isFirstProof })
    return [
      { what: 'sign-in', clientId, level, route },
      ...(isNew ? [{ what: 'new-account', clientId, level: credential, route } as const] : []),
      // How it was proved, whoever proves it will say; until then there is one way.
      ...(isFirstProof ? [{ what: 'first-proof', clientId, level: identity, route: 'web' } as const] : []),
    ]
  })
  await count(tx, happenings, { now })
}

function routeOf({ by, credential }: Accepted): string {
  if (by === 'session') return 'session'
  return credential === 'Cl' ? 'password' : 'authenticator'
}

function arrivalsOf(accepted: readonly Accepted[]): Arrival[] {
  const proved = new Map<string, boolean>()
  for (const { accountId, identity } of accepted)
    proved.set(accountId, (proved.get(accountId) ?? false) || identity !== 'P0')
  return [...proved].map(([accountId, isProved]) => ({ accountId, isProved }))
}
