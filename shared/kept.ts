/** Values under keys that name all that they were made from. The one that was least lately asked for is forgotten first. */
export interface Kept<T> {
  find(key: string): T | undefined
  keep(key: string, value: T): void
}

/** At most so many values; or, where each is weighed, so much weight together. */
export function kept<T>(most: number, weigh: (value: T) => number = () => 1): Kept<T> {
  const values = new Map<string, T>()
  let weight = 0
  const forget = (key: string) => {
    const value = values.get(key)
    if (value === undefined) return
    values.delete(key)
    weight -= weigh(value)
  }
  return {
    find(key) {
      const value = values.get(key)
      if (value !== undefined) {
        values.delete(key)
        values.set(key, value)
      }
      return value
    },
    keep(key, value) {
      forget(key)
      values.set(key, value)
      weight += weigh(value)
      for (const oldest of values.keys()) {
        if (weight <= most) break
        forget(oldest)
      }
    },
  }
}
