/* The Cyber Assessment Framework as the United Kingdom's example has it: its counts, its profiles, its two versions. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  cannotBeJudged,
  indicatorCount,
  type OutcomeStatus,
  outcomeStatuses,
  type Question,
} from '#definitions'
import { frameworksOfExample } from './testing/frameworks.ts'

const { named, questionsOf, judged, rating } = await frameworksOfExample()

test('version 3.2 has 39 outcomes and 449 indicators, version 4.0 has 41 and 555', () => {
  const counts = ['3.2', '4.0'].map((version) => {
    const outcomes = outcomesOf(version)
    const indicators = outcomes.flatMap((each) =>
      outcomeStatuses.map((status) => indicatorCount(each, status)),
    )
    return [outcomes.length, indicators.reduce((sum, count) => sum + count, 0)]
  })
  assert.deepEqual(counts, [
    [39, 449],
    [41, 555],
  ])
})

for (const [profile, achieved, partially] of [
  ['baseline', 10, 27],
  ['enhanced', 24, 13],
] as const) {
  const needs = needsOf(profile)
  const least = Object.fromEntries(
    outcomesOf('3.2').map((each) => [each.id, ticked(each, needs[each.id] ?? 'not achieved')]),
  )
  const judge = (answers: Record<string, unknown>) => rating('caf', { profile, ...least, ...answers }, '3.2')

  test(`${profile} needs ${achieved} outcomes achieved, ${partially} partially and 2 not at all`, () => {
    const count = (status: OutcomeStatus) => Object.values(needs).filter((each) => each === status).length
    assert.deepEqual(outcomeStatuses.map(count), [2, partially, achieved])
  })

  test(`${profile} is met by exactly what it needs of each outcome, and not if one is a step below`, () => {
    assert.equal(judge({}), 'profile met')
    for (const outcome of outcomesOf('3.2')) {
      const below = stepBelow(outcome, needs[outcome.id] ?? 'not achieved')
      if (below) assert.equal(judge({ [outcome.id]: ticked(outcome, below) }), 'profile not met', outcome.id)
    }
  })

  test(`${profile} is not met with one indicator of not achieved, whatever else is ticked`, () => {
    assert.equal(judge({ A1a: `${least.A1a} N1` }), 'profile not met')
    assert.equal(judge({ C2a: 'N1 N2' }), 'profile met', 'nothing is needed of proactive discovery')
  })

  test(`${profile} takes the word of a reviewer for an outcome`, () => {
    assert.equal(judge({ A1a: 'achieved' }), 'profile met')
    assert.equal(judge({ A1a: 'not achieved' }), 'profile not met')
  })
}

test('a system may meet baseline and not enhanced', () => {
  const outcomes = outcomesOf('3.2')
  const needs = needsOf('baseline')
  const answers = Object.fromEntries(outcomes.map(({ id }) => [id, needs[id]]))
  assert.equal(rating('caf', { profile: 'baseline', ...answers }, '3.2'), 'profile met')
  assert.equal(rating('caf', { profile: 'enhanced', ...answers }, '3.2'), 'profile not met')
})

test('no profile of version 4.0 was published, so each outcome is shown and nothing is judged', () => {
  const all = Object.fromEntries(outcomesOf('4.0').map((each) => [each.id, ticked(each, 'achieved')]))
  for (const profile of ['baseline', 'enhanced']) {
    const assessment = judged('caf', { profile, ...all }, '4.0')
    assert.equal(assessment.rating, cannotBeJudged)
    assert.ok(assessment.working.rule === 'all or any indicators')
    assert.ok(assessment.working.outcomes.every(({ status }) => status === 'achieved'))
  }
})

type Outcome = Extract<Question, { type: 'indicators' }>

function outcomesOf(version: string): Outcome[] {
  return questionsOf('caf', version).filter((question) => question.type === 'indicators')
}

function needsOf(profile: string): Record<string, OutcomeStatus> {
  const { results } = named('caf', '3.2')
  assert.ok(results.rule === 'all or any indicators')
  return results.profiles[profile] ?? {}
}

/** The best status below one that this outcome can have; none below the lowest. */
function stepBelow(outcome: Outcome, status: OutcomeStatus): OutcomeStatus | undefined {
  return outcomeStatuses
    .slice(0, outcomeStatuses.indexOf(status))
    .findLast((each) => each === 'not achieved' || indicatorCount(outcome, each) > 0)
}

/** All indicators of a status, and no others, as they are written. */
function ticked(outcome: Outcome, status: OutcomeStatus): string {
  if (status === 'not achieved') return 'none'
  const letter = status === 'achieved' ? 'A' : 'P'
  return Array.from({ length: indicatorCount(outcome, status) }, (_, index) => `${letter}${index + 1}`).join(
    ' ',
  )
}
