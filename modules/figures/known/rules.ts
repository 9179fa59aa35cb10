import type { Measure } from '#definitions'
import { basesOf, nameOf, type Promised } from '#roadmaps'
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

/**
 * What the numbers of a measure are multiples of, or are made of such; null where they are as they are. Of a derived
 * one, the most that those it is made of are rounded to.
 */
export function roundedTo(known: Pick<Known, 'measures' | 'roundedTo'>, promised: Promised): number | null {
  const bases = basesOf(promised)
  const all = numbersOf(known, bases.length > 0 ? bases : [promised])
  const most = Math.max(0, ...all.map((number) => known.roundedTo.get(number) ?? 0))
  return most === 0 ? null : most
}
