import { type Framework, ratingsOf } from '#definitions'
import { assess } from '#frameworks'
import type { Value } from '#shared/values'
import type { Cell } from '../files/rows.ts'
import { readOption } from './cells.ts'

/** An assessment as its columns hold it: the result alone, the answers, or both. */
export interface WrittenAssessment {
  readonly rating?: Cell
  readonly answers: Readonly<Record<string, Cell>>
}

export type ReadAssessment = { ok: true; value: Value } | { ok: false; problems: PartProblem[] }

type PartProblem = { part: string; says: string; instead?: string }

/** Answers are judged by the framework; a result alone is taken as stated, if it is one the framework can give. */
export function readAssessment(framework: Framework, { rating, answers }: WrittenAssessment): ReadAssessment {
  const { slug, version } = framework
  const stated = rating === undefined ? undefined : readOption(rating, ratingsOf(slug, [framework]))
  const problems: PartProblem[] = []
  if (stated && !stated.ok) {
    problems.push({
      ...stated,
      part: 'rating',
      says: `the framework ${slug} never gives the result "${String(rating)}"`,
    })
  }
  if (Object.keys(answers).length === 0) {
    if (problems.length > 0) return { ok: false, problems }
    return { ok: true, value: { framework: slug, version, ...(stated?.ok && { rating: stated.value }) } }
  }
  const assessed = assess(framework, answers)
  if (!assessed.ok) {
    problems.push(...assessed.problems.map(({ question, ...problem }) => ({ part: question, ...problem })))
    return { ok: false, problems }
  }
  const { working: _, unverified, ...kept } = assessed.assessment
  if (stated?.ok && stated.value !== kept.rating) {
    const says = `the answers make "${kept.rating}", and the rating says "${String(rating)}"`
    problems.push({ part: 'rating', says, instead: 'leave the rating empty, or correct the answers' })
  }
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, value: { ...kept, ...(unverified && { unverified }) } }
}
