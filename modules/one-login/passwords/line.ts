import { availableParallelism } from 'node:os'
import { Unavailable } from '#platform/http'
import { COST, type Cost, decoyHash, hashPassword, isPassword } from './argon2id.ts'

/** Somebody's place in the line: they may have passwords hashed. */
export interface Turn {
  hash(password: string): Promise<string>
  /** No hash: there is no such account. It takes as long, and is false. */
  matches(password: string, hash: string | undefined): Promise<boolean>
}

/** The line in front of password hashing: so many are hashed at a time, so many wait, and more are sent away at once. */
export interface PasswordLine {
  /** Runs `work` with a place in the line. Throws `Unavailable` (503, try again in a minute) where it is full. */
  with<T>(work: (turn: Turn) => Promise<T>): Promise<T>
}

export interface LineOptions {
  readonly cost?: Cost
  /** How many are hashed at a time: as many as there are cores, up to the three of libuv's four threads that are ours to fill. */
  readonly atOnce?: number
  /** How many may be in the line, those being hashed included. A core hashes about 27 a second: nobody waits over two seconds. */
  readonly places?: number
}

const POOL = 3
const PLACES_PER_CORE = 50

export function createPasswordLine(options: LineOptions = {}): PasswordLine {
  const { cost = COST, atOnce = Math.min(availableParallelism(), POOL) } = options
  const { places = atOnce * PLACES_PER_CORE } = options
  const decoy = decoyHash(cost)
  const waiting: (() => void)[] = []
  let taken = 0
  let running = 0

  async function run<T>(work: () => Promise<T>): Promise<T> {
    // Whoever ends hands their thread to the next, so that nobody who comes meanwhile gets in between.
    if (running < atOnce) running++
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }

  const turn: Turn = {
    hash: (password) => run(() => hashPassword(password, cost)),
    async matches(password, hash) {
      const right = await run(() => isPassword(password, hash ?? decoy))
      return right && hash !== undefined
    },
  }

  return {
    async with(work) {
      if (taken >= places) throw new Unavailable()
      taken++
      try {
        return await work(turn)
      } finally {
        taken--
      }
    },
  }
}
