import { readEmail, sameAddress } from '../accounts/rules.ts'
import { type Base, issuerOf } from '../base.ts'
import type { Client, Clients } from './client.ts'
import { newClient } from './new-client.ts'
import { addError, clientById, fixSector, isMember, takeTurn } from './queries.ts'
import { isListed, sectorOf } from './rules.ts'

/** The registry, as the protocol and the pages of signing in see it. */
export interface Registry extends Clients {
  /** False: the client came as often in the last 60 seconds as it may. It is told `temporarily_unavailable`. */
  mayAuthorize(client: Client): Promise<boolean>
  /**
   * Whether a person with this address may use the client. Everybody may use one in production; one that is not, only
   * its own team and the addresses it lists.
   */
  mayUse(client: Client, email: string): Promise<boolean>
  /**
   * Says that a person's subject is about to be given to the client: from now on its sector does not change. `changed`:
   * the sector of these settings is no longer the client's. Find the client again, and begin anew.
   */
  firstUser(client: Client): Promise<'fixed' | 'changed'>
  /**
   * Keeps, for its team to see, what a client was told had gone wrong. `error` and `description` are the contract's
   * words, never anything about a person. Never fails, and does not make the answer wait.
   */
  recordError(clientId: string, error: string, description: string, requestId: string): void
  /** Forgets what is kept of a client, here and now. Other processes do within `KEPT` milliseconds. */
  forget(clientId: string): void
}

/** How long a process goes on with a client as it read it, in milliseconds. */
export const KEPT = 2000
const MOST_KEPT = 5000
/** Of each client, so many errors a second are written: who comes with a wrong request in a loop fills nothing. */
const ERRORS_A_SECOND = 5

interface Kept {
  readonly until: number
  readonly client: Promise<Client | undefined>
}

/** As the table has it: what else is asked for is not there, and nobody need look. */
const CLIENT_ID = /^[\w-]{1,64}$/

/** @param own clients of the provider itself, which are in no table: its pages for teams. */
export function createClients(
  { store, now, secrets }: Pick<Base, 'store' | 'now' | 'secrets'>,
  own: readonly Client[] = [],
  report: (problem: unknown) => void = () => {},
): Registry {
  const quick = store.quick('accounts')
  const ours = new Map(own.map((client) => [client.clientId, client]))
  const kept = new Map<string, Kept>()
  const fixed = new Set<string>()
  const written = new Map<string, { second: number; times: number }>()

  function find(clientId: string): Promise<Client | undefined> {
    const mine = ours.get(clientId)
    if (mine || !CLIENT_ID.test(clientId)) return Promise.resolve(mine)
    const known = kept.get(clientId)
    if (known && known.until > now()) return known.client
    const client = clientById(quick, clientId)
    kept.delete(clientId)
    kept.set(clientId, { until: now() + KEPT, client })
    // What could not be read is asked for again by the next who wants it.
    client.catch(() => kept.delete(clientId))
    const [oldest] = kept.keys()
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
    return client
  }

  function mayWrite(clientId: string): boolean {
    const second = Math.floor(now() / 1000)
    const before = written.get(clientId)
    const times = before?.second === second ? before.times + 1 : 1
    if (written.size >= MOST_KEPT) written.clear()
    written.set(clientId, { second, times })
    return times <= ERRORS_A_SECOND
  }

  return {
    find,
    forget: (clientId) => void kept.delete(clientId),
    async mayAuthorize({ clientId, rateLimit }) {
      if (rateLimit === null || ours.has(clientId)) return true
      return await takeTurn(quick, clientId, rateLimit, Math.floor(now() / 1000))
    },
    async mayUse(client, email) {
      if (!client.testClient || ours.has(client.clientId)) return true
      if (isListed(email, client.testClientEmailAllowlist)) return true
      return await isMember(quick, client.clientId, memberDigest(secrets, email))
    },
    async firstUser(client) {
      const sector = sectorOf(client)
      const name = `${client.clientId} ${sector}`
      if (ours.has(client.clientId) || fixed.has(name)) return 'fixed'
      const at = new Date(now()).toISOString()
      const said = await fixSector(quick, client.clientId, sector, at)
      if (said === 'fixed') fixed.add(name)
      else kept.delete(client.clientId)
      return said
    },
    recordError(clientId, error, description, requestId) {
      if (ours.has(clientId) || !CLIENT_ID.test(clientId) || !mayWrite(clientId)) return
      const at = new Date(now()).toISOString()
      addError(quick, { clientId, error, description, requestId, at }).catch(report)
    },
  }
}

/** By what a member of a team is found: their address, however they write it. */
export function memberDigest(secrets: Base['secrets'], email: string): Buffer {
  return secrets.digest('address of a team member', sameAddress(readEmail(email) ?? email.trim()))
}

/** What the provider's own clients have in common: they are in production, and nobody approves them. */
export function ownClient(
  base: Pick<Base, 'publicUrl'>,
  client: Pick<
    Client,
    | 'clientId'
    | 'clientName'
    | 'redirectUrls'
    | 'postLogoutRedirectUrls'
    | 'backChannelLogoutUri'
    | 'clientSecretHash'
  >,
): Client {
  return newClient({
    oneLoginService: true,
    cookieConsentShared: true,
    sectorIdentifierUri: issuerOf(base),
    tokenAuthMethod: 'client_secret_post',
    maxAgeEnabled: true,
    ...client,
  })
}
