import type { Commitment, Government, Organisation, ReportingLine, Roadmap, RollUp, Text } from '#definitions'
import type { IsoDate } from '#shared/dates'
import { successorsAt, unallocated } from './successions.ts'

/** A row in a table of figures. */
export interface Line {
  slug: string
  name: Text
}

export interface LineInScope extends Line {
  /** The organisations of the commitment's scope that are counted in it. */
  organisations: string[]
}

/**
 * The row in which an organisation is counted for a commitment on a date: a line written for it; else, where bodies
 * are rolled up, that of its home department; else its own.
 */
export function lineOf(
  government: Government,
  roadmap: Roadmap,
  commitment: Commitment,
  organisation: string,
  date: IsoDate,
): Line {
  const rolledUp = roadmap.rollUp.some((rule) => concerns(rule, commitment) > 0)
  let body = organisationOf(government, organisation)
  for (let climbed = 0; climbed <= government.organisations.length; climbed++) {
    const line = writtenLine(roadmap, commitment, body?.slug ?? organisation, date)
    if (line) return { slug: line.slug, name: line.name }
    if (!rolledUp || body?.parent === undefined) break
    body = organisationOf(government, body.parent)
  }
  return { slug: body?.slug ?? organisation, name: body?.name ?? nameless(organisation) }
}

/**
 * The organisations in a commitment's scope on a date. Where the scope names one that was not there yet, the bodies
 * that became it are in scope instead: what a body was to do, those before it were to do.
 */
export function scopeOn(government: Government, { scope }: Commitment, date: IsoDate): string[] {
  const inScope = scope.organisations.flatMap((slug) => {
    const body = organisationOf(government, slug)
    if (!body || isThere(body, date)) return [slug]
    const { from } = body
    if (from === undefined || from <= date) return []
    const before = government.organisations.filter(
      (each) =>
        each.slug !== slug && isThere(each, date) && successorsAt(government, each.slug, from).includes(slug),
    )
    return before.map((each) => each.slug)
  })
  return [...new Set(inScope)]
}

/** Every row of a commitment on a date: its scope's organisations on that day, in the order stated. */
export function linesOf(
  government: Government,
  roadmap: Roadmap,
  commitment: Commitment,
  date: IsoDate,
): LineInScope[] {
  const lines = new Map<string, LineInScope>()
  for (const slug of scopeOn(government, commitment, date)) {
    const line = lineOf(government, roadmap, commitment, slug, date)
    const known = lines.get(line.slug)
    if (known) known.organisations.push(slug)
    else lines.set(line.slug, { ...line, organisations: [slug] })
  }
  return [...lines.values()]
}

/** A body is there from its first day and no longer on the day it ends, which is the day its successor begins. */
export function isThere({ from, until }: { from?: IsoDate; until?: IsoDate }, date: IsoDate): boolean {
  return (from === undefined || from <= date) && (until === undefined || date < until)
}

/** A line for the commitment itself comes before one for its mission, and that before one for the whole roadmap. */
function writtenLine(
  { reportingLines }: Roadmap,
  commitment: Commitment,
  organisation: string,
  date: IsoDate,
): ReportingLine | undefined {
  let best: { line: ReportingLine; rank: number } | undefined
  for (const line of reportingLines) {
    if (!line.organisations.includes(organisation) || !isThere(line, date)) continue
    const rank = concerns(line, commitment)
    if (rank > (best?.rank ?? 0)) best = { line, rank }
  }
  return best?.line
}

function concerns(
  { missions, commitments }: RollUp | ReportingLine,
  { number, mission }: Commitment,
): number {
  if (commitments?.includes(number)) return 3
  if (missions?.includes(mission)) return 2
  return missions === undefined && commitments === undefined ? 1 : 0
}

function organisationOf({ organisations }: Government, slug: string): Organisation | undefined {
  return organisations.find((each) => each.slug === slug)
}

function nameless(slug: string): Text {
  return { en: slug === unallocated ? 'Unallocated' : slug }
}
