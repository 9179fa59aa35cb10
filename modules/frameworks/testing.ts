import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Framework, Question, ResultRule } from '#definitions'
import { assess } from './assess.ts'
import type { Assessment, Unjudged } from './assessment.ts'

export function frameworkOf(questions: Question[], results: ResultRule): Framework {
  const named = { slug: 'tried', version: '1', title: { en: 'Tried' }, source: 'Made up', verified: true }
  return { ...named, groups: [], questions, results }
}

export function level(id: string, ...scores: number[]): Question {
  const levels = scores.map((score) => ({ score, title: { en: `Level ${score}` } }))
  return { id, title: { en: id }, type: 'level', levels }
}

export function yesNo(id: string, mayNotApply = false): Question {
  return { id, title: { en: id }, type: 'boolean', ...(mayNotApply && { mayNotApply }) }
}

export function choice(id: string, ...options: string[]): Question {
  return { id, title: { en: id }, type: 'choice', options }
}

export function judged(framework: Framework, answers: Record<string, unknown>): Assessment {
  const result = assess(framework, answers)
  assert.ok(result.ok, JSON.stringify(result))
  return result.assessment
}

export function unjudged(framework: Framework, answers: Record<string, unknown>): Unjudged {
  const result = assess(framework, answers)
  assert.ok(!result.ok, JSON.stringify(result))
  return result
}

/** The questions that are asked for. */
export function askedFor(framework: Framework, answers: Record<string, unknown>): string[] {
  return unjudged(framework, answers).problems.map(({ question }) => question)
}

/** The same answers, written in another order: what is judged may not depend on it. */
export function inAnyOrder<Value>(answers: Record<string, Value>): fc.Arbitrary<Record<string, Value>> {
  const pairs = Object.entries(answers)
  return fc
    .shuffledSubarray(pairs, { minLength: pairs.length })
    .map((shuffled) => Object.fromEntries(shuffled))
}
