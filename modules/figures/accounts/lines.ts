import type { Government } from '#definitions'
import { lineOf } from '#organisations'
import type { Promised } from '#roadmaps'
import type { IsoDate } from '#shared/dates'
import type { Line } from './amounts.ts'

/** The reporting line of each organisation for a measure on a date. */
export function linesOf(
  government: Government,
  { roadmap, commitment }: Promised,
  organisations: ReadonlySet<string>,
  on: IsoDate,
): Map<string, Line> {
  return new Map(
    [...organisations].map((organisation) => [
      organisation,
      lineOf(government, roadmap, commitment, organisation, on),
    ]),
  )
}
