import { type Band, notPublished } from '../../framework.ts'
import type { Found } from '../found.ts'

/** The scores that a rule can make of the answers there are. */
export interface Reach {
  least: number
  most: number
  /** Whether any of them is at `from` or above, and below `below`. */
  isBetween(from: number, below: number): boolean
}

export function reachOf(scores: Iterable<number>): Reach {
  const all = [...scores]
  return {
    least: all.reduce((one, other) => Math.min(one, other), Infinity),
    most: all.reduce((one, other) => Math.max(one, other), -Infinity),
    isBetween: (from, below) => all.some((score) => score >= from && score < below),
  }
}

/** Any score from the least to the most. */
export function reachFromTo(least: number, most: number): Reach {
  return { least, most, isBetween: (from, below) => from <= most && below > least }
}

/**
 * Bands go from the lowest to the highest, and some score falls in each. Where one begins that nobody has published
 * is not known, so it is not looked at. `given` are the results that are reached otherwise.
 */
export function checkBands(
  found: Found,
  bands: readonly Band[],
  reach: Reach,
  given: ReadonlySet<string> = new Set(),
): void {
  found.once(
    bands,
    ({ result }) => result,
    (index) => ['results', 'bands', index, 'result'],
    'bands',
  )
  let before = -Infinity
  for (const [index, { result, from }] of bands.entries()) {
    const path = ['results', 'bands', index]
    if (index === 0) {
      if (from !== undefined)
        found.at(
          [...path, 'from'],
          'the lowest band takes all that is below the next',
          'remove its from, or add the band below it',
        )
      else if (!given.has(result)) checkLowest(found, bands, reach)
    } else if (from === undefined) {
      found.at(path, `"${result}" needs a from: where it begins`, `where nobody says, write ${notPublished}`)
    } else if (from !== notPublished) {
      if (from <= before)
        found.at([...path, 'from'], 'bands go from the lowest to the highest: this one is never reached')
      else if (!given.has(result)) checkReached(found, bands, index, from, reach)
      before = from
    }
  }
}

function checkLowest(found: Found, bands: readonly Band[], { least, isBetween }: Reach): void {
  const next = bands.findIndex((band) => typeof band.from === 'number')
  const below = bands[next]?.from
  if (typeof below !== 'number' || isBetween(-Infinity, below)) return
  const says = `"${bands[0]?.result}" is never reached: the lowest score is ${least}`
  found.at(['results', 'bands', next, 'from'], says)
}

function checkReached(
  found: Found,
  bands: readonly Band[],
  index: number,
  from: number,
  { most, isBetween }: Reach,
): void {
  const path = ['results', 'bands', index, 'from']
  const result = bands[index]?.result
  const next = bands.slice(index + 1).find((band) => typeof band.from === 'number')?.from
  const below = typeof next === 'number' ? next : Infinity
  if (from > most) found.at(path, `"${result}" is never reached: the highest score is ${most}`)
  else if (from < below && !isBetween(from, below))
    found.at(path, `"${result}" is never reached: no score is from ${from} to below ${below}`)
}
