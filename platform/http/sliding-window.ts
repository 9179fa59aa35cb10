/*
 * How often each of very many keys came in the last minutes, in memory that never grows and holds no key.
 *
 * 1. A key is hashed, with a secret of this process, to one counter in each of four rows. Other keys may share a
 *    counter, so the least of the four is taken: never too low, and too high only where all four are shared. A million
 *    requests in a window add about 60 to each counter. Nobody can choose a key that shares those of another.
 * 2. The window moves in steps. What is counted is the step under way and the whole ones before it: what came in the
 *    last `ms`, and up to one step more. So no stretch of `ms` ever has more than `most`.
 * 3. What is refused is not counted: whoever keeps asking gets what the limit allows, and not nothing for ever.
 */
import { hash, randomBytes } from 'node:crypto'

export interface SlidingWindow {
  /** Counts one, and says 0; or, where there were `most` already, the milliseconds until there is room. */
  take(key: string, now: number): number
}

const STEPS = 6
const ROWS = 4
const COLUMNS = 16_384 // a power of two, so that every column is as likely as another

/** At most `most` of one key in any `ms` milliseconds. Takes 2 MB, however many keys come. */
export function createSlidingWindow(most: number, ms: number): SlidingWindow {
  const secret = randomBytes(16).toString('base64url')
  const stepMs = Math.ceil(ms / STEPS)
  const steps = Array.from({ length: STEPS + 1 }, () => ({
    number: -1,
    counts: new Uint32Array(ROWS * COLUMNS),
  }))
  let latest = 0

  // (2) A clock that was set back stays where it was until it has caught up.
  function stepsAt(now: number) {
    latest = Math.max(latest, Math.floor(now / stepMs))
    const under = steps[latest % steps.length]
    if (under && under.number !== latest) {
      under.number = latest
      under.counts.fill(0)
    }
    return { under, counted: steps.filter(({ number }) => number >= 0 && number >= latest - STEPS) }
  }

  return {
    take(key, now) {
      const { under, counted } = stepsAt(now)
      const places = placesOf(secret + key)
      const since = (oldest: number) => least(counted, oldest, places)
      if (since(0) < most) {
        for (const place of places) if (under) under.counts[place] = (under.counts[place] ?? 0) + 1
        return 0
      }
      // The step at whose end enough of them are forgotten.
      let gone = latest - STEPS
      while (gone < latest && since(gone + 1) >= most) gone++
      return Math.max(1, (gone + STEPS + 1) * stepMs - now)
    },
  }
}

type Step = { number: number; counts: Uint32Array }

// (1)
function least(steps: readonly Step[], oldest: number, places: readonly number[]): number {
  const rows = places.map((place) =>
    steps.reduce((sum, { number, counts }) => (number < oldest ? sum : sum + (counts[place] ?? 0)), 0),
  )
  return Math.min(...rows)
}

function placesOf(text: string): number[] {
  const digest = hash('sha256', text, 'buffer')
  return Array.from({ length: ROWS }, (_, row) => row * COLUMNS + (digest.readUInt32LE(row * 4) % COLUMNS))
}
