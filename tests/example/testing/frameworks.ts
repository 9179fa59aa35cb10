/* The frameworks of a government's example, and answers judged by them. For tests. */
import assert from 'node:assert/strict'
import { type Framework, type Question, readGovernment } from '#definitions'
import { type Assessment, assess } from '#frameworks'

export async function frameworksOfExample(folder = 'governments/uk') {
  const read = await readGovernment(folder)
  assert.ok(read.ok, read.ok ? '' : JSON.stringify(read.problems))
  const { frameworks } = read.government

  /** Without a version: where there is only one. */
  function named(slug: string, version?: string): Framework {
    const [framework, other] = frameworks.filter(
      (each) => each.slug === slug && [undefined, each.version].includes(version),
    )
    assert.ok(framework, `there is no ${slug} ${version ?? ''}`)
    assert.equal(other, undefined, `${slug} has several versions`)
    return framework
  }

  function questionsOf(slug: string, version?: string): Question[] {
    return named(slug, version).questions
  }

  /** The same score to every question, or to each the next of several. */
  function answersTo(slug: string, scores: number | number[], version?: string): Record<string, unknown> {
    const questions = questionsOf(slug, version)
    if (Array.isArray(scores)) assert.equal(scores.length, questions.length)
    return Object.fromEntries(
      questions.map(({ id }, index) => [id, Array.isArray(scores) ? scores[index] : scores]),
    )
  }

  function allAnswered(slug: string, answer: string): Record<string, unknown> {
    return Object.fromEntries(questionsOf(slug).map(({ id }) => [id, answer]))
  }

  function judged(slug: string, answers: Record<string, unknown>, version?: string): Assessment {
    const assessed = assess(named(slug, version), answers)
    assert.ok(assessed.ok, JSON.stringify(assessed))
    return assessed.assessment
  }

  function rating(slug: string, answers: Record<string, unknown>, version?: string): string {
    return judged(slug, answers, version).rating
  }

  /** The result with its score. */
  function result(slug: string, answers: Record<string, unknown>): string {
    const assessment = judged(slug, answers)
    return `${assessment.rating} ${assessment.score}`
  }

  return { frameworks, named, questionsOf, answersTo, allAnswered, judged, rating, result }
}
