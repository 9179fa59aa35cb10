import type { Kysely } from '#platform/database'

/** What a job is about: JSON. It lies in the database until the job has ended, so it holds no more than the job needs. */
export type Payload =
  | string
  | number
  | boolean
  | null
  | readonly Payload[]
  | { readonly [key: string]: Payload }

/** One job in a worker's hands. */
export interface Job {
  readonly id: string
  readonly queue: string
  /** As it was sent. Who takes it reads it with a schema: it may have been sent by an older version of the program. */
  readonly payload: unknown
  /** How often it has been taken, this time included: more than 1 says that an earlier try may have done its work. */
  readonly tries: number
}

/**
 * What came of a try. `again`: it is tried again, after so many milliseconds or as the queue's backoff says.
 * `dead`: trying again cannot help. The word is kept and reported: a fixed one, never anything of the payload.
 */
export type Outcome = 'done' | { readonly again: string; readonly after?: number } | { readonly dead: string }

/** What is thrown counts as `again`, and is reported. */
export type Handler = (job: Job) => Promise<Outcome>

export interface WorkOptions {
  /** How often a job is tried before it is dead: 8, unless said otherwise. */
  readonly tries?: number
  /** Milliseconds to wait after so many tries. Unless said otherwise 5 s, doubled each time, up to an hour, and a little chance. */
  readonly backoff?: (tries: number) => number
  /** How many of the queue this process works on at a time: 4, unless said otherwise. */
  readonly atOnce?: number
  /** False: nothing of the payload stays when the job is dead, and it cannot be revived. True, unless said otherwise. */
  readonly keepDead?: boolean
}

export interface SendOptions {
  /** Not before this moment, in milliseconds since 1970. At once, unless said otherwise. */
  readonly at?: number
  /** Of all jobs of a queue that have the same key, only the first is kept, until 30 days after it has ended. */
  readonly key?: string
}

export interface QueueCount {
  readonly queue: string
  /** Not ended: waiting for its moment, or being worked on. */
  readonly waiting: number
  readonly dead: number
  /** For how long the oldest has waited that could have been taken, in milliseconds; null where none has. */
  readonly late: number | null
}

/** What went wrong, for the log. `error` is what was thrown, if something was. */
export interface JobProblem {
  readonly problem: string
  /** Undefined: the queue itself could not be read. */
  readonly job?: { readonly queue: string; readonly id: string; readonly tries: number }
  /** It is not tried again. */
  readonly dead: boolean
  readonly error?: unknown
}

export interface Jobs {
  /** Puts a job into a queue within the caller's transaction: it is there if, and only if, that commits. False: its key was there. */
  send<DB>(tx: Kysely<DB>, queue: string, payload: Payload, options?: SendOptions): Promise<boolean>
  /** Says who does the jobs of a queue in this process. Before `start`, once for each queue. */
  work(queue: string, handler: Handler, options?: WorkOptions): void
  /**
   * Runs something every `period` milliseconds, the first time at once, by one process at a time however many there
   * are. Rounds that were missed are not made up for. Before `start`.
   */
  every(name: string, period: number, handler: () => Promise<void>): void
  /** Begins to work. */
  start(): Promise<void>
  /** Takes no more jobs, and waits for those under way. */
  stop(): Promise<void>
  /** For tests: does all that is due, and what comes of it, one after another. Says how many jobs that were. */
  runDue(): Promise<number>
  /** How many jobs there are in each queue, scheduled ones left out. */
  counts(): Promise<QueueCount[]>
  /** Lets the dead jobs of a queue be tried again from the beginning. Says how many. */
  revive(queue: string): Promise<number>
}
