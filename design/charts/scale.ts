const DAY = 86_400_000
const MOST_STEPS = 5

/** A number that can be drawn: an amount is never less than nothing, nor more than can be counted. */
export function amount(value: number): number {
  return value > 0 ? Math.min(value, Number.MAX_SAFE_INTEGER) : 0
}

/**
 * The values of gridlines, from 0 to one that is not below `most`: six at most, 1, 2 or 5 of some power of ten apart, and
 * never closer than `leastStep` (half a service is not a thing).
 */
export function ticksTo(most: number, leastStep = 1): number[] {
  const least = leastStep > 0 ? leastStep : 1
  const aim = Math.max(amount(most) / MOST_STEPS, least)
  let power = Math.floor(Math.log10(aim))
  for (;;) {
    for (const times of [1, 2, 5]) {
      // A tenth is not a number that a computer has: 3 / 10 is 0.3, and 3 * 0.1 is not.
      const tick = (count: number) =>
        power < 0 ? (count * times) / 10 ** -power : count * times * 10 ** power
      const step = tick(1)
      if (step >= aim) {
        const count = Math.max(1, Math.ceil(amount(most) / step))
        return Array.from({ length: count + 1 }, (_, nth) => tick(nth))
      }
    }
    power += 1
  }
}

/** Where dates are across, in per cent from `left` to `right`, by their distance in days. */
export function acrossDates(dates: readonly string[], left: number, right: number): (date: string) => number {
  const days = dates.map(dayOf)
  const first = days.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY)
  const last = days.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY)
  if (!(last > first)) return () => (left + right) / 2
  return (date) => left + ((dayOf(date) - first) / (last - first)) * (right - left)
}

function dayOf(date: string): number {
  return Date.parse(date) / DAY
}
