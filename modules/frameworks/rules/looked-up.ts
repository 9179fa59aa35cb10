import { cannotBeJudged, combinationsOf, type LookedUp, type Question } from '#definitions'
import type { Answers, Judged, LookupWorking } from '../assessment.ts'
import { notAnsweredAmong } from './not-answered.ts'

/*
 * The row for the answers has the result. A row that is not there was never published: then nothing can be judged. An
 * answer that is missing is asked for, unless every answer to it has a row, and they all give the same.
 */

export function judgeByTable(rule: LookedUp, questions: Question[], answers: Answers): Judged {
  const missing = rule.by.filter((id) => answers[id] === undefined)
  const rows = rule.rows.filter(({ when }) =>
    rule.by.every((id) => answers[id] === undefined || answers[id] === when[id]),
  )
  const [first] = rows
  const isSure =
    missing.length < rule.by.length &&
    rows.length === combinationsOf(missing, questions) &&
    rows.every(({ result }) => result === first?.result)
  const working: LookupWorking = {
    rule: rule.rule,
    by: rule.by.map((id) => ({ question: id, answer: textOf(answers[id]) })),
    rows: isSure
      ? rows.map(({ when, result, verified }) => ({ when, result, unverified: verified === false }))
      : [],
  }
  if (missing.length > 0 && !isSure)
    return { ok: false, problems: notAnsweredAmong(missing, questions), soFar: working }
  return {
    ok: true,
    judgement: {
      rating: first?.result ?? cannotBeJudged,
      working,
      unverified:
        rule.verified === false || rows.length === 0 || rows.some(({ verified }) => verified === false),
    },
  }
}

function textOf(answer: Answers[string] | undefined): string | null {
  return typeof answer === 'string' ? answer : null
}
