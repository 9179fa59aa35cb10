import { indicatorCount, type OutcomeStatus, outcomeStatuses, type QuestionOf } from '#definitions'

/*
 * The answer to a question of indicators is those that are ticked: "N1 P2 A1 A3", the letter for the status and the
 * number in its list; or "none"; or the status itself, where only that is known or a reviewer decided it.
 */

export type Outcome = QuestionOf<'indicators'>

const NONE = 'none'
const LETTERS: Record<OutcomeStatus, string> = {
  'not achieved': 'N',
  'partially achieved': 'P',
  achieved: 'A',
}
/** Far beyond what the longest of lists can take. */
const LONGEST = 3_000

/** In one order, each once: the same ticks are always the same answer. Undefined where it is no answer. */
export function readIndicators(outcome: Outcome, value: unknown): string | undefined {
  const written =
    Array.isArray(value) && value.every((each) => typeof each === 'string') ? value.join(' ') : value
  if (typeof written !== 'string' || written.length > LONGEST) return undefined
  const words = written
    .trim()
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter((word) => word !== '')
  const phrase = words.join(' ').replaceAll('-', ' ')
  if (phrase === NONE) return NONE
  const status = outcomeStatuses.find((each) => each === phrase)
  if (status) return canBe(outcome, status) ? status : undefined
  const ticked = new Set(words.map((word) => word.replace(/^([a-z])0*(?=\d)/, '$1').toUpperCase()))
  const known = outcomeStatuses.flatMap((each) => indicatorsOf(outcome, each))
  return ticked.size > 0 && [...ticked].every((each) => known.includes(each))
    ? known.filter((each) => ticked.has(each)).join(' ')
    : undefined
}

/** An outcome with no indicator for a status cannot have it, whoever decides. Not achieved needs none. */
export function canBe(outcome: Outcome, status: OutcomeStatus): boolean {
  return status === 'not achieved' || indicatorCount(outcome, status) > 0
}

/** What would be an answer: "write those that are ticked (N1 to N4, A1 to A4), none, or the status: ..." */
export function expectedIndicators(outcome: Outcome): string {
  const lists = outcomeStatuses.flatMap((status) => {
    const all = indicatorsOf(outcome, status)
    if (all.length === 0) return []
    return [all.length === 1 ? all[0] : `${all[0]} to ${all.at(-1)}`]
  })
  const statuses = outcomeStatuses.filter((status) => canBe(outcome, status))
  return `write those that are ticked (${lists.join(', ')}), or none, or the status: ${statuses.join(', ')}`
}

/** The status that an answer is, where it is no list of indicators. */
export function decidedStatus(answer: string): OutcomeStatus | undefined {
  return outcomeStatuses.find((status) => status === answer)
}

export type Ticks = Record<OutcomeStatus, { ticked: number; of: number }>

export function ticksOf(outcome: Outcome, answer: string): Ticks {
  const ticked = answer === NONE ? [] : answer.split(' ')
  const of = (status: OutcomeStatus) => ({
    ticked: ticked.filter((each) => each.startsWith(LETTERS[status])).length,
    of: indicatorCount(outcome, status),
  })
  return {
    'not achieved': of('not achieved'),
    'partially achieved': of('partially achieved'),
    achieved: of('achieved'),
  }
}

function indicatorsOf(outcome: Outcome, status: OutcomeStatus): string[] {
  return Array.from(
    { length: indicatorCount(outcome, status) },
    (_, index) => `${LETTERS[status]}${index + 1}`,
  )
}
