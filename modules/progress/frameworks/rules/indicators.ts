/* All or any indicators: what each outcome is, and what a profile needs of it. Pure. */
import {
  type AllOrAnyIndicators,
  type Framework,
  indicatorCount,
  type OutcomeStatus,
  outcomeStatuses,
  type QuestionOf,
  unpublishedProfiles,
} from '#definitions'
import type { Cell, Column, Table } from '#design'
import type { IndicatorsWorking, OutcomeWorking } from '#frameworks'
import type { Words } from '#platform/messages'
import { numberCell, textCell } from '../../sentences/cells.ts'
import { answerCell, columns, questionCell } from '../cells.ts'
import { LETTERS, questionTitle, quoted, sayNames, sayStatus } from '../sentences.ts'
import type { RulePart } from './parts.ts'

type Outcome = QuestionOf<'indicators'>

function outcomesOf({ questions }: Framework): Outcome[] {
  return questions.filter((question) => question.type === 'indicators')
}

export function sayIndicatorRule(words: Words, framework: Framework, rule: AllOrAnyIndicators): string[] {
  const { met, notMet } = rule
  const missing = unpublishedProfiles(rule, framework.questions).map(quoted)
  return [
    words.say('progress.framework.rule.indicators'),
    words.say('progress.framework.rule.profile', { met, notMet }),
    ...(missing.length === 0
      ? []
      : [
          words.say('progress.framework.rule.profile-unpublished', {
            profiles: words.list(missing),
            count: missing.length,
          }),
        ]),
  ]
}

/** Each outcome, how many indicators it has, and what each profile that is published needs. */
export function outcomesTable(words: Words, framework: Framework, { profiles }: AllOrAnyIndicators): Table {
  const published = Object.entries(profiles)
  const profileColumns = published.map(
    ([profile]): Column => ({
      key: `profile-${profile}`,
      label: words.say('progress.framework.profile', { profile }),
      kind: 'words',
    }),
  )
  const counts = outcomeStatuses.map((status) => status.replaceAll(' ', '-'))
  return {
    id: 'outcomes',
    caption: words.say('progress.framework.table.outcomes'),
    columns: [...columns(words, ['outcome-asked', ...counts], counts), ...profileColumns],
    rows: outcomesOf(framework).map((outcome) => ({
      cells: [
        textCell(words, outcome.title),
        ...outcomeStatuses.map((status) => numberCell(words, indicatorCount(outcome, status))),
        ...published.map(([, needs]) => statusCell(words, needs[outcome.id] ?? null)),
      ],
    })),
  }
}

function statusCell(words: Words, status: OutcomeStatus | null): Cell {
  return { says: status === null ? '' : sayStatus(words, status) }
}

export function sayOutcomes(
  words: Words,
  { questions }: Framework,
  { profile, isProfileMissing, outcomes }: IndicatorsWorking,
): string[] {
  const named = quoted(profile ?? '')
  if (isProfileMissing) return [words.say('progress.framework.working.no-profile', { profile: named })]
  const below = outcomes.filter(({ isMet }) => isMet === false)
  if (below.length === 0) return [words.say('progress.framework.working.profile-met', { profile: named })]
  const names = below.map(({ question }) => questionTitle(words, questions, question))
  return [
    words.say('progress.framework.working.below-profile', {
      profile: named,
      questions: sayNames(words, names),
      count: names.length,
    }),
  ]
}

export function statusesTable(
  words: Words,
  framework: Framework,
  { outcomes }: IndicatorsWorking,
): Omit<Table, 'id' | 'caption'> {
  return {
    columns: columns(words, ['outcome-asked', 'answer', 'status', 'why', 'needs', 'met']),
    rows: outcomes.map((outcome) => ({
      cells: [
        questionCell(words, framework, outcome.question),
        answerCell(words, undefined, outcome.answer),
        statusCell(words, outcome.status),
        { says: sayReason(words, outcome) },
        statusCell(words, outcome.needs),
        metCell(words, outcome),
      ],
    })),
  }
}

function metCell(words: Words, { isMet, needs }: OutcomeWorking): Cell {
  if (needs === null) return { says: '', value: null }
  if (isMet === null) return { says: words.say('progress.framework.not-known'), value: null }
  return { says: words.say(`progress.framework.${isMet ? 'yes' : 'no'}`), value: isMet }
}

function sayReason(words: Words, { reason, ticked }: OutcomeWorking): string {
  if (reason === null) return ''
  const say = (status: OutcomeStatus) => {
    const counts = ticked?.[status] ?? { ticked: 0, of: 0 }
    return words.say(`progress.framework.why.${status.replaceAll(' ', '-')}`, counts)
  }
  switch (reason) {
    case 'decided':
      return words.say('progress.framework.why.decided')
    case 'a not achieved ticked':
      return say('not achieved')
    case 'every achieved ticked':
      return say('achieved')
    case 'every partially achieved ticked':
      return say('partially achieved')
    case 'neither ticked whole':
      return words.say('progress.framework.why.neither', {
        achieved: ticked?.achieved.ticked ?? 0,
        of: ticked?.achieved.of ?? 0,
        partially: ticked?.['partially achieved'].ticked ?? 0,
        ofPartially: ticked?.['partially achieved'].of ?? 0,
      })
  }
}

/** What each profile needs of each outcome; of one that is not published, only that. */
export function profileParts(words: Words, framework: Framework, rule: AllOrAnyIndicators): RulePart[] {
  const missing = unpublishedProfiles(rule, framework.questions)
  return [
    ...missing.map((profile) => ({
      key: `profile ${profile}`,
      what: words.say('progress.framework.profile', { profile }),
      says: words.say('progress.framework.not-published'),
    })),
    ...Object.entries(rule.profiles).flatMap(([profile, needs]) => [
      {
        key: `profile ${profile}`,
        what: words.say('progress.framework.profile', { profile }),
        says: words.say('progress.framework.compare.published'),
      },
      ...outcomesOf(framework).flatMap(({ id, title }) => {
        const status = needs[id]
        const what = words.say('progress.framework.compare.needs', {
          profile,
          question: quoted(words.text(title).says),
        })
        return status === undefined
          ? []
          : [
              {
                key: `profile ${profile} ${id}`,
                what,
                says: sayStatus(words, status),
                of: `profile ${profile}`,
              },
            ]
      }),
    ]),
  ]
}

/** What the indicators of an outcome say, where the definition carries their texts; undefined where none does. */
export function indicatorsTable(words: Words, framework: Framework): Table | undefined {
  const rows = outcomesOf(framework).flatMap((outcome) =>
    outcomeStatuses.flatMap((status) => {
      const list = outcome.indicators[status]
      if (list === undefined || typeof list === 'number') return []
      return list.map((text, at) => ({
        cells: [
          textCell(words, outcome.title),
          { says: `${LETTERS[status]}${at + 1}` },
          statusCell(words, status),
          textCell(words, text),
        ],
      }))
    }),
  )
  if (rows.length === 0) return undefined
  return {
    id: 'indicators',
    caption: words.say('progress.framework.table.indicators'),
    shape: 'stacked',
    columns: columns(words, ['outcome-asked', 'indicator', 'status', 'about']),
    rows,
  }
}
