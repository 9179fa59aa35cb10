/* The pieces that the commands' options are made of. */
import { z } from 'zod'
import { isDate, readMoment } from '#shared/dates'

export const word = z.string().min(1, 'write something here')

export const number = z
  .string()
  .regex(/^\d{1,6}$/, 'write a whole number')
  .transform(Number)

export const date = z.string().refine(isDate, 'write a date as YYYY-MM-DD, for example 2024-02-29')

export const moment = z
  .string()
  .refine((text) => readMoment(text) !== undefined, 'write a moment as 2024-03-01T00:00:00Z, or a date')
  .transform((text) => readMoment(text) ?? text)

export const flag = z.boolean().default(false)

export const organised = z.enum(['then', 'now'], { error: 'write then or now' }).default('then')
