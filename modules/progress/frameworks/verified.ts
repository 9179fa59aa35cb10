/* What of frameworks no public source states, and what rests on that: one place decides, for every page. Pure. */
import {
  type Framework,
  type Government,
  missingRows,
  notPublished,
  type Question,
  type ResultRule,
  unpublishedProfiles,
} from '#definitions'
import { type Promised, withBases } from '#roadmaps'
import { frameworksRead } from './uses.ts'

/** A part of a framework that was never published, or that its author marked. */
export type UnverifiedPart =
  | { is: 'questions'; unverified: number; questions: number }
  | { is: 'rule' }
  | { is: 'threshold'; question: string }
  /** Where the bands of these results begin. */
  | { is: 'bands'; results: string[] }
  /** What these profiles need. */
  | { is: 'profiles'; profiles: string[] }
  /** Rows of the table from which the result is read: marked, or missing. */
  | { is: 'rows'; unverified: number; rows: number }
  | { is: 'missing-rows'; missing: number; rows: number }

export function unverifiedParts({ questions, results }: Framework): UnverifiedPart[] {
  const unverified = questions.filter(({ verified }) => verified === false).length
  return [
    ...(unverified > 0 ? [{ is: 'questions' as const, unverified, questions: questions.length }] : []),
    ...(results.verified === false ? [{ is: 'rule' as const }] : []),
    ...partsOfRule(questions, results),
  ]
}

/** A new rule says here what of it may be unverified, or the program does not compile. */
function partsOfRule(questions: readonly Question[], results: ResultRule): UnverifiedPart[] {
  switch (results.rule) {
    case 'mean and max product':
    case 'highest answer wins':
    case 'lowest answer wins':
    case 'weighted sum with override':
    case 'count of yes':
      return partsOfBands(results.bands)
    case 'every threshold passed':
      return results.thresholds
        .filter(
          (threshold) =>
            threshold.verified === false ||
            ('table' in threshold &&
              (missingRows(threshold.table, questions) > 0 ||
                threshold.table.rows.some(({ verified }) => verified === false))),
        )
        .map(({ question }) => ({ is: 'threshold', question }))
    case 'all or any indicators': {
      const profiles = unpublishedProfiles(results, questions)
      return profiles.length > 0 ? [{ is: 'profiles', profiles }] : []
    }
    case 'looked up in a table': {
      const { rows } = results
      const unverified = rows.filter(({ verified }) => verified === false).length
      const missing = missingRows(results, questions)
      return [
        ...(unverified > 0 ? [{ is: 'rows' as const, unverified, rows: rows.length }] : []),
        ...(missing > 0 ? [{ is: 'missing-rows' as const, missing, rows: rows.length + missing }] : []),
      ]
    }
    case 'matrix without total':
      return []
  }
}

function partsOfBands(bands: readonly { result: string; from?: number | typeof notPublished }[]) {
  const results = bands.filter(({ from }) => from === notPublished).map(({ result }) => result)
  return results.length > 0 ? [{ is: 'bands' as const, results }] : []
}

/** Whether public sources state all of it. */
export function isVerified(framework: Framework): boolean {
  return framework.verified && unverifiedParts(framework).length === 0
}

/** What a measure rests on that no public source states. */
export interface Rests {
  /** Its own definition, or that of one it is derived from. */
  isOwn: boolean
  /** The frameworks whose results it reads and that are not verified: each version that is not. */
  frameworks: Framework[]
}

export function restsOf(government: Government, promised: Promised): Rests {
  // A page of one mission holds only the commitments of that.
  const roadmap = government.roadmaps.find(({ slug }) => slug === promised.roadmap.slug) ?? promised.roadmap
  const whole = { ...promised, roadmap }
  const read = frameworksRead(government, whole)
  return {
    isOwn:
      promised.commitment.verified === false ||
      withBases([whole]).some(({ measure }) => measure.verified === false),
    frameworks: government.frameworks.filter((each) => read.has(each.slug) && !isVerified(each)),
  }
}
