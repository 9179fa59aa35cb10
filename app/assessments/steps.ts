/* How a result was reached, step by step, in the words of a terminal. */
import {
  decidingQuestions,
  type Framework,
  notApplicable,
  outcomeStatuses,
  type Question,
} from '#definitions'
import type {
  Answer,
  AssessmentResult,
  CountWorking,
  IndicatorsWorking,
  LookupWorking,
  MatrixWorking,
  OutcomeWorking,
  ProductWorking,
  StatusReason,
  SumWorking,
  ThresholdWorking,
  WinningWorking,
  Working,
} from '#frameworks'
import { count } from '../plurals.ts'

export function stepsOf(framework: Framework, result: AssessmentResult): string[] {
  if (result.ok)
    return [...stepsSoFar(framework, result.assessment.working), ...bandSteps(result.assessment.working)]
  return result.soFar ? stepsSoFar(framework, result.soFar) : []
}

function stepsSoFar(framework: Framework, working: Working): string[] {
  switch (working.rule) {
    case 'mean and max product':
      return productSteps(framework, working)
    case 'every threshold passed':
      return thresholdSteps(framework, working)
    case 'all or any indicators':
      return indicatorSteps(framework, working)
    case 'highest answer wins':
    case 'lowest answer wins':
      return winningSteps(framework, working)
    case 'weighted sum with override':
      return sumSteps(framework, working)
    case 'count of yes':
      return countSteps(framework, working)
    case 'matrix without total':
      return matrixSteps(framework, working)
    case 'looked up in a table':
      return lookupSteps(framework, working)
  }
}

function productSteps({ groups }: Framework, { sides, score }: ProductWorking): string[] {
  return [
    ...sides.map(({ group, mean, max, side }) => {
      const title = groups.find(({ id }) => id === group)?.title.en ?? group
      return `${title}: mean ${mean}, highest ${max}, so (${mean} + ${max}) / 2 = ${side}`
    }),
    `${sides.map(({ side }) => side).join(' × ')} = ${score}`,
  ]
}

function thresholdSteps(framework: Framework, { thresholds }: ThresholdWorking): string[] {
  return thresholds.map(({ question, answer, test, outcome, unverified }) => {
    const mark = unverified ? ' (unverified)' : ''
    return `${answerStep(framework, question, answer)}; ${needed(test)}: ${outcome}${mark}`
  })
}

function needed(test: ThresholdWorking['thresholds'][number]['test']): string {
  if (test === null) return 'no threshold has been published for these answers'
  if ('is' in test) return `needs ${test.is ? 'yes' : 'no'}`
  if ('above' in test) return `needs more than ${test.above}`
  if ('atLeast' in test) return `needs ${test.atLeast} or more`
  return 'below' in test ? `needs less than ${test.below}` : `needs ${test.atMost} or less`
}

function indicatorSteps(framework: Framework, working: IndicatorsWorking): string[] {
  const { profile, isProfileMissing, outcomes } = working
  const missing = isProfileMissing ? ', and nobody has published what it needs' : ''
  return [
    ...(profile === null ? [] : [`The profile is ${profile}${missing}`]),
    ...outcomes.map((outcome) => `${named(framework, outcome.question)}: ${outcomeStep(outcome)}`),
  ]
}

function outcomeStep({ status, reason, ticked, needs, isMet }: OutcomeWorking): string {
  const counted = ticked
    ? [...outcomeStatuses]
        .filter((each) => ticked[each].of > 0)
        .map((each) => `${ticked[each].ticked} of ${ticked[each].of} for ${each}`)
    : []
  const why = [reason && REASONS[reason], ...(counted.length > 0 ? [counted.join(', ')] : [])].join(': ')
  const is = status === null ? 'not answered' : `${status} (${why})`
  if (needs === null) return is
  if (needs === 'not achieved') return `${is}; nothing is needed`
  return `${is}; needs ${needs}${isMet === null ? '' : isMet ? ': met' : ': not met'}`
}

const REASONS: Record<StatusReason, string> = {
  decided: 'as stated',
  'a not achieved ticked': 'one for not achieved is ticked',
  'every achieved ticked': 'all for achieved are ticked',
  'every partially achieved ticked': 'all for partially achieved are ticked',
  'neither ticked whole': 'too few are ticked for more',
}

function winningSteps(framework: Framework, working: WinningWorking): string[] {
  const { rule, scores, score, winners } = working
  if (score === null) return []
  const which = rule === 'highest answer wins' ? 'highest' : 'lowest'
  return [
    ...Object.entries(scores).map(([question, each]) => answerStep(framework, question, each)),
    `The ${which}${soFar(framework, Object.keys(scores))} is ${score}: ${winners.map((question) => named(framework, question)).join(', ')}`,
  ]
}

function sumSteps(framework: Framework, { parts, sum, override }: SumWorking): string[] {
  const decided = override
    ? [
        `${override.score} overrides the sum: ${override.result} (${override.questions
          .map((question) => named(framework, question))
          .join(', ')})`,
      ]
    : []
  return [
    ...parts.map(({ question, score, weight, weighted }) => {
      const times = weight === 1 ? '' : ` × ${weight} = ${weighted}`
      return `${answerStep(framework, question, score)}${times}`
    }),
    `Together${soFar(
      framework,
      parts.map(({ question }) => question),
    )}: ${sum}`,
    ...decided,
  ]
}

function countSteps(framework: Framework, working: CountWorking): string[] {
  const { as, yes, no, notApplicable: aside, unanswered, outOf, score } = working
  const list = (word: string, questions: string[]) =>
    questions.length > 0
      ? [`${word}: ${questions.map((question) => named(framework, question)).join(', ')}`]
      : []
  return [
    ...list('Yes', yes),
    ...list('No', no),
    ...list('Not applicable', aside),
    ...list('Not answered', unanswered),
    unanswered.length === 0
      ? `${yes.length} of ${outOf} answered yes${as === 'share' && score !== null ? `: ${score}%` : ''}`
      : `${yes.length} answered yes so far, of ${outOf + unanswered.length} that need an answer`,
  ]
}

function matrixSteps(framework: Framework, { answers, answered }: MatrixWorking): string[] {
  return [
    ...answers.map(({ question, answer }) => answerStep(framework, question, answer)),
    `${count(answered, 'answer')} of ${answers.length}, and nothing is added up`,
  ]
}

function lookupSteps(framework: Framework, { by, rows }: LookupWorking): string[] {
  return [
    ...by.map(({ question, answer }) => answerStep(framework, question, answer)),
    ...rows.map(({ when, result, unverified }) => {
      const row = Object.values(when).join(', ')
      return `The row for ${row} gives ${result}${unverified ? ' (unverified)' : ''}`
    }),
    ...(rows.length === 0 && by.every(({ answer }) => answer !== null)
      ? ['No row has been published for these answers']
      : []),
  ]
}

/** Where levels are missing, what was made of the others reads as it stands so far. */
function soFar({ questions }: Framework, answered: readonly string[]): string {
  const needed = decidingQuestions(questions, 'level')
  return answered.length === needed.length
    ? ''
    : ` so far (${answered.length} of ${needed.length} that need an answer)`
}

/** Where the score falls, once there is a result. */
function bandSteps(working: Working): string[] {
  if (!('undecided' in working)) return []
  const score = 'sum' in working ? working.sum : working.score
  if (score === null || ('override' in working && working.override)) return []
  const { from, undecided } = working
  const where = from === null ? `${score} is in the lowest band` : `${score} is ${from} or more`
  if (undecided.length === 0) return [where]
  return [`${where}, or higher: nobody has published where these begin: ${undecided.join(', ')}`]
}

function answerStep(framework: Framework, question: string, answer: Answer | null): string {
  return `${named(framework, question)}: ${said(framework, question, answer)}`
}

function named({ questions }: Framework, id: string): string {
  return questions.find((question) => question.id === id)?.title.en ?? id
}

function said(framework: Framework, id: string, answer: Answer | null): string {
  if (answer === null) return 'not answered'
  const question = framework.questions.find((each) => each.id === id)
  if (typeof answer === 'boolean') return answer ? 'yes' : 'no'
  if (answer === notApplicable) return answer
  return question ? withUnit(question, answer) : String(answer)
}

function withUnit(question: Question, answer: string | number): string {
  if (question.type === 'level') {
    const level = question.levels.find(({ score }) => score === answer)
    return level ? `${answer} (${level.title.en})` : String(answer)
  }
  const unit = question.type === 'number' ? question.unit : undefined
  if (unit === undefined) return String(answer)
  return unit === '%' ? `${answer}%` : `${answer} ${unit}`
}
