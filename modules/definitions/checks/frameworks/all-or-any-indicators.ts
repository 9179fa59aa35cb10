import {
  type AllOrAnyIndicators,
  type Framework,
  indicatorCount,
  type OutcomeStatus,
  outcomeStatuses,
  type QuestionOf,
} from '../../framework.ts'
import { suggestion } from '../../sources/spelling.ts'
import type { Path } from '../../sources/yaml.ts'
import type { Found } from '../found.ts'
import { namedQuestion, questionsToJudge } from './questions.ts'

type Outcome = QuestionOf<'indicators'>

export function checkIndicators(
  found: Found,
  { questions }: Framework,
  { profile, profiles, met, notMet }: AllOrAnyIndicators,
): void {
  if (met === notMet) found.at(['results', 'notMet'], 'met and notMet must be two results')
  for (const [index, question] of questions.entries()) {
    if (
      question.type === 'indicators' &&
      outcomeStatuses.every((status) => indicatorCount(question, status) === 0)
    )
      found.at(['questions', index, 'indicators'], `"${question.id}" has no indicator by which to judge it`)
  }
  const outcomes = questionsToJudge(found, 'indicators', questions)
  const named = { id: profile, type: 'choice', by: 'a profile' } as const
  const choice = namedQuestion(found, ['results', 'profile'], named, questions)
  for (const [name, needs] of Object.entries(profiles)) {
    const path = ['results', 'profiles', name]
    if (choice && !choice.options.includes(name)) {
      found.atKey(path, `"${name}" is not an option of "${profile}"`, 'add it there, or remove it here')
    }
    checkProfile(found, path, needs, outcomes)
  }
}

function checkProfile(
  found: Found,
  path: Path,
  needs: Record<string, OutcomeStatus>,
  outcomes: readonly Outcome[],
): void {
  const ids = outcomes.map(({ id }) => id)
  for (const [id, status] of Object.entries(needs)) {
    const outcome = outcomes.find((each) => each.id === id)
    if (!outcome) found.atKey([...path, id], `there is no outcome "${id}"`, suggestion(id, ids).instead)
    else if (!canReach(outcome, status)) {
      const says = `"${id}" has no indicator that would make it ${status}, so this is never met`
      found.at([...path, id], says, 'give it such indicators, or ask for less')
    }
  }
  const left = ids.filter((id) => !Object.hasOwn(needs, id))
  for (const id of left) found.atKey(path, `this profile does not say what "${id}" needs`, notNeeded)
  const isFree = Object.values(needs).every((status) => status === 'not achieved')
  if (left.length === 0 && isFree) found.atKey(path, 'this profile needs nothing, so it is never not met')
}

const notNeeded = 'where it needs nothing, write not achieved'

/** At least this status: by its own indicators, or by those of a better one. */
function canReach(outcome: Outcome, status: OutcomeStatus): boolean {
  if (status === 'not achieved') return true
  return outcomeStatuses
    .slice(outcomeStatuses.indexOf(status))
    .some((each) => indicatorCount(outcome, each) > 0)
}
