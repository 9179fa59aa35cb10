import { type AnswerWins, cannotBeJudged, type Question } from '#definitions'
import type { Answers, Judged, WinningWorking } from '../assessment.ts'
import { bandOf, noBand } from './bands.ts'
import { notAnsweredAmong } from './not-answered.ts'
import { scoredQuestions } from './scores.ts'

/*
 * The highest of the scores, or the lowest, decides alone. An answer that is missing is asked for, unless no answer to
 * it could lead to another band: with the highest band reached, the highest wins whatever else is said.
 */

export function judgeByWinner(rule: AnswerWins, questions: Question[], answers: Answers): Judged {
  const scored = scoredQuestions(questions, answers)
  const answered = scored.flatMap(({ id, score }) => (score === null ? [] : [{ id, score }]))
  const missing = scored.filter(({ score }) => score === null).map(({ id }) => id)
  const best = (scores: number[]) =>
    rule.rule === 'highest answer wins' ? Math.max(...scores) : Math.min(...scores)
  // Whatever the missing answers are, the winner is between these two.
  const lowest = best(scored.map(({ score, least }) => score ?? least))
  const highest = best(scored.map(({ score, most }) => score ?? most))
  const [band, other] = [lowest, highest].map((score) => bandOf(rule.bands, (from) => score >= from))
  const score = answered.length > 0 ? best(answered.map((each) => each.score)) : null
  const { rating = cannotBeJudged, ...banded } = band ?? {}
  const isSure =
    missing.length === 0 || (answered.length > 0 && rating !== cannotBeJudged && rating === other?.rating)
  const working: WinningWorking = {
    rule: rule.rule,
    scores: Object.fromEntries(answered.map((each) => [each.id, each.score])),
    score,
    winners: answered.filter((each) => each.score === score).map(({ id }) => id),
    ...noBand,
    ...(isSure && banded),
  }
  if (!isSure) return { ok: false, problems: notAnsweredAmong(missing, questions), soFar: working }
  return {
    ok: true,
    judgement: {
      rating,
      ...(lowest === highest && { score: lowest }),
      working,
      unverified: rule.verified === false || working.undecided.length > 0,
    },
  }
}
