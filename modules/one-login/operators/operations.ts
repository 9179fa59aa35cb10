/* What operators decide about services. Each act names the operator in the audit, with a code that says why. */
import type { Audit } from '#platform/audit'
import type { Base } from '../base.ts'
import { changed, type OperatorsChange, type Settings } from '../clients/input.ts'
import { anyClient, lockClient, setActive, updateClient } from '../clients/queries.ts'
import type { Registry } from '../clients/registry.ts'
import { type Fault, faultsOf, readyFaults, sectorFault, sectorOf } from '../clients/rules.ts'
import { closeRequest, requestById, setWanted } from '../registrations/queries.ts'

export interface By {
  /** The operator's id, as the audit has it. */
  readonly actor: string
  readonly requestId: string
}

export type Decided =
  | { readonly ok: true }
  /** `decided`: by somebody else, or the team asked for something else since. */
  | { readonly ok: false; readonly why: 'not found' | 'decided' }
  /** What is asked for can no longer be: the client got its first user meanwhile, or lost its key. */
  | { readonly ok: false; readonly why: 'faults'; readonly faults: readonly Fault[] }

export interface Operations {
  /** Puts what was asked for in force. */
  approve(requestId: string, by: By): Promise<Decided>
  refuse(requestId: string, reason: string, by: By): Promise<Decided>
  /** What only operators set: limits, allowances, and whether the client is active. False: there is no such client. */
  change(clientId: string, change: OperatorsChange, by: By): Promise<boolean>
}

export function createOperations(
  { store, now, secrets, profile }: Base,
  { registry, audit }: { registry: Registry; audit: Audit },
): Operations {
  const moment = () => new Date(now()).toISOString()
  const digestOf = (settings: Settings) => secrets.digest('settings of a client', JSON.stringify(settings))

  async function decide(
    requestId: string,
    decision: 'approved' | 'refused',
    reason: string | null,
    by: By,
  ): Promise<Decided> {
    let clientId: string | undefined
    const decided = await store.as('accounts', {}, async (tx): Promise<Decided> => {
      const asked = await requestById(tx, requestId)
      if (!asked) return { ok: false, why: 'not found' }
      clientId = asked.clientId
      await lockClient(tx, asked.clientId)
      const client = await anyClient(tx, asked.clientId)
      if (!client) return { ok: false, why: 'not found' }
      // What is approved is what was read: a request that changed since has another id.
      if (client.open?.requestId !== requestId) return { ok: false, why: 'decided' }
      const wanted = client.open.settings
      if (decision === 'approved') {
        const fixed = sectorFault(wanted, client.fixedSector)
        const hasSecret = client.clientSecretHash !== null
        const faults = [
          ...faultsOf(wanted, profile),
          ...readyFaults(wanted, hasSecret),
          ...(fixed ? [fixed] : []),
        ]
        if (faults.length > 0) return { ok: false, why: 'faults', faults }
        const standing = 'production'
        await updateClient(tx, client.clientId, { settings: wanted, sector: sectorOf(wanted), standing })
      }
      await closeRequest(tx, requestId, { decision, by: by.actor, at: moment(), reason })
      await audit.record(tx, {
        stream: `team:${client.teamId}`,
        ...by,
        action: decision === 'approved' ? 'CLIENT_REQUEST_APPROVED' : 'CLIENT_REQUEST_REFUSED',
        subject: client.clientId,
        before: digestOf(client.settings),
        after: digestOf(wanted),
        ...(reason === null ? {} : { reason }),
      })
      return { ok: true }
    })
    if (clientId !== undefined) registry.forget(clientId)
    return decided
  }

  return {
    approve: (requestId, by) => decide(requestId, 'approved', null, by),
    refuse: (requestId, reason, by) => decide(requestId, 'refused', reason, by),

    async change(clientId, { isActive, ...change }, by) {
      const done = await store.as('accounts', {}, async (tx) => {
        await lockClient(tx, clientId)
        const client = await anyClient(tx, clientId)
        if (!client) return false
        const settings = changed(client.settings, change)
        await updateClient(tx, clientId, { settings, sector: sectorOf(settings) })
        if (client.open) await setWanted(tx, client.open.requestId, changed(client.open.settings, change))
        if (isActive !== undefined) await setActive(tx, clientId, isActive)
        await audit.record(tx, {
          stream: `team:${client.teamId}`,
          ...by,
          action:
            isActive === undefined ? 'CLIENT_CHANGED' : isActive ? 'CLIENT_ACTIVATED' : 'CLIENT_DEACTIVATED',
          subject: clientId,
          before: digestOf(client.settings),
          after: digestOf(settings),
        })
        return true
      })
      registry.forget(clientId)
      return done
    },
  }
}
