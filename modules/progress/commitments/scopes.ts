/* Who a commitment is for, in words, on a date. Pure. */
import type { Commitment, Government, Roadmap, Text } from '#definitions'
import { scopeOn } from '#organisations'
import type { Words } from '#platform/messages'
import type { IsoDate } from '#shared/dates'

export interface ShownScope {
  says: string
  note?: Text
  /** Named in other commitments of the roadmap, and not in this one. */
  notIn: { slug: string; name: Text }[]
}

/** Of the organisations that are not named, those that are shown with something recorded are not said to be left out. */
export function scopeOf(
  words: Words,
  government: Government,
  roadmap: Roadmap,
  commitment: Commitment,
  on: IsoDate,
  shown: ReadonlySet<string>,
): ShownScope {
  const { scope } = commitment
  const named = scopeOn(government, commitment, on)
  const key = scope.published ? 'published' : named.length > 0 ? 'named' : 'not-published'
  const says = words.say(`progress.scope.${key}`, { organisations: named.length })
  const notIn = notInScope(government, roadmap, named, on).filter(({ slug }) => !shown.has(slug))
  return { says, ...(scope.note ? { note: scope.note } : {}), notIn }
}

/** Not in scope is said only where the commitment names its organisations: else nobody can say who is not. */
function notInScope(
  government: Government,
  roadmap: Roadmap,
  named: readonly string[],
  on: IsoDate,
): { slug: string; name: Text }[] {
  if (named.length === 0) return []
  const isIn = new Set(named)
  const others = new Map<string, Text>()
  for (const other of roadmap.commitments) {
    for (const slug of scopeOn(government, other, on)) {
      const organisation = government.organisations.find((each) => each.slug === slug)
      if (organisation && !isIn.has(slug)) others.set(slug, organisation.name)
    }
  }
  return [...others].map(([slug, name]) => ({ slug, name }))
}
