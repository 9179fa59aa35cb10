/** Values under keys that name all that they were made from. The one that was least lately asked for is forgotten first. */
export interface Kept<T> {
  find(key: string): T | undefined
  keep(key: string, value: T): void
}

export function kept<T>(most: number): Kept<T> {
  const values = new Map<string, T>()
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
      values.set(key, value)
      for (const oldest of values.keys()) {
        if (values.size <= most) break
        values.delete(oldest)
      }
    },
  }
}
