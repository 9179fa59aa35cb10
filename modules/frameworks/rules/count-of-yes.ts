import {
  type CountOfYes,
  cannotBeJudged,
  decidingQuestions,
  notApplicable,
  type Question,
} from '#definitions'
import type { Answers, CountWorking, Judged } from '../assessment.ts'
import { bandOf, noBand } from './bands.ts'
import { notAnsweredAmong } from './not-answered.ts'

/*
 * How many are answered yes, or what share of those answered yes or no. What does not apply is no yes in a count, and is
 * left out of a share; a share of nothing is no share, so at least one must apply. A missing answer is asked for, unless
 * neither yes nor no to it could lead to another band. Shares are compared as fractions: two of three is more than 66.66
 * and less than 66.67.
 */

export function judgeByCount(rule: CountOfYes, questions: Question[], answers: Answers): Judged {
  const asked = decidingQuestions(questions, 'boolean')
  const answeredBy = (answer: boolean | string | undefined) =>
    asked.filter(({ id }) => answers[id] === answer).map(({ id }) => id)
  const [yes, no, unanswered] = [answeredBy(true), answeredBy(false), answeredBy(undefined)]
  const outOf = yes.length + no.length
  const counted: Omit<CountWorking, 'from' | 'undecided'> = {
    rule: rule.rule,
    as: rule.as,
    yes,
    no,
    notApplicable: answeredBy(notApplicable),
    unanswered,
    outOf,
    score: scoreOf(rule, yes.length, outOf),
  }
  const soFar = { ...counted, ...noBand }
  if (rule.as === 'share' && outOf + unanswered.length === 0) {
    const says = 'nothing applies, so there is no share of it'
    const [first] = asked
    return {
      ok: false,
      problems: [{ question: first?.id ?? '', says, instead: 'answer at least one with yes or no' }],
      soFar,
    }
  }
  const [band, other] = [0, unanswered.length].map((others) =>
    bandOf(rule.bands, reaches(rule, yes.length + others, outOf + unanswered.length)),
  )
  const { rating = cannotBeJudged, ...banded } = band ?? {}
  const isSure =
    unanswered.length === 0 || (outOf > 0 && rating !== cannotBeJudged && rating === other?.rating)
  if (!isSure) return { ok: false, problems: notAnsweredAmong(unanswered, questions), soFar }
  const working: CountWorking = { ...soFar, ...banded }
  return {
    ok: true,
    judgement: {
      rating,
      ...(unanswered.length === 0 && working.score !== null && { score: working.score }),
      working,
      unverified: rule.verified === false || working.undecided.length > 0,
    },
  }
}

/** Cut, and not rounded, so that no score looks as if it had reached a band that it has not. */
function scoreOf({ as }: CountOfYes, yes: number, outOf: number): number | null {
  if (as === 'count') return yes
  return outOf === 0 ? null : Math.floor((10_000 * yes) / outOf) / 100
}

function reaches({ as }: CountOfYes, yes: number, outOf: number): (from: number) => boolean {
  if (as === 'count') return (from) => yes >= from
  return (from) => {
    const [units, scale] = exactly(from)
    return 100n * BigInt(yes) * scale >= units * BigInt(outOf)
  }
}

/** A decimal as a fraction, to nine places. */
function exactly(decimal: number): [bigint, bigint] {
  return [BigInt(decimal.toFixed(9).replace('.', '')), 10n ** 9n]
}
