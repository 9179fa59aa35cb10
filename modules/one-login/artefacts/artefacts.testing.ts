import { randomUUID } from 'node:crypto'
import { after, describe, test } from 'node:test'
import { type Module, type Store, sql } from '#platform/database'
import { eachDatabase, startPrivateRedis } from '../../../platform/database/testing.ts'
import type { OneLoginTables } from '../tables.ts'
import type { Artefact, Artefacts } from './artefact.ts'
import { createArtefacts } from './artefacts.ts'
import { grantIdOf } from './grants.ts'
import { postgresShelf, postgresSpending } from './queries.ts'

import { redisShelf } from './redis.ts'

export const oneLogin: Module = { schema: 'one_login', folder: new URL('../migrations/', import.meta.url) }

export const START = Date.parse('2026-11-22T09:00:00.000Z')
export const HOUR = 3_600_000

/** The time of all suites; each test begins at START. */
export const clock = { now: START }
const now = () => clock.now

export interface Opened {
  artefacts: Artefacts
  store: Store<OneLoginTables>
  /** All that is stored, as text. */
  everything(): Promise<string>
}
export type TestWith = (name: string, work: (given: Opened) => Promise<void>) => void

/** Describes the suite on PGlite, PostgreSQL, Redis and a Redis Cluster. */
export function eachShelf(suite: (testWith: TestWith) => void): void {
  eachDatabase((kind, open) => {
    suite(
      testing(async () => {
        const store = await open<OneLoginTables>([oneLogin])
        const artefacts = createArtefacts(postgresShelf({ store, now }))
        return { artefacts, store, everything: () => rowsOf(store) }
      }),
    )
    // What is spent goes to the database; that it does the same in both is seen above.
    if (kind === 'pglite') return
    for (const servers of [1, 3] as const) {
      describe(servers === 1 ? 'with Redis' : 'with a Redis Cluster', () => {
        const closing: (() => Promise<void>)[] = []
        after(async () => {
          for (const close of closing) await close()
        })
        suite(
          testing(async () => {
            const [store, redis] = await Promise.all([
              open<OneLoginTables>([oneLogin]),
              startPrivateRedis(servers),
            ])
            const shelf = redisShelf({ now }, postgresSpending({ store, now }), {
              urls: redis.urls,
              report: () => {},
            })
            closing.push(() => shelf.close(), redis.stop)
            const everything = async () => `${await redis.everything()}\n${await rowsOf(store)}`
            return { artefacts: createArtefacts(shelf), store, everything }
          }),
        )
      })
    }
  })
}

function testing(openOne: () => Promise<Opened>): TestWith {
  let opened: Promise<Opened> | undefined
  return (name, work) => {
    test(name, async () => {
      opened ??= openOne()
      clock.now = START
      await work(await opened)
    })
  }
}

async function rowsOf(store: Store<OneLoginTables>): Promise<string> {
  const { rows } = await store.as('accounts', {}, (tx) =>
    sql<{
      all: string | null
    }>`select concat((select string_agg(artefact::text, E'\n') from one_login.artefact),
      (select string_agg(spent::text, E'\n') from one_login.spent)) as all`.execute(tx),
  )
  return rows[0]?.all ?? ''
}

export function session(some: Partial<Artefact> = {}): Artefact {
  const sessionUid = randomUUID()
  return {
    kind: 'Session',
    id: randomUUID(),
    payload: { uid: sessionUid },
    accountId: randomUUID(),
    sessionUid,
    expiresAt: START + HOUR,
    ...some,
  }
}

export function code(some: Partial<Artefact> = {}): Artefact {
  const [accountId, sessionUid] = [some.accountId ?? randomUUID(), some.sessionUid ?? randomUUID()]
  return {
    kind: 'AuthorizationCode',
    id: randomUUID(),
    payload: { redirectUri: 'https://service.example/back' },
    accountId,
    sessionUid,
    grantId: grantIdOf(accountId, 'harbour dues', sessionUid),
    expiresAt: START + 300_000,
    ...some,
  }
}

export function token(from: Artefact): Artefact {
  return { ...from, kind: 'AccessToken', id: randomUUID(), payload: {}, expiresAt: START + 180_000 }
}
