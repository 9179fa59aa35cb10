import { z } from 'zod'
import { type Framework, notPublished, outcomeStatuses, type Question } from '../framework.ts'
import { isoDate, slug, text, words } from './words.ts'

const verified = z.exactOptional(z.boolean())

const questionId = z
  .string()
  .max(60)
  .regex(
    /^[a-zA-Z][a-zA-Z0-9]*$/,
    'the id of a question is one word, since it names a column\nuse letters and digits, for example L1',
  )

const level = z.strictObject({ score: z.int().min(0).max(1_000), title: text, about: z.exactOptional(text) })

const asked = {
  id: questionId,
  title: text,
  group: z.exactOptional(slug),
  about: z.exactOptional(text),
  verified,
  decides: z.exactOptional(z.literal(false)).describe('The answer is kept and shown, and decides nothing'),
  column: z.exactOptional(slug),
}

const outcomeStatus = z.enum(outcomeStatuses)
const indicatorList = z.union([z.int().min(0).max(99), z.array(text).max(99)])

const question = z.discriminatedUnion('type', [
  z.strictObject({ ...asked, type: z.literal('level'), levels: z.array(level).min(2) }),
  z.strictObject({
    ...asked,
    type: z.literal('number'),
    unit: z.exactOptional(words),
    least: z.exactOptional(z.number()),
    most: z.exactOptional(z.number()),
  }),
  z.strictObject({ ...asked, type: z.literal('boolean'), mayNotApply: z.exactOptional(z.boolean()) }),
  z.strictObject({ ...asked, type: z.literal('choice'), options: z.array(words).min(1) }),
  z.strictObject({
    ...asked,
    type: z.literal('indicators'),
    indicators: z
      .partialRecord(outcomeStatus, indicatorList)
      .describe('How many indicators each status has, or what each of them says'),
  }),
])

const thresholdTests = [
  z.strictObject({ above: z.number() }),
  z.strictObject({ atLeast: z.number() }),
  z.strictObject({ below: z.number() }),
  z.strictObject({ atMost: z.number() }),
] as const
const [above, atLeast, below, atMost] = thresholdTests

const rowWhen = { when: z.record(questionId, words), verified }
const row = z.union([
  above.extend(rowWhen),
  atLeast.extend(rowWhen),
  below.extend(rowWhen),
  atMost.extend(rowWhen),
])

const table = z.strictObject({ by: z.array(questionId).min(1), rows: z.array(row) })

const tested = { question: questionId, verified }
const threshold = z.union([
  above.extend(tested),
  atLeast.extend(tested),
  below.extend(tested),
  atMost.extend(tested),
  z.strictObject({ is: z.boolean(), ...tested }),
  z.strictObject({ table, ...tested }),
])

const bands = z
  .array(
    z.strictObject({
      result: words,
      from: z
        .exactOptional(z.union([z.number(), z.literal(notPublished)]))
        .describe('Where it begins; not published where nobody has said. The lowest has none.'),
    }),
  )
  .min(1)

const results = z.discriminatedUnion('rule', [
  z.strictObject({
    rule: z.literal('mean and max product'),
    sides: z.array(slug).min(1),
    decimals: z.int().min(0).max(6),
    bands,
    verified,
  }),
  z.strictObject({
    rule: z.literal('every threshold passed'),
    passed: words,
    failed: words,
    thresholds: z.array(threshold).min(1),
    verified,
  }),
  z.strictObject({
    rule: z.literal('all or any indicators'),
    profile: questionId,
    profiles: z.record(words, z.record(questionId, outcomeStatus)),
    met: words,
    notMet: words,
    verified,
  }),
  z.strictObject({ rule: z.literal('highest answer wins'), bands, verified }),
  z.strictObject({ rule: z.literal('lowest answer wins'), bands, verified }),
  z.strictObject({
    rule: z.literal('weighted sum with override'),
    weights: z.record(questionId, z.int().min(1).max(1_000)).default({}),
    overrides: z
      .array(z.strictObject({ question: z.exactOptional(questionId), score: z.int(), result: words }))
      .default([]),
    bands,
    verified,
  }),
  z.strictObject({ rule: z.literal('count of yes'), as: z.enum(['count', 'share']), bands, verified }),
  z.strictObject({
    rule: z.literal('matrix without total'),
    result: words,
    columns: z.array(z.strictObject({ id: slug, title: text })).default([]),
    verified,
  }),
  z.strictObject({
    rule: z.literal('looked up in a table'),
    results: z.array(words).min(2),
    by: z.array(questionId).min(1),
    rows: z.array(z.strictObject({ when: z.record(questionId, words), result: words, verified })),
    verified,
  }),
])

export const frameworkFile = z.strictObject({
  slug,
  version: z
    .string({
      error: 'the version must be text, or 4.10 would become 4.1\nput quotes round it, for example "4.10"',
    })
    .min(1)
    .max(40),
  from: z.exactOptional(isoDate).describe('The day from which this version is the one to judge by'),
  title: text,
  source: words,
  verified: z
    .boolean({
      error: ({ input }) =>
        input === undefined
          ? '"verified" is missing here\nadd verified: true where a public source says all of it, else false'
          : undefined,
    })
    .describe('false where no public source states all of it; every result then shows that'),
  note: z.exactOptional(text),
  groups: z.array(z.strictObject({ id: slug, title: text })).default([]),
  questions: z.array(question).min(1),
  results,
})

export function frameworkOf(file: z.output<typeof frameworkFile>): Framework {
  const questions: Question[] = file.questions
  return { ...file, questions }
}
