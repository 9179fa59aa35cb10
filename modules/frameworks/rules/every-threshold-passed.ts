import {
  cannotBeJudged,
  type EveryThresholdPassed,
  type Question,
  type Threshold,
  type ThresholdTable,
  type ThresholdTest,
} from '#definitions'
import type { Answers, Judged, ThresholdOutcome, ThresholdWorking } from '../assessment.ts'
import { notAnsweredAmong } from './not-answered.ts'

/*
 * One threshold failed is enough to fail, whatever else is known. To pass, every threshold must be passed, so an answer
 * that is missing is asked for; and where everything else is passed but a threshold was never published, there is no
 * judgement: nobody can know.
 */

type Step = ThresholdWorking['thresholds'][number]

export function judgeByThresholds(
  rule: EveryThresholdPassed,
  questions: Question[],
  answers: Answers,
): Judged {
  const steps = rule.thresholds.map((threshold) => step(threshold, answers))
  const failed = steps.filter(({ outcome }) => outcome === 'failed')
  const missing =
    failed.length > 0 ? [] : steps.flatMap((each, index) => unanswered(each, rule.thresholds[index], answers))
  const working: ThresholdWorking = { rule: rule.rule, thresholds: steps }
  if (missing.length > 0) {
    return { ok: false, problems: notAnsweredAmong(missing, questions), soFar: working }
  }
  const decisive = failed.length > 0 ? failed : steps
  return {
    ok: true,
    judgement: {
      rating: ratingOf(rule, steps),
      working,
      // A failure that rests on a verified threshold is sure, though others are not.
      unverified:
        rule.verified === false ||
        decisive.every((each) => each.unverified) ||
        (failed.length === 0 && decisive.some((each) => each.unverified)),
    },
  }
}

function ratingOf(rule: EveryThresholdPassed, steps: Step[]): string {
  if (steps.some(({ outcome }) => outcome === 'failed')) return rule.failed
  return steps.every(({ outcome }) => outcome === 'passed') ? rule.passed : cannotBeJudged
}

function step(threshold: Threshold, answers: Answers): Step {
  const { question } = threshold
  const answer = answers[question] ?? null
  const { test, verified } = testOf(threshold, answers)
  const unverified = threshold.verified === false || verified === false
  return { question, answer, test, outcome: outcomeOf(test, answer), unverified }
}

function testOf(
  threshold: Threshold,
  answers: Answers,
): { test: Step['test']; verified: boolean | undefined } {
  if ('is' in threshold) return { test: { is: threshold.is }, verified: true }
  if ('table' in threshold) {
    const row = threshold.table.rows.find(({ when }) =>
      threshold.table.by.every((id) => answers[id] === when[id]),
    )
    return { test: row ? bareTest(row) : null, verified: row?.verified }
  }
  return { test: bareTest(threshold), verified: true }
}

function bareTest(test: ThresholdTest): ThresholdTest {
  if ('above' in test) return { above: test.above }
  if ('atLeast' in test) return { atLeast: test.atLeast }
  if ('below' in test) return { below: test.below }
  return { atMost: test.atMost }
}

function outcomeOf(test: Step['test'], answer: Step['answer']): ThresholdOutcome {
  if (test === null) return 'no threshold'
  if (answer === null) return 'not answered'
  if ('is' in test) return answer === test.is ? 'passed' : 'failed'
  if (typeof answer !== 'number') return 'failed'
  return passes(test, answer) ? 'passed' : 'failed'
}

function passes(test: ThresholdTest, answer: number): boolean {
  if ('above' in test) return answer > test.above
  if ('atLeast' in test) return answer >= test.atLeast
  if ('below' in test) return answer < test.below
  return answer <= test.atMost
}

/** What must be answered before this threshold can be judged. A table with no rows asks for nothing: it cannot help. */
function unanswered(
  { outcome, question }: Step,
  threshold: Threshold | undefined,
  answers: Answers,
): string[] {
  if (outcome === 'not answered') return [question]
  if (outcome !== 'no threshold' || !threshold || !('table' in threshold)) return []
  return threshold.table.rows.length > 0 ? keysMissing(threshold.table, answers) : []
}

function keysMissing({ by }: ThresholdTable, answers: Answers): string[] {
  return by.filter((id) => answers[id] === undefined)
}
