import type { Audit, AuditEvent } from '#platform/audit'
import type { Base } from '../base.ts'
import type { Acceptance, Accepted } from './needs.ts'

interface Needs {
  base: Pick<Base, 'store'>
  audit: Pick<Audit, 'recordAll'>
  /** Who counts sign-ins. */
  accepted: Acceptance | undefined
}

interface Waiting {
  readonly accepted: Accepted
  readonly requestId: string
  done(): void
  failed(error: unknown): void
}

/**
 * Records that a code is on its way to a service, before it leaves. Those that come while others are being written are
 * written together, in one transaction: it takes six round trips, of one or of twenty.
 */
export function createAcceptances(needs: Needs): (accepted: Accepted, requestId: string) => Promise<void> {
  let waiting: Waiting[] = []
  let isWriting = false

  async function writeAll(): Promise<void> {
    isWriting = true
    // All that one turn of the event loop brings is there.
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) {
      const together = waiting
      waiting = []
      await writeTogether(needs, together)
    }
    isWriting = false
  }

  return (accepted, requestId) =>
    new Promise((done, failed) => {
      waiting.push({ accepted, requestId, done, failed })
      if (!isWriting) void writeAll()
    })
}

async function writeTogether(needs: Needs, together: readonly Waiting[]): Promise<void> {
  try {
    await write(needs, together)
    for (const { done } of together) done()
  } catch (error) {
    // What is wrong with one of them is not the others' concern.
    if (together.length > 1) for (const one of together) await writeTogether(needs, [one])
    else for (const { failed } of together) failed(error)
  }
}

async function write({ base, audit, accepted: hear }: Needs, together: readonly Waiting[]): Promise<void> {
  await base.store.as('accounts', {}, async (tx) => {
    // The audit comes last, as everywhere: so no two transactions wait for one another.
    await hear?.(
      tx,
      together.map(({ accepted }) => accepted),
    )
    await audit.recordAll(tx, together.map(eventOf))
  })
}

function eventOf({ accepted: { accountId, client }, requestId }: Waiting): AuditEvent {
  return {
    stream: accountId,
    actor: accountId,
    action: 'AUTH_AUTH_CODE_ISSUED',
    subject: client.clientId,
    requestId,
  }
}
