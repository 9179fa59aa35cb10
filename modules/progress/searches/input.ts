import { z } from 'zod'

/** No name here is nearly as long. */
export const LONGEST_QUERY = 200

const Query = z.object({ q: z.string().catch('') })

/** Reads ?q= as a reader wrote it, with spaces and what cannot be seen made single spaces. Given twice, it is nothing. */
export function readQuery(query: unknown): { q: string; isTooLong: boolean } {
  const reading = Query.safeParse(query ?? {})
  const q = (reading.success ? reading.data.q : '').replace(/[\s\p{C}]+/gu, ' ').trim()
  const isTooLong = [...q].length > LONGEST_QUERY
  return { q: isTooLong ? [...q].slice(0, LONGEST_QUERY).join('') : q, isTooLong }
}
