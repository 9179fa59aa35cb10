import type { Government, Succession } from '#definitions'
import type { IsoDate } from '#shared/dates'

/** Held by nobody in particular: the body split, and the record itself does not say which part has it. */
export const unallocated = 'unallocated'

/** The bodies that an organisation has become by a date: itself, if nothing has succeeded it. In the order stated. */
export function successorsAt(government: Government, organisation: string, date: IsoDate): string[] {
  return endsOf(government, organisation, '', date)
}

/**
 * Organised now (LEDGER.md): who answers today for what an organisation held. Renames and mergers are followed; where
 * it split, the record's own last holder decides if it is one of the parts (or what a part has become).
 */
export function currentHolder(
  government: Government,
  organisation: string,
  lastHolder: string,
  today: IsoDate,
): string {
  let holder = organisation
  let since: IsoDate = ''
  for (;;) {
    const [only, ...others] = endsOf(government, holder, since, today)
    if (only !== undefined && others.length === 0) return only
    const next = nextSuccession(government, holder, since, today)
    if (!next) return holder
    const part = next.to.find((slug) => becomes(government, slug, lastHolder, next.on, today))
    if (part === undefined) return unallocated
    holder = part
    since = next.on
  }
}

/**
 * Whether a change of holder is a succession and no transfer: the one body became the other, in one step or several,
 * by the later of the two dates. Read backwards in time it is still the same succession.
 */
export function isSuccession(
  government: Government,
  from: string,
  to: string,
  onFrom: IsoDate,
  onTo: IsoDate,
): boolean {
  if (from === to) return false
  return onFrom <= onTo ? becomes(government, from, to, '', onTo) : becomes(government, to, from, '', onFrom)
}

function endsOf(government: Government, organisation: string, since: IsoDate, date: IsoDate): string[] {
  const next = nextSuccession(government, organisation, since, date)
  if (!next) return [organisation]
  return [...new Set(next.to.flatMap((slug) => endsOf(government, slug, next.on, date)))]
}

function becomes(government: Government, from: string, to: string, since: IsoDate, date: IsoDate): boolean {
  if (from === to) return true
  const next = nextSuccession(government, from, since, date)
  return next?.to.some((slug) => becomes(government, slug, to, next.on, date)) ?? false
}

/** A body is succeeded once; never before it was there. Definitions are checked to have no cycle, so this ends. */
function nextSuccession(
  { successions }: Government,
  organisation: string,
  since: IsoDate,
  date: IsoDate,
): Succession | undefined {
  return successions
    .filter(({ from, on }) => from.includes(organisation) && on >= since && on <= date)
    .reduce<Succession | undefined>((first, each) => (first && first.on <= each.on ? first : each), undefined)
}
