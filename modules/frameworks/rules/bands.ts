import { type Band, cannotBeJudged, notPublished } from '#definitions'
import type { Banded } from '../assessment.ts'

/**
 * The band of a score, which is told by whether it has reached a number. A band that begins where nobody has published
 * may begin at or below the score, if it stands between this band and the next that is known: then there is no result.
 */
export function bandOf(
  bands: readonly Band[],
  hasReached: (from: number) => boolean,
): Banded & { rating: string } {
  const at = bands.findLastIndex(
    ({ from }) => typeof from !== 'string' && (from === undefined || hasReached(from)),
  )
  const above = bands.slice(at + 1)
  const next = above.findIndex(({ from }) => from !== notPublished)
  const undecided = (next === -1 ? above : above.slice(0, next)).map(({ result }) => result)
  const { result = '', from } = bands[at] ?? {}
  return {
    rating: undecided.length > 0 ? cannotBeJudged : result,
    from: typeof from === 'number' ? from : null,
    undecided,
  }
}

export const noBand: Banded = { from: null, undecided: [] }
