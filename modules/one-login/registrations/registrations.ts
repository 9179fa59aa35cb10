/*
 * What teams and operators do with the registry. What stays true:
 *  1. A team reaches its own clients only; others' are not found.
 *  2. What a service uses in production an operator has seen. A change that matters waits; keys change at once.
 *  3. A request is what it was when it was read: who changes what is asked for asks anew, under another id.
 *  4. Nothing is fetched while the database waits. If the client changed meanwhile, nothing is written.
 */
import type { Audit } from '#platform/audit'
import type { Kysely } from '#platform/database'
import type { Outbound } from '#platform/outbound'
import type { Base } from '../base.ts'
import { hashClientSecret, makeClientSecret } from '../clients/client-secrets.ts'
import { keysFault, sectorDocumentFault } from '../clients/fetched.ts'
import { changed, FIRST_SETTINGS, type Settings, type SettingsChange } from '../clients/input.ts'
import { readPublicKey } from '../clients/keys.ts'
import { newId } from '../clients/new-id.ts'
import {
  anyClient,
  insertClient,
  lockClient,
  type Registered,
  registeredClient,
  setSecret,
  updateClient,
} from '../clients/queries.ts'
import type { Registry } from '../clients/registry.ts'
import {
  differences,
  effectiveNow,
  type Fault,
  faultsOf,
  readyFaults,
  sectorFault,
  sectorOf,
  thatMatter,
} from '../clients/rules.ts'
import type { OneLoginTables } from '../tables.ts'
import { closeRequest, insertRequest } from './queries.ts'

type Db = Kysely<OneLoginTables>

/** Who acts for teams: somebody who is signed in, or a team's machine. */
export interface Acting {
  readonly actor: string
  readonly teams: readonly string[]
  readonly requestId: string | null
}

interface NotFound {
  readonly ok: false
  readonly why: 'not found'
}
interface Faulty {
  readonly ok: false
  readonly why: 'faults'
  readonly faults: readonly Fault[]
}
/** Somebody else changed the client in between. */
interface Overtaken {
  readonly ok: false
  readonly why: 'changed meanwhile'
}

/** `asked`: it takes effect when an operator approves it. */
export type Changed =
  | { readonly ok: true; readonly effect: 'now' | 'asked'; readonly client: Registered }
  | NotFound
  | Faulty
  | Overtaken
export type Asked =
  | { readonly ok: true; readonly requestId: string }
  | NotFound
  | Faulty
  | { readonly ok: false; readonly why: 'already' }

export interface Registrations {
  register(
    acting: Acting,
    client: { teamId: string; clientName: string; redirectUrls: readonly string[] },
  ): Promise<{ ok: true; clientId: string } | NotFound | Faulty>
  change(acting: Acting, clientId: string, change: SettingsChange): Promise<Changed>
  /** The new secret, which is told this once. The one before it is refused from now on. */
  newSecret(acting: Acting, clientId: string): Promise<{ ok: true; secret: string } | NotFound>
  askForProduction(acting: Acting, clientId: string): Promise<Asked>
  /** Takes back whatever is asked for. */
  withdraw(acting: Acting, clientId: string): Promise<{ ok: true } | NotFound>
}

export interface RegistrationsNeeds {
  readonly registry: Registry
  readonly audit: Audit
  readonly outbound: Outbound
}

export function createRegistrations(
  { store, now, secrets, profile }: Base,
  { registry, audit, outbound }: RegistrationsNeeds,
): Registrations {
  const quick = store.quick('accounts')
  const moment = () => new Date(now()).toISOString()
  const digestOf = (settings: Settings) => secrets.digest('settings of a client', JSON.stringify(settings))

  /** In one transaction, with the client's row held; what came of it is known to this process at once. */
  async function holding<T>(
    acting: Acting,
    clientId: string,
    work: (tx: Db, client: Registered, write: (event: Written) => Promise<void>) => Promise<T>,
  ): Promise<T | NotFound> {
    const done = await store.as('accounts', {}, async (tx) => {
      await lockClient(tx, clientId)
      const client = await registeredClient(tx, clientId, acting.teams)
      if (!client) return NOT_FOUND
      return await work(tx, client, async ({ action, before, after }) => {
        await audit.record(tx, {
          stream: `team:${client.teamId}`,
          actor: acting.actor,
          action,
          subject: clientId,
          ...(before === undefined ? {} : { before: digestOf(before) }),
          ...(after === undefined ? {} : { after: digestOf(after) }),
          ...(acting.requestId === null ? {} : { requestId: acting.requestId }),
        })
      })
    })
    registry.forget(clientId)
    return done
  }

  async function fetchedFaults(before: Settings | null, wanted: Settings): Promise<Fault[]> {
    const faults: (Fault | undefined)[] = []
    const keysMoved = wanted.jwksUrl !== before?.jwksUrl || wanted.publicKeySource !== before.publicKeySource
    if (wanted.publicKeySource === 'JWKS' && wanted.jwksUrl !== null && keysMoved)
      faults.push(await keysFault(outbound, wanted.jwksUrl))
    const moved = before === null ? [] : differences(before, wanted)
    if (before === null || moved.includes('sectorIdentifierUri') || moved.includes('redirectUrls'))
      faults.push(await sectorDocumentFault(outbound, wanted))
    return faults.filter((fault) => fault !== undefined)
  }

  /** (2), (3) */
  async function write(
    tx: Db,
    client: Registered,
    wanted: Settings,
    acting: Acting,
  ): Promise<'now' | 'asked'> {
    const isLive = client.standing === 'production'
    const settings = isLive ? effectiveNow(client.settings, wanted) : wanted
    const waits = isLive && thatMatter(differences(settings, wanted)).length > 0
    await updateClient(tx, client.clientId, { settings, sector: sectorOf(settings) })
    const before = client.open
    if (before && JSON.stringify(before.settings) !== JSON.stringify(wanted))
      await closeRequest(tx, before.requestId, {
        decision: 'withdrawn',
        by: acting.actor,
        at: moment(),
        reason: null,
      })
    const asksAgain = before ? JSON.stringify(before.settings) !== JSON.stringify(wanted) : true
    if (asksAgain && (waits || before?.kind === 'production'))
      await insertRequest(tx, {
        requestId: newId(),
        clientId: client.clientId,
        kind: before?.kind ?? 'change',
        settings: wanted,
        askedBy: acting.actor,
        askedAt: moment(),
      })
    return waits ? 'asked' : 'now'
  }

  return {
    async register(acting, { teamId, clientName, redirectUrls }) {
      if (!acting.teams.includes(teamId)) return NOT_FOUND
      const settings: Settings = { ...FIRST_SETTINGS, clientName, redirectUrls: [...redirectUrls] }
      const faults = faultsOf(settings, profile)
      if (faults.length > 0) return { ok: false, why: 'faults', faults }
      const clientId = newId()
      await store.as('accounts', {}, async (tx) => {
        const sector = sectorOf(settings)
        await insertClient(tx, { clientId, teamId, standing: 'integration', settings, sector, at: moment() })
        await audit.record(tx, {
          stream: `team:${teamId}`,
          actor: acting.actor,
          action: 'CLIENT_REGISTERED',
          subject: clientId,
          after: digestOf(settings),
          ...(acting.requestId === null ? {} : { requestId: acting.requestId }),
        })
      })
      registry.forget(clientId)
      return { ok: true, clientId }
    },

    async change(acting, clientId, change) {
      const known = await registeredClient(quick, clientId, acting.teams)
      if (!known) return NOT_FOUND
      const latest = known.open?.settings ?? known.settings
      const read = withKey(latest, change)
      if (!read.ok) return { ok: false, why: 'faults', faults: [read.fault] }
      const wanted = read.settings
      const fixed = sectorFault(wanted, known.fixedSector)
      const faults = [...faultsOf(wanted, profile), ...(fixed ? [fixed] : [])]
      if (known.standing === 'production' || known.open?.kind === 'production')
        faults.push(...readyFaults(wanted, known.clientSecretHash !== null))
      if (faults.length === 0) faults.push(...(await fetchedFaults(latest, wanted)))
      if (faults.length > 0) return { ok: false, why: 'faults', faults }
      return await holding(acting, clientId, async (tx, client, record): Promise<Changed> => {
        if (JSON.stringify(known) !== JSON.stringify(client)) return { ok: false, why: 'changed meanwhile' }
        const effect = await write(tx, client, wanted, acting)
        await record({ action: 'CLIENT_CHANGED', before: latest, after: wanted })
        const after = await anyClient(tx, clientId)
        return { ok: true, effect, client: after ?? client }
      })
    },

    async newSecret(acting, clientId) {
      // Hashing takes a while: who may not do it does not set it going.
      if (!(await registeredClient(quick, clientId, acting.teams))) return NOT_FOUND
      const secret = makeClientSecret()
      const hash = await hashClientSecret(secret)
      return await holding(acting, clientId, async (tx, _client, record) => {
        await setSecret(tx, clientId, hash)
        await record({ action: 'CLIENT_SECRET_ROTATED' })
        return { ok: true, secret } as const
      })
    },

    async askForProduction(acting, clientId) {
      return await holding(acting, clientId, async (tx, client, record): Promise<Asked> => {
        if (client.standing === 'production' || client.open) return { ok: false, why: 'already' }
        const faults = readyFaults(client.settings, client.clientSecretHash !== null)
        if (faults.length > 0) return { ok: false, why: 'faults', faults }
        const requestId = newId()
        const { settings } = client
        const request = { requestId, clientId, settings, askedBy: acting.actor, askedAt: moment() }
        await insertRequest(tx, { ...request, kind: 'production' })
        await record({ action: 'CLIENT_PRODUCTION_REQUESTED', after: settings })
        return { ok: true, requestId }
      })
    },

    async withdraw(acting, clientId) {
      return await holding(acting, clientId, async (tx, client, record) => {
        if (!client.open) return { ok: true } as const
        const how = { decision: 'withdrawn', by: acting.actor, at: moment(), reason: null } as const
        await closeRequest(tx, client.open.requestId, how)
        await record({ action: 'CLIENT_REQUEST_WITHDRAWN', before: client.open.settings })
        return { ok: true } as const
      })
    },
  }
}

const NOT_FOUND = { ok: false, why: 'not found' } as const satisfies NotFound

interface Written {
  action: string
  before?: Settings
  after?: Settings
}

/** The settings with what changes in them. A key is read, and kept the one way it can be written. */
function withKey(
  latest: Settings,
  change: SettingsChange,
): { ok: true; settings: Settings } | { ok: false; fault: Fault } {
  const settings = changed(latest, change)
  if (!change.publicKey) return { ok: true, settings }
  const key = readPublicKey(change.publicKey)
  if (!key.ok) return { ok: false, fault: { setting: 'publicKey', says: key.says } }
  return { ok: true, settings: { ...settings, publicKey: key.pem } }
}
