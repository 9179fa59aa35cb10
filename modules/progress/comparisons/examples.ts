/* What is worth comparing, found in the figures there are. Pure. */
import type { Government } from '#definitions'
import { type Account, type Amounts, figureOf, type Series } from '#figures'
import { isThere } from '#organisations'
import type { Words } from '#platform/messages'
import type { IsoDate } from '#shared/dates'
import { isNamed } from '../sentences/rules.ts'
import { organisationName } from './rules.ts'

export interface Example {
  says: string
  href: string
}

/** Two organisations with most figures; everything on the last two dates of change; and one organisation on its own two. */
export function examplesOf(
  words: Words,
  government: Government,
  accounts: readonly Account[],
  series: readonly Series[],
  on: IsoDate,
): Example[] {
  const [first, second] = twoWithMost(government, accounts, on)
  const name = (organisation: string) => organisationName(words, government, organisation)
  const example = (key: string, query: Record<string, string>, values: Record<string, string>) => ({
    says: words.say(`progress.compare.example.${key}`, values),
    href: `/compare?${new URLSearchParams(query)}`,
  })
  const dates = lastDates(series, null)
  const own = first === undefined ? undefined : lastDates(series, first)
  return [
    ...(first !== undefined && second !== undefined
      ? [example('two', { left: first, right: second }, { left: name(first), right: name(second) })]
      : []),
    ...(dates ? [example('dates', { left: 'all', right: 'all', ...dates }, sayDates(words, dates))] : []),
    ...(first === undefined
      ? []
      : own
        ? [
            example(
              'one',
              { left: first, right: first, ...own },
              { name: name(first), ...sayDates(words, own) },
            ),
          ]
        : [example('all', { left: first, right: 'all' }, { name: name(first) })]),
  ]
}

function sayDates(words: Words, { from, to }: { from: IsoDate; to: IsoDate }) {
  return { from: words.date(from), to: words.date(to) }
}

/** Of those there on the date, the one with most figures, and the one with most of the same. */
function twoWithMost({ organisations }: Government, accounts: readonly Account[], on: IsoDate): string[] {
  const there = organisations.filter((each) => isNamed(each.slug) && isThere(each, on))
  const figures = there.map(({ slug }) => ({
    slug,
    of: new Set(accounts.filter((account) => hasFigure(account, slug))),
  }))
  const [first, ...others] = figures.filter(({ of }) => of.size > 0).sort((a, b) => b.of.size - a.of.size)
  if (!first) return []
  const shared = others.map(({ slug, of }) => ({
    slug,
    many: [...of].filter((each) => first.of.has(each)).length,
  }))
  const [second] = shared.filter(({ many }) => many > 0).sort((a, b) => b.many - a.many)
  return second ? [first.slug, second.slug] : [first.slug]
}

function hasFigure(account: Account, organisation: string): boolean {
  return figureOf(account, organisation).basis !== 'none'
}

/** The last two dates on which a figure changed, of everybody or of one. */
function lastDates(
  series: readonly Series[],
  organisation: string | null,
): { from: IsoDate; to: IsoDate } | undefined {
  const dates = new Set(series.flatMap((each) => changesOf(each, organisation)))
  const [to, from] = [...dates].sort().reverse()
  return from !== undefined && to !== undefined ? { from, to } : undefined
}

function changesOf({ points }: Series, organisation: string | null): IsoDate[] {
  const states = points.map(({ on, byOrganisation }) => ({
    on,
    state: stateOf(byOrganisation, organisation),
  }))
  return states.filter(({ state }, at) => state !== (states[at - 1]?.state ?? '')).map(({ on }) => on)
}

function stateOf(amounts: ReadonlyMap<string, Amounts>, organisation: string | null): string {
  return [...amounts]
    .filter(([slug, { records }]) => records > 0 && (organisation === null || slug === organisation))
    .map(([slug, { counted, outOf, unknown }]) => `${slug} ${counted} ${outOf} ${unknown}`)
    .sort()
    .join(', ')
}
