import type { Measure } from '#definitions'
import { nameOf, type Promised } from '#roadmaps'
import type { Moment } from '#shared/dates'
import type { Known } from './queries.ts'

/**
 * The one rule of what the public may see of the present (DESIGN.md, 7): the moment of knowledge that a public
 * page, record, explanation, search, feed, API answer or ETag of a measure is clamped to.
 *
 * A measure that is public on release is clamped to its last release. There are no releases yet, so until the
 * module `releases` exists both kinds are public on acceptance: as far as the last recording.
 */
export function publicKnownAt(_measure: Pick<Measure, 'public'>, asked: Moment | null, last: Moment): Moment {
  return asked !== null && asked < last ? asked : last
}

/** The numbers of those measures that post. */
export function numbersOf({ measures }: Pick<Known, 'measures'>, promises: readonly Promised[]): number[] {
  return promises.flatMap((promised) => measures.get(nameOf(promised)) ?? [])
}
