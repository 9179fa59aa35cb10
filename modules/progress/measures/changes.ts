/* The last step of a series. Pure. */
import type { Point } from '#figures'

/** The last two points between which the figure differs: from the first recorded one on. */
export function lastStep(points: readonly Point[]): { from: Point; to: Point } | undefined {
  for (let at = points.length - 1; at > 0; at--) {
    const [from, to] = [points[at - 1], points[at]]
    if (from && to && to.counted !== null && from.counted !== null && isStep(from, to)) return { from, to }
  }
  return undefined
}

function isStep(from: Point, to: Point): boolean {
  return (
    from.counted !== to.counted ||
    from.outOf !== to.outOf ||
    from.unknown !== to.unknown ||
    from.value !== to.value
  )
}
