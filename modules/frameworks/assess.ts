import type { Framework, Question } from '#definitions'
import { readAnswers } from './answers.ts'
import type { Answers, AssessmentResult, Judged } from './assessment.ts'
import { judgeByThresholds } from './rules/every-threshold-passed.ts'
import { judgeByProduct } from './rules/mean-and-max-product.ts'

/**
 * Judges answers by a framework. Answers may be written as in a file ("6", "yes"); those kept in the assessment are
 * the ones that were read. A rule that needs an answer which is not there says so: nothing is guessed.
 */
export function assess(framework: Framework, written: Record<string, unknown>): AssessmentResult {
  const read = readAnswers(framework.questions, written)
  if (!read.ok) return read
  const judged = judge(framework, read.answers)
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

function judge(framework: Framework, answers: Answers): Judged {
  const { results, questions } = framework
  switch (results.rule) {
    case 'mean and max product':
      return judgeByProduct(results, questions, answers)
    case 'every threshold passed':
      return judgeByThresholds(results, questions, answers)
  }
}

function answersUnverified(questions: Question[], answers: Answers): boolean {
  return questions.some(({ id, verified }) => verified === false && answers[id] !== undefined)
}
