import { z } from 'zod'
import type { Commitment } from '../roadmap.ts'
import { measure, measureOf } from './measures.ts'
import { isoDate, named, publishedDate, slug, text, words } from './words.ts'

const scope = z
  .strictObject({
    organisations: z.array(slug).default([]),
    published: z.exactOptional(z.boolean()).describe('false where the whole scope was never published'),
    note: z.exactOptional(text),
  })
  .transform((value) => ({ ...value, published: value.published ?? value.organisations.length > 0 }))

export const commitmentFile = z.strictObject({
  number: z.int().min(1).max(999),
  slug: z.exactOptional(slug),
  mission: z.int().min(1).max(999),
  title: text,
  promise: text,
  sponsor: z.exactOptional(text).describe('An office, never a person'),
  scope: scope.default({ organisations: [], published: false }),
  phases: z
    .array(
      z.strictObject({
        number: z.int().min(0).max(99),
        title: z.exactOptional(text),
        by: z.exactOptional(publishedDate),
        source: z.exactOptional(words),
      }),
    )
    .default([]),
  milestones: z
    .array(
      z.strictObject({
        name: slug.describe('A short name that stays, for the register of milestones: all-lamps-seen'),
        title: text,
        due: publishedDate.describe(
          'As first published. A change is recorded in the register of milestones.',
        ),
        kind: z
          .exactOptional(z.literal('end'))
          .describe('Where it only says when a term ends: its date passes, and it is never overdue'),
        source: z.exactOptional(words),
      }),
    )
    .default([]),
  doubts: z
    .array(
      z.strictObject({
        says: text,
        source: z.exactOptional(words),
        from: z.exactOptional(isoDate).describe('The day from which it was known'),
      }),
    )
    .default([]),
  measures: named(measure).default({}),
  verified: z.exactOptional(z.boolean()),
})

/** The file's name gives the slug: 10-legacy-systems.yaml. */
export function commitmentOf(slug: string, file: z.output<typeof commitmentFile>): Commitment {
  return {
    ...file,
    slug: file.slug ?? slug,
    measures: Object.entries(file.measures).map(([name, rule]) => measureOf(name, rule)),
  }
}
