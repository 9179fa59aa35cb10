import { z } from 'zod'
import type { Organisation, Succession } from '../government.ts'
import { isoDate, slug, text, words } from './words.ts'

export const governmentFile = z.strictObject({
  slug,
  name: text,
  attribution: z.exactOptional(text),
})

const organisation = z.strictObject({
  slug,
  name: text,
  abbreviation: z.exactOptional(words),
  kind: words,
  parent: z.exactOptional(slug),
  from: z.exactOptional(isoDate),
  until: z.exactOptional(isoDate),
})

const succession = z.strictObject({
  on: isoDate,
  from: z.array(slug).min(1),
  to: z.array(slug).min(1),
  how: z.enum(['rename', 'merge', 'split']),
  note: z.exactOptional(text),
})

export const organisationsFile = z.strictObject({
  organisations: z.array(organisation).min(1),
  successions: z.array(succession).default([]),
})

export function organisationsOf(file: z.output<typeof organisationsFile>): {
  organisations: Organisation[]
  successions: Succession[]
} {
  return file
}
