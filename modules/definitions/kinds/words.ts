import { z } from 'zod'
import { isDate, isPeriod } from '#shared/dates'
import { sayNoDate } from '../sources/dates.ts'

/*
 * The pieces that every kind of file is made of. In a message, what follows a line break is what would be right.
 */

const bare = z.string().min(1).max(10_000)

export const text = z
  .union([bare, z.strictObject({ en: bare, cy: z.exactOptional(bare) })])
  .transform((value) => (typeof value === 'string' ? { en: value } : value))

export const words = z.string().min(1).max(10_000)

export const slug = z
  .string()
  .max(100)
  .regex(
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    'this name is not written as names are here\nuse small letters, digits and single hyphens',
  )

export const expression = z.string().min(1).max(4_000)

export const isoDate = z.string().refine(isDate, {
  error: ({ input }) =>
    sayNoDate(input) ?? 'this is not a date\nwrite it as YYYY-MM-DD, for example 2024-02-29',
})

/** A date as it was published: a year, a month or a day. */
export const publishedDate = z
  .union([z.string(), z.int()])
  .transform(String)
  .refine(isPublishedDate, {
    error: ({ input }) =>
      sayNoDate(input) ?? 'this is not a year, a month or a day\nwrite 2025, 2025-03 or 2025-03-26',
  })

export const period = z
  .string()
  .refine(isPeriod, 'this is not a period\nwrite P12M for 12 months, P3M, P7D or P1Y')

/** Several of something, by name: the order in the file is kept. */
export function named<Value extends z.ZodType>(value: Value) {
  return z.record(slug, value)
}

/** A year, a month or a day, as it was published. */
export function isPublishedDate(value: string): boolean {
  if (/^\d{4}$/.test(value)) return isDate(`${value}-01-01`)
  if (/^\d{4}-\d{2}$/.test(value)) return isDate(`${value}-01`)
  return isDate(value)
}

/** red-rated-systems and redRatedSystems both become: Red rated systems. */
export function titleFromName(name: string): { en: string } {
  const spaced = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[-_]/g, ' ')
    .toLowerCase()
  return { en: capitalised(spaced) }
}

export function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}
