import type { Framework, Question } from '#definitions'
import { readAnswers } from './answers.ts'
import type { Answers, AssessmentProblem, AssessmentResult, Judged } from './assessment.ts'
import { judgeByIndicators } from './rules/all-or-any-indicators.ts'
import { judgeByWinner } from './rules/answer-wins.ts'
import { judgeByCount } from './rules/count-of-yes.ts'
import { judgeByThresholds } from './rules/every-threshold-passed.ts'
import { judgeByTable } from './rules/looked-up.ts'
import { judgeMatrix } from './rules/matrix-without-total.ts'
import { judgeByProduct } from './rules/mean-and-max-product.ts'
import { judgeBySum } from './rules/weighted-sum-with-override.ts'

/**
 * Judges answers by a framework. Answers may be written as in a file ("6", "yes"); those kept in the assessment are
 * the ones that were read. A rule that needs an answer which is not there says so: nothing is guessed.
 */
export function assess(framework: Framework, written: Record<string, unknown>): AssessmentResult {
  const read = readAnswers(framework.questions, written)
  const judged = judge(framework, read.answers)
  if (!read.ok) return withMissing(read.problems, judged)
  if (!judged.ok) return judged
  const { rating, score, working, unverified } = judged.judgement
  return {
    ok: true,
    assessment: {
      framework: framework.slug,
      version: framework.version,
      answers: read.answers,
      rating,
      ...(score !== undefined && { score }),
      working,
      unverified: unverified || !framework.verified || answersUnverified(framework.questions, read.answers),
    },
  }
}

/** What could not be read, and what is missing besides: all is said at once. */
function withMissing(wrong: AssessmentProblem[], judged: Judged): AssessmentResult {
  if (judged.ok) return { ok: false, problems: wrong, soFar: judged.judgement.working }
  const missing = judged.problems.filter(
    ({ question }) => !wrong.some((problem) => problem.question === question),
  )
  return { ...judged, problems: [...wrong, ...missing] }
}

function judge(framework: Framework, answers: Answers): Judged {
  const { results, questions } = framework
  switch (results.rule) {
    case 'mean and max product':
      return judgeByProduct(results, questions, answers)
    case 'every threshold passed':
      return judgeByThresholds(results, questions, answers)
    case 'all or any indicators':
      return judgeByIndicators(results, questions, answers)
    case 'highest answer wins':
    case 'lowest answer wins':
      return judgeByWinner(results, questions, answers)
    case 'weighted sum with override':
      return judgeBySum(results, questions, answers)
    case 'count of yes':
      return judgeByCount(results, questions, answers)
    case 'matrix without total':
      return judgeMatrix(results, questions, answers)
    case 'looked up in a table':
      return judgeByTable(results, questions, answers)
  }
}

function answersUnverified(questions: Question[], answers: Answers): boolean {
  return questions.some(
    ({ id, verified, decides }) => verified === false && decides !== false && answers[id] !== undefined,
  )
}
