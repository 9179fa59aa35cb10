/* How the promises of a roadmap stand, a line for each. Pure. */
import type { Commitment, Mission, Roadmap, Text } from '#definitions'
import { type Account, figureOf } from '#figures'
import type { Words } from '#platform/messages'
import type { Promised } from '#roadmaps'
import { coverageInShort } from '../sentences/coverage.ts'
import { type Headline, headlineOf, type Mark, marksOf, sayTarget } from '../sentences/rules.ts'
import { legendOf } from '../sentences/symbols.ts'

export interface ShownRoadmap {
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
  commitments: ShownCommitment[]
}

export interface ShownCommitment {
  number: number
  title: Text
  promise: Text
  href: string
  /** How its first measure stands; undefined where the promise has no measure. */
  stands: { headline: Headline; coverage: string; target: string | undefined; marks: Mark[] } | undefined
}

/** A promise stands as its first measure does: its author puts the one it is judged by first. */
export function firstMeasures(roadmap: Roadmap): Promised[] {
  return roadmap.commitments.flatMap((commitment) => {
    const measure = commitment.measures[0]
    return measure ? { roadmap, commitment, measure } : []
  })
}

export function showRoadmap(words: Words, roadmap: Roadmap, accounts: readonly Account[]): ShownRoadmap {
  const byCommitment = new Map(accounts.map((account) => [account.promised.commitment.number, account]))
  const missions = roadmap.missions.map((mission) => ({
    mission,
    commitments: roadmap.commitments
      .filter((commitment) => commitment.mission === mission.number)
      .map((commitment) => showCommitment(words, roadmap, commitment, byCommitment.get(commitment.number))),
  }))
  const shown = missions.flatMap(({ commitments }) => commitments)
  return {
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
      shown.flatMap(({ stands }) => stands?.headline.words ?? []),
    ),
  }
}

function showCommitment(
  words: Words,
  roadmap: Roadmap,
  { number, title, promise, verified }: Commitment,
  account: Account | undefined,
): ShownCommitment {
  const href = `/roadmaps/${roadmap.slug}/commitments/${number}`
  if (!account) return { number, title, promise, href, stands: undefined }
  const { measure } = account.promised
  const figure = figureOf(account, null)
  const isVerified = verified !== false && measure.verified !== false
  const target =
    figure.target && words.say('progress.target.short', { target: sayTarget(words, figure.target.target) })
  const marks = marksOf(words, figure.basis, isVerified)
  return {
    number,
    title,
    promise,
    href,
    stands: {
      headline: headlineOf(words, figure, measure),
      coverage: coverageInShort(words, account),
      target,
      marks,
    },
  }
}
