import { endOf } from '#shared/dates'
import { builtInOrganisations } from '../built-in.ts'
import type { Loaded } from '../folder.ts'
import type { Organisation, Problem, Succession } from '../government.ts'
import { Found } from './found.ts'

type Organisations = { organisations: Organisation[]; successions: Succession[] }

export function checkOrganisations({ source, value }: Loaded<Organisations>): Problem[] {
  const found = new Found(source)
  const { organisations, successions } = value
  const slugs = organisations.map(({ slug }) => slug)
  found.once(
    slugs,
    (slug) => slug,
    (index) => ['organisations', index, 'slug'],
    'organisations',
  )
  for (const [index, organisation] of organisations.entries()) {
    const path = ['organisations', index]
    if (builtInOrganisations.some(({ slug }) => slug === organisation.slug)) {
      found.at([...path, 'slug'], `"${organisation.slug}" is in every government already`, 'remove it here')
    }
    if (organisation.parent !== undefined)
      found.known([...path, 'parent'], organisation.parent, slugs, 'organisation')
    if (organisation.from && organisation.until && organisation.until <= organisation.from) {
      found.at([...path, 'until'], `it ends on ${organisation.until}, before or when it begins`)
    }
  }
  checkParents(found, organisations)
  for (const [index, succession] of successions.entries())
    checkSuccession(found, index, succession, organisations)
  checkSucceededOnce(found, successions)
  checkSuccessionCycles(found, successions)
  return found.problems
}

function checkParents(found: Found, organisations: Organisation[]): void {
  const parents = new Map(organisations.map(({ slug, parent }) => [slug, parent]))
  for (const [index, { slug }] of organisations.entries()) {
    const chain = [slug]
    let parent = parents.get(slug)
    while (parent !== undefined && !chain.includes(parent)) {
      chain.push(parent)
      parent = parents.get(parent)
    }
    // Said once for each body that is in the ring itself, not for those that hang from it.
    if (parent === slug) {
      found.at(['organisations', index, 'parent'], `${[...chain, slug].join(' belongs to ')}: that is a ring`)
    }
  }
}

function checkSuccession(
  found: Found,
  index: number,
  succession: Succession,
  organisations: Organisation[],
): void {
  const path = ['successions', index]
  const slugs = organisations.map(({ slug }) => slug)
  const { on, from, to, how } = succession
  for (const side of ['from', 'to'] as const) {
    found.once(
      succession[side],
      (slug) => slug,
      (item) => [...path, side, item],
      'organisations',
    )
    for (const [item, slug] of succession[side].entries()) {
      const where = [...path, side, item]
      if (!found.known(where, slug, slugs, 'organisation')) continue
      if (side === 'to' && from.includes(slug)) {
        found.at(where, `"${slug}" cannot succeed itself`, 'name only the bodies that take over from it')
      }
      const organisation = organisations.find((each) => each.slug === slug)
      if (organisation) checkLifetime(found, path, on, side, organisation)
    }
  }
  if (how === 'rename' && (from.length !== 1 || to.length !== 1)) {
    found.at([...path, 'how'], 'a rename is from one organisation to one', 'use merge or split')
  }
  if (how === 'merge' && to.length !== 1)
    found.at([...path, 'how'], 'a merge is into one organisation', 'use split')
  if (how === 'split' && (from.length !== 1 || to.length < 2)) {
    found.at([...path, 'how'], 'a split is of one organisation into two or more', 'use rename or merge')
  }
}

function checkLifetime(
  found: Found,
  path: (string | number)[],
  on: string,
  side: 'from' | 'to',
  body: Organisation,
): void {
  const { slug, from, until } = body
  const early = from !== undefined && (side === 'from' ? on <= from : on < from)
  if (early) found.at([...path, 'on'], `on ${on} "${slug}" was not there yet: it begins on ${from}`)
  if (until !== undefined && on > endOf(until)) {
    found.at([...path, 'on'], `on ${on} "${slug}" was no longer there: it ends on ${until}`)
  }
}

function checkSucceededOnce(found: Found, successions: Succession[]): void {
  const succeeded = new Set<string>()
  for (const [index, { from }] of successions.entries()) {
    for (const [item, slug] of from.entries()) {
      if (succeeded.has(slug)) {
        const says = `"${slug}" is succeeded twice: it ends once`
        found.at(['successions', index, 'from', item], says, 'name all its successors in one split')
      }
      succeeded.add(slug)
    }
  }
}

function checkSuccessionCycles(found: Found, successions: Succession[]): void {
  const reaches = (start: string, goal: string, seen = new Set<string>()): boolean =>
    successions.some(
      ({ from, to }) =>
        from.includes(start) &&
        to.some((next) => {
          if (next === goal) return true
          if (seen.has(next)) return false
          seen.add(next)
          return reaches(next, goal, seen)
        }),
    )
  for (const [index, { from, to }] of successions.entries()) {
    const returning = from.find((slug) => to.some((next) => next !== slug && reaches(next, slug)))
    if (returning === undefined) continue
    const says = `"${returning}" comes round again: its successors are succeeded by itself`
    found.at(['successions', index], says, 'give the later body a slug of its own')
  }
}
