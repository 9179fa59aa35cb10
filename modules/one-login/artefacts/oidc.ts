import { type Adapter, type AdapterPayload, errors } from 'oidc-provider'
import type { Artefacts, Kind } from './artefact.ts'
import { readGrantId } from './grants.ts'

/** What every grant holds: all that any service can be granted. What a service asks for is checked before. */
export interface Granted {
  /** Names with spaces between them, as in a request. */
  readonly scope: string
  readonly claims: readonly string[]
}

const KINDS: Record<string, Kind | undefined> = {
  Session: 'Session',
  Interaction: 'Interaction',
  AuthorizationCode: 'AuthorizationCode',
  AccessToken: 'AccessToken',
  ReplayDetection: 'ReplayDetection',
}

/**
 * The store that oidc-provider asks for, without its clients. A whole request belongs between `begin` (or in `together`)
 * and `write`: the request then reads each thing once and writes once.
 */
export function oidcAdapter(artefacts: Artefacts, granted: Granted): (name: string) => Adapter {
  return (name) => {
    if (name === 'Grant') return grantsAdapter(artefacts, granted)
    const kind = KINDS[name]
    return kind ? artefactAdapter(artefacts, kind) : unusedAdapter(name)
  }
}

function artefactAdapter(artefacts: Artefacts, kind: Kind): Adapter {
  return {
    async upsert(id, payload, expiresIn) {
      const artefact = {
        kind,
        id,
        payload: withoutIds(payload),
        expiresAt: 1000 * (payload.exp ?? Math.floor(Date.now() / 1000) + (expiresIn ?? 0)),
        accountId: payload.accountId,
        sessionUid: kind === 'Session' ? payload.uid : payload.sessionUid,
        grantId: payload.grantId,
      }
      if (kind === 'ReplayDetection') await artefacts.putOnceOnWriting(artefact)
      else await artefacts.put(artefact)
      // The last that is written when a code is exchanged, and the last moment at which the library can still refuse.
      if (kind === 'AccessToken') await writeTokens(artefacts, payload.grantId)
    },
    async find(id) {
      // Whether a `jti` is new is found when it is written: two that ask at the same moment both hear that it is.
      if (kind === 'ReplayDetection') return undefined
      const found = await artefacts.find(kind, id)
      if (!found || !isPayload(found.payload)) return undefined
      return { ...found.payload, jti: id, ...(found.isSpent ? { consumed: true } : {}) }
    },
    async findByUid(uid) {
      const found = await artefacts.findByUid(uid)
      return found && isPayload(found.payload) ? found.payload : undefined
    },
    consume: (id) => artefacts.spendOnWriting(kind, id),
    destroy: (id) => artefacts.destroy(kind, id),
    revokeByGrantId: (grantId) => artefacts.destroyByGrant(grantId),
    findByUserCode: async () => undefined,
  }
}

async function writeTokens(artefacts: Artefacts, grantId: string | undefined): Promise<void> {
  const written = await artefacts.write()
  if (written === 'there already')
    throw new errors.InvalidClientAuth('client assertion tokens must only be used once')
  if (written === 'spent before') {
    // A code that is used twice was read by somebody it was not for.
    if (grantId !== undefined) await artefacts.destroyByGrant(grantId)
    throw new errors.InvalidGrant('authorization code already consumed')
  }
}

function grantsAdapter(artefacts: Artefacts, { scope, claims }: Granted): Adapter {
  return {
    ...unusedAdapter('Grant'),
    upsert: async (id) => {
      if (!readGrantId(id)) throw new Error('a grant is made with the id that grantIdOf gives')
    },
    find: async (id) => {
      const read = readGrantId(id)
      return read && { ...read, jti: id, kind: 'Grant', openid: { scope, claims: [...claims] } }
    },
    destroy: (id) => artefacts.destroyByGrant(id),
  }
}

// The contract has none of these: no refresh tokens, no devices, no registration.
function unusedAdapter(name: string): Adapter {
  const refuse = async () => {
    throw new Error(`${name} is not stored: the contract has none`)
  }
  return {
    upsert: refuse,
    find: async () => undefined,
    findByUid: async () => undefined,
    findByUserCode: async () => undefined,
    consume: refuse,
    destroy: async () => {},
    revokeByGrantId: async () => {},
  }
}

// Whoever has an id has the thing, so it is stored as a digest alone. The library keeps the session's in an interaction
// too, and never reads it.
function withoutIds({ jti: _jti, session, ...payload }: AdapterPayload): AdapterPayload {
  if (!session) return payload
  const { cookie: _cookie, ...rest } = session
  return { ...payload, session: rest }
}

function isPayload(payload: unknown): payload is AdapterPayload {
  return typeof payload === 'object' && payload !== null
}
