import type { Figure } from '#figures'
import { sayDate } from '#shared/dates'

/** What is known of a target. What was last recorded before it fell due says nothing of what was reached by then. */
export function sayVerdict({ target, latest }: Pick<Figure, 'target' | 'latest'>): string {
  if (!target) return ''
  if (target.verdict !== 'not met' || !target.isOverdueUnknown) return target.verdict
  return latest === null ? 'not known' : `not known (last record ${sayDate(latest)})`
}
