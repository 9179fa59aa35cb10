import { decidingQuestions, type MeanAndMaxProduct, type Question } from '#definitions'
import type { Answers, Judged } from '../assessment.ts'
import { bandOf } from './bands.ts'
import { notAnswered } from './not-answered.ts'

/*
 * side = (mean of the scores + the highest of them) / 2; score = the sides multiplied, rounded half up.
 *
 * The band is that of the rounded score, so that the score a reader sees is the one that was judged. All is reckoned
 * in whole numbers as a fraction: a side is (sum + n * highest) / 2n, and no rounding comes before the last.
 */

export function judgeByProduct(rule: MeanAndMaxProduct, questions: Question[], answers: Answers): Judged {
  const asked = decidingQuestions(questions, 'level')
  const missing = asked.filter(
    ({ group, id }) => group !== undefined && rule.sides.includes(group) && answers[id] === undefined,
  )
  if (missing.length > 0) return { ok: false, problems: missing.map(notAnswered) }
  let numerator = 1n
  let denominator = 1n
  const sides = rule.sides.map((group) => {
    const scores = scoresOf(group, asked, answers)
    const all = Object.values(scores)
    const sum = all.reduce((total, score) => total + score, 0)
    const max = Math.max(...all)
    numerator *= BigInt(sum + all.length * max)
    denominator *= BigInt(2 * all.length)
    const mean = sum / all.length
    return { group, scores, mean: rounded(mean), max, side: rounded((mean + max) / 2) }
  })
  const score = roundedFraction(numerator, denominator, rule.decimals)
  const { rating, ...banded } = bandOf(rule.bands, (from) => score >= from)
  return {
    ok: true,
    judgement: {
      rating,
      score,
      working: { rule: rule.rule, sides, score, ...banded },
      unverified: rule.verified === false || banded.undecided.length > 0,
    },
  }
}

function scoresOf(group: string, questions: Question[], answers: Answers): Record<string, number> {
  const scores: Record<string, number> = {}
  for (const question of questions) {
    const score = answers[question.id]
    if (question.group === group && typeof score === 'number') scores[question.id] = score
  }
  return scores
}

/** For showing the steps only: three decimals. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}

function roundedFraction(numerator: bigint, denominator: bigint, decimals: number): number {
  const scale = 10n ** BigInt(decimals)
  const units = (2n * numerator * scale + denominator) / (2n * denominator)
  return Number(units) / Number(scale)
}
