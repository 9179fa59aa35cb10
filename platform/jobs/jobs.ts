// Invariants of the queue:
//
// 1. A job is there if the transaction that sent it committed, and not otherwise.
// 2. A job is taken by one process at a time; one whose process ends in the middle is due again when the hold on it
//    ends. So a job is done at least once: a handler asks what an earlier try has done, where it matters.
// 3. What a try came to counts only while the hold lasts.
// 4. No transaction is open while a handler runs: the embedded database has only one.

import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Kysely, Role, Store } from '#platform/database'
import type { Handler, JobProblem, Jobs, Outcome, WorkOptions } from './job.ts'
import {
  bury,
  countJobs,
  endJob,
  ensureScheduled,
  holdOn,
  insertJob,
  letGoOfAll,
  putOff,
  removeEnded,
  reviveDead,
  type Taken,
  takeDue,
} from './queries.ts'

export interface JobsOptions<DB> {
  readonly store: Store<DB>
  /** The role whose grants the queue is used with. */
  readonly role: Role
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly report: (problem: JobProblem) => void
}

/** For how long a process that takes a job has it, before it says that it still works on it: 30 s. */
export const HOLD = 30_000
/** Whatever takes longer than this is tried again. */
const LONGEST = 10 * 60_000
const SHORTEST_PAUSE = 25
const LONGEST_PAUSE = 1_000
const HOUR = 3_600_000
const MOST_ROUNDS_IN_TESTS = 1_000

interface Worker {
  readonly handler: Handler
  readonly options: Required<WorkOptions>
  readonly period: number | null
}

export function createJobs<DB>({ store, role, now, report }: JobsOptions<DB>): Jobs {
  const holder = randomUUID()
  const workers = new Map<string, Worker>()
  /** What this process works on, and since when. */
  const running = new Map<Taken, number>()
  let loop: Promise<void> | undefined
  let stopping = false
  let woken = Promise.withResolvers<void>()

  const inTransaction = <T>(work: (tx: Kysely<DB>) => Promise<T>) => store.as(role, {}, work)

  function add(queue: string, period: number | null, handler: Handler, options: WorkOptions): void {
    if (loop) throw new Error(`who does the jobs of ${queue} was said after they had started`)
    if (workers.has(queue)) throw new Error(`two handlers do the jobs of ${queue}`)
    const { tries = 8, backoff = doubled, atOnce = 4, keepDead = true } = options
    workers.set(queue, { handler, period, options: { tries, backoff, atOnce, keepDead } })
  }

  async function prepare(): Promise<void> {
    for (const [queue, { period }] of workers) {
      if (period !== null) await inTransaction((tx) => ensureScheduled(tx, now(), queue, period))
    }
  }

  async function take(): Promise<Taken[]> {
    const busy = new Map<string, number>()
    for (const { queue } of running.keys()) busy.set(queue, (busy.get(queue) ?? 0) + 1)
    const free = [...workers]
      .map(([queue, { options }]) => ({ queue, free: options.atOnce - (busy.get(queue) ?? 0) }))
      .filter((each) => each.free > 0)
    if (free.length === 0) return []
    return await inTransaction((tx) => takeDue(tx, now(), holder, now() + HOLD, free))
  }

  async function run(taken: Taken): Promise<void> {
    const worker = workers.get(taken.queue)
    if (!worker) return
    try {
      const { outcome, error } = await attempt(worker, taken)
      await settle(worker, taken, outcome, error)
    } catch (error) {
      // What came of it could not be written down: the hold ends, and it is tried again.
      report({ problem: 'what came of a job could not be saved', dead: false, error, job: named(taken) })
    }
  }

  async function attempt(worker: Worker, taken: Taken): Promise<{ outcome: Outcome; error?: unknown }> {
    // Whoever had it all those times ended without a word: it may be what ends them.
    if (taken.tries > worker.options.tries && worker.period === null)
      return { outcome: { dead: 'stopped in the middle each time' } }
    try {
      const { id, queue, payload, tries } = taken
      return { outcome: await worker.handler({ id, queue, payload, tries }) }
    } catch (error) {
      return { outcome: { again: error instanceof Error ? error.name : 'Error' }, error }
    }
  }

  async function settle(worker: Worker, taken: Taken, outcome: Outcome, error: unknown): Promise<void> {
    const { period, options } = worker
    if (outcome === 'done') {
      const next = period === null ? undefined : nextRound(now(), period)
      await inTransaction((tx) =>
        next === undefined ? endJob(tx, now(), holder, taken) : putOff(tx, holder, taken, next, null, true),
      )
      return
    }
    const problem = 'dead' in outcome ? outcome.dead : outcome.again
    const isLast = 'dead' in outcome || taken.tries >= options.tries
    const thrown = error === undefined ? {} : { error }
    report({ problem, dead: isLast && period === null, job: named(taken), ...thrown })
    const soon = now() + (('after' in outcome ? outcome.after : undefined) ?? options.backoff(taken.tries))
    await inTransaction((tx) => {
      if (period !== null) {
        const round = nextRound(now(), period)
        return putOff(tx, holder, taken, isLast ? round : Math.min(soon, round), problem, isLast)
      }
      return isLast
        ? bury(tx, now(), holder, taken, problem, options.keepDead)
        : putOff(tx, holder, taken, soon, problem, false)
    })
  }

  function begin(taken: Taken): void {
    running.set(taken, now())
    void run(taken).finally(() => {
      running.delete(taken)
      woken.resolve()
    })
  }

  async function keepHolding(): Promise<void> {
    const ids = [...running].filter(([, since]) => now() - since < LONGEST).map(([{ id }]) => id)
    if (ids.length > 0) await inTransaction((tx) => holdOn(tx, holder, now() + HOLD, ids))
  }

  // A job that was just sent is not there until its transaction has committed, so after each sign of life the looks
  // come fast at first, then slower.
  async function work(): Promise<void> {
    let pause = SHORTEST_PAUSE
    let heldAt = now()
    while (!stopping || running.size > 0) {
      try {
        if (now() - heldAt > HOLD / 3) {
          await keepHolding()
          heldAt = now()
        }
        const taken = stopping ? [] : await take()
        for (const each of taken) begin(each)
        if (taken.length > 0) pause = SHORTEST_PAUSE
      } catch (error) {
        report({ problem: 'the queue could not be read', dead: false, error })
        pause = LONGEST_PAUSE
      }
      pause = (await isWokenWithin(pause)) ? SHORTEST_PAUSE : Math.min(pause * 2, LONGEST_PAUSE)
    }
  }

  async function isWokenWithin(milliseconds: number): Promise<boolean> {
    const timer = new AbortController()
    const isWoken = await Promise.race([
      woken.promise.then(() => true),
      wait(milliseconds, false, { signal: timer.signal }),
    ]).finally(() => timer.abort())
    woken = Promise.withResolvers<void>()
    return isWoken
  }

  const jobs: Jobs = {
    async send(tx, queue, payload, options = {}) {
      const isNew = await insertJob(tx, now(), queue, payload, options)
      woken.resolve()
      return isNew
    },
    work: (queue, handler, options = {}) => add(queue, null, handler, options),
    every(name, period, handler) {
      const round: Handler = async () => {
        await handler()
        return 'done'
      }
      add(name, period, round, { atOnce: 1 })
    },
    async start() {
      if (loop) throw new Error('the jobs were started twice')
      await prepare()
      // The embedded database admits one process, so whoever holds a job there is gone.
      if (store.kind === 'pglite') await inTransaction((tx) => letGoOfAll(tx, now()))
      loop = work()
    },
    async stop() {
      stopping = true
      woken.resolve()
      await loop
    },
    async runDue() {
      await prepare()
      let count = 0
      for (let round = 0; round < MOST_ROUNDS_IN_TESTS; round++) {
        const taken = await take()
        if (taken.length === 0) return count
        for (const each of taken) await run(each)
        count += taken.length
      }
      throw new Error('the jobs that are due do not end: each makes another that is due at once')
    },
    counts: () => inTransaction((tx) => countJobs(tx, now())),
    revive: (queue) => inTransaction((tx) => reviveDead(tx, now(), queue)),
  }
  jobs.every('jobs.sweep', HOUR, () => inTransaction((tx) => removeEnded(tx, now())))
  return jobs
}

function doubled(tries: number): number {
  // A little chance, so that what failed together is not tried again together.
  return Math.min(5_000 * 2 ** (tries - 1), HOUR) * (1 + Math.random() / 10)
}

// Rounds fall on whole multiples of the period: a daily one at midnight UTC.
function nextRound(now: number, period: number): number {
  return (Math.floor(now / period) + 1) * period
}

function named({ id, queue, tries }: Taken): { id: string; queue: string; tries: number } {
  return { id, queue, tries }
}
