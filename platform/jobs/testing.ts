import assert from 'node:assert/strict'
import { before, beforeEach } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { type Store, sql } from '#platform/database'
import type { Open } from '../database/testing.ts'
import { createJobs, type JobProblem, type Jobs, jobsModule, type SendOptions } from './index.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR

/** A queue that is empty at the beginning of each test, with a clock that the test moves. */
export function queueForTests(open: Open) {
  let store: Store<unknown>
  const problems: JobProblem[] = []
  const queue = {
    clock: 0,
    problems,
    /** Another process on the same database. */
    createProcess: (): Jobs =>
      createJobs({
        store,
        role: 'accounts',
        now: () => queue.clock,
        report: (problem) => problems.push(problem),
      }),
    send: (jobs: Jobs, name: string, payload: string, options: SendOptions = {}): Promise<boolean> =>
      store.as('accounts', {}, (tx) => jobs.send(tx, name, payload, options)),
    store: () => store,
    /** What the database holds of jobs that are not scheduled work. */
    async rows(): Promise<{ payload: unknown; problem: string | null }[]> {
      const { rows } = await store.owner((tx) =>
        sql<{ payload: unknown; problem: string | null }>`
          select payload, problem from jobs.job where every is null`.execute(tx),
      )
      return rows
    },
  }
  before(async () => {
    store = await open([jobsModule])
  })
  beforeEach(async () => {
    await store.owner((tx) => sql`delete from jobs.job`.execute(tx))
    queue.clock = Date.UTC(2026, 0, 5, 9, 30)
    problems.length = 0
  })
  return queue
}

export async function until(met: () => boolean): Promise<void> {
  for (let tries = 0; !met(); tries++) {
    assert.ok(tries < 1_000, 'it did not happen within 10 seconds')
    await wait(10)
  }
}
