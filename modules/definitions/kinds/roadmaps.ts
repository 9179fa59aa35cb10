import { z } from 'zod'
import type { Roadmap } from '../roadmap.ts'
import { isoDate, publishedDate, slug, text } from './words.ts'

const number = z.int().min(1).max(999)
const missions = z.exactOptional(z.array(number).min(1))
const commitments = z.exactOptional(z.array(number).min(1))

export const roadmapFile = z.strictObject({
  title: text,
  summary: text,
  from: publishedDate,
  until: publishedDate,
  missions: z
    .array(z.strictObject({ number, title: text, sponsor: text, summary: z.exactOptional(text) }))
    .min(1),
  reportingLines: z
    .array(
      z.strictObject({
        slug,
        name: text,
        organisations: z.array(slug).min(1),
        missions,
        commitments,
        from: z.exactOptional(isoDate),
        until: z.exactOptional(isoDate),
      }),
    )
    .default([]),
  rollUp: z.array(z.strictObject({ missions, commitments, note: z.exactOptional(text) })).default([]),
})

export function roadmapOf(slug: string, file: z.output<typeof roadmapFile>): Roadmap {
  return { slug, ...file, commitments: [] }
}
