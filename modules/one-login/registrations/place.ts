import type { Base } from '../base.ts'
import { hashClientSecret } from '../clients/client-secrets.ts'
import { changed, FIRST_SETTINGS, type Settings } from '../clients/input.ts'
import { anyClient, insertClient, lockClient, setSecret, updateClient } from '../clients/queries.ts'
import { type Fault, faultsOf, sectorOf } from '../clients/rules.ts'
import { insertTeam } from '../teams/queries.ts'

type Given = {
  readonly [Name in keyof Settings]?: Settings[Name] extends (infer E)[] ? readonly E[] : Settings[Name]
}

export interface PlacedClient {
  readonly clientId: string
  /** What differs from a service that was just begun. */
  readonly settings: Given & { readonly clientName: string; readonly redirectUrls: readonly string[] }
  /** For client_secret_post. */
  readonly clientSecret?: string
}

/**
 * Puts a client into the registry by the program itself, in production, or changes it: for the example's service and for
 * tests. It belongs to a team of that name that has no members. Nothing is fetched.
 */
export async function placeClient(
  { store, now, profile }: Base,
  { clientId, settings: given, clientSecret }: PlacedClient,
  team: { teamId: string; name: string },
): Promise<{ ok: true } | { ok: false; faults: Fault[] }> {
  const settings = changed(
    { ...FIRST_SETTINGS, clientName: given.clientName, redirectUrls: [...given.redirectUrls] },
    given,
  )
  const faults = faultsOf(settings, profile)
  if (faults.length > 0) return { ok: false, faults }
  const hash = clientSecret === undefined ? undefined : await hashClientSecret(clientSecret)
  const at = new Date(now()).toISOString()
  await store.as('accounts', {}, async (tx) => {
    await insertTeam(tx, { ...team, at })
    const standing = 'production'
    const sector = sectorOf(settings)
    if (!(await insertClient(tx, { clientId, teamId: team.teamId, standing, settings, sector, at }))) {
      await lockClient(tx, clientId)
      const before = await anyClient(tx, clientId)
      await updateClient(tx, clientId, { settings, sector: before?.fixedSector ?? sector, standing })
    }
    if (hash !== undefined) await setSecret(tx, clientId, hash)
  })
  return { ok: true }
}
