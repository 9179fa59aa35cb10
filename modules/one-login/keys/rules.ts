import { LIFETIMES } from '../lifetimes.ts'

/** One key of a series that follow one another; times in milliseconds since 1970. */
export interface Scheduled {
  /** From 1, without gaps: two keys of one generation cannot be. */
  readonly generation: number
  readonly publishedAt: number
  /** It signs from here until the next generation does. */
  readonly signsFrom: number
}

/**
 * Each process reads the keys only now and then, and clocks differ: by so much a key is published earlier and kept
 * longer than the contract asks, so that the contract holds for every process.
 */
export const SPARE_MS = 5 * 60_000
const BEFORE_MS = LIFETIMES.keyBeforeSigning * 1000 + SPARE_MS
const AFTER_MS = LIFETIMES.keyAfterSigning * 1000 + SPARE_MS

/** Twice the time between publishing a key and its signing: with less, keys would overtake one another. */
export const SHORTEST_PERIOD_MS = 2 * BEFORE_MS

/** The one key that signs: the newest whose time has come. Where none's has, because clocks differ, the first. */
export function currentOf<K extends Scheduled>(keys: readonly K[], now: number): K | undefined {
  return inOrder(keys).findLast(({ signsFrom }) => signsFrom <= now) ?? inOrder(keys)[0]
}

/** What is shown: the key that signs, then the one that is to sign, then those that did and may still be met. */
export function publishedOf<K extends Scheduled>(keys: readonly K[], now: number): K[] {
  const current = currentOf(keys, now)
  if (!current) return []
  const ordered = inOrder(keys)
  const newer = ordered.filter(({ generation }) => generation > current.generation)
  const older = ordered.filter(
    ({ generation }, at) => generation < current.generation && !isSpent(ordered[at + 1], now),
  )
  return [current, ...newer, ...older.reverse()]
}

/** Keys that nothing needs any more: their private parts are to be destroyed. */
export function spentOf<K extends Scheduled>(keys: readonly K[], now: number): K[] {
  const ordered = inOrder(keys)
  return ordered.filter((_, at) => isSpent(ordered[at + 1], now))
}

/**
 * The next key of the series, if it is time to make it. The first signs at once, since nobody knows another; each
 * other is published 48 hours before it signs. One key waits at a time.
 */
export function nextOf(
  keys: readonly Scheduled[],
  now: number,
  { periodMs, early }: { readonly periodMs: number; readonly early: boolean },
): Scheduled | undefined {
  const last = inOrder(keys).at(-1)
  if (!last) return { generation: 1, publishedAt: now, signsFrom: now }
  const due = last.signsFrom + periodMs
  if (last.signsFrom > now || (!early && now < due - BEFORE_MS)) return undefined
  const soonest = now + BEFORE_MS
  return {
    generation: last.generation + 1,
    publishedAt: now,
    signsFrom: early ? soonest : Math.max(due, soonest),
  }
}

function isSpent(follower: Scheduled | undefined, now: number): boolean {
  return follower !== undefined && now >= follower.signsFrom + AFTER_MS
}

function inOrder<K extends Scheduled>(keys: readonly K[]): K[] {
  return keys.toSorted((one, other) => one.generation - other.generation)
}
