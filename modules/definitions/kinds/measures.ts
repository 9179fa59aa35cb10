import { z } from 'zod'
import type { Forms, Measure, UnitForms } from '../roadmap.ts'
import type { Text } from '../text.ts'
import { expression, period, publishedDate, slug, text, titleFromName, words } from './words.ts'

const amount = z.union(
  [
    z.number().min(0),
    z.string().regex(/^\d+(\.\d+)?%?$/, 'this is neither a count nor a percentage\nwrite 50 or 100%'),
  ],
  { error: 'this is neither a count nor a percentage\nwrite 50 or 100%' },
)

const tests = {
  atLeast: z.exactOptional(amount),
  below: z.exactOptional(amount),
  atMost: z.exactOptional(amount),
  above: z.exactOptional(amount),
}

/** 'name' of this commitment, or '<number>/<name>' of another. */
const measureName = z
  .string()
  .regex(
    /^(\d+\/)?[a-z0-9]+(-[a-z0-9]+)*$/,
    'this does not name a measure\nwrite its name, or 10/its-name for another commitment',
  )

const derived = z.union([
  z.strictObject({ quotient: z.strictObject({ of: measureName, over: z.exactOptional(measureName) }) }),
  z.strictObject({ organisations: z.strictObject({ of: measureName, passing: z.strictObject(tests) }) }),
  z.strictObject({ quantile: z.strictObject({ of: measureName, at: z.number().min(0).max(1) }) }),
])

const forms = z.strictObject({
  zero: z.exactOptional(words),
  one: z.exactOptional(words),
  two: z.exactOptional(words),
  few: z.exactOptional(words),
  many: z.exactOptional(words),
  other: words,
})
const noun = z.union([words, forms])
const unit = z.union([noun, z.strictObject({ en: noun, cy: z.exactOptional(noun) })])

export const measure = z.strictObject({
  title: z.exactOptional(text),
  unit: unit.describe('What is counted: systems, or { one: system, other: systems }; each in en and cy'),
  register: z.exactOptional(slug),
  part: z.exactOptional(slug).describe('A part of the register, instead of outOf'),
  outOf: z
    .exactOptional(z.union([expression, z.null()]))
    .describe(
      'A CEL condition over record: which records are in scope. null for a count without a denominator.',
    ),
  counts: z.exactOptional(expression).describe('A CEL condition over record: which of those in scope count'),
  amount: z.exactOptional(
    z
      .union([
        expression,
        z.strictObject({ counts: z.exactOptional(expression), outOf: z.exactOptional(expression) }),
      ])
      .transform((value) => (typeof value === 'string' ? { counts: value, outOf: value } : value)),
  ),
  window: z.exactOptional(z.strictObject({ from: z.string().min(1), lasts: period })),
  derived: z.exactOptional(derived).describe('Made from other measures, instead of from a register'),
  target: z.exactOptional(
    z.strictObject({
      ...tests,
      each: z.exactOptional(z.literal('organisation')),
      by: z.exactOptional(publishedDate),
    }),
  ),
  public: z
    .enum(['on acceptance', 'on release'])
    .describe('When the public may see the figure of the present'),
  method: text.describe('In a sentence or two, how it is counted'),
  verified: z.exactOptional(z.boolean()),
  note: z.exactOptional(text),
})

export function measureOf(name: string, file: z.output<typeof measure>): Measure {
  return { ...file, ...unitOf(file.unit), name, title: file.title ?? titleFromName(name) }
}

/** The plural, as every page may use it, and beside it the forms where any were given. */
function unitOf(written: z.output<typeof unit>): { unit: Text; unitForms?: UnitForms } {
  const { en, cy } = typeof written === 'string' || 'other' in written ? { en: written } : written
  const plural = { en: pluralOf(en), ...(cy !== undefined && { cy: pluralOf(cy) }) }
  const given = { ...(isForms(en) && { en }), ...(isForms(cy) && { cy }) }
  return { unit: plural, ...(Object.keys(given).length > 0 && { unitForms: given }) }
}

type Noun = z.output<typeof noun>

function isForms(written: Noun | undefined): written is Forms {
  return typeof written === 'object'
}

function pluralOf(written: Noun): string {
  return isForms(written) ? written.other : written
}
