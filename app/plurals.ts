/** 1 entry, 2 entries: `one` and, where it is not that with an s, `many`. */
export function count(of: number, one: string, many = `${one}s`): string {
  return `${of} ${of === 1 ? one : many}`
}
