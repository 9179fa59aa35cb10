import { z } from 'zod'
import type { Field, Register } from '../government.ts'
import { capitalised, expression, named, period, slug, text, titleFromName, words } from './words.ts'

const fieldName = z
  .string()
  .max(60)
  .regex(
    /^[a-z][a-zA-Z0-9]*$/,
    'a field name is one word, since conditions write record.name\nuse letters and digits, for example lastTested',
  )

const common = {
  title: z.exactOptional(text),
  required: z.boolean().default(false),
  disclose: z
    .enum(['public', 'centre', 'organisation', 'none'])
    .default('none')
    .describe('Who may see this field. Nobody, unless it says so.'),
  note: z.exactOptional(text),
}

const field = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), ...common }),
  z.strictObject({ type: z.literal('integer'), unit: z.exactOptional(words), ...common }),
  z.strictObject({ type: z.literal('decimal'), ...common }),
  z.strictObject({ type: z.literal('boolean'), ...common }),
  z.strictObject({ type: z.literal('date'), ...common }),
  z.strictObject({ type: z.literal('link'), ...common }),
  z.strictObject({ type: z.literal('choice'), options: z.array(words).min(1), ...common }),
  z.strictObject({ type: z.literal('assessment'), framework: slug, ...common }),
  z.strictObject({ type: z.literal('record'), register: slug, ...common }),
])

const part = z.strictObject({
  title: z.exactOptional(text),
  when: expression.describe('A CEL condition over record'),
})

const check = z.strictObject({
  level: z.enum(['error', 'warning']),
  when: expression.describe('A CEL condition over record: when it is true, the check speaks'),
  say: text,
})

export const registerFile = z.strictObject({
  name: slug,
  title: z.exactOptional(text),
  record: text.describe('One of them, in the singular: legacy system'),
  records: z.exactOptional(text).describe('Many of them; the singular with an s if left out'),
  kind: z
    .enum(['continuous', 'snapshot', 'events'])
    .describe(
      'continuous: stands until changed. snapshot: stands for its period. events: happened on a day.',
    ),
  period: z.exactOptional(period),
  carryForward: z
    .exactOptional(z.boolean())
    .describe('Whether a snapshot stands beyond its period until the next one; this is then shown'),
  smallestCount: z
    .exactOptional(
      z
        .int()
        .min(5, 'rounding to less than 5 would tell single people\nuse 5 or more')
        .max(100, 'rounding to more than 100 would leave nothing to see\nuse 100 or less'),
    )
    .describe(
      'For registers of people or security: every count is rounded to a multiple of this, and no record is public. ' +
        'Where the parts of a whole are published, choose more than twice as many as there are parts.',
    ),
  description: z.exactOptional(text),
  fields: z.record(fieldName, field),
  parts: named(part).default({}),
  checks: z.array(check).default([]),
})

export function registerOf(file: z.output<typeof registerFile>): Register {
  const { fields, parts, checks, ...rest } = file
  const records = file.records ?? { en: `${file.record.en}s` }
  return {
    ...rest,
    title: file.title ?? { en: capitalised(records.en) },
    records,
    fields: Object.entries(fields).map(
      ([name, rule]): Field => ({ ...rule, name, title: rule.title ?? titleFromName(name) }),
    ),
    parts: Object.entries(parts).map(([name, rule]) => ({
      ...rule,
      name,
      title: rule.title ?? titleFromName(name),
    })),
    checks,
  }
}
