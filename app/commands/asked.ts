import type { Government, Organisation } from '#definitions'
import { type Known, knownAt } from '#figures'
import type { Kysely } from '#platform/database'
import { type Promised, promisesOf } from '#roadmaps'
import { type Moment, sayDate, sayMoment } from '#shared/dates'
import { meant } from '../meant.ts'
import type { Everything } from '../modules.ts'

/** Something asked for that is not there, and what may have been meant. */
export class NotThere extends Error {}

/** What was known at a moment; where nothing had been adopted by then, an error that says what to do. */
export async function known(tx: Kysely<Everything>, moment: Moment | undefined): Promise<Known> {
  const now = new Date().toISOString()
  // A day that has not ended is known as far as now, so that the answer can be had again.
  const then = await knownAt(tx, moment === undefined ? null : moment < now ? moment : now)
  if (then) return then
  if (moment !== undefined && (await knownAt(tx, null))) {
    throw new NotThere(`Nothing was known yet on ${sayMoment(moment)}: no definitions had been adopted.`)
  }
  throw new NotThere(
    'Nothing is recorded yet. Run "fingerpost example" for the example, or "fingerpost adopt FOLDER" for a government of your own.',
  )
}

/** What one moment of knowledge is called in an answer: known now, or known then. */
export function sayKnown(knownAt: Moment, asked: Moment | undefined): string {
  return asked === undefined
    ? `as known now (last recorded ${sayDate(knownAt.slice(0, 10))})`
    : `as known on ${sayMoment(knownAt)}`
}

/** A line beside the answer that there is no figure to compute. */
export function sayNotComputed(commitment: number): string {
  return `Commitment ${commitment} has no measure: it is not yet computed.`
}

/** The measures of a commitment: all of them, or the one named. None where it is not yet computed. */
export function promised(
  government: Government,
  asked: { roadmap: string; commitment: number; measure?: string | undefined },
): Promised[] {
  const { roadmaps } = government
  const slugs = roadmaps.map(({ slug }) => slug)
  const roadmap = roadmaps.find(({ slug }) => slug === asked.roadmap)
  if (!roadmap) throw notThere(`There is no roadmap "${asked.roadmap}".`, asked.roadmap, slugs)
  const commitment = roadmap.commitments.find(({ number }) => number === asked.commitment)
  if (!commitment) {
    const numbers = roadmap.commitments.map(({ number }) => number)
    const range = numbers.length > 0 ? ` Its commitments are ${numbers.join(', ')}.` : ''
    throw new NotThere(`The roadmap ${roadmap.slug} has no commitment ${asked.commitment}.${range}`)
  }
  const measures = promisesOf(government).filter((each) => each.commitment === commitment)
  if (asked.measure === undefined) return measures
  if (measures.length === 0) throw new NotThere(sayNotComputed(commitment.number))
  const one = measures.filter(({ measure }) => measure.name === asked.measure)
  if (one.length > 0) return one
  const names = measures.map(({ measure }) => measure.name)
  throw notThere(`Commitment ${commitment.number} has no measure "${asked.measure}".`, asked.measure, names)
}

export function organisationNamed(
  { organisations }: Government,
  slug: string | undefined,
): Organisation | null {
  if (slug === undefined) return null
  const organisation = organisations.find((each) => each.slug === slug)
  if (organisation) return organisation
  throw notThere(
    `There is no organisation "${slug}".`,
    slug,
    organisations.map((each) => each.slug),
  )
}

/** Not a register, but named as one: what organisations say instead of records. */
export const STATEMENTS = 'statements'

export function registerNamed({ registers }: Government, name: string) {
  const register = registers.find((each) => each.name === name)
  if (register) return register
  throw notThere(`There is no register "${name}".`, name, [...registers.map((each) => each.name), STATEMENTS])
}

function notThere(says: string, written: string, names: readonly string[]): NotThere {
  return new NotThere(`${says}${meant(written, names)}`)
}
