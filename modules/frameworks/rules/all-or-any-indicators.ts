import {
  type AllOrAnyIndicators,
  cannotBeJudged,
  decidingQuestions,
  type OutcomeStatus,
  outcomeStatuses,
  type Question,
} from '#definitions'
import type { Answers, IndicatorsWorking, Judged, OutcomeWorking, StatusReason } from '../assessment.ts'
import { decidedStatus, type Outcome, type Ticks, ticksOf } from '../indicators.ts'
import { notAnsweredAmong } from './not-answered.ts'

/*
 * Of each outcome: one indicator of not achieved that is ticked makes it not achieved; else all of achieved, if there
 * are any, make it achieved; else all of partially achieved, if there are any, make it partially achieved; else it is
 * not achieved. The profile is met when every outcome is at least what the profile needs of it. One that is below is
 * enough for not met, whatever is not answered; what may be not achieved need not be answered at all.
 */

export function judgeByIndicators(rule: AllOrAnyIndicators, questions: Question[], answers: Answers): Judged {
  const profile = answers[rule.profile]
  const chosen = typeof profile === 'string' ? profile : null
  const needs =
    chosen !== null && Object.hasOwn(rule.profiles, chosen) ? (rule.profiles[chosen] ?? null) : null
  const outcomes = decidingQuestions(questions, 'indicators').map((outcome) =>
    outcomeWorking(outcome, answers[outcome.id], needs),
  )
  const isProfileMissing = chosen !== null && needs === null
  const working: IndicatorsWorking = { rule: rule.rule, profile: chosen, isProfileMissing, outcomes }
  if (isProfileMissing) return { ok: true, judgement: { rating: cannotBeJudged, working, unverified: true } }
  const isBelow = outcomes.some(({ isMet }) => isMet === false)
  const unanswered = outcomes.filter(({ isMet }) => isMet === null).map(({ question }) => question)
  const missing = chosen === null ? [rule.profile] : isBelow ? [] : unanswered
  if (missing.length > 0) return { ok: false, problems: notAnsweredAmong(missing, questions), soFar: working }
  const rating = isBelow ? rule.notMet : rule.met
  return { ok: true, judgement: { rating, working, unverified: rule.verified === false } }
}

function outcomeWorking(
  outcome: Outcome,
  answer: Answers[string] | undefined,
  profile: Record<string, OutcomeStatus> | null,
): OutcomeWorking {
  const needs = profile?.[outcome.id] ?? null
  const known = typeof answer === 'string' ? statusOf(outcome, answer) : notKnown
  return {
    question: outcome.id,
    answer: typeof answer === 'string' ? answer : null,
    ...known,
    needs,
    isMet: isMet(known.status, needs),
  }
}

const notKnown = { status: null, reason: null, ticked: null }

function statusOf(
  outcome: Outcome,
  answer: string,
): { status: OutcomeStatus; reason: StatusReason; ticked: Ticks | null } {
  const decided = decidedStatus(answer)
  if (decided) return { status: decided, reason: 'decided', ticked: null }
  const ticked = ticksOf(outcome, answer)
  if (ticked['not achieved'].ticked > 0)
    return { status: 'not achieved', reason: 'a not achieved ticked', ticked }
  if (isWhole(ticked.achieved)) return { status: 'achieved', reason: 'every achieved ticked', ticked }
  if (isWhole(ticked['partially achieved']))
    return { status: 'partially achieved', reason: 'every partially achieved ticked', ticked }
  return { status: 'not achieved', reason: 'neither ticked whole', ticked }
}

function isWhole({ ticked, of }: { ticked: number; of: number }): boolean {
  return of > 0 && ticked === of
}

function isMet(status: OutcomeStatus | null, needs: OutcomeStatus | null): boolean | null {
  if (needs === null) return null
  if (needs === 'not achieved') return true
  return status === null ? null : outcomeStatuses.indexOf(status) >= outcomeStatuses.indexOf(needs)
}
