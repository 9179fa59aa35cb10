/* The pieces that the commands' options are made of. */
import { z } from 'zod'
import { isDate, type Moment, readMoment } from '#shared/dates'

export const word = z.string().min(1, 'write something here')

export const number = z
  .string()
  .regex(/^\d{1,6}$/, 'write a whole number')
  .transform(Number)

export const date = z.string().refine(isDate, 'write a date as YYYY-MM-DD, for example 2024-02-29')

export const moment = z
  .string()
  .refine((text) => readMoment(text) !== undefined, 'write a date, or a moment as 2024-03-01T00:00:00Z')
  .transform((text) => endOfDay(text) ?? readMoment(text) ?? text)

/** What is known on a day is all that was known by its end, as on the site. */
function endOfDay(text: string): Moment | undefined {
  return isDate(text) ? `${text}T23:59:59.999Z` : undefined
}

export const flag = z.boolean().default(false)

export const organised = z.enum(['then', 'now'], { error: 'write then or now' }).default('then')
