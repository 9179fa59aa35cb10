/* How the promises of a roadmap stand, a line for each. Pure. */
import type { Commitment, Government, Mission, Roadmap, Text } from '#definitions'
import { type Account, type CommitmentStanding, type Figure, figureOf } from '#figures'
import type { Words } from '#platform/messages'
import { marksBeside } from '../measures/marks.ts'
import { coverageInShort } from '../sentences/coverage.ts'
import { sayLastRecorded } from '../sentences/last-recorded.ts'
import { type Headline, headlineOf, type Mark, sayTarget } from '../sentences/rules.ts'
import { type ShownStanding, STANDINGS, showStanding } from '../sentences/standings.ts'
import { legendOf } from '../sentences/symbols.ts'

export interface ShownRoadmap {
  /** How the commitments stand: 3 met, 2 missed, 19 not yet known. */
  says: string[]
  figures: Figure[]
  slug: string
  title: Text
  summary: Text
  when: string
  missions: ShownMission[]
  /** What the symbols among the figures mean. */
  legend: string
}

export interface ShownMission {
  mission: Mission
  href: string
  /** How its commitments stand, in a line. */
  says: string
  commitments: ShownCommitment[]
}

export interface ShownCommitment {
  number: number
  title: Text
  promise: Text
  href: string
  standing: ShownStanding
  /** The phase that the promise is in; empty where it has none. */
  phase: string
  /** How its first measure stands; undefined where the promise has no measure. */
  stands:
    | {
        headline: Headline
        /** When it was last recorded, where that was long ago. */
        lastRecorded: string | undefined
        coverage: string
        target: string | undefined
        marks: Mark[]
      }
    | undefined
}

export function showRoadmap(
  words: Words,
  government: Government,
  roadmap: Roadmap,
  accounts: readonly Account[],
  standings: ReadonlyMap<number, CommitmentStanding>,
  phaseOf: (commitment: Commitment) => string,
): Omit<ShownRoadmap, 'figures'> {
  // Of the measures of a commitment, its author puts the one that says most first.
  const firsts = new Map(
    accounts.toReversed().map((account) => [account.promised.commitment.number, account]),
  )
  const missions = roadmap.missions.map((mission) => {
    const commitments = roadmap.commitments
      .filter((commitment) => commitment.mission === mission.number)
      .map((commitment) =>
        showCommitment(words, government, roadmap, commitment, firsts.get(commitment.number), {
          standing: showStanding(words, standings.get(commitment.number)),
          phase: phaseOf(commitment),
        }),
      )
    return {
      mission,
      href: `/roadmaps/${roadmap.slug}/missions/${mission.number}`,
      says: sayStandings(words, commitments),
      commitments,
    }
  })
  const shown = missions.flatMap(({ commitments }) => commitments)
  return {
    says: [sayStandings(words, shown)].filter((sentence) => sentence !== ''),
    slug: roadmap.slug,
    title: roadmap.title,
    summary: roadmap.summary,
    when: words.say('progress.roadmap.when', {
      from: words.date(roadmap.from),
      until: words.date(roadmap.until),
    }),
    missions,
    legend: legendOf(
      words,
      shown.flatMap(({ stands }) => (stands ? [stands.headline.number, stands.headline.words] : [])),
    ),
  }
}

function showCommitment(
  words: Words,
  government: Government,
  roadmap: Roadmap,
  { number, title, promise }: Commitment,
  account: Account | undefined,
  own: Pick<ShownCommitment, 'standing' | 'phase'>,
): ShownCommitment {
  const href = `/roadmaps/${roadmap.slug}/commitments/${number}`
  if (!account) return { number, title, promise, href, ...own, stands: undefined }
  const { measure } = account.promised
  const figure = figureOf(account, null)
  const target =
    figure.target && words.say('progress.target.short', { target: sayTarget(words, figure.target.target) })
  const marks = marksBeside(words, government, account.promised, figure)
  return {
    number,
    title,
    promise,
    href,
    ...own,
    stands: {
      headline: headlineOf(words, figure, measure),
      lastRecorded: sayLastRecorded(words, figure),
      coverage: coverageInShort(words, account),
      target,
      marks,
    },
  }
}

/** How many commitments stand how; nothing of one alone, which says so itself. */
function sayStandings(words: Words, commitments: readonly ShownCommitment[]): string {
  if (commitments.length === 1) return ''
  const by = Map.groupBy(commitments, ({ standing }) => standing.kind)
  const counts = STANDINGS.flatMap((standing) => {
    const { length } = by.get(standing) ?? []
    return length === 0
      ? []
      : [words.say(`progress.standings.${standing.replaceAll(' ', '-')}`, { count: length })]
  })
  return words.say('progress.standings.says', { all: commitments.length, counts: words.list(counts) })
}
