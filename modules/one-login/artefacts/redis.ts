import { Cluster, Redis } from 'ioredis'
import { Unavailable } from '#platform/http'
import type { Base } from '../base.ts'
import type { Spending } from './queries.ts'
import type { OnShelf, Shelf, Stored } from './shelf.ts'

export interface RedisSettings {
  /** `redis://` or `rediss://`, with a user and a password if need be. Several: nodes of one Redis Cluster. */
  readonly urls: readonly [string, ...string[]]
  /** What the names of all keys begin with, where the server is shared. */
  readonly prefix?: string
  /** Told that the connection broke, and why. */
  readonly report: (line: string) => void
}

/*
 * Keys, each with the artefact's own expiry:
 *
 * a:{digest}      the artefact: its kind, expiry and payload
 * u:{uid}         the digest of the session with this uid
 * o:{account}     sorted set of the account's artefacts by expiry: digest, kind, session and grant
 *
 * Only the first decides: whatever the other two still name and a: has not is gone. So each command touches one key, which
 * is what a cluster wants, and one that is lost on the way leaves nothing half done.
 */

/** Artefacts in Redis, alone or in a cluster. What is spent is spent in `spending`. */
export function redisShelf({ now }: Pick<Base, 'now'>, spending: Spending, settings: RedisSettings): Shelf {
  const redis = connect(settings)
  const prefix = settings.prefix ?? 'fingerpost:'
  const keyOf = (id: string) => `${prefix}a:{${id}}`
  const uidKey = (sessionUid: string) => `${prefix}u:{${sessionUid}}`
  const ownerKey = (accountId: string) => `${prefix}o:{${accountId}}`
  const left = (expiresAt: number) => Math.max(1, Math.ceil(expiresAt - now()))

  async function find(id: string): Promise<OnShelf | undefined> {
    const text = await redis.get(keyOf(id))
    const found = text === null ? undefined : readArtefact(text)
    return found && found.expiresAt > now() ? found : undefined
  }

  /** False: it is there already. */
  async function putOnce(stored: Stored): Promise<boolean> {
    const put = () => redis.set(keyOf(stored.id), artefactText(stored), 'PX', left(stored.expiresAt), 'NX')
    if (await put()) return true
    if (await find(stored.id)) return false
    // By our clock it has expired, and Redis, which has its own, still holds it.
    await redis.del(keyOf(stored.id))
    return (await put()) !== null
  }

  async function put(stored: Stored, isThere: boolean): Promise<void> {
    const { id, kind, accountId, sessionUid, expiresAt } = stored
    const text = artefactText(stored)
    const all: Promise<unknown>[] = [
      isThere
        ? redis.set(keyOf(id), text, 'PX', left(expiresAt), 'XX')
        : redis.set(keyOf(id), text, 'PX', left(expiresAt)),
    ]
    if (kind === 'Session' && sessionUid !== null)
      all.push(redis.set(uidKey(sessionUid), id, 'PX', left(expiresAt)))
    if (accountId !== null)
      all.push(redis.eval(OWN, 1, ownerKey(accountId), `${now()}`, `${expiresAt}`, memberText(stored)))
    await Promise.all(all)
  }

  async function destroyOwned(accountId: string, which: (member: Member) => boolean): Promise<void> {
    const members = await redis.zrange(ownerKey(accountId), 0, '-1')
    const ids = members.map(readMember).filter(which)
    await Promise.all(ids.map(({ id }) => redis.del(keyOf(id))))
  }

  const shelf: Shelf = {
    find,
    async findByUid(sessionUid) {
      const id = await redis.get(uidKey(sessionUid))
      const found = id === null ? undefined : await find(id)
      return id === null || !found ? undefined : { ...found, id }
    },
    async change({ once, spend, puts, renewals, destroyed }) {
      // The answer waits for all of it, and until then nobody knows the ids of what is put.
      const [areNew, isSpent] = await Promise.all([
        Promise.all(once.map(putOnce)),
        spend ? spending.spend(spend.id, spend.expiresAt) : true,
        ...puts.map((stored) => put(stored, false)),
      ])
      const refusal = areNew.includes(false) ? 'there already' : isSpent ? undefined : 'spent before'
      if (refusal) {
        await Promise.all(puts.map(({ id }) => redis.del(keyOf(id))))
        return refusal
      }
      await Promise.all([
        ...renewals.map((stored) => put(stored, true)),
        ...destroyed.map((id) => redis.del(keyOf(id))),
      ])
      return 'written'
    },
    destroyByGrant: (accountId, grantId) => destroyOwned(accountId, (member) => member.grantId === grantId),
    endSession: (accountId, sessionUid) =>
      destroyOwned(accountId, (member) => member.sessionUid === sessionUid),
    endSessions: (accountId, but) =>
      destroyOwned(accountId, (member) => but === null || member.sessionUid !== but),
    async sessionsOf(accountId) {
      const members = await redis.zrevrange(ownerKey(accountId), 0, '-1')
      const held = await Promise.all(
        members.map(readMember).map(async ({ id, kind, sessionUid }) => {
          const found = kind === 'Session' && sessionUid !== null ? await find(id) : undefined
          return found && sessionUid !== null ? [{ ...found, sessionUid }] : []
        }),
      )
      return held.flat().toSorted((one, other) => other.expiresAt - one.expiresAt)
    },
    removeExpired: (most) => spending.removeExpired(most),
    async close() {
      redis.disconnect()
    },
  }
  return unavailableWhereRedisIs(shelf)
}

// A command that gets no answer in two seconds is given up: the person is asked to try again, and nothing waits for ever.
const MANNERS = {
  enableAutoPipelining: true,
  maxRetriesPerRequest: 1,
  connectTimeout: 2_000,
  commandTimeout: 2_000,
}

function connect({ urls, report }: RedisSettings): Redis | Cluster {
  const nodes = urls.map(nodeOf)
  const redis =
    urls.length === 1
      ? new Redis(urls[0], MANNERS)
      : new Cluster(nodes, {
          enableAutoPipelining: true,
          redisOptions: { ...MANNERS, ...credentialsOf(urls[0]) },
        })
  // Unheard, it would end the process. Each command that fails says so itself.
  redis.on('error', (error: Error) => report(`Redis: ${error.message}`))
  return redis
}

function nodeOf(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url)
  return { host: hostname, port: Number(port || 6379) }
}

// A cluster's nodes name one another, and are all entered alike.
function credentialsOf(url: string) {
  const { protocol, username, password } = new URL(url)
  return {
    ...(username ? { username: decodeURIComponent(username) } : {}),
    ...(password ? { password: decodeURIComponent(password) } : {}),
    ...(protocol === 'rediss:' ? { tls: {} } : {}),
  }
}

// Adds one to what an account has, forgets what has expired, and keeps the set as long as its longest-lived.
const OWN = `
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[3])
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
return redis.call('PEXPIRE', KEYS[1], math.max(1000, math.ceil(last[2] - ARGV[1])))`

type Member = Pick<Stored, 'id' | 'sessionUid' | 'grantId'> & { kind: string }

function memberText({ id, kind, sessionUid, grantId }: Stored): string {
  return `${id} ${kind} ${sessionUid ?? ''} ${grantId ?? ''}`
}

function readMember(text: string): Member {
  const [id = '', kind = '', sessionUid = '', grantId = ''] = text.split(' ')
  return { id, kind, sessionUid: sessionUid || null, grantId: grantId || null }
}

function artefactText({ expiresAt, payload }: Stored): string {
  return `${expiresAt} ${payload}`
}

function readArtefact(text: string): OnShelf {
  const space = text.indexOf(' ')
  return { expiresAt: Number(text.slice(0, space)), payload: text.slice(space + 1), isSpent: false }
}

function unavailableWhereRedisIs(shelf: Shelf): Shelf {
  const told =
    <A extends unknown[], T>(work: (...given: A) => Promise<T>) =>
    async (...given: A): Promise<T> => {
      try {
        return await work(...given)
      } catch (error) {
        throw isOfRedis(error) ? new Unavailable(undefined, { cause: error }) : error
      }
    }
  return {
    find: told(shelf.find),
    findByUid: told(shelf.findByUid),
    change: told(shelf.change),
    destroyByGrant: told(shelf.destroyByGrant),
    endSession: told(shelf.endSession),
    endSessions: told(shelf.endSessions),
    sessionsOf: told(shelf.sessionsOf),
    removeExpired: shelf.removeExpired,
    close: shelf.close,
  }
}

// Also READONLY, LOADING and CLUSTERDOWN, which pass when another server has taken over.
function isOfRedis(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return (
    error.name === 'MaxRetriesPerRequestError' ||
    error.name === 'ClusterAllFailedError' ||
    /^(Command timed out|Connection is closed|READONLY|LOADING|CLUSTERDOWN|MASTERDOWN|TRYAGAIN)/.test(
      error.message,
    )
  )
}
