import { AsyncLocalStorage } from 'node:async_hooks'
import { hash } from 'node:crypto'
import type { Artefact, Artefacts, Found, Kind, Written } from './artefact.ts'
import { accountOfGrant } from './grants.ts'
import type { Changes, OnShelf, Shelf, Stored } from './shelf.ts'

/** What one request has read and wants to change, until it is written. */
interface Unit {
  /** What the store had, by digest. Undefined: it had nothing. */
  read: Map<string, OnShelf | undefined>
  /** Null: destroyed. */
  changed: Map<string, Stored | null>
  once: Stored[]
  spend: { id: string; expiresAt: number } | undefined
}

/** Artefacts over a shelf: digests in place of ids, and one request's changes written in one go. */
export function createArtefacts(shelf: Shelf): Artefacts {
  const units = new AsyncLocalStorage<Unit>()

  async function write(): Promise<Written> {
    const unit = units.getStore()
    return unit ? await writeUnit(shelf, unit) : 'written'
  }

  // What ends several things at once is rare, and comes after all that was put before it.
  async function afterWriting(work: () => Promise<void>): Promise<void> {
    await write()
    units.getStore()?.read.clear()
    await work()
  }

  return {
    write,

    async put(artefact) {
      const stored = storedOf(artefact)
      const unit = units.getStore()
      if (unit) unit.changed.set(stored.id, stored)
      else await shelf.change({ ...NOTHING, puts: [stored] })
    },

    async find(kind, id) {
      const digest = digestOf(kind, id)
      const unit = units.getStore()
      if (!unit) return foundOf(await shelf.find(digest))
      const changed = unit.changed.get(digest)
      if (changed !== undefined) return changed ? foundOf({ ...changed, isSpent: false }) : undefined
      if (!unit.read.has(digest)) unit.read.set(digest, await shelf.find(digest))
      return foundOf(unit.read.get(digest))
    },

    async findByUid(sessionUid) {
      const unit = units.getStore()
      for (const changed of unit?.changed.values() ?? [])
        if (changed?.kind === 'Session' && changed.sessionUid === sessionUid)
          return foundOf({ ...changed, isSpent: false })
      const held = await shelf.findByUid(sessionUid)
      if (!held || unit?.changed.get(held.id) === null) return undefined
      unit?.read.set(held.id, held)
      return foundOf(held)
    },

    async destroy(kind, id) {
      const digest = digestOf(kind, id)
      const unit = units.getStore()
      if (unit) unit.changed.set(digest, null)
      else await shelf.change({ ...NOTHING, destroyed: [digest] })
    },

    async putOnce(artefact) {
      return (await shelf.change({ ...NOTHING, once: [storedOf(artefact)] })) === 'written'
    },

    async spend(kind, id) {
      const digest = digestOf(kind, id)
      const held = await shelf.find(digest)
      if (!held || held.isSpent) return false
      const spend = { id: digest, expiresAt: held.expiresAt }
      return (await shelf.change({ ...NOTHING, spend })) === 'written'
    },

    async destroyByGrant(grantId) {
      await afterWriting(() => shelf.destroyByGrant(accountOfGrant(grantId), grantId))
    },
    async endSession(accountId, sessionUid) {
      await afterWriting(() => shelf.endSession(accountId, sessionUid))
    },
    async endSessions(accountId, but) {
      await afterWriting(() => shelf.endSessions(accountId, but ?? null))
    },
    async sessionsOf(accountId) {
      await write()
      const held = await shelf.sessionsOf(accountId)
      return held.map(({ sessionUid, payload, expiresAt }) => ({
        sessionUid,
        payload: JSON.parse(payload),
        expiresAt,
      }))
    },

    async together(work) {
      const run = async () => {
        const value = await work()
        await write()
        return value
      }
      return await (units.getStore() ? run() : units.run(emptyUnit(), run))
    },
    begin(next) {
      units.run(emptyUnit(), next)
    },
    async putOnceOnWriting(artefact) {
      unitOf(units).once.push(storedOf(artefact))
    },
    async spendOnWriting(kind, id) {
      const unit = unitOf(units)
      if (unit.spend) throw new Error('one write spends one thing: call write() in between')
      const digest = digestOf(kind, id)
      const expiresAt = unit.read.get(digest)?.expiresAt
      if (expiresAt === undefined) throw new Error('what is spent must be found first')
      unit.spend = { id: digest, expiresAt }
    },

    removeExpired: (most = 10_000) => shelf.removeExpired(most),
    close: () => shelf.close(),
  }
}

const NOTHING: Changes = { once: [], spend: undefined, puts: [], renewals: [], destroyed: [] }

function emptyUnit(): Unit {
  return { read: new Map(), changed: new Map(), once: [], spend: undefined }
}

function unitOf(units: AsyncLocalStorage<Unit>): Unit {
  const unit = units.getStore()
  if (!unit) throw new Error('this belongs inside together() or after begin()')
  return unit
}

async function writeUnit(shelf: Shelf, unit: Unit): Promise<Written> {
  const { read, changed, once, spend } = unit
  if (changed.size === 0 && once.length === 0 && !spend) return 'written'
  const puts: Stored[] = []
  const renewals: Stored[] = []
  const destroyed: string[] = []
  for (const [id, stored] of changed) {
    if (!stored) destroyed.push(id)
    else if (read.get(id)) renewals.push(stored)
    else puts.push(stored)
  }
  // Emptied first: what the request does while this is on its way is for the next writing.
  unit.changed = new Map()
  unit.once = []
  unit.spend = undefined
  const written = await shelf.change({ once, spend, puts, renewals, destroyed })
  if (written === 'written') {
    for (const stored of [...puts, ...renewals]) read.set(stored.id, { ...stored, isSpent: false })
    for (const id of destroyed) read.set(id, undefined)
  }
  return written
}

function digestOf(kind: Kind, id: string): string {
  return hash('sha256', `${kind} ${id}`, 'base64url')
}

function storedOf(artefact: Artefact): Stored {
  const { kind, id, payload, accountId = null, sessionUid = null, grantId = null, expiresAt } = artefact
  return {
    id: digestOf(kind, id),
    kind,
    payload: JSON.stringify(payload),
    accountId,
    sessionUid,
    grantId,
    expiresAt,
  }
}

// Read anew each time: who gets it may change it.
function foundOf(held: OnShelf | undefined): Found | undefined {
  return held && { payload: JSON.parse(held.payload), expiresAt: held.expiresAt, isSpent: held.isSpent }
}
