/* When what a figure rests on was last recorded, where that was long ago. Pure. */
import type { Figure } from '#figures'
import type { Words } from '#platform/messages'
import { addPeriod } from '#shared/dates'

const LONG = 'P12M'

/** Nothing of a figure without records, and of one that was recorded within a year of the date shown. */
export function sayLastRecorded(
  words: Words,
  { counted, latest, on }: Pick<Figure, 'counted' | 'latest' | 'on'>,
): string | undefined {
  if (counted === null || latest === null || addPeriod(latest, LONG) >= on) return undefined
  return words.say('progress.figure.last-recorded', { date: words.date(latest) })
}
