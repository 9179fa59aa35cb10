import type { DailyCount } from './queries.ts'

/** Counts under this are not told. */
export const SMALLEST_COUNT = 10
/** The most days that are answered at once. */
export const MOST_DAYS = 400

export type ToldCount = Omit<DailyCount, 'times'> & {
  readonly count: number | null
  readonly suppressed: boolean
}

/** A count as it is told: one that is small only as small. Where nothing happened there is no count at all. */
export function tell({ times, ...what }: DailyCount): ToldCount {
  const suppressed = times < SMALLEST_COUNT
  return { ...what, count: suppressed ? null : times, suppressed }
}

/**
 * The last day that is told: yesterday. Of a day that is not over, two answers one after the other would tell of a
 * single person by their difference.
 */
export function lastDayTold(now: number): string {
  return new Date(now - 86_400_000).toISOString().slice(0, 10)
}

/** How many days there are from one to the other, both included. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1
}
