import { type Question, type WeightedSumWithOverride, weightOf } from '#definitions'
import type { Answers, Judged, SumWorking } from '../assessment.ts'
import { bandOf, noBand } from './bands.ts'
import { notAnsweredAmong } from './not-answered.ts'
import { type Scored, scoredQuestions } from './scores.ts'

/*
 * Each score times its weight, added up: the band of the sum. An answer that overrides decides alone, whatever the sum
 * and whatever is not answered, unless a missing answer might set off an earlier override with another result. The sum
 * is shown also where it did not decide.
 */

type Override = WeightedSumWithOverride['overrides'][number]

export function judgeBySum(rule: WeightedSumWithOverride, questions: Question[], answers: Answers): Judged {
  const scored = scoredQuestions(questions, answers)
  const parts = scored.flatMap(({ id, score }) => {
    const weight = weightOf(rule, id)
    return score === null ? [] : [{ question: id, score, weight, weighted: score * weight }]
  })
  const missing = scored.filter(({ score }) => score === null).map(({ id }) => id)
  const sum = parts.reduce((total, { weighted }) => total + weighted, 0)
  const override = overrideOf(rule.overrides, scored, questions)
  const { rating, ...banded } = bandOf(rule.bands, (from) => sum >= from)
  const isSummed = missing.length === 0 && override === null
  const working: SumWorking = { rule: rule.rule, parts, sum, override, ...(isSummed ? banded : noBand) }
  if (missing.length > 0 && override === null)
    return { ok: false, problems: notAnsweredAmong(missing, questions), soFar: working }
  return {
    ok: true,
    judgement: {
      rating: override?.result ?? rating,
      ...(missing.length === 0 && { score: sum }),
      working,
      unverified: rule.verified === false || working.undecided.length > 0,
    },
  }
}

/** The first that applies, if it is sure that it is the first. */
function overrideOf(
  overrides: readonly Override[],
  scored: readonly Scored[],
  questions: readonly Question[],
): SumWorking['override'] {
  const at = overrides.findIndex((each) => appliesTo(each, scored).length > 0)
  const first = overrides[at]
  if (!first) return null
  const unanswered = questions.filter((question) =>
    scored.some(({ id, score }) => id === question.id && score === null),
  )
  const mayComeFirst = overrides
    .slice(0, at)
    .some((earlier) => earlier.result !== first.result && mayApply(earlier, unanswered))
  return mayComeFirst
    ? null
    : { questions: appliesTo(first, scored), score: first.score, result: first.result }
}

function appliesTo({ question, score }: Override, scored: readonly Scored[]): string[] {
  return scored
    .filter((each) => each.score === score && (question === undefined || each.id === question))
    .map(({ id }) => id)
}

function mayApply(override: Override, unanswered: readonly Question[]): boolean {
  return unanswered.some(
    (question) =>
      question.type === 'level' &&
      (override.question === undefined || override.question === question.id) &&
      question.levels.some(({ score }) => score === override.score),
  )
}
