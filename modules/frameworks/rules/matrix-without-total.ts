import type { MatrixWithoutTotal, Question } from '#definitions'
import type { Answers, Judged, MatrixWorking } from '../assessment.ts'

/*
 * Every answer is shown and none is added to another: whoever wrote the framework refuses a total. One answer is enough
 * for the result, which says only that there is one.
 */

export function judgeMatrix(rule: MatrixWithoutTotal, questions: Question[], answers: Answers): Judged {
  const shown = questions.map(({ id }) => ({ question: id, answer: answers[id] ?? null }))
  const deciding = questions.filter(({ decides }) => decides !== false)
  const answered = deciding.filter(({ id }) => answers[id] !== undefined).length
  const working: MatrixWorking = { rule: rule.rule, answers: shown, answered }
  if (answered === 0) {
    const says = 'nothing is answered'
    const instead = 'answer at least one question'
    return { ok: false, problems: [{ question: deciding[0]?.id ?? '', says, instead }], soFar: working }
  }
  return {
    ok: true,
    judgement: { rating: rule.result, working, unverified: rule.verified === false },
  }
}
