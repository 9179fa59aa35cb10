/* An organisation among others: what it came from and what became of it. Pure. */
import type { Government, Organisation, Succession, Text } from '#definitions'
import { isThere, successorsAt } from '#organisations'
import type { Words } from '#platform/messages'
import type { IsoDate } from '#shared/dates'
import { isNamed } from '../sentences/rules.ts'

/** What it came from and what became of it, by a date: Became DSIT, DESNZ and DBT on 7 February 2023. */
export function successionsOf(
  words: Words,
  { organisations, successions }: Government,
  organisation: string,
  on: IsoDate,
): { says: string; note?: Text; others: { slug: string; name: Text }[] }[] {
  const past = successions.filter((each) => each.on <= on)
  const others = (slugs: string[]) =>
    slugs.flatMap((slug) => {
      const found = organisations.find((each) => each.slug === slug)
      return found ? { slug, name: found.name } : []
    })
  const say = (key: string, succession: Succession, slugs: string[]) => ({
    says: words.say(`progress.succession.${key}`, { on: words.date(succession.on) }),
    ...(succession.note ? { note: succession.note } : {}),
    others: others(slugs),
  })
  return [
    ...past.filter(({ to }) => to.includes(organisation)).map((each) => say('from', each, each.from)),
    ...past.filter(({ from }) => from.includes(organisation)).map((each) => say(each.how, each, each.to)),
  ]
}

/** The bodies that it has become by a date, in one step or several; none where nothing came after it. */
export function successorsOf(
  government: Government,
  organisation: string,
  on: IsoDate,
): { slug: string; name: Text }[] {
  const successors = successorsAt(government, organisation, on).filter((slug) => slug !== organisation)
  return government.organisations.filter(({ slug }) => successors.includes(slug))
}

/** The bodies that have become it by a date, in one step or several. */
export function predecessorsOf(
  government: Government,
  organisation: string,
  on: IsoDate,
): { slug: string; name: Text }[] {
  return government.organisations.filter(
    ({ slug }) => slug !== organisation && successorsAt(government, slug, on).includes(organisation),
  )
}

export interface ShownOrganisation {
  slug: string
  name: Text
  abbreviation?: string
  became: string
}

/** All organisations that can be named, in the order of the alphabet: those there on the date, and those not. */
export function listOrganisations(
  words: Words,
  { organisations, successions }: Government,
  on: IsoDate,
): { there: ShownOrganisation[]; notThere: ShownOrganisation[] } {
  const names = new Map(organisations.map(({ slug, name }) => [slug, words.text(name).says]))
  const show = ({ slug, name, abbreviation }: Organisation): ShownOrganisation => {
    const next = successions.find((each) => each.on <= on && each.from.includes(slug))
    const to = next?.to.flatMap((each) => names.get(each) ?? []) ?? []
    const became =
      next && to.length > 0
        ? words.say('progress.succession.became', { to: words.list(to), on: words.date(next.on) })
        : ''
    return { slug, name, ...(abbreviation ? { abbreviation } : {}), became }
  }
  const named = organisations
    .filter(({ slug }) => isNamed(slug))
    .sort((a, b) => words.text(a.name).says.localeCompare(words.text(b.name).says, 'en-GB'))
  return {
    there: named.filter((each) => isThere(each, on)).map(show),
    notThere: named.filter((each) => !isThere(each, on)).map(show),
  }
}
